"""Columns of codes and dates, whose values repeat: each distinct value is judged once in a run.

What is known of the values is kept by position, so that the rows of a chunk take a look-up in Arrow and no work in
Python, but for values that no chunk before it had.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from diplopack.contract.hashes import hash_texts
from diplopack.validation import cells
from diplopack.validation.columns import BadCell, contract_faults

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from diplopack.validation.fault import Fault

_NULL = -1
# So that a column in which no value is like another takes no more memory than one of codes.
_MOST_KNOWN = 200_000
_MOST_BYTES = 16 << 20


class Trait(NamedTuple):
    """A number that says something of a value.

    Attributes:
        of: Gives it for a value without fault.
        otherwise: What it is where there is no such value.
    """

    of: Callable[[str], int]
    otherwise: int


@dataclass(frozen=True)
class Vocabulary:
    """Distinct values, and what is known of each, by position.

    Attributes:
        written: as they stand in cells, text.
        values: without space around them.
        faults: what is wrong with each, or None.
        is_good: whether nothing is.
        hashes: as `hash_texts` gives them.
        traits: int32, by name.
    """

    written: pa.Array
    values: Sequence[str]
    faults: Sequence[Fault | None]
    is_good: np.ndarray
    hashes: np.ndarray
    traits: Mapping[str, np.ndarray]

    @classmethod
    def empty(cls, traits: Mapping[str, Trait]) -> Vocabulary:
        """A vocabulary without values."""
        import pyarrow as pa

        nothing = pa.nulls(0, pa.string())  # of a list PyArrow makes none before it has imported pandas
        numbers = {name: np.empty(0, np.int32) for name in traits}
        return cls(nothing, [], [], np.empty(0, bool), np.empty(0, np.uint64), numbers)

    @classmethod
    def of(cls, judged: Mapping[str, Fault | None], traits: Mapping[str, Trait]) -> Vocabulary:
        """The vocabulary of some values that were judged."""
        import pyarrow as pa

        values = [value.strip() for value in judged]
        faults = list(judged.values())
        return cls(
            pa.array(judged, pa.string()),
            values,
            faults,
            np.fromiter((fault is None for fault in faults), bool, len(faults)),
            hash_texts(pa.array(values, pa.string())),
            {name: _numbers(trait, values, faults) for name, trait in traits.items()},
        )

    def __add__(self, more: Vocabulary) -> Vocabulary:
        """These values and after them others, of which none is among these."""
        import pyarrow as pa

        return Vocabulary(
            pa.concat_arrays([self.written, more.written]),
            [*self.values, *more.values],
            [*self.faults, *more.faults],
            np.append(self.is_good, more.is_good),
            np.append(self.hashes, more.hashes),
            {name: np.append(numbers, more.traits[name]) for name, numbers in self.traits.items()},
        )

    def positions(self, column: pa.Array) -> pa.Array:
        """The position of the value of each cell; null where it is empty or not known."""
        import pyarrow.compute as pc

        return pc.index_in(column, value_set=self.written)


@dataclass(frozen=True)
class Coded:
    """A column of values that repeat.

    Attributes:
        known: Distinct values, those of the column among them.
        indices: int32, of each row the position of its value; -1 where there is none.
        otherwise: Of each trait what it is where there is no value.
    """

    known: Vocabulary
    indices: np.ndarray
    otherwise: Mapping[str, int]

    def hashes(self) -> np.ndarray:
        """The hash of the value of each row; 0 where there is none."""
        return self._per_row(self.known.hashes, 0)

    def is_good(self) -> np.ndarray:
        """For each row, whether it has a value without fault."""
        return self._per_row(self.known.is_good, False)

    def trait(self, name: str) -> np.ndarray:
        """A trait of the value of each row."""
        return self._per_row(self.known.traits[name], self.otherwise[name])

    def value(self, row: int) -> str:
        """The value of a row that has one, without space around it."""
        return self.known.values[int(self.indices[row])]

    def used(self) -> Mapping[str, int]:
        """The values that the column has, with their positions."""
        counts = np.bincount(self.indices + 1, minlength=1)[1:]
        return {self.known.values[at]: at for at in np.flatnonzero(counts).tolist()}

    def bad_cells(self) -> Iterator[BadCell]:
        """The cells with a fault."""
        for row in np.flatnonzero(self._per_row(~self.known.is_good, False)).tolist():
            at = int(self.indices[row])
            fault = self.known.faults[at]
            if fault is not None:
                yield BadCell(row, self.known.written[at].as_py(), fault)

    def _per_row(self, of_values: np.ndarray, otherwise: int) -> np.ndarray:
        """Something known of each distinct value, for each row; `otherwise` where there is no value."""
        return np.asarray(np.append(of_values, np.array(otherwise, of_values.dtype))[self.indices])


class CodedColumn:
    """A column of codes or dates in all chunks of a run.

    Args:
        name: of the column.
        today: no event is later.
        traits: what is to be known of each value.
    """

    def __init__(self, name: str, today: dt.date, traits: Mapping[str, Trait]) -> None:
        self._name = name
        self._today = today
        self._traits = traits
        self._otherwise = {name: trait.otherwise for name, trait in traits.items()}
        self._known = Vocabulary.empty(traits)
        self._learning = Lock()

    def look(self, column: pa.Array) -> Coded:
        """Judge the cells of a chunk; may run in any thread.

        Args:
            column: text; null where a cell is empty.
        """
        known = self._known
        positions = known.positions(column)
        if positions.null_count > column.null_count:
            with self._learning:  # for two chunks of the same new values, one of them waits
                known = self._with_values_of(column)
            positions = known.positions(column)
        return Coded(known, positions.fill_null(_NULL).to_numpy(zero_copy_only=False), self._otherwise)

    def _with_values_of(self, column: pa.Array) -> Vocabulary:
        known = self._known
        new = column.filter(known.positions(column).is_null()).drop_null().unique().to_pylist()
        known += Vocabulary.of(self._judge(new), self._traits)
        is_small = len(known.values) <= _MOST_KNOWN and known.written.nbytes <= _MOST_BYTES
        self._known = known if is_small else Vocabulary.empty(self._traits)
        return known

    def _judge(self, values: list[str]) -> dict[str, Fault | None]:
        judged = {value: cells.fault(self._name, value, self._today) for value in values}
        plain = [value for value, fault in judged.items() if fault is None]
        for row, fault in contract_faults(self._name, plain):
            judged[plain[row]] = fault
        return judged


def _numbers(trait: Trait, values: Sequence[str], faults: Sequence[Fault | None]) -> np.ndarray:
    numbers = (
        trait.of(value) if fault is None else trait.otherwise for value, fault in zip(values, faults, strict=True)
    )
    return np.fromiter(numbers, np.int32, len(values))
