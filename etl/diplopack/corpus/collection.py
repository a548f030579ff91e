"""All parts of a corpus together, of which only one is held at a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from diplopack import contract
from diplopack.corpus.merge import merged
from diplopack.corpus.task import TABLES
from diplopack.transform.duplicates import duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from diplopack.corpus.parts import Parts
    from diplopack.load.chunks import Chunk
    from diplopack.transform.tables import Part

_SIGNED = TABLES[:2]


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
        parts = (self._parts.read(key, TABLES) for key in self._keys)
        counts = [(part["signatures"].num_rows, part["mentions"].num_rows) for part in parts]
        coded = sum(mentions for _, mentions in counts)
        return sum(articles for articles, _ in counts), coded + self._contributed["mentions"].num_rows

    def _read(self) -> Iterator[Part]:
        for key in self._keys:
            part = self._parts.read(key, TABLES)
            yield {**part, "articles": self._marked(part["articles"])}
        yield self._contributed

    def _marked(self, articles: pa.Table) -> pa.Table:
        """Articles with those that they repeat."""
        import pyarrow.compute as pc

        repeats = self._repeats
        at = articles.schema.get_field_index("duplicate_of")
        found = repeats["duplicate_of"].take(pc.index_in(articles["article_id"], repeats["article_id"]))
        return articles.set_column(at, articles.schema.field(at), found)

    @cached_property
    def _repeats(self) -> pa.RecordBatch:
        """The articles that repeat another, and which."""
        import pyarrow as pa

        signed = pa.concat_tables(self._parts.read(key, _SIGNED)["signatures"] for key in self._keys)
        ids = signed["article_id"]
        found = duplicates(ids.to_pylist(), signed["published"].to_pylist(), signed["signature"].to_pylist())
        rows = pa.record_batch({"article_id": ids.combine_chunks(), "duplicate_of": pa.array(found, pa.string())})
        return rows.filter(rows["duplicate_of"].is_valid())
