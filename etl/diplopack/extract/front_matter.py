"""Articles in text files (.md, .txt): YAML between two lines `---`, then the text.

The text is everything below the second `---` line, unaltered but for its line ends. Values are taken as they
are written (an id `007` keeps its zeros, a title `Yes` is no truth value), so YAML decides only where a value
begins and ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from diplopack.extract.article import Article, Problem, make_named_article, unify_newlines
from diplopack.extract.encoding import HEAD, EncodingProblem, check_head, decode
from diplopack.extract.file import BrokenArchive, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from diplopack.extract.file import SourceFile

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIRST_LINE = 2  # of the YAML in its file
_LONGEST_HEADER = 100_000  # characters; parsed YAML takes some hundred times its size in memory


def read_text_file(source: SourceFile) -> Iterator[Article | Problem]:
    """Yield the article in a file, or all that is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    name = source.name
    data = b""
    try:
        with source.open() as file:
            data = read_whole(file)
        check_head(data[:HEAD])
        content = unify_newlines(decode(data).removeprefix("\ufeff"))
    except (BrokenArchive, ValueError) as problem:
        yield Problem(name, str(problem))
        return
    except EncodingProblem as problem:
        line = data.count(b"\n", 0, problem.offset) + 1
        yield Problem(f"{name}:{line}", problem.reason)
        return
    if not content.strip():
        yield Problem(name, "empty, expected front matter and text")
        return
    opening = _FENCE.match(content)
    if opening is None:
        yield Problem(f"{name}:1", "no front matter, expected a line '---' and below it 'published: 2020-11-11'")
        return
    closing = _FENCE.search(content, opening.end())
    if closing is None:
        yield Problem(f"{name}:1", "front matter is not closed, expected a second line '---' below it")
        return
    header = content[opening.end() + 1 : closing.start()]
    text = content[closing.end() + 1 :]
    if len(header) > _LONGEST_HEADER:
        reason = f"front matter of {len(header):,} characters, expected at most {_LONGEST_HEADER:,}"
        yield Problem(f"{name}:1", reason)
        return
    yield from _read_parts(name, header, text)


def has_front_matter(path: Path) -> bool:
    """Tell whether a file begins with a line `---`.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return file.readline(HEAD).removeprefix(b"\xef\xbb\xbf").rstrip() == b"---"


def _read_parts(place: str, header: str, text: str) -> Iterator[Article | Problem]:
    try:
        pairs = _parse_header(header)
    except _HeaderError as error:
        yield Problem(f"{place}:{error.line}", str(error))
        return
    places = {name: f"{place}:{line}" for name, _, line in pairs}
    closing_line = header.count("\n") + _FIRST_LINE
    misplaced = "text" in places
    if misplaced:
        yield Problem(places["text"], "found in the front matter, expected below it", "text")
    places = {"published": f"{place}:1", **places, "text": f"{place}:{closing_line}"}
    named: list[tuple[str, object]] = [(name, value) for name, value, _ in pairs if name != "text"]
    for item in make_named_article([*named, ("text", text)], place, places):
        if isinstance(item, Problem) or not misplaced:
            yield item


class _HeaderError(ValueError):
    def __init__(self, reason: str, line: int) -> None:
        self.line = line
        super().__init__(reason)


def _parse_header(header: str) -> list[tuple[str, object, int]]:
    """Return name, value and line in the file of each entry of the front matter, in its order."""
    try:
        # Events and not nodes: PyYAML's C composer overflows the stack on deeply nested input.
        events = list(yaml.parse(header, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        at_end = error.problem is not None and "end of stream" in error.problem
        mark = (error.context_mark if at_end else None) or error.problem_mark
        reason = f"front matter does not parse ({error.problem or error.context}), expected YAML"
        if error.problem and "mapping values" in error.problem:
            reason += " with quotes around a text that holds ': '"
        raise _HeaderError(reason, _line(mark)) from None
    except yaml.reader.ReaderError as error:
        line = header.encode()[: error.position].count(b"\n") + _FIRST_LINE
        raise _HeaderError(f"front matter does not parse ({error.reason}), expected YAML", line) from None
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if not starts:
        return []
    if len(starts) > 1:
        raise _HeaderError(
            "found a second YAML document, expected one between the lines '---'", _line(starts[1].start_mark)
        )
    body = events[events.index(starts[0]) + 1 : -2]
    if not isinstance(body[0], yaml.MappingStartEvent):
        raise _HeaderError(
            "front matter without names, expected lines as 'published: 2020-11-11'", _line(body[0].start_mark)
        )
    nodes = list(_top_level(body[1:-1]))
    return [
        (name.value, _value(value), _line(name.start_mark))
        for name, value in zip(nodes[::2], nodes[1::2], strict=True)
        if isinstance(name, yaml.ScalarEvent)
    ]


def _top_level(events: list[yaml.Event]) -> Iterator[yaml.Event]:
    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            continue
        if depth == 0:
            yield event
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1


def _line(mark: Any) -> int:  # noqa: ANN401  (PyYAML's C and Python marks share no type)
    return _FIRST_LINE + (int(mark.line) if mark else 0)


def _value(event: yaml.Event) -> object:
    """Return the text of a value; None for a null; for what is no text, something that is refused as such."""
    if isinstance(event, yaml.ScalarEvent):
        is_null = event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL")
        return None if is_null else event.value
    return {} if isinstance(event, yaml.MappingStartEvent) else []
