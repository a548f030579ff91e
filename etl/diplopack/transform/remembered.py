"""What the parser said of sentences that came before, in memory that all processes forked from this one share.

Wire copy is printed in hundreds of papers: its sentences come to every worker, and the first of them parses each.
"""

from __future__ import annotations

import hashlib
import mmap
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

_PLACES = 1 << 17
_ROOM = 384  # bytes of a place: 48 MiB in all, taken as they are used
_DIGEST = 16
_WORD = np.dtype([("tag", "u1"), ("label", "u1"), ("head", "<i2")])  # the head as a distance


def shared_memory() -> mmap.mmap:
    """Memory for what this process, and those forked from it, remember."""
    return mmap.mmap(-1, _PLACES * _ROOM)


class Remembered:
    """The tags, labels and heads of the words of sentences.

    Each sentence has one place, which the latest of those that share it holds: memory is bounded. Nothing is locked: an
    entry begins with a digest of its sentence and of what follows, so that one half written is none.

    Attributes:
        parsed: how many sentences were parsed, for want of a memory of them, in this process.
    """

    def __init__(self, nlp: Language, memory: mmap.mmap | bytearray) -> None:
        """Remember what this model says, of as many sentences of up to 92 words as this memory has places for."""
        self.parsed = 0
        self._memory = memory
        self._tags, self._labels = _symbols(nlp, "tagger"), _symbols(nlp, "parser")

    def clear(self) -> None:
        """Forget all."""
        self._memory[:] = bytes(len(self._memory))

    def restore(self, text: str, doc: Doc) -> bool:
        """Give a document, that of a sentence, what is remembered of it; whether anything is."""
        from spacy.attrs import DEP, HEAD, TAG

        size = _DIGEST + _WORD.itemsize * len(doc)
        key, place = self._find(text)
        entry = self._memory[place : place + size]
        if size > _ROOM or entry[:_DIGEST] != _digest(key, entry[_DIGEST:]):
            return False
        words = np.frombuffer(entry, _WORD, offset=_DIGEST)
        heads = words["head"].astype("int64").astype("uint64")
        values: Any = np.column_stack([self._tags[words["tag"]], self._labels[words["label"]], heads])
        doc.from_array([TAG, DEP, HEAD], values)
        return True

    def keep(self, text: str, doc: Doc) -> None:
        """Remember what the model said of a sentence, where a place has the room."""
        from spacy.attrs import DEP, HEAD, TAG

        self.parsed += 1
        if _DIGEST + _WORD.itemsize * len(doc) > _ROOM:
            return
        tags, labels, heads = doc.to_array([TAG, DEP, HEAD]).T
        words = np.empty(len(doc), _WORD)
        words["tag"] = np.searchsorted(self._tags, tags)
        words["label"] = np.searchsorted(self._labels, labels)
        words["head"] = heads.astype("int64")
        key, place = self._find(text)
        data = words.tobytes()
        self._memory[place : place + _DIGEST + len(data)] = _digest(key, data) + data

    def _find(self, text: str) -> tuple[bytes, int]:
        """The key of a sentence, and where its place begins."""
        key = hashlib.blake2b(text.encode(), digest_size=32).digest()
        return key, int.from_bytes(key[:8], "big") % (len(self._memory) // _ROOM) * _ROOM


def _symbols(nlp: Language, pipe: str) -> NDArray[np.uint64]:
    """The symbols of the labels that a part of the model gives, in their order."""
    labels: Any = nlp.get_pipe(pipe)
    return np.array(sorted(nlp.vocab.strings[label] for label in labels.labels), "uint64")


def _digest(key: bytes, words: bytes | bytearray) -> bytes:
    return hashlib.blake2b(words, digest_size=_DIGEST, key=key).digest()
