"""Coded events against gold: precision, recall and F1, as pure functions of what was wanted and what was found.

Every figure counts distinct values a text, over all texts (micro): two events of a text that agree in what
a figure looks at count once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MEASURES = ("code", "root", "pair", "triple", "plover")

# Former states and codes out of use, by the code under which they are compared: gold from 1980 to today
# speaks of both the Soviet Union and Russia, and codes Kosovo and Yugoslavia as Serbia.
_SAME_COUNTRY = MappingProxyType(
    {
        "CSK": "CZE",
        "DDR": "DEU",
        "KSV": "SRB",
        "MED": "MKD",
        "ROM": "ROU",
        "SUN": "RUS",
        "TMP": "TLS",
        "XKX": "SRB",
        "YUG": "SRB",
        "ZAR": "COD",
    }
)

Value = tuple[str, ...]
DatePeriod = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event that a text holds.

    Attributes:
        actor: a country (alpha-3), the code of a kind of organisation (IGO, NGO …), or None.
        target: likewise.
        code: CAMEO, 2 to 4 digits; None where only the PLOVER category was coded.
        plover: the PLOVER category, or None where it was not coded.
        optional: careful coders may code it or leave it.
        accept: other codes that are as good.
        actor_roles: the roles that are right (None: no role); empty where roles were not coded.
        target_roles: likewise.
        dates: first day (ISO) and precision of the periods that are right; empty where dates were not coded.
    """

    actor: str | None
    target: str | None
    code: str | None
    plover: str | None = None
    optional: bool = False
    accept: tuple[str, ...] = ()
    actor_roles: tuple[str | None, ...] = ()
    target_roles: tuple[str | None, ...] = ()
    dates: tuple[DatePeriod, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Its code, then those that are as good; nothing where only the PLOVER category was coded."""
        return () if self.code is None else (self.code, *self.accept)


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event that the coder found; `actor` and `target` are the country or, where there is none, the code."""

    actor: str
    target: str
    code: str
    plover: str | None = None
    actor_role: str | None = None
    target_role: str | None = None
    date: DatePeriod = ("", "")
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A text of the gold with the events that were found in it."""

    id: str
    text: str
    gold: Sequence[GoldEvent]
    found: Sequence[FoundEvent]

    @property
    def only_plover(self) -> bool:
        """Whether nothing but the PLOVER category can be compared."""
        return any(event.code is None for event in self.gold)


@dataclass(slots=True)
class Counts:
    """How many values were right, found but not wanted, wanted but not found."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, right: int, false: int, missed: int) -> None:
        """Count some more."""
        self.right += right
        self.false += false
        self.missed += missed

    @property
    def precision(self) -> float:
        """Of what was found, the percentage that was wanted."""
        return 100 * self.right / max(self.right + self.false, 1)

    @property
    def recall(self) -> float:
        """Of what was wanted, the percentage that was found."""
        return 100 * self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        return 200 * self.right / max(2 * self.right + self.false + self.missed, 1)


@dataclass(slots=True)
class Share:
    """How many of some events are right."""

    right: int = 0
    of: int = 0

    @property
    def percent(self) -> float:
        """The percentage that is right."""
        return 100 * self.right / max(self.of, 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some texts.

    Attributes:
        measures: by the name of the measure; those of `MEASURES` that the gold allows.
        kinds: of the triples by their code root; of PLOVER categories by category where only they were coded.
        wrong: the texts that are not right in the triple (in the category where only that was coded).
    """

    measures: dict[str, Counts]
    kinds: dict[str, Counts]
    wrong: list[Scored]


@dataclass(frozen=True, slots=True)
class Details:
    """Of the events right in the triple: how many are right in date with its precision, how many in both roles."""

    dates: Share = field(default_factory=Share)
    roles: Share = field(default_factory=Share)


@dataclass(slots=True)
class _Wanted:
    """Values of one measure in one text: each that is required with what is as good, and all that may be."""

    required: dict[Value, set[Value]] = field(default_factory=lambda: defaultdict(set))
    allowed: set[Value] = field(default_factory=set)


def country(code: str | None) -> str:
    """The first three letters of an actor's code, a former state as its successor."""
    letters = (code or "")[:3]
    return _SAME_COUNTRY.get(letters, letters)


def figures(texts: Iterable[Scored], *, strict: bool = False) -> Figures:
    """Precision, recall and F1 of each measure.

    code is the whole CAMEO code, root its first two digits, pair the countries of actor and target, triple
    the pair and the root, plover the PLOVER category. A text whose gold has only categories counts for plover
    alone; plover counts only texts whose gold has categories; code only if the gold has more than roots.

    Args:
        texts: gold with what was found.
        strict: take optional events as required and `accept` as not there. Otherwise an optional event is
            neither right nor wrong, and of the codes that are as good one is right and the others neither.
    """
    texts = list(texts)
    measures: dict[str, Counts] = defaultdict(Counts)
    kinds: dict[str, Counts] = defaultdict(Counts)
    wrong = []
    for text in texts:
        main = "plover" if text.only_plover else "triple"
        for measure in _measures(text):
            wanted = _wanted(text.gold, measure, strict=strict)
            found = {value for event in text.found for value in _values(event, measure, (event.code,))}
            right, false, missed = _compare(wanted, found)
            measures[measure].add(len(right), len(false), len(missed))
            if measure == main:
                for value in right | false | missed:
                    kinds[value[-1]].add(value in right, value in false, value in missed)
            if measure == main and (false or missed):
                wrong.append(text)
    if not any(len(event.code or "") > 2 for text in texts for event in text.gold):
        measures.pop("code", None)
    shown = {name: measures[name] for name in MEASURES if name in measures}
    return Figures(shown, dict(sorted(kinds.items())), wrong)


def details(texts: Iterable[Scored]) -> Details:
    """Dates and roles of the events that are right in the triple, where the gold has them."""
    result = Details()
    for text in texts:
        left = list(text.found)
        for wanted in sorted(text.gold, key=lambda event: event.optional):
            triples = set(_values(wanted, "triple", wanted.codes))
            same = [event for event in left if triples & set(_values(event, "triple", (event.code,)))]
            if not same:
                continue
            best = max(
                same,
                key=lambda event: (event.code in wanted.codes, _date_right(event, wanted), _roles_right(event, wanted)),
            )
            left.remove(best)
            if wanted.dates:
                result.dates.of += 1
                result.dates.right += _date_right(best, wanted)
            if wanted.actor_roles and wanted.target_roles:
                result.roles.of += 1
                result.roles.right += _roles_right(best, wanted)
    return result


def reached_codes(texts: Iterable[Scored]) -> dict[str, bool]:
    """For each code of the gold below a root: whether an event with it was found, by and to the right countries."""
    reached: dict[str, bool] = {}
    for text in texts:
        found = {(country(event.actor), country(event.target), event.code) for event in text.found}
        for event in text.gold:
            if event.code and len(event.code) > 2:
                whole = (country(event.actor), country(event.target), event.code)
                reached[event.code] = reached.get(event.code, False) or whole in found
    return dict(sorted(reached.items()))


def _measures(text: Scored) -> Sequence[str]:
    if text.only_plover:
        return ("plover",)
    return MEASURES if any(event.plover for event in text.gold) else MEASURES[:-1]


def _values(event: GoldEvent | FoundEvent, measure: str, codes: Iterable[str]) -> list[Value]:
    """What a measure sees of an event, for each of its codes; nothing where that was not coded."""
    if measure == "plover":
        return [(event.plover,)] if event.plover else []
    pair = (country(event.actor), country(event.target))
    views: Mapping[str, list[Value]] = {
        "code": [(code,) for code in codes],
        "root": [(code[:2],) for code in codes],
        "pair": [pair],
        "triple": [(*pair, code[:2]) for code in codes],
    }
    return views[measure]


def _wanted(gold: Iterable[GoldEvent], measure: str, *, strict: bool) -> _Wanted:
    wanted = _Wanted()
    for event in gold:
        values = _values(event, measure, event.codes[:1] if strict else event.codes)
        wanted.allowed.update(values)
        if values and (strict or not event.optional):
            wanted.required[values[0]].update(values[1:])
    return wanted


def _compare(wanted: _Wanted, found: set[Value]) -> tuple[set[Value], set[Value], set[Value]]:
    """The required values that were found, the values found that nothing allows, the required that were not."""
    right = wanted.required.keys() & found
    left = found - right
    for value in sorted(wanted.required.keys() - right):
        if instead := sorted(wanted.required[value] & left):
            right.add(value)
            left.remove(instead[0])
    return right, left - wanted.allowed, wanted.required.keys() - right


def _date_right(found: FoundEvent, wanted: GoldEvent) -> bool:
    return found.date in wanted.dates


def _roles_right(found: FoundEvent, wanted: GoldEvent) -> bool:
    return found.actor_role in wanted.actor_roles and found.target_role in wanted.target_roles
