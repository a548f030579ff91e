"""The whole way from a package to a release."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Released:
    """What `release` did.

    Attributes:
        folder: where the release is.
        date: its day.
        files: the sizes of its files in bytes, by name.
        is_new: False where it was there already, byte for byte.
        reproduced: how many files of the package were built twice more and came out the same; None where that was
            not asked for.
    """

    folder: Path
    date: dt.date
    files: dict[str, int]
    is_new: bool
    reproduced: int | None


def release(
    version: str,
    package: Path = Path("dist"),
    out: Path | None = None,
    *,
    previous: Path | None = None,
    date: dt.date | None = None,
    seeds: Path | None = None,
) -> Released:
    """Make a release of a package.

    Args:
        version: of the release, three numbers such as ``1.2.0``.
        package: a package in any form that `archive.open_package` opens.
        out: the folder of the release. Default: ``releases/VERSION``.
        previous: the release before, in any such form: it says what changed, and which version that asks for.
        date: the day of the release; `facts.release_date` says what stands for None.
        seeds: what the package is built from twice more, to compare the bytes; None where that is not asked for.

    Returns:
        What was written.

    Raises:
        DataError: the version is none, or too small; the package is not valid, or not what the seeds give; `out`
            holds something else or cannot be written. Nothing was then written.
    """
    from diplopack.archive import open_package
    from diplopack.compare import compare
    from diplopack.compare.versions import package_version, parse, refuse
    from diplopack.release.artifacts import put_release
    from diplopack.release.facts import read_facts
    from diplopack.release.reproducible import refuse_other_builds

    parse(version)
    out = Path("releases", version) if out is None else out
    with ExitStack() as opened:
        folder = opened.enter_context(open_package(package))
        comparison = None
        if previous is not None:
            old = opened.enter_context(open_package(previous))
            comparison = compare(old, folder)
            refuse(version, package_version(old), comparison)
        facts = read_facts(folder, version, date)
        reproduced = None if seeds is None else refuse_other_builds(seeds, folder)
        is_new = put_release(out, facts, comparison)
    files = {path.name: path.stat().st_size for path in sorted(out.iterdir())}
    return Released(out, facts.date, files, is_new, reproduced)
