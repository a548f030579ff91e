"""Texts and rows have the same hash only if they are the same, wherever they stand in a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diplopack.contract import hashes
from diplopack.contract.hashes import combine, hash_texts

if TYPE_CHECKING:
    import pytest

# Few letters and lengths around whole words make texts that nearly are the same.
TEXTS = st.one_of(st.text("a\0", max_size=40), st.text(max_size=20), st.sampled_from(["ä" * 600, "ä" * 599 + "aa"]))


def array(texts: list[str]) -> pa.Array:
    return pa.array(texts, pa.string())


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=30))
@example(["", "\0", "\0" * 8, "\0" * 16, "\0" * 9])
@example(["abcdefgh", "abcdefghabcdefgh", "abcdefgi", "bbcdefgh"])
def test_texts_hash_alike_only_if_they_are_alike(texts: list[str]) -> None:
    hashes = hash_texts(array(texts)).tolist()
    assert [hashes.index(found) for found in hashes] == [texts.index(text) for text in texts]


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=30), st.data())
def test_a_text_hashes_alike_in_every_column(texts: list[str], data: st.DataObject) -> None:
    hashes = hash_texts(array(texts)).tolist()
    start = data.draw(st.integers(0, len(texts)))
    assert hash_texts(array(texts)[start:]).tolist() == hashes[start:]
    assert hash_texts(array(texts[::-1])).tolist() == hashes[::-1]
    assert [hash_texts(array([text]))[0] for text in texts] == hashes


def test_a_column_is_hashed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = array([f"{'x' * (number % 50)} {number}" for number in range(100)])
    whole = hash_texts(texts)
    monkeypatch.setattr(hashes, "_AT_ONCE", 7)
    assert np.array_equal(hash_texts(texts), whole)
    assert len(set(whole.tolist())) == len(texts)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=2, max_size=8))
def test_rows_hash_alike_only_if_they_are_alike(rows: list[tuple[str, str]]) -> None:
    hashes = combine(hash_texts(array(list(column))) for column in zip(*rows, strict=True)).tolist()
    assert len(set(hashes)) == len(set(rows))
    assert [hashes.index(h) for h in hashes] == [rows.index(row) for row in rows]
