"""Files and folders into articles, and where among them the rows are that people contributed.

In a folder, every file with one of our suffixes is read, at any depth, folder by folder in sorted order.
Passed over are hidden files and folders, other suffixes, and a README without front matter. A file that is
named itself is always read. What lies in a folder named `contributed` is rows, no articles.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from diplopack.errors import DataError
from diplopack.extract.article import Article, Problem, content_digest
from diplopack.extract.front_matter import has_front_matter, read_text_file
from diplopack.extract.tabular import read_csv, read_jsonl, read_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Reader = Callable[[Path], Iterator[Article | Problem]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".md": read_text_file,
        ".txt": read_text_file,
        ".jsonl": read_jsonl,
        ".csv": read_csv,
        ".parquet": read_parquet,
    }
)
_SUFFIXES = f"{', '.join(list(READERS)[:-1])} or {list(READERS)[-1]}"
CONTRIBUTED = "contributed"


class _Contributed(NamedTuple):
    """A folder of contributed rows, or a file of one."""

    path: Path


def read_articles(sources: Sequence[Path]) -> list[Article]:
    """Read all articles of some files and folders.

    Args:
        sources: files (.md, .txt, .jsonl, .csv, .parquet) and folders, which are searched for such files.

    Returns:
        The articles, by `article_id`; one that comes twice with the same content is there once.

    Raises:
        DataError: with a line for each input that cannot be read.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    for item in iter_articles(sources):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            articles.append(item)
    if problems:
        raise DataError([str(problem) for problem in problems])
    return sorted(articles, key=lambda article: article.article_id)


def find_contributed(sources: Iterable[Path]) -> list[Path]:
    """Find the contributed rows among the sources of articles.

    Args:
        sources: as for `read_articles`, which says what is wrong with them.

    Returns:
        The folders named `contributed`, and the files in such a folder that are sources themselves; each
        once, in sorted order.
    """
    found = {
        Path(os.path.realpath(item.path)): item.path for item in _find_all(sources) if isinstance(item, _Contributed)
    }
    return sorted(path for real, path in found.items() if found.keys().isdisjoint(real.parents))


def iter_articles(sources: Iterable[Path]) -> Iterator[Article | Problem]:
    """Yield each article of some files and folders, and each problem, in the order in which they are met.

    No text is held; ids are, to tell an article that comes again from another with its id.
    """
    known: dict[str, tuple[str, str]] = {}
    for item in _read_all(sources):
        if isinstance(item, Problem):
            yield item
            continue
        digest = content_digest(item)
        first_digest, first_source = known.setdefault(item.article_id, (digest, item.source))
        if first_source == item.source:
            yield item
        elif first_digest != digest:
            reason = f"found {item.article_id!r}, the id of {first_source} with other content, expected its own"
            yield Problem(item.source, reason, "article_id")


def _read_all(sources: Iterable[Path]) -> Iterator[Article | Problem]:
    seen: set[str] = set()
    for path in _find_all(sources):
        if isinstance(path, Problem):
            yield path
            continue
        if isinstance(path, _Contributed):
            continue
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        try:
            yield from READERS[path.suffix.lower()](path)
        except OSError as error:
            yield _unreadable(path, error)


def _find_all(sources: Iterable[Path]) -> Iterator[Path | _Contributed | Problem]:
    for source in sources:
        try:
            yield from _find(source)
        except OSError as error:
            yield _unreadable(source, error)


def _find(source: Path) -> Iterator[Path | _Contributed | Problem]:
    if source.is_dir():
        found = False
        for path in _find_in(source):
            found = True
            yield path
        if not found:
            yield Problem(str(source), f"no articles found, expected {_SUFFIXES} files")
    elif not source.exists():
        yield Problem(str(source), "not found, expected a file or a folder")
    elif not source.is_file():
        yield Problem(str(source), "neither a file nor a folder, expected one of them")
    elif source.parent.name == CONTRIBUTED:
        yield _Contributed(source)
    elif source.suffix.lower() not in READERS:
        yield Problem(str(source), f"found suffix {source.suffix!r}, expected {_SUFFIXES}")
    else:
        yield source


def _find_in(folder: Path) -> Iterator[Path | _Contributed | Problem]:
    if folder.name == CONTRIBUTED:
        yield _Contributed(folder)
        return
    visited = {os.path.realpath(folder)}
    errors: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=errors.append, followlinks=True):
        here = Path(root)
        yield from (_unreadable(Path(error.filename), error) for error in errors)
        errors.clear()
        kept = []
        for name in sorted(folders):
            real = os.path.realpath(here / name)  # a link back up the tree would have no end
            if name == CONTRIBUTED:
                yield _Contributed(here / name)
            elif not name.startswith(".") and real not in visited:
                visited.add(real)
                kept.append(name)
        folders[:] = kept
        for name in sorted(files):
            path = here / name
            if name.startswith(".") or path.suffix.lower() not in READERS:
                continue
            if not path.is_file():
                yield Problem(str(path), "no regular file or a broken link, expected a file")
            elif not _is_readme(path):
                yield path
    yield from (_unreadable(Path(error.filename), error) for error in errors)


def _is_readme(path: Path) -> bool:
    if path.name.lower() not in ("readme.md", "readme.txt"):
        return False
    try:
        return not has_front_matter(path)
    except OSError:
        return False  # its reader reports it


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(str(path), f"cannot be read ({error.strerror or error}), expected a readable file")
