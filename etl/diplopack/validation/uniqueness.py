"""Rows that were there before: in their file, in another, in any chunk of it.

Of a row only 16 bytes are kept, a 64-bit hash of its key and its place, so that files larger than memory fit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from diplopack.contract.hashes import look_up


class Keys(NamedTuple):
    """The keys of some rows, sorted.

    Attributes:
        hashes: uint64, ascending.
        rows: the row of each, ascending among equal ones.
    """

    hashes: np.ndarray
    rows: np.ndarray


def sort_keys(hashes: np.ndarray, rows: np.ndarray) -> Keys:
    """Sort the keys of rows that are in ascending order."""
    order = np.argsort(hashes, kind="stable")
    return Keys(hashes[order], rows[order])


class Seen:
    """The keys of all rows so far and where they were first.

    They are held in sorted runs, each more than twice as long as the next, which takes few look-ups a key and
    few merges.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, keys: Keys, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add rows, and find those that repeat an earlier one.

        Args:
            keys: of the rows.
            places: int64, the place of each of them.

        Returns:
            The rows that repeat one, and the place of the first such row of each.
        """
        hashes = keys.hashes
        if not len(hashes):
            return keys.rows, places
        is_first = np.append(True, hashes[1:] != hashes[:-1])
        firsts = np.flatnonzero(is_first)
        distinct, origin = hashes[firsts], places[firsts]
        is_new = np.ones(len(firsts), bool)
        for known, known_places in self._runs:
            at, found = look_up(known, distinct)
            if found.any():
                origin[found] = known_places[at[found]]
                is_new &= ~found
        repeated = ~is_first
        repeated[firsts[~is_new]] = True
        group = np.cumsum(is_first) - 1
        self._keep(distinct[is_new], origin[is_new])
        return keys.rows[repeated], origin[group[repeated]]

    def _keep(self, hashes: np.ndarray, places: np.ndarray) -> None:
        while self._runs and len(self._runs[-1][0]) <= 2 * len(hashes):
            known, known_places = self._runs.pop()
            hashes, places = np.concatenate([known, hashes]), np.concatenate([known_places, places])
            order = np.argsort(hashes, kind="stable")
            hashes, places = hashes[order], places[order]
        if len(hashes):
            self._runs.append((hashes, places))
