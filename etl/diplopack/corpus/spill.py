"""More rows than fit into memory, dealt out to files by ranges of their key, to be sorted file by file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    import numpy as np
    import pyarrow as pa

ROWS = 16_384
"""Rows that are held at a time, about as many as each range has."""
_MOST_RANGES = 512  # files that are open at once
_SAMPLE = 16_384  # keys: some thirty for each range that there may be


def bounds(keys: Iterable[pa.ChunkedArray]) -> list[str]:
    """Keys that cut all rows into ranges of about `ROWS`.

    Args:
        keys: the texts by which rows are sorted, in pieces.

    Returns:
        The first key of each range but the first, ascending. How rows are cut has no influence on their order.
    """
    sample: list[str] = []
    count, step = 0, 1
    for piece in keys:
        values = piece.to_pylist()
        sample += values[-count % step :: step]
        count += len(values)
        while len(sample) > _SAMPLE:
            del sample[1::2]
            step *= 2
    ranges = min(-(-count // ROWS), _MOST_RANGES)
    sample.sort()
    return sorted({sample[len(sample) * at // ranges] for at in range(1, ranges)}) if sample else []


class Spill:
    """Rows in files, one for each range of their key; the files are gone after the block.

    Args:
        folder: is made for them.
        schema: of the rows.
        key: makes of a table the texts by which its rows are dealt out.
        cuts: as `bounds` gives them.
    """

    def __init__(
        self, folder: Path, schema: pa.Schema, key: Callable[[pa.Table], pa.ChunkedArray], cuts: Sequence[str]
    ) -> None:
        import pyarrow as pa

        folder.mkdir()
        self._folder, self._key = folder, key
        self._cuts = pa.array(cuts, pa.string())
        self._files = [folder / str(at) for at in range(len(cuts) + 1)]
        self._writers = [pa.ipc.new_file(str(file), schema) for file in self._files]
        self._held: list[pa.Table] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers:
            writer.close()
        shutil.rmtree(self._folder)

    def add(self, rows: pa.Table) -> None:
        """Deal out some rows."""
        self._held.append(rows)
        if sum(table.num_rows for table in self._held) >= ROWS:
            self._flush()

    def ranges(self) -> Iterator[pa.Table]:
        """The rows of each range in turn, unsorted. Nothing can be added any more."""
        import pyarrow as pa

        self._flush()
        for writer in self._writers:
            writer.close()
        for file in self._files:
            with pa.OSFile(str(file)) as source, pa.ipc.open_file(source) as reader:
                yield reader.read_all()

    def _flush(self) -> None:
        import numpy as np
        import pyarrow as pa

        if not self._held:
            return
        rows = pa.concat_tables(self._held)
        self._held = []
        which = _range_of(self._key(rows), self._cuts)
        order = np.argsort(which, kind="stable")
        rows = rows.take(pa.array(order))
        ends = np.searchsorted(which[order], np.arange(len(self._writers)), side="right")
        begin = 0
        for writer, end in zip(self._writers, ends.tolist(), strict=True):
            if end > begin:
                writer.write_table(rows.slice(begin, end - begin))
            begin = end


def _range_of(keys: pa.ChunkedArray, cuts: pa.StringArray) -> np.ndarray:
    """The range of each key: the number of cuts that are no greater."""
    import numpy as np

    return np.searchsorted(np.array(cuts.to_pylist(), dtype=object), np.array(keys.to_pylist(), dtype=object), "right")
