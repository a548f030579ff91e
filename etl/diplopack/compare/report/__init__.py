"""A comparison as people and machines read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TextIO, get_args

if TYPE_CHECKING:
    from diplopack.compare.comparison import Comparison

Format = Literal["text", "json", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write(fmt: Format, comparison: Comparison, out: TextIO, *, limit: int | None = None, color: bool = False) -> None:
    """Write a comparison, row after row, without holding its text.

    Args:
        fmt: one of `FORMATS`.
        comparison: of two packages that are still there.
        out: where to; UTF-8, but for text.
        limit: how many rows of a table that are added, removed or changed are shown; all by default. What is left
            out is counted.
        color: whether text has colours.

    Raises:
        DataError: the sentences of a package cannot be read.
        OSError: `out` takes no more.
    """
    match fmt:
        case "text":
            from diplopack.compare.report import text

            text.write(comparison, out, limit=limit, color=color)
        case "json":
            from diplopack.compare.report import json

            json.write(comparison, out, limit=limit)
        case "markdown":
            from diplopack.compare.report import markdown

            markdown.write(comparison, out, limit=limit)
    out.flush()
