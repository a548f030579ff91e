"""Articles of a corpus, and the processes of a build."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence

STATES = ("Iran", "Peru", "Chile", "Russia", "China", "Japan", "Kenya", "Norway", "Qatar", "Spain")


def article(number: int, **values: str) -> dict[str, str]:
    """An article with two events, of another year than the one before it."""
    one, other = STATES[number % 10], STATES[(number // 10 + number + 1) % 10]
    text = f"{one} condemned {other} on Monday, report {number} says. It rained. Officials of {other} visited {one}."
    return {"article_id": f"n{number}", "published": f"{2000 + number % 7}-03-18", "text": text, **values}


def write(path: Path, articles: Sequence[dict[str, str]]) -> None:
    """Write articles as lines of JSON."""
    path.write_text("".join(json.dumps(item) + "\n" for item in articles), encoding="utf-8")


class Build(Protocol):
    """Begins a build in a process of its own."""

    def __call__(self, *arguments: str | Path) -> subprocess.Popen[str]: ...


def contents(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder, by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def descendants(pid: int) -> list[int]:
    """The processes that a process began, and those that they began."""
    children = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(child) for child in task.read_text().split()]
        except OSError:  # it ended meanwhile
            continue
    return children + [pid for child in children for pid in descendants(child)]


def is_alive(pid: int) -> bool:
    """Whether a process does anything still."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def kill(pid: int) -> None:
    """Kill a process, if it is there."""
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return
