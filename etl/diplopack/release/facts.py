"""What a release is made of: a package that keeps the contract, a version, and a day that no clock gives."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diplopack import contract
from diplopack.errors import DataError
from diplopack.load.owned import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Facts:
    """What the artifacts of a release say.

    Attributes:
        version: of the release, three numbers.
        date: of the release.
        folder: the package.
        descriptor: that of the package, with the version of the release.
        tables: the published tables by name, in the order of publication.
    """

    version: str
    date: dt.date
    folder: Path
    descriptor: Mapping[str, Any]
    tables: Mapping[str, pa.Table]

    @property
    def creators(self) -> list[str]:
        """Who is cited: the contributors that the descriptor calls creators."""
        return [person["title"] for person in self.descriptor["contributors"] if "creator" in person["roles"]]

    @property
    def helpers(self) -> list[str]:
        """Who contributed, and is no creator."""
        return [person["title"] for person in self.descriptor["contributors"] if "creator" not in person["roles"]]

    @property
    def license(self) -> Mapping[str, str]:
        """The licence: its SPDX name, its path, its title."""
        found: Mapping[str, str] = self.descriptor["licenses"][0]
        return found

    @property
    def stem(self) -> str:
        """What the release is called in the names of files: ``diplopack-1.2.0``."""
        return f"{self.descriptor['name']}-{self.version}"


def read_facts(folder: Path, version: str, date: dt.date | None) -> Facts:
    """Read a package that is to be released, and check that it may be.

    Args:
        folder: the package.
        version: of the release.
        date: of the release; see `release_date` for what None gives.

    Raises:
        DataError: the package is not there, contradicts the contract, or gives no date where one is needed.
    """
    from diplopack.load.read import read_table
    from diplopack.validation.package import validate_package

    problems = validate_package(folder).problems
    if problems:
        raise DataError(["no release is made of a package that is not valid", *problems])
    descriptor = json.loads((folder / DESCRIPTOR).read_bytes()) | {"version": version}
    tables = {name: read_table(folder, name, "parquet") for name in contract.PUBLISHED_TABLES}
    return Facts(version, date or release_date(tables), folder, descriptor, tables)


def release_date(tables: Mapping[str, pa.Table]) -> dt.date:
    """The day of a release that nobody states.

    Args:
        tables: the tables of the package.

    Returns:
        The day (UTC) that ``SOURCE_DATE_EPOCH`` gives; without it the day of publication of the newest article;
        without any the day of the latest event. Never today: the same data make the same release on any day.

    Raises:
        DataError: none of them is there.
    """
    import pyarrow.compute as pc

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise DataError(f"SOURCE_DATE_EPOCH: {epoch!r} found, seconds since 1970 were expected") from error
    for table, column in (("articles", "published"), ("events", "event_date")):
        newest: dt.date | None = pc.max(tables[table][column]).as_py()
        if newest is not None:
            return newest
    raise DataError("the package has no article and no event to date the release by, a --date was expected")
