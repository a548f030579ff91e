"""Explanations set for a terminal, or for a file, where what colours say on a terminal stands in brackets."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from diplopack.period import period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from diplopack.explain import Date, Event, Explanation, Party, Place, Step

# By attributes too, since not everybody tells colours apart.
_STYLES = {"actor": "bold cyan", "act": "bold underline", "target": "italic magenta", "date": "green"}
_FAINT = "dim"


def as_text(explanations: Iterable[Explanation], console: Console | None = None) -> str:
    """Each sentence with its parts marked, its events, and the predicates that gave none.

    Args:
        explanations: what `diplopack.explain.explain` found.
        console: decides width and colours; by default as standard output is, and the environment wants it.

    Returns:
        Lines without trailing spaces, with control sequences only if the console has colours.
    """
    console = console or Console(highlight=False)
    coloured = console.is_terminal and console.color_system is not None and not console.no_color
    with console.capture() as capture:
        for number, explanation in enumerate(explanations):
            if number:
                console.print()
            for block in _sentence(explanation, coloured=coloured):
                console.print(block)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _sentence(explanation: Explanation, *, coloured: bool) -> Iterator[RenderableType]:
    yield _rows([(Text(f"{explanation.number}", _FAINT), marked(explanation, coloured=coloured))])
    blocks: list[RenderableType] = []
    last = None
    for event in explanation.events:
        same = last is not None and (event.rule, event.steps) == (last.rule, last.steps)
        blocks.append(_event(event, again=same))
        last = event
    if explanation.no_event:
        blocks.append(_no_events(explanation))
    elif not explanation.events:
        blocks.append(Text("no event: the lexicon knows no predicate in it"))
    for block in blocks:
        yield Text()
        yield Padding(block, (0, 0, 0, 2))


def marked(explanation: Explanation, *, coloured: bool) -> Text:
    """The sentence with its actors, acts, targets and dates: styled, or in brackets ("[actor: France] ...")."""
    text = Text(overflow="fold")
    for part, kinds in _segments(explanation):
        words = printable(part)
        if not kinds:
            text.append(words)
        elif coloured:
            text.append(words, " ".join(_STYLES[kind] for kind in kinds))
        else:
            text.append(f"[{'/'.join(kinds)}: {words}]")
    return text


def printable(words: str) -> str:
    """Words in one line, with a sign for each character that a terminal would obey."""
    return "".join(
        " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) == "Cc" else char
        for char in words
    )


def _segments(explanation: Explanation) -> list[tuple[str, tuple[str, ...]]]:
    """The sentence cut where what a part is changes; a word of the act is nothing else, a party may be two things."""
    sentence = explanation.sentence
    kinds: list[set[str]] = [set() for _ in sentence]
    for kind, start, end in _spans(explanation):
        for at in range(start, end):
            if kind in {"actor", "target"}:
                kinds[at].add(kind)
            else:
                kinds[at] = {kind}
    found = [tuple(sorted(kind)) for kind in kinds]
    for at in range(1, len(found) - 1):  # "stop boosting" is one part
        before = found[at - 1]
        if sentence[at].isspace() and before == ("act",) == found[at + 1]:
            found[at] = before
    cuts = [0, *(at for at in range(1, len(found)) if found[at] != found[at - 1]), len(found)]
    return [(sentence[start:end], found[start]) for start, end in pairwise(cuts)]


def _spans(explanation: Explanation) -> Iterator[tuple[str, int, int]]:
    for event in explanation.events:
        for kind, part in (("actor", event.actor), ("target", event.target), ("date", event.date)):
            if part.start is not None and part.end is not None:
                yield kind, part.start, part.end
    for event in explanation.events:
        for step in event.steps:
            yield "act", step.start, step.end


def _event(event: Event, *, again: bool) -> Group:
    """One event; `again` where the act is that of the event above, between others or in the other direction."""
    parties = Text(f"{event.actor.code} → {event.target.code}", "bold")
    heading = Text.assemble(parties, f"  {event.code} {event.label}", overflow="fold")
    rows = [(_label("actor"), _party(event.actor))]
    if again:
        rows.append((_label("act"), Text("as above")))
    else:
        steps = [_step(step, outermost=not at) for at, step in enumerate(event.steps)]
        rows.append((_label("act"), Text("\n").join(steps)))
    rows.append((_label("target"), _party(event.target)))
    rows.append((_label("date"), _date(event.date)))
    if not again:
        rows.append((Text("rule"), Text(event.rule, overflow="fold")))
    return Group(heading, Padding(_rows(rows), (0, 0, 0, 2)))


def _no_events(explanation: Explanation) -> Group:
    rows: list[tuple[RenderableType, RenderableType]] = []
    for one in explanation.no_event:
        whole = one.word == explanation.sentence
        word = Text("(the sentence)" if whole else printable(one.word), overflow="fold")
        rows.append((word, Text(one.reason + (f", read as {one.rule}" if one.rule else ""), overflow="fold")))
    return Group(Text("no event", "bold"), Padding(_rows(rows), (0, 0, 0, 2)))


def _rows(rows: Iterable[tuple[RenderableType, RenderableType]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold", max_width=24)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _label(kind: str) -> Text:
    return Text.assemble((kind, _STYLES[kind]))


def _party(party: Party) -> Text:
    words = Text(printable(party.words), overflow="fold")
    if party.name != party.words:
        words.append(f" ({printable(party.name)})")
    words.append(f" → {party.code}")
    return words.append(f"  {_place(party.place)}" if party.start is not None else "  named before", _FAINT)


def _step(step: Step, *, outermost: bool) -> Text:
    code = step.code or ""
    if not outermost:
        code = f"{code} {step.label}" if step.label else f"{code} (topic)" if code else ""
    does = f"{step.operator} → {code}" if step.operator and code else step.operator or code
    words = Text(f"{printable(step.word)}: {does}", overflow="fold")
    return words.append(f"  {_place(step.place)}", _FAINT) if step.place else words


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    return f"{'inside ' if place.inside else ''}{place.slot} of {printable(place.of)}"


def _date(date: Date) -> Text:
    text = Text(period(date.date, date.precision), overflow="fold")
    if date.words is None:
        return text.append("  the article's", _FAINT)
    words = f"  “{printable(date.words)}”"
    return text.append(words + (f" on {printable(date.on)}" if date.on else ", told before"), _FAINT)
