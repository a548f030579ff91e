"""The whole way from articles and contributed rows to a published package."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from diplopack.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from diplopack.corpus.engine import Engine

OnError = Literal["stop", "skip"]
ON_ERROR: tuple[OnError, ...] = ("stop", "skip")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        folder: where the package is.
        rows: how many rows each of its tables has, in the order of the package.
        note: what was left out of the last check, or None where it read everything.
        read: how many articles, and things that should be articles, the sources hold.
        coded: the number of those in the package.
        left_out: the number of articles that are not in it though nothing is wrong with them, by the reason.
        faults: a line for each thing that could not be read: the first hundred, and how many there are beyond.
        num_faults: how many there are.
        rejected: the file that lists whatever is not in the package; None where everything is.
    """

    folder: Path
    rows: Mapping[str, int]
    note: str | None
    read: int
    coded: int
    left_out: Mapping[str, int]
    faults: Sequence[str]
    num_faults: int
    rejected: Path | None

    @property
    def counts(self) -> Mapping[str, int]:
        """The articles that were read, those in the package, and those left out, by the reason."""
        reasons = {**self.left_out, "cannot be read": self.num_faults} if self.num_faults else self.left_out
        return {"read": self.read, "coded": self.coded, **{f"left out: {why}": n for why, n in reasons.items()}}


def build(
    sources: Sequence[Path | str] = ("seeds",),
    out: Path | str = "dist",
    *,
    engine: Engine | None = None,
    parts: Path | str | None = None,
    batch_size: int | None = None,
    on_error: OnError = "stop",
) -> Built:
    """Build the data package of some articles and contributed rows: extract, transform, validate, load.

    What came of each batch of articles is kept in a folder of parts, so that a run that was stopped goes on where it
    was, and a later one codes only what is new. Where it runs, and in how many batches, changes nothing in the package.

    Args:
        sources: files and folders with articles; "-" is standard input. What lies in a folder named ``contributed`` is
            rows.
        out: the folder to write; an earlier package in it is replaced, other files never.
        engine: where articles are coded; by default in processes of this machine, as many as it has cores.
        parts: the folder of parts; by default ``.NAME.parts`` beside `out`.
        batch_size: articles of a batch on average.
        on_error: whether what cannot be read is left out ("skip"), or nothing is published ("stop").

    Raises:
        DataError: an article cannot be read, a row is not valid, the result contradicts the contract, or
            `out` cannot be written. `out` is then what it was before.
    """
    from diplopack.corpus.batches import SIZE, batches
    from diplopack.corpus.collection import Collection
    from diplopack.corpus.engine import Engine
    from diplopack.corpus.fingerprint import fingerprint
    from diplopack.corpus.parts import Parts
    from diplopack.corpus.progress import shown
    from diplopack.corpus.rejected import FILE, Rejected
    from diplopack.corpus.run import Job, Run
    from diplopack.corpus.survey import articles, survey
    from diplopack.extract import spool
    from diplopack.load.package import prepare_to_write, write_package
    from diplopack.load.swap import refuse_foreign
    from diplopack.transform.contributed import contributed_part

    refuse_foreign(Path(out))  # before the long work, not after it
    folder = Path(parts) if parts is not None else _parts_folder(Path(out))
    cut = partial(batches, fingerprint=fingerprint(), size=batch_size or SIZE)
    with _explained(folder), Parts(folder).locked() as kept, kept.scratch() as scratch:
        paths = [spool(sys.stdin.buffer, scratch) if str(source) == "-" else Path(source) for source in sources]
        contributed = _contributed(paths)
        with kept.writing(FILE) as file:
            rejected = Rejected(file)
            quoted = {url for rows in contributed for url in rows["source_url"].to_pylist()}
            found = survey(paths, cut, rejected, quoted)
            keys: list[str] = []
            if on_error == "skip" or not rejected.faults:
                new = sum(key not in kept for key in found.keys)
                with (engine or Engine()).pool(new) as pool, shown(found.articles) as progress:
                    prepare_to_write()  # while the workers load what they code with
                    run = Run(Job(kept, fingerprint(), rejected, progress), pool)
                    run.code(cut(articles(paths)))
                keys = run.keys
            rejected.close()
        if rejected.faults and on_error == "stop":
            raise DataError(rejected.told(folder / FILE))
        if not len(rejected):
            (folder / FILE).unlink()
        collection = Collection(kept, keys, contributed_part(contributed, found.quoted))
        names = (name for rows in contributed for name in rows["contributor"].to_pylist())
        written = write_package(collection.tables(scratch), Path(out), names, in_parts=collection.is_large)
        kept.sweep(set(keys))
    return Built(
        folder=written.folder,
        rows=written.rows,
        note=written.note,
        read=found.read,
        coded=collection.num_articles,
        left_out=dict(sorted(rejected.others.items())),
        faults=rejected.told(folder / FILE),
        num_faults=rejected.faults,
        rejected=folder / FILE if len(rejected) else None,
    )


def _contributed(paths: Sequence[Path]) -> list[pa.Table]:
    """The contributed rows among the sources, if all of them are valid."""
    from diplopack.coding import today
    from diplopack.extract import find_contributed
    from diplopack.validation.contributed import read_contributed

    return read_contributed(find_contributed(paths), seeds=paths, today=today())


def _parts_folder(out: Path) -> Path:
    """Where the parts of a package are kept, if nobody says: beside it, with its name."""
    target = out if out.name not in {"", ".."} else Path(os.path.realpath(out))
    return target.with_name(f".{target.name}.parts")


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Say in a line what the operating system refuses to do for the parts; those that are there stay."""
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise DataError(f"{place}: {reason}; what is coded is kept, the same command goes on from there") from error
