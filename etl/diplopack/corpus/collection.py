"""All parts of a corpus together, of which only one is held at a time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.corpus.merge import merged
from diplopack.transform.duplicates import SIGNATURE_BYTES, duplicates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from diplopack.corpus.parts import Parts
    from diplopack.load.chunks import Chunk
    from diplopack.transform.tables import Part


class Collection:
    """The parts of all batches, and that of the contributed rows.

    Args:
        parts: where they are.
        keys: of the batches.
        contributed: the part of the contributed rows.
    """

    def __init__(self, parts: Parts, keys: Sequence[str], contributed: Part) -> None:
        self._parts, self._keys, self._contributed = parts, keys, contributed

    def tables(self, folder: Path) -> dict[str, Iterator[Chunk]]:
        """The tables of the package, as `load.write_package` takes them; `folder` is for what memory does not hold."""
        return merged(self._read, folder, by_year=self.is_large)

    @property
    def is_large(self) -> bool:
        """Whether a table has so many rows that those of each year are written together."""
        return max(self._sizes) > contract.partition_above()

    @property
    def num_articles(self) -> int:
        """How many articles were read and are in the package."""
        return self._sizes[0]

    @cached_property
    def _sizes(self) -> tuple[int, int]:
        """How many articles were read and are in the package, and how many mentions with the contributed ones."""
        articles, mentions = 0, self._contributed["mentions"].num_rows
        for key in self._keys:
            rows = self._parts.read(key).rows
            articles += rows["articles"]
            mentions += rows["mentions"]
        return articles, mentions

    def _read(self) -> Iterator[Part]:
        for key, repeats in zip(self._keys, self._repeats, strict=True):
            yield _Marked(self._parts.read(key), repeats)
        yield self._contributed

    @cached_property
    def _repeats(self) -> list[pa.RecordBatch]:
        """Of each part the articles that repeat another, and which."""
        import numpy as np
        import pyarrow as pa

        ids: list[str] = []
        published: list[dt.date] = []
        days: dict[dt.date, dt.date] = {}  # each day once, however many articles are of it
        signatures = np.empty((self.num_articles, SIGNATURE_BYTES), np.uint8)
        ends = []
        for key in self._keys:
            signed = self._parts.read(key)["signatures"]
            begin = len(ids)
            ids += signed["article_id"].to_pylist()
            published += [days.setdefault(day, day) for day in signed["published"].to_pylist()]
            data = b"".join(signed["signature"].to_pylist())
            signatures[begin : len(ids)] = np.frombuffer(data, np.uint8).reshape(-1, SIGNATURE_BYTES)
            ends.append(len(ids))
        originals = duplicates(ids, published, signatures)
        copies = [number for number, original in enumerate(originals) if original is not None]
        text = pa.string()
        found = pa.record_batch(
            {
                "article_id": pa.array([ids[number] for number in copies], text),
                "duplicate_of": pa.array([originals[number] for number in copies], text),
            }
        )
        cuts = [0, *np.searchsorted(copies, ends).tolist()]
        return [found.slice(begin, end - begin) for begin, end in pairwise(cuts)]


class _Marked(Mapping[str, "pa.Table"]):
    """A part whose articles say which others they repeat."""

    def __init__(self, part: Part, repeats: pa.RecordBatch) -> None:
        self._part, self._repeats = part, repeats

    def __getitem__(self, name: str) -> pa.Table:
        import pyarrow.compute as pc

        table = self._part[name]
        if name != "articles":
            return table
        at = table.schema.get_field_index("duplicate_of")
        found = pc.index_in(table["article_id"], self._repeats["article_id"])
        return table.set_column(at, table.schema.field(at), self._repeats["duplicate_of"].take(found))

    def __iter__(self) -> Iterator[str]:
        return iter(self._part)

    def __len__(self) -> int:
        return len(self._part)
