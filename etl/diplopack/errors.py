"""Errors that a user can mend."""

from collections.abc import Sequence


class DataError(Exception):
    """What goes in is wrong: the command line prints the lines and exits with status 1.

    Args:
        lines: One line, or several where several things are wrong. Each reads
            `file:line: column: what was found, what was expected`, with the parts that apply.

    Attributes:
        lines: The lines, without line breaks at their ends.
    """

    lines: tuple[str, ...]

    def __init__(self, lines: Sequence[str] | str) -> None:
        self.lines = (lines,) if isinstance(lines, str) else tuple(lines)
        super().__init__("\n".join(self.lines))

    def __reduce__(self) -> tuple[type["DataError"], tuple[tuple[str, ...]]]:
        """Keep the lines apart when a worker process hands the error back."""
        return type(self), (self.lines,)
