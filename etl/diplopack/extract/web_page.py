"""Articles in web pages (.html, .htm), by trafilatura, which the extra `diplopack[html]` installs.

The same page gives the same article on any day: dates are taken as they are written (in the metadata, in the
address, or above the text), never counted back from today.
"""

from __future__ import annotations

import functools
import logging
import re
import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from diplopack.extract.article import DATE_EXPECTED, Article, Problem, make_article
from diplopack.extract.encoding import HEAD, EncodingProblem, check_head
from diplopack.extract.file import BrokenArchive, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from diplopack.extract.file import SourceFile

_INSTALL = "needs trafilatura, which is not installed; expected: pip install 'diplopack[html]'"
# Without the extensive search, no date is relative to today; the last day only has to be the same each time.
_DATES: Mapping[str, object] = MappingProxyType(
    {"original_date": True, "extensive_search": False, "min_date": "1900-01-01", "max_date": "2099-12-31"}
)
_ADDRESS = re.compile(r"https?://\S+")
_SENTENCE_END = re.compile(r"[.!?…。！？।۔][\"'”’»)\]]*$", re.MULTILINE)


def read_web_page(source: SourceFile) -> Iterator[Article | Problem]:
    """Yield the article of a web page, or what is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    name = source.name
    extract = _extractor()
    if extract is None:
        yield Problem(name, _INSTALL)
        return
    try:
        with source.open() as file:
            data = read_whole(file)
        check_head(data[:HEAD])
    except (BrokenArchive, EncodingProblem, ValueError) as problem:
        yield Problem(name, str(problem))
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page = extract(data, include_comments=False, include_tables=False, date_extraction_params=dict(_DATES))
    except Exception as error:  # noqa: BLE001  (whatever a page does to its parser, the other files are read)
        yield Problem(name, f"not readable as a web page ({type(error).__name__}: {error}), expected HTML")
        return
    lines = ((page and page.text) or "").splitlines()
    if lines and lines[0] == page.title:
        del lines[0]
    text = "\n\n".join(lines)
    if not _SENTENCE_END.search(text):  # a menu, or nothing
        yield Problem(name, "no text found, expected a web page with sentences", "text")
        return
    if not page.date:
        yield Problem(name, f"no date of publication found, {DATE_EXPECTED} in the page's metadata", "published")
        return
    values = {
        "title": page.title,
        "publisher": page.sitename,
        "url": page.url if _ADDRESS.fullmatch(page.url or "") else None,
        "published": page.date,
        "text": text,
    }
    yield from make_article(values, name)


@functools.cache
def _extractor() -> Callable[..., Any] | None:
    """Trafilatura's function, or None where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import trafilatura
    except ImportError:
        return None
    for package in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        logging.getLogger(package).addHandler(logging.NullHandler())  # else what they log goes to standard error
    return functools.partial(trafilatura.bare_extraction, with_metadata=True)
