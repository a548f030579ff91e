"""Sentences that came before are read as they were, by all processes that share the memory of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplopack.transform import language
from diplopack.transform.annotator import RULES
from diplopack.transform.remembered import Remembered, shared_memory

if TYPE_CHECKING:
    from spacy.tokens import Doc

PLACE = 384  # bytes of a sentence
SENTENCE = "The Iranian president condemned France on Monday, and 3 ministers left."


def _parsed(text: str) -> Doc:
    return next(language.model().pipe([text], disable=RULES))


def _said(doc: Doc) -> list[tuple[str, str, int]]:
    return [(token.tag_, token.dep_, token.head.i) for token in doc]


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_what_is_remembered_of_any_text_is_what_the_parser_said(text: str) -> None:
    remembered, parsed = Remembered(language.model(), bytearray(4 * PLACE)), _parsed(text)
    doc = language.model().make_doc(text)
    remembered.keep(text, parsed)
    if remembered.restore(text, doc):
        assert _said(doc) == _said(parsed)
    else:
        assert len(doc) > 90


def test_a_sentence_that_did_not_come_before_is_not_remembered() -> None:
    remembered = Remembered(language.model(), bytearray(PLACE))
    remembered.keep(SENTENCE, _parsed(SENTENCE))
    other = SENTENCE.replace("3", "5")  # in the same place, with as many words
    assert not remembered.restore(other, language.model().make_doc(other))
    remembered.keep(other, _parsed(other))
    assert remembered.restore(other, language.model().make_doc(other))
    assert not remembered.restore(SENTENCE, language.model().make_doc(SENTENCE))
    remembered.clear()
    assert not remembered.restore(other, language.model().make_doc(other))


def test_what_another_process_has_half_written_is_not_taken() -> None:
    memory = bytearray(PLACE)
    remembered = Remembered(language.model(), memory)
    remembered.keep(SENTENCE, _parsed(SENTENCE))
    for at in range(len(memory.rstrip(b"\0"))):
        memory[at] ^= 1
        assert not remembered.restore(SENTENCE, language.model().make_doc(SENTENCE)), at
        memory[at] ^= 1
    assert remembered.restore(SENTENCE, language.model().make_doc(SENTENCE))


@pytest.mark.skipif(sys.platform == "win32", reason="processes there do not fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_knows_what_its_parent_read_later() -> None:
    remembered = Remembered(language.model(), shared_memory())
    asked, answer = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        os.read(asked[0], 1)
        known = remembered.restore(SENTENCE, language.model().make_doc(SENTENCE))
        os.write(answer[1], b"1" if known else b"0")
        os._exit(0)
    remembered.keep(SENTENCE, _parsed(SENTENCE))
    os.write(asked[1], b".")
    assert os.read(answer[0], 1) == b"1"
    os.waitpid(child, 0)
