"""The batches of a corpus coded on an engine, each into a part; what is done already is not done again."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from diplopack.corpus import task
from diplopack.corpus.parts import Stored
from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from diplopack.corpus.batches import Batch
    from diplopack.corpus.engine import Pool
    from diplopack.corpus.parts import Parts
    from diplopack.corpus.progress import Progress
    from diplopack.corpus.rejected import Rejected
    from diplopack.extract import Article
    from diplopack.transform.tables import Part

_TICK = 0.5  # seconds


class Job(NamedTuple):
    """What a run works on and with.

    Attributes:
        parts: where what comes of each batch is kept.
        fingerprint: of the coder, which each worker must have.
        rejected: is told of the articles that are left out.
        progress: is told of each batch that is done.
    """

    parts: Parts
    fingerprint: str
    rejected: Rejected
    progress: Progress


class Run:
    """Work on batches that goes on while they are read.

    Args:
        job: what is worked on and with.
        pool: does `task.code`.

    Attributes:
        keys: of the batches that have a part, in their order.
    """

    def __init__(self, job: Job, pool: Pool) -> None:
        self.keys: list[str] = []
        self._job, self._pool = job, pool
        self._running: dict[Future[bytes], _Piece] = {}

    def code(self, batches: Iterable[Batch]) -> None:
        """Have every batch coded that has no part yet.

        Args:
            batches: are drawn as the work goes on, and forgotten when they are done.

        Raises:
            DataError: a worker failed, or the way to it. The parts that are done stay.
            OSError: a part cannot be written.
        """
        for batch in batches:
            self.keys.append(batch.key)
            part = self._job.parts.read(batch.key) if batch.key in self._job.parts else None
            if part is not None and "lost" not in part["left_out"]["why"].to_pylist():
                self._note(batch, part)
                continue
            while len(self._running) >= self._pool.most_at_once:
                self._collect()
            self._begin(_Batch(batch, 1), batch.articles)
        while self._running:
            self._collect()

    def _begin(self, whole: _Batch, articles: Sequence[Article]) -> None:
        self._running[self._pool.executor.submit(task.code, articles, self._job.fingerprint)] = _Piece(whole, articles)

    def _collect(self) -> None:
        """Wait for tasks, and keep what they gave."""
        self._job.progress.tick()
        done, _ = wait(self._running, _TICK, FIRST_COMPLETED)
        for future in done:
            whole, articles = self._running.pop(future)
            try:
                whole.results.append(future.result())
            except self._pool.lost as error:
                if len(articles) > 1:  # only one of them may be to blame
                    whole.pieces += len(articles) - 1
                    for article in articles:
                        self._begin(whole, (article,))
                else:
                    whole.results.append(task.lost(articles[0], str(error)))
            except Exception as error:
                what = f"a worker, or the way to it, failed ({type(error).__name__}: {error})"
                raise DataError(f"{what}; what is coded is kept, the same command goes on from there") from error
            if len(whole.results) == whole.pieces:
                data = task.joined(whole.results)
                self._job.parts.write(whole.batch.key, data)
                self._note(whole.batch, Stored(data))

    def _note(self, batch: Batch, part: Part) -> None:
        sources: Mapping[str, str] = {article.article_id: article.source for article in batch.articles}
        for row in part["left_out"].to_pylist():
            place = sources[row["article_id"]]
            if row["why"] == "language":
                self._job.rejected.add_other(place, row["reason"], "in another language")
            else:
                self._job.rejected.add_fault(place, row["reason"], f"{place}: {row['reason']}")
        self._job.progress.advance(len(batch.articles), sum(part["articles"]["num_events"].to_pylist()))


@dataclass(eq=False, slots=True)
class _Batch:
    """A batch under way, in how many pieces, and what came of them."""

    batch: Batch
    pieces: int
    results: list[bytes] = field(default_factory=list)


class _Piece(NamedTuple):
    whole: _Batch
    articles: Sequence[Article]
