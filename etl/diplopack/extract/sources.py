"""Files and folders into articles, and where among them the rows are that people contributed.

In a folder, every file with one of our suffixes is read, at any depth, folder by folder in sorted order.
Passed over are hidden files and folders, other suffixes, and a README without front matter. A file that is
named itself is always read. What lies in a folder named `contributed` is rows, no articles.

No text is held, and no list of files but that of the folder which is being read.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from diplopack.errors import DataError
from diplopack.extract.article import Article, LeftOut, Problem
from diplopack.extract.file import COMPRESSED, SourceFile
from diplopack.extract.front_matter import has_front_matter, read_text_file
from diplopack.extract.known import DigestTable, KnownArticles, digest
from diplopack.extract.parquet import read_parquet
from diplopack.extract.tabular import read_csv, read_jsonl
from diplopack.extract.web_page import read_web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Reader = Callable[[SourceFile], Iterator[Article | Problem]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".md": read_text_file,
        ".txt": read_text_file,
        ".html": read_web_page,
        ".htm": read_web_page,
        ".jsonl": read_jsonl,
        ".csv": read_csv,
        ".parquet": read_parquet,
    }
)
_NEVER_COMPRESSED = ".parquet"  # which is compressed inside
_SUFFIXES = f"{', '.join(list(READERS)[:-1])} or {list(READERS)[-1]}"
_SUFFIXES_EXPECTED = f"{_SUFFIXES} (text also compressed, as {' or '.join(COMPRESSED)})"
CONTRIBUTED = "contributed"


class _Contributed(NamedTuple):
    """A folder of contributed rows, or a file of one."""

    path: Path


def read_articles(sources: Sequence[Path]) -> list[Article]:
    """Read all articles of some files and folders.

    Args:
        sources: files (.md, .txt, .html, .jsonl, .csv, .parquet; the text formats also with .gz or .zst) and
            folders, which are searched for such files.

    Returns:
        The articles, by `article_id`; one that comes twice with the same content is there once.

    Raises:
        DataError: with a line for each input that cannot be read.
    """
    items = list(iter_articles(sources))
    problems = [item for item in items if isinstance(item, Problem)]
    if problems:
        raise DataError([str(problem) for problem in problems])
    return sorted((item for item in items if isinstance(item, Article)), key=lambda article: article.article_id)


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


def iter_articles(sources: Iterable[Path]) -> Iterator[Article | LeftOut | Problem]:
    """Yield what is in some files and folders, in the order in which it is met.

    Args:
        sources: as for `read_articles`.

    Yields:
        Each article once; a `LeftOut` for each time that it comes again with the same id and content; and a
        `Problem` for all that cannot be read.
    """
    known = KnownArticles()
    for found in _files(sources):
        if isinstance(found, Problem):
            yield found
            continue
        for item in _read(found):
            yield known.judge(item, found.name) if isinstance(item, Article) else item


def _files(sources: Iterable[Path]) -> Iterator[SourceFile | Problem]:
    """Each file of articles, once however often it is named."""
    seen = DigestTable()
    for found in _find_all(sources):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, Path) and seen.setdefault(digest(os.path.realpath(found))) is None:
            yield SourceFile(found)


def _read(file: SourceFile) -> Iterator[Article | Problem]:
    try:
        yield from READERS[file.suffix](file)
    except OSError as error:
        yield _unreadable(file.name, error)


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
    elif not _has_reader(source):
        yield Problem(str(source), f"found suffix {_suffix(source)!r}, expected {_SUFFIXES_EXPECTED}")
    else:
        yield source


def _find_in(folder: Path) -> Iterator[Path | _Contributed | Problem]:
    if folder.name == CONTRIBUTED:
        yield _Contributed(folder)
        return
    visited = DigestTable()
    visited.setdefault(digest(os.path.realpath(folder)))
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
            elif not name.startswith(".") and visited.setdefault(digest(real)) is None:
                kept.append(name)
        folders[:] = kept
        files.sort()
        for name in files:
            path = here / name
            if name.startswith(".") or not _has_reader(path):
                continue
            if not path.is_file():
                yield Problem(str(path), "no regular file or a broken link, expected a file")
            elif not _is_readme(path):
                yield path
    yield from (_unreadable(Path(error.filename), error) for error in errors)


def _has_reader(path: Path) -> bool:
    file = SourceFile(path)
    return file.suffix in READERS and not (file.is_compressed and file.suffix == _NEVER_COMPRESSED)


def _suffix(path: Path) -> str:
    """The suffix of a file, with that of its format where it is compressed."""
    return "".join(path.suffixes[-2:] if SourceFile(path).is_compressed else path.suffixes[-1:])


def _is_readme(path: Path) -> bool:
    if path.name.lower() not in ("readme.md", "readme.txt"):
        return False
    try:
        return not has_front_matter(path)
    except OSError:
        return False  # its reader reports it


def _unreadable(name: str | Path, error: OSError) -> Problem:
    return Problem(str(name), f"cannot be read ({error.strerror or error}), expected a readable file")
