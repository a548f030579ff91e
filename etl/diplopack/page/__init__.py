"""The page of a package: one HTML file to look at the events with, that needs no network and runs no text.

`content` says what the page knows, `document` sets it into the template; `page.css` and `script/` show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    Rows: TypeAlias = pa.Table | Iterable[pa.Table]


def render(tables: Mapping[str, Rows], descriptor: Mapping[str, Any]) -> str:
    """The page of a package.

    Args:
        tables: the data tables with their contract's columns, by name: whole, or at least one block of each,
            of which no more than one is held at once.
        descriptor: the package's ``datapackage.json``, whose title, version, licences and files are shown. The
            files are linked by their paths: the page lies beside them.

    Returns:
        An HTML document; the same arguments give the same text.
    """
    from diplopack.page.content import content
    from diplopack.page.document import document

    title = str(descriptor["title"])
    return document(title, content(tables, descriptor))
