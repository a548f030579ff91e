"""Where a file lies in its repository, as CI systems name it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def repository_path(file: str) -> str:
    """The path of a file below the root of its repository.

    Args:
        file: A path, relative to the current folder if it is not absolute.

    Returns:
        With slashes, without ``./``; relative to ``GITHUB_WORKSPACE`` where that is set and holds the file.
    """
    root = os.environ.get("GITHUB_WORKSPACE")
    absolute = Path(os.path.normpath(Path.cwd() / file))
    if root and absolute.is_relative_to(root):
        return absolute.relative_to(root).as_posix()
    return Path(os.path.normpath(file)).as_posix()


def repository_uri(file: str) -> str:
    """The same as a URI reference, absolute (``file:``) if the path is."""
    path = quote(repository_path(file), errors="surrogateescape")
    return f"file://{path}" if path.startswith("/") else path


def repository_link(file: str, line: int | None) -> str | None:
    """The address of a line on GitHub, at the commit that is checked; None outside of GitHub Actions."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (os.environ.get(name) for name in names)
    path = repository_uri(file)
    if not (server and repository and commit) or path.startswith(("file:", "../")):
        return None
    # Without plain=1, a CSV file is shown as a table, which has no physical lines.
    return f"{server}/{repository}/blob/{commit}/{path}?plain=1#L{line or 1}"
