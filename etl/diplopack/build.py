"""The whole way from articles and contributed rows to a published package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diplopack.load.package import Written


def build(sources: Sequence[Path | str] = ("seeds",), out: Path | str = "dist") -> Written:
    """Build the data package of some articles and contributed rows: extract, transform, validate, load.

    Args:
        sources: files and folders with articles. What lies in a folder named ``contributed`` is rows.
        out: the folder to write; an earlier package in it is replaced, other files never.

    Returns:
        Where the package is, and how many rows each of its tables has.

    Raises:
        DataError: an article cannot be read, a row is not valid, the result contradicts the contract, or
            `out` cannot be written. `out` is then what it was before.
    """
    from diplopack import contract
    from diplopack.coding import today
    from diplopack.extract import find_contributed, read_articles
    from diplopack.load.package import write_package
    from diplopack.load.swap import refuse_foreign
    from diplopack.transform import code_articles
    from diplopack.transform.contributed import add_contributed
    from diplopack.validation.contributed import read_contributed

    refuse_foreign(Path(out))  # before the long work, not after it
    paths = [Path(source) for source in sources]
    articles = read_articles(paths)
    contributed = read_contributed(find_contributed(paths), seeds=paths, today=today())
    tables = add_contributed(code_articles(articles), contributed, articles)
    contract.check(tables)
    return write_package(tables, Path(out), (name for rows in contributed for name in rows["contributor"].to_pylist()))
