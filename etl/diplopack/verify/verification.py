"""The checks in their order, and what they found."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from diplopack.archive.checksums import CHECKSUMS
from diplopack.archive.opened import open_named, package_zip
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR
from diplopack.verify import content, files
from diplopack.verify.subject import Found, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Step = Callable[[Subject], Found]

_MOST_SHOWN = 20

# What a stage finds is true only where those before it found nothing wrong.
_STAGES: tuple[dict[str, Step], ...] = (
    {"zip": files.members},
    {"descriptor": files.descriptor},
    {"release": files.copies, "files": files.listed},
    {"rows": content.rows, "formats": content.formats, "contract": content.keeps_contract},
    {
        "stable ids": content.stable_ids,
        "sentences": content.sentences,
        "counts": content.counts,
        "codes": content.codes,
    },
)


class Check(NamedTuple):
    """One thing that was checked.

    Attributes:
        name: what it is called: ``checksums``, ``stable ids``.
        what: what was compared, with counts.
        problems: a line for each of the first, and one that counts the others; empty where nothing is wrong.
    """

    name: str
    what: str
    problems: tuple[str, ...]


class Verification(NamedTuple):
    """What `verify` checked.

    Attributes:
        checks: in the order in which they were made.
        unchecked: the names of those that tell nothing while there are the problems that were found.
    """

    checks: tuple[Check, ...]
    unchecked: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """All problems that were found; the package is what was published where there is none."""
        return tuple(line for check in self.checks for line in check.problems)


def verify(path: Path) -> Verification:
    """Verify a package or a release: that its files are whole, and that what they say is true.

    Args:
        path: a package, as `open_package` takes it. Of a release all files are verified, and the package in its
            zip.

    Raises:
        DataError: there is no package, or one of its files cannot be opened.
    """
    try:
        return _verify(path)
    except OSError as error:
        raise DataError(f"{error.filename or path}: cannot be read: {error.strerror}") from error


def _verify(path: Path) -> Verification:
    checks: list[Check] = []
    release = path if (path / CHECKSUMS).is_file() else None
    if release:
        checks.append(_check("checksums", files.checksums(release)))
        if checks[-1].problems:
            is_zip = not (release / DESCRIPTOR).is_file()
            return Verification(tuple(checks), tuple(name for stage in _stages(is_zip=is_zip) for name in stage))
    file = package_zip(path)
    stages = _stages(is_zip=file is not None, is_release=release is not None)
    try:
        with open_named(path) as opened:
            subject = Subject(opened.folder, file, release)
            for stage in stages:
                for name, step in stage.items():
                    check = _check(name, step(subject))
                    checks.append(check._replace(problems=tuple(opened.named(check.problems))))
                if any(check.problems for check in checks):
                    break
    except DataError as error:
        if file is None:
            raise
        checks.append(Check("zip", "no member is harmful or damaged", error.lines))
    made = {check.name for check in checks}
    return Verification(tuple(checks), tuple(name for stage in stages for name in stage if name not in made))


def _stages(*, is_zip: bool, is_release: bool = True) -> list[dict[str, Step]]:
    """The stages, without the checks that only a zip or a release can have."""
    left_out = {"zip": not is_zip, "release": not (is_zip and is_release)}
    return [{name: step for name, step in stage.items() if not left_out.get(name)} for stage in _STAGES]


def _check(name: str, found: Found) -> Check:
    return Check(name, found.what, tuple(_first(found.problems)))


def _first(lines: Iterable[str]) -> list[str]:
    """The first lines, and one that counts the others."""
    rest = iter(lines)
    first = list(islice(rest, _MOST_SHOWN))
    more = sum(1 for _ in rest)
    return [*first, f"and {more:,} more"] if more else first
