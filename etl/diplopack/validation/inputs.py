"""What a user names to be validated: packages, and files and folders of contributed rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diplopack.archive import is_package
from diplopack.errors import DataError
from diplopack.finding import Finding
from diplopack.load.owned import DESCRIPTOR
from diplopack.validation.rows import Counts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

_SEEDS = Path("seeds")
_PACKAGE = Path("dist")


@dataclass(slots=True)
class Inputs:
    """Packages and contributed rows, and what was read of them.

    Attributes:
        packages: Packages, as `open_package` takes them.
        rows: Files and folders of contributed rows.
        counts: How much was read; a package counts as one file. Filled while `findings` runs, as are the others:
        valid: The number of rows of each table of the packages that are valid, by the package's path.
        notes: What was not read of packages.
    """

    packages: Sequence[Path]
    rows: Sequence[Path]
    counts: Counts = field(default_factory=Counts)
    valid: dict[str, Mapping[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Inputs:
        """Tell packages from rows: a package is a folder with a descriptor, that file, a zip or a release."""
        packages = [path for path in paths if is_package(path)]
        return cls(packages, [path for path in paths if path not in packages])

    def findings(self, *, today: dt.date, seeds: Path | None, against: Path | None) -> Iterator[Finding]:
        """Validate packages, then rows.

        Args:
            today: The last day that is not in the future.
            seeds: The folder with the articles that are quoted; by default ``seeds``, where there is one.
            against: The package whose events are coded already; by default ``dist``, where there is one.

        Yields:
            What is wrong, each file's findings together.

        Raises:
            DataError: `against` is no package, or `seeds` cannot be read.
        """
        for package in self.packages:
            yield from self._package(package)
        if self.rows:
            from diplopack.validation.rows import validate_rows

            yield from validate_rows(
                self.rows,
                today=today,
                seeds=seeds or (_SEEDS if _SEEDS.is_dir() else None),
                against=against or (_PACKAGE if (_PACKAGE / DESCRIPTOR).is_file() else None),
                counts=self.counts,
            )

    def _package(self, package: Path) -> Iterator[Finding]:
        from diplopack.validation.package import validate_package

        self.counts.files += 1
        try:
            validation = validate_package(package)
        except DataError as error:
            yield from (_finding(package, line) for line in error.lines)
            return
        except OSError as error:
            yield _finding(package, f"{package}: cannot be read: {error.strerror}")
            return
        self.counts.rows += sum(validation.rows.values())
        yield from (_finding(package, line) for line in validation.problems)
        if not validation.problems:
            self.valid[str(package)] = validation.rows
        if validation.note:
            self.notes.append(validation.note)


def _finding(package: Path, line: str) -> Finding:
    """The finding of a line ``file: what is wrong``, whose file is the package or lies in it."""
    folder = str(package.parent if package.name == DESCRIPTOR else package)
    known = len(folder) if line.startswith(folder) else 0  # which may have a colon, too
    end = line.find(": ", known)
    file, message = (line[:end], line[end + 2 :]) if end >= 0 else (str(package), line)
    return Finding(Path(file).as_posix(), None, None, None, "package", message)
