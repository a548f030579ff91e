"""Gold: texts whose events people coded, one JSON object a line."""

from __future__ import annotations

import datetime as dt
import functools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diplopack.errors import DataError
from diplopack.extract.article import Article, Problem, make_article, shown
from diplopack.period import PRECISIONS
from diplopack.scoring import DatePeriod, GoldEvent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

# Office-holders and former states go by date; a text that has none is read as news of this day.
_DEFAULT_PUBLISHED = dt.date(2018, 6, 15)
# Categories of earlier PLOVER, by the one of today that took them in.
_FORMER_PLOVER = {
    "CONCEDE": "YIELD",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "INVESTIGATE": "ACCUSE",
    "RETREAT": "YIELD",
}


@dataclass(frozen=True, slots=True)
class GoldText:
    """A line of a gold file: an article (`article_id` is the line's `id`) and the events in it."""

    article: Article
    events: Sequence[GoldEvent]


def read_gold(path: Path) -> list[GoldText]:
    """Read a gold file: one JSON object a line with `id`, `text` and `events`, and perhaps `published`, `title`.

    Raises:
        DataError: the file cannot be read, or lines of it are broken; one line for each fault.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    texts: dict[str, GoldText] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        for item in _read_line(line, f"{path}:{number}"):
            if isinstance(item, Problem):
                problems.append(item)
            elif (first := texts.setdefault(item.article.article_id, item)) is not item:
                reason = f"found {shown(item.article.article_id)}, which {first.article.source} has"
                problems.append(Problem(item.article.source, f"{reason}, expected another", "id"))
    if not texts and not problems:
        problems.append(Problem(str(path), "no gold found, expected one JSON object a line"))
    if problems:
        raise DataError([str(problem) for problem in problems])
    return list(texts.values())


def parse_event(event: object) -> GoldEvent:
    """Read an event of a gold file.

    Args:
        event: an object with `actor`, `target`, and `code` or `plover`; perhaps `optional`, `accept`,
            `actor_role`, `actor_role_accept`, `target_role`, `target_role_accept`, `date`, `date_precision`,
            `date_accept`. Other keys are ignored.

    Raises:
        ValueError: what was found, and what was expected.
    """
    if not isinstance(event, dict):
        raise ValueError(f"found {shown(event)}, expected an object")  # noqa: TRY004 - the data is wrong, not the call
    codes, categories = _codebook()
    if event.get("code") is None and event.get("plover") is None:
        raise ValueError("found neither code nor plover, expected one of them")
    for party in ("actor", "target"):
        if party not in event:
            raise ValueError(f"{party}: missing, expected a code or null")
        if event[party] is not None:
            _text(event, party)
    plover = _text(event, "plover", categories) if event.get("plover") is not None else None
    if event.get("optional", False) not in (True, False):
        raise ValueError(f"optional: found {shown(event['optional'])}, expected true or false")
    return GoldEvent(
        actor=event["actor"],
        target=event["target"],
        code=_text(event, "code", codes) if event.get("code") is not None else None,
        plover=_FORMER_PLOVER.get(plover, plover) if plover else None,
        optional=event.get("optional", False),
        accept=tuple(_text({"accept": code}, "accept", codes) for code in _list(event, "accept")),
        actor_roles=_roles(event, "actor_role"),
        target_roles=_roles(event, "target_role"),
        dates=_dates(event),
    )


def _read_line(data: bytes, place: str) -> Iterator[GoldText | Problem]:
    try:
        line = json.loads(data.decode())
    except UnicodeDecodeError as error:
        yield Problem(place, f"byte {data[error.start]:#04x} found, expected UTF-8")
        return
    except (ValueError, RecursionError) as error:
        yield Problem(place, f"broken JSON ({error}), expected one object a line")
        return
    if not isinstance(line, dict):
        yield Problem(place, f"found {shown(line)}, expected an object")
        return
    events, problems = _events(line.get("events"), place)
    if not line.get("id"):
        problems.insert(0, Problem(place, "missing, expected a text's own id", "id"))
    values = {"article_id": line.get("id"), "published": _DEFAULT_PUBLISHED, **line}
    for item in make_article(values, place):
        if isinstance(item, Problem):
            problems.append(replace(item, column="id") if item.column == "article_id" else item)
        elif not problems:
            yield GoldText(item, events)
    yield from problems


def _events(value: object, place: str) -> tuple[list[GoldEvent], list[Problem]]:
    if not isinstance(value, list):
        return [], [Problem(place, f"found {shown(value)}, expected a list of events", "events")]
    events, problems = [], []
    for number, event in enumerate(value, start=1):
        try:
            events.append(parse_event(event))
        except ValueError as error:
            problems.append(Problem(place, str(error), f"event {number}"))
    return events, problems


def _text(values: dict[str, Any], name: str, known: Collection[str] | None = None) -> str:
    value = values[name]
    if not isinstance(value, str) or not value or (known is not None and value not in known):
        expected = "text" if known is None else "one of the codebook"
        raise ValueError(f"{name}: found {shown(value)}, expected {expected}")
    return value


def _list(event: dict[str, Any], name: str) -> list[Any]:
    values = event.get(name, [])
    if not isinstance(values, list):
        raise ValueError(f"{name}: found {shown(values)}, expected a list")  # noqa: TRY004 - as above
    return values


def _roles(event: dict[str, Any], name: str) -> tuple[str | None, ...]:
    accepted = _list(event, f"{name}_accept")
    if name not in event:
        return ()
    roles = (event[name], *accepted)
    return tuple(None if role is None else _text({name: role}, name) for role in roles)


def _dates(event: dict[str, Any]) -> tuple[DatePeriod, ...]:
    accepted = _list(event, "date_accept")
    if "date" not in event:
        return ()
    dates = []
    for pair in ([event["date"], event.get("date_precision")], *accepted):
        try:
            date, precision = pair
            dates.append((dt.date.fromisoformat(date).isoformat(), str(precision)))
        except (TypeError, ValueError):
            precision = None
        if precision not in PRECISIONS:
            raise ValueError(f"date: found {json.dumps(pair)}, expected a day as 2020-11-11 and its precision")
    return tuple(dates)


@functools.cache
def _codebook() -> tuple[frozenset[str], frozenset[str]]:
    """The codes of the codebook, and the categories of PLOVER, old and new."""
    from diplopack import contract

    table = contract.codebook("event_codes")
    categories = filter(None, table["plover"].to_pylist())
    return frozenset(table["event_code"].to_pylist()), frozenset({*categories, *_FORMER_PLOVER})
