"""Articles that repeat another: wire copy under a new headline or dateline, or with its end cut off.

Two texts are compared by the runs of five words that they share. A signature keeps of each text one byte for each
of 126 hash functions, of the smallest hash of its runs (MinHash), and how many runs it has. The share of equal bytes
estimates the share of common runs: 1 for the same words, about 0.8 where a paragraph is cut or a sentence added,
below 0.2 for two reports of one event.
"""

from __future__ import annotations

import functools
import re
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Signatures = NDArray[np.uint8]
    Indices = NDArray[np.int64]

_HASHES = 126
_COUNT = np.dtype("<u4")
SIGNATURE_BYTES = _HASHES + _COUNT.itemsize
_RUN = 5  # words: one changed number breaks five runs, so reports made from one template stay apart
_ALIKE = 0.5  # share of the runs of two texts that are common to both
_CUT = (0.4, 0.85)  # the same where one is the other cut short; and the share of the runs of the shorter
_BAND = 3  # bytes: two texts are compared when three neighbouring bytes are the same
_WORDS = re.compile(r"\w+")
_AT_ONCE = 1024  # runs hashed, or pairs compared, in one array


def signature(text: str) -> bytes:
    """Return the signature of a text: `SIGNATURE_BYTES` bytes, the same on every machine."""
    words = _WORDS.findall(text.casefold()) or [text.strip()]
    codes = np.array([zlib.crc32(word.encode(errors="replace")) for word in words], np.uint64)
    runs = np.zeros(max(len(codes) - _RUN + 1, 1), np.uint64)
    for offset in range(min(_RUN, len(codes))):
        runs = _mixed(runs + codes[offset : offset + len(runs)])
    runs = np.unique(runs)
    factors, terms = _functions()
    smallest = np.full(_HASHES, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(runs), _AT_ONCE):
        hashes = runs[start : start + _AT_ONCE, np.newaxis] * factors + terms
        np.minimum(smallest, hashes.min(axis=0), out=smallest)
    return _mixed(smallest).astype(np.uint8).tobytes() + np.array([len(runs)], _COUNT).tobytes()


def duplicates(
    article_ids: Sequence[str], published: Sequence[dt.date], signatures: Sequence[bytes] | Signatures
) -> list[str | None]:
    """Find the articles that repeat another one.

    Args:
        article_ids: unique.
        published: when each article was published.
        signatures: of each article, as `signature` returns it; or all as the rows of an array.

    Returns:
        For each article the id of the one that it repeats: the earliest (of one day, the one whose id comes
        first) that is like it and repeats none itself; None for an article of its own. The same whatever the
        order of the input. Takes some 300 bytes an article.
    """
    order = sorted(range(len(article_ids)), key=lambda index: (published[index], article_ids[index]))
    table = _table(signatures)[np.array(order, np.int64)]
    found: list[str | None] = [None] * len(article_ids)
    for group in _groups(table):
        for original, copies in _originals(table, group):
            for copy in copies.tolist():
                found[order[copy]] = article_ids[order[original]]
    return found


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each value with its bits mixed, so that none follows from another (the end of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@functools.cache
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Factor (odd) and term of each hash function."""
    numbers = _mixed(np.arange(1, 2 * _HASHES + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    return numbers[:_HASHES] | np.uint64(1), numbers[_HASHES:]


def _table(signatures: Sequence[bytes] | Signatures) -> Signatures:
    if isinstance(signatures, np.ndarray):
        return signatures
    return np.frombuffer(b"".join(signatures), np.uint8).reshape(-1, SIGNATURE_BYTES)


def _groups(table: Signatures) -> Iterator[Indices]:
    """Yield the rows, ascending, of each group in which every row is like another one of it."""
    parents = np.arange(len(table))
    for start in range(0, _HASHES, _BAND):
        bands = table[:, start : start + _BAND] @ np.array([1, 2**8, 2**16], np.uint32)
        rows = np.argsort(bands, kind="stable")
        is_first = np.concatenate([[True], bands[rows][1:] != bands[rows][:-1]])[: len(rows)]
        firsts = rows[np.maximum.accumulate(np.where(is_first, np.arange(len(rows)), 0))]
        later = np.flatnonzero(~is_first)
        # Against the first of its band and the one before, not against all: a copy meets its original in many bands.
        for others in (firsts[later], rows[later - 1]):
            _join(parents, table, rows[later], others)
    roots = _roots(parents, np.arange(len(table)))
    grouped = np.flatnonzero(np.bincount(roots, minlength=len(table))[roots] > 1)
    grouped = grouped[np.argsort(roots[grouped], kind="stable")]
    starts = np.flatnonzero(np.diff(roots[grouped], prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(grouped)]):
        yield grouped[start:end]


def _join(parents: Indices, table: Signatures, rows: Indices, others: Indices) -> None:
    """Put rows that are alike into one group: `parents` leads each row to the first of its group."""
    apart = _roots(parents, rows) != _roots(parents, others)
    rows, others = rows[apart], others[apart]
    for start in range(0, len(rows), _AT_ONCE):
        some, against = rows[start : start + _AT_ONCE], others[start : start + _AT_ONCE]
        alike = _alike(table[some], table[against])
        for row, other in zip(some[alike].tolist(), against[alike].tolist(), strict=True):
            one, two = _root(parents, row), _root(parents, other)
            parents[max(one, two)] = min(one, two)


def _root(parents: Indices, row: int) -> int:
    while (parent := int(parents[row])) != row:
        parents[row] = parents[parent]
        row = parent
    return row


def _roots(parents: Indices, rows: Indices) -> Indices:
    roots = parents[rows]
    while not np.array_equal(roots, above := parents[roots]):
        roots = above
    return roots


def _originals(table: Signatures, group: Indices) -> Iterator[tuple[int, Indices]]:
    """Yield each original in a group, earliest first, with its copies: the rows like it and no earlier original."""
    while len(group) > 1:
        original, rest = int(group[0]), group[1:]
        pieces = (rest[start : start + _AT_ONCE] for start in range(0, len(rest), _AT_ONCE))
        alike = np.concatenate([_alike(table[piece], table[[original]]) for piece in pieces])
        yield original, rest[alike]
        group = rest[~alike]


def _alike(some: Signatures, others: Signatures) -> NDArray[np.bool_]:
    """Whether one text repeats the other, row by row."""
    equal = (some[:, :_HASHES] == others[:, :_HASHES]).mean(axis=1)
    share = (equal - 1 / 256) / (1 - 1 / 256)  # bytes are equal by chance too
    counts, other_counts = (rows[:, _HASHES:].copy().view(_COUNT)[:, 0].astype(np.float64) for rows in (some, others))
    common = share / (1 + share) * (counts + other_counts)
    of_shorter = common / np.minimum(counts, other_counts)
    alike: NDArray[np.bool_] = (share >= _ALIKE) | ((share >= _CUT[0]) & (of_shorter >= _CUT[1]))
    return alike
