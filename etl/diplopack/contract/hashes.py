"""Keys as 64-bit hashes, by which rows are told apart also where they are more than memory holds.

Python's own hash needs each text as an object, and its lock, which the threads that read and check rows would all
wait for. Here the texts are taken as words of eight bytes: first the first word of every text, then the second one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

_WORD = 8
_BITS = np.uint64(64)
_LONG = 1 << 10  # bytes of texts that are few, and worth an object each
_AT_ONCE = 1 << 14  # texts, so that they and what is written for them stay in the processor's cache
# Odd numbers of bits without a pattern: the one spreads a word's, the other tells the order of words and columns.
_MIX, _ORDER = np.uint64(0x94D049BB133111EB), np.uint64(0xD6E8FEB86659FD93)


def hash_texts(texts: pa.Array) -> np.ndarray:
    """Hash texts, equal ones alike within a process, others apart but once in 2**64.

    Args:
        texts: `pa.string()`.

    Returns:
        uint64, one a text; for null that of the empty text.
    """
    if not len(texts):
        return np.empty(0, np.uint64)
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    content = np.frombuffer(data or b"", np.uint8)
    parts = (bounds[begin : begin + _AT_ONCE + 1] for begin in range(0, len(texts), _AT_ONCE))
    hashes = np.concatenate([_hash_part(content[part[0] : part[-1]], part - part[0]) for part in parts])
    for row in np.flatnonzero(np.diff(bounds) > _LONG).tolist():
        hashes[row] = np.int64(hash(texts[row].as_py())).astype(np.uint64)
    return hashes


def combine(columns: Iterable[np.ndarray]) -> np.ndarray:
    """Hash the rows of some columns of hashes, all of the same length; the order of the columns counts."""
    combined: np.ndarray | np.uint64 = np.uint64(0)
    for hashes in columns:
        combined = (combined ^ (combined >> np.uint64(29))) * _ORDER + hashes
        combined ^= combined >> np.uint64(32)
        combined *= _ORDER
    return np.asarray(combined ^ (combined >> np.uint64(29)))


def look_up(known: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Look some hashes up among known ones.

    Args:
        known: ascending, not empty.
        wanted: hashes, in any order; ascending ones are found faster.

    Returns:
        The position of each, and whether it is there at all.
    """
    at = np.searchsorted(known, wanted)
    at[at == len(known)] = 0
    return at, known[at] == wanted


class KeySet:
    """The hashes of keys, 8 bytes each.

    They are held in sorted runs, each more than twice as long as the next, which takes few look-ups a key and
    few merges.
    """

    def __init__(self) -> None:
        self._runs: list[np.ndarray] = []

    def add(self, hashes: np.ndarray) -> np.ndarray:
        """Add keys, and tell of each whether it was there before, or is one of those above it."""
        distinct, first = np.unique(hashes, return_index=True)
        is_repeated = np.ones(len(hashes), bool)
        is_new = ~self.has(distinct)
        is_repeated[first[is_new]] = False
        self._keep(distinct[is_new])
        return is_repeated

    def has(self, hashes: np.ndarray) -> np.ndarray:
        """Tell of each key whether it is there."""
        is_there = np.zeros(len(hashes), bool)
        for run in self._runs:
            is_there |= look_up(run, hashes)[1]
        return is_there

    def _keep(self, hashes: np.ndarray) -> None:
        while self._runs and len(self._runs[-1]) <= 2 * len(hashes):
            hashes = np.concatenate([self._runs.pop(), hashes])
            hashes.sort()
        if len(hashes):
            self._runs.append(hashes)


def _hash_part(content: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Hash the texts between some bounds in their bytes, but for long ones."""
    words = np.zeros(len(content) // _WORD + 2, np.uint64)
    words.view(np.uint8)[: len(content)] = content
    lengths = np.diff(bounds)
    lengths[lengths > _LONG] = 0
    longest_first = np.argsort((_LONG - lengths).astype(np.uint16), kind="stable")  # 16 bits are sorted by their digits
    hashes = np.empty(len(lengths), np.uint64)
    hashes[longest_first] = _hash_words(words, bounds[:-1][longest_first], lengths[longest_first])
    return hashes


def _hash_words(words: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Hash texts, the longest first, that start anywhere in words which go on after the last text."""
    hashes = lengths.astype(np.uint64)
    at, full = starts // _WORD, lengths // _WORD
    begun = (starts % _WORD * 8).astype(np.uint64)  # bits of a word that the text before has
    low = words[at]
    for number, count in enumerate(np.searchsorted(-full, -np.arange(full[0])).tolist(), 1):
        high = words[number:][at[:count]]
        _add(hashes[:count], _straddling(low[:count], high, begun[:count]))
        low = high
    at += full
    rest = (lengths % _WORD * 8).astype(np.uint64)
    _add(hashes, _straddling(words[at], words[at + 1], begun) & ((np.uint64(1) << rest) - np.uint64(1)))
    return np.asarray(hashes ^ (hashes >> np.uint64(29)))


def _straddling(low: np.ndarray, high: np.ndarray, begun: np.ndarray) -> np.ndarray:
    """The words that begin some bits after `low` and end in `high`."""
    return np.asarray((low >> begun) | (high << (_BITS - begun)))  # by 64 bits NumPy shifts everything out


def _add(hashes: np.ndarray, word: np.ndarray) -> None:
    """Add the next word of each text to its hash; changes both."""
    word *= _MIX
    word ^= word >> np.uint64(32)
    hashes ^= word
    hashes *= _ORDER
