"""The whole way from articles to a published package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.load.package import Written


def build(sources: Sequence[Path | str] = ("seeds",), out: Path | str = "dist") -> Written:
    """Build the data package of some articles: extract, transform, validate, load.

    Args:
        sources: files and folders with articles.
        out: the folder to write; an earlier package in it is replaced, other files never.

    Returns:
        Where the package is, and how many rows each of its tables has.

    Raises:
        DataError: an article cannot be read, the result contradicts the contract, or `out` cannot be
            written. `out` is then what it was before.
    """
    from diplopack import contract
    from diplopack.extract import read_articles
    from diplopack.load.package import write_package
    from diplopack.load.swap import refuse_foreign
    from diplopack.transform import code_articles

    refuse_foreign(Path(out))  # before the long work, not after it
    tables = code_articles(read_articles([Path(source) for source in sources]))
    contract.check(tables)
    return write_package(tables, Path(out))
