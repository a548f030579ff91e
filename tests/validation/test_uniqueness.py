"""Repetitions are found whatever the chunks, as a dictionary of all keys would find them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from diplopack.contract.hashes import KeySet, hash_texts, look_up
from diplopack.validation.uniqueness import Seen, sort_keys


@given(st.lists(st.lists(st.integers(0, 12), max_size=20), max_size=12))
def test_each_repetition_names_the_first_place(chunks: list[list[int]]) -> None:
    seen, first, place = Seen(), dict[int, int](), 0
    for chunk in chunks:
        expected = {}
        for row, key in enumerate(chunk):
            if key in first:
                expected[row] = first[key]
            first.setdefault(key, place + row)
        keys = sort_keys(hash_texts(pa.array(map(str, chunk), pa.string())), np.arange(len(chunk)))
        rows, places = seen.add(keys, keys.rows + place)
        assert dict(zip(rows.tolist(), places.tolist(), strict=True)) == expected
        place += len(chunk)


def test_a_hash_is_looked_up_at_the_ends_and_between() -> None:
    known = np.array([2, 4, 6], np.uint64)
    at, found = look_up(known, np.array([1, 2, 5, 6, 7], np.uint64))
    assert found.tolist() == [False, True, False, True, False]
    assert known[at[found]].tolist() == [2, 6]


@given(st.lists(st.lists(st.integers(0, 30), max_size=20), max_size=12))
def test_a_set_of_keys_knows_what_came_before(chunks: list[list[int]]) -> None:
    keys, known = KeySet(), set[int]()
    for chunk in chunks:
        repeated = []
        for key in chunk:
            repeated.append(key in known)
            known.add(key)
        assert keys.add(np.array(chunk, np.uint64)).tolist() == repeated
    everything = np.arange(32, dtype=np.uint64)
    assert keys.has(everything).tolist() == [key in known for key in range(32)]
