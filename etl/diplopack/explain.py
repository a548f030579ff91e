"""Why a text gives the events that it gives, and no others: each part of each event with its words.

`explain` is `diplopack code --explain`; `as_records` is its JSON. All offsets are in characters of the sentence,
and None where the words stand in an earlier one ("the talks" of two countries that were named before). Slots are
those of transform/lexicon/README.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from diplopack.coding import article_of, labels
from diplopack.transform.frames import MODALS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from diplopack.period import Precision
    from diplopack.transform import ReadSentence
    from diplopack.transform.coder import Coded, Unread
    from diplopack.transform.discourse import Actor
    from diplopack.transform.readings import Reading
    from diplopack.transform.syntax import Parse


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: in `slot` of the word `of`, or inside the phrase that stands there."""

    slot: str
    of: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or target: its words from `start` to `end`, the name and codes that they were given."""

    words: str
    start: int | None
    end: int | None
    name: str
    code: str
    country: str | None
    role: str | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Step:
    """One word of the act: an operator over the step that follows, or what is done.

    `code` is that of the step with all that follows it, or a topic of the lexicon; `label` is what a code means.
    An operator that an auxiliary or a negation adds has its own step, and the word under it no slot.
    """

    word: str
    start: int
    end: int
    operator: str | None
    code: str | None
    label: str | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Date:
    """The date of an event: its first day, and the words that state it with the word that they hang on.

    `basis` is ``published`` where the text states no date; then there are no words.
    """

    date: str
    precision: Precision
    basis: Literal["stated", "published"]
    words: str | None
    start: int | None
    end: int | None
    on: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a sentence; `steps` run from the word that it was read from to the innermost content."""

    code: str
    label: str
    actor: Party
    target: Party
    date: Date
    rule: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class NoEvent:
    """A predicate that gave no event, or the whole sentence; the reason, and the rule that read it, if one did."""

    word: str
    start: int
    end: int
    reason: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence, `number` from 1 and `start` its offset in the text, with what was read in it and what was not."""

    number: int
    start: int
    sentence: str
    events: tuple[Event, ...]
    no_event: tuple[NoEvent, ...]


def explain(text: str, published: dt.date | str | None = None) -> list[Explanation]:
    """Explain each sentence of a text; arguments and errors as those of `diplopack.code`."""
    from diplopack.transform import read_article

    return [_sentence(read) for read in read_article(article_of(text, published))]


def as_records(explanations: Iterable[Explanation]) -> list[dict[str, Any]]:
    """The explanations as JSON has them: an object for each dataclass, its fields as keys."""
    return [asdict(explanation) for explanation in explanations]


def slot_of(parse: Parse, predicate: int, token: int, preferred: Sequence[str] = ()) -> str | None:
    """The slot of a predicate in which the head of a phrase stands; of several, a `preferred` one."""
    if token == predicate:
        return "head"
    frame = parse.frame(predicate)
    slots = {
        "subj": frame.subject,
        "obj": frame.object,
        "iobj": frame.dative,
        "inf": frame.infinitive,
        "that": frame.clause,
        "ing": frame.gerund,
        "mod": frame.modifiers,
        **frame.prepositions,
    }
    return next((name for name in (*preferred, *slots) if token in slots.get(name, ())), None)


def place_of(parse: Parse, predicates: Sequence[int], head: int, preferred: Sequence[str] = ()) -> Place | None:
    """Where the phrase of a head stands: in a slot of the first predicate that has it, or inside such a phrase."""
    node, inside = head, False
    for above in (head, *parse.ancestors(head)):
        if above != head:
            inside = inside or parse.deps[node] != "conj"  # "France and Iran" stand in one slot
            node = above
        if inside and node in predicates:
            return None
        for predicate in predicates:
            slot = slot_of(parse, predicate, node, preferred)
            if slot is not None:
                return Place(slot, parse.words[predicate], inside)
    return None


def _sentence(read: ReadSentence) -> Explanation:
    parse = read.parse
    used = {inner.token for coded in read.events for inner in coded.reading.chain()}
    unread = [
        _no_event(parse, reason)
        for reason in read.unread
        if reason.token not in used and parse.deps[reason.token] not in {"aux", "auxpass"}
    ]
    events = tuple(_event(read, coded) for coded in read.events)
    return Explanation(read.number, read.sentence.start, read.sentence.text, events, tuple(unread))


def _event(read: ReadSentence, coded: Coded) -> Event:
    parse, reading = read.parse, coded.reading
    sense = reading.sense
    return Event(
        code=coded.code,
        label=labels()[coded.code],
        actor=_party(parse, reading, coded.actor, sense.agent),
        target=_party(parse, reading, coded.target, sense.target),
        date=_date(read, coded),
        rule=coded.rule,
        steps=tuple(_steps(parse, reading)),
    )


def _party(parse: Parse, reading: Reading, actor: Actor, preferred: Sequence[str]) -> Party:
    first, last = actor.first, actor.last
    here = 0 <= first <= last < len(parse) and parse.span(first, last) == actor.words
    start, end, place = None, None, None
    if here:
        start, end = _span(parse, first, last)
        inside = range(first, last + 1)
        head = next(
            (token for token in inside if parse.heads[token] not in inside or parse.heads[token] == token), last
        )
        place = _place(parse, reading, head, preferred)
    return Party(actor.words, start, end, actor.name, actor.code, actor.country, actor.role, place)


def _place(parse: Parse, reading: Reading, head: int, preferred: Sequence[str]) -> Place | None:
    """In a slot of a word of the act; else of a verb that governs it ("Israel said that Egypt must ...")."""
    own = list(dict.fromkeys(inner.token for inner in reading.chain()))
    above = [token for token in parse.ancestors(reading.token) if parse.is_verb(token)]
    return place_of(parse, own, head, preferred) or place_of(parse, above, head)


def _steps(parse: Parse, reading: Reading) -> Iterator[Step]:
    """A step for each part of the rule: a word of the lexicon, or what an auxiliary or negation adds to one."""
    from diplopack.transform import lexicon

    operators = {*lexicon.load().operators, "do", "not"}
    above: Reading | None = None
    for inner in reading.chain():
        place = None
        if above is not None and above.token != inner.token:
            place = place_of(parse, [above.token], inner.token, above.sense.content)
        for number, part in enumerate(_own_rule(inner).split("(")):
            word, _, does = part.rpartition(":")
            operator = does if does in operators else None
            code = inner.code if number == 0 else None if operator else does
            token = _word_of(parse, inner.token, word or does)
            start, end = _span(parse, token, token)
            label = None if code is None else labels().get(code)
            yield Step(parse.words[token], start, end, operator, code, label, place)
        above = inner


def _own_rule(reading: Reading) -> str:
    """The rule without that of its content and the closing brackets."""
    rule = reading.rule
    if reading.content is not None:
        content = rule.rfind(reading.content.rule)
        rule = rule[:content] if content > 0 else rule.partition("(")[0]
    return rule.rstrip("()")


def _word_of(parse: Parse, predicate: int, word: str) -> int:
    """The auxiliary or negation that gave an operator ("must", "will" → intend, "not"); else the predicate."""
    for token in parse.kids(predicate, "aux", "neg"):
        if word == parse.lower[token] or (word == "not" and parse.deps[token] == "neg"):
            return token
        if word in {"intend", "reject"} and parse.lower[token] in MODALS:
            return token
    return predicate


def _date(read: ReadSentence, coded: Coded) -> Date:
    when = coded.when
    found = read.clock.place(when) if read.clock else None
    words, start, end, on = when.text or None, None, None, None
    if found is not None:
        expression, token = found
        start, end, on = expression.start, expression.end, read.parse.words[token]
        if end == len(read.parse.text):
            end = len(read.parse.text.rstrip("."))  # the stop of "on Monday." is not that of "on Mon."
        words = read.parse.text[start:end]
    return Date(when.date.isoformat(), when.precision, "stated" if when.stated else "published", words, start, end, on)


def _span(parse: Parse, first: int, last: int) -> tuple[int, int]:
    return parse.starts[first], parse.starts[last] + len(parse.words[last])


def _no_event(parse: Parse, unread: Unread) -> NoEvent:
    rule, _, reason = unread.reason.rpartition(": ")
    start = 0 if unread.word == parse.text else parse.starts[unread.token]
    return NoEvent(unread.word, start, start + len(unread.word), reason, rule or None)
