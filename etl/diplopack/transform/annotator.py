"""What the model's rules and lemmatizer add to a parse, looked up where the same word was read the same way before.

A part of speech and a lemma follow from a word, its tag and its label, but for a few rules over two words; to look
them up gives what the rules give, and saves a fifth of the parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from diplopack.transform.syntax import annotated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    _Key = tuple[int, int, int]  # word, tag, label

RULES = ("attribute_ruler", "lemmatizer")
_MOST = 300_000  # words remembered


class Annotator:
    """Completes documents that the model has parsed without its rules."""

    def __init__(self, nlp: Language) -> None:
        """`nlp` is the whole model."""
        self._rules: list[Any] = [nlp.get_pipe(name) for name in RULES]
        patterns = (pattern for rule in self._rules[0].patterns for pattern in rule["patterns"])
        self._firsts: list[dict[str, Any]] = [pattern[0] for pattern in patterns if len(pattern) > 1]
        self._known: dict[_Key, list[int] | None] = {}

    def annotate(self, docs: Sequence[Doc]) -> Iterator[NDArray[np.int64]]:
        """The annotations of each document, as `annotated` gives them where the rules have been applied."""
        import numpy as np
        from spacy.attrs import DEP, HEAD, ORTH, TAG

        if len(self._known) > _MOST:
            self._known.clear()
        arrays = [doc.to_array([ORTH, TAG, DEP, HEAD]).astype("int64").tolist() for doc in docs]
        read = [([(word[0], word[1], word[2]) for word in array], [word[3] for word in array]) for array in arrays]
        new = dict.fromkeys(key for keys, _ in read for key in keys if key not in self._known)
        if new:
            self._learn(docs[0].vocab, list(new))
        for doc, (keys, heads) in zip(docs, read, strict=True):
            known = [self._known[key] for key in keys]
            rows = [[*row, head] for row, head in zip(known, heads, strict=True) if row is not None]
            yield np.array(rows, dtype="int64") if len(rows) == len(known) else self._ruled(doc)

    def _learn(self, vocab: Vocab, keys: Sequence[_Key]) -> None:
        """Remember what the rules say of words, read in a document of their own; None where a rule is over two."""
        import numpy as np
        from spacy.attrs import DEP, TAG
        from spacy.tokens import Doc

        self._known.update(dict.fromkeys(keys))
        alone = [key for key in keys if not self._may_begin(vocab, key)]
        if alone:
            words = Doc(vocab, [vocab.strings[_symbol(key[0])] for key in alone])
            values: Any = np.array([key[1:] for key in alone], "int64").astype("uint64")
            words.from_array([TAG, DEP], values)
            self._known.update(zip(alone, (row[:4] for row in self._ruled(words).tolist()), strict=True))

    def _ruled(self, doc: Doc) -> NDArray[np.int64]:
        for rule in self._rules:
            doc = rule(doc)
        return annotated(doc)

    def _may_begin(self, vocab: Vocab, key: _Key) -> bool:
        """Whether a word fits the first of a rule over two words, as far as its form and its label say."""
        word, label = vocab.strings[_symbol(key[0])].lower(), vocab.strings[_symbol(key[2])]
        return any(label == first["DEP"] if "DEP" in first else _fits(word, first["LOWER"]) for first in self._firsts)


def _symbol(number: int) -> int:
    """A symbol of spaCy's, which has no sign."""
    return number & 0xFFFFFFFFFFFFFFFF


def _fits(word: str, form: str | dict[str, str]) -> bool:
    return bool(re.search(form["REGEX"], word)) if isinstance(form, dict) else word == form
