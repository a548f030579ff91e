"""What is wrong with the lexicon: words twice, senses that nothing can reach, codes that do not exist."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from diplopack.transform import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARTS = ("verbs", "nouns", "adjectives")
_ENTRY = frozenset({*_PARTS, "senses"})
_SENSE = frozenset("code op content target agent when unless only mutual back home purpose content_only".split())
_ONLY = frozenset({"verb", "noun", "passive", "active"})
_MARKS = frozenset({"PARTY", "ANY", "NONE", "ACT"})


def faults(codes: frozenset[str]) -> list[str]:
    """Everything that is wrong, a line each: `file: words: what`. `codes` are the event codes that exist."""
    known = lexicon.load()
    topics = {key for column in known.operators.values() for key in column if key and not key[0].isdigit()}
    results = {code for column in known.operators.values() for code in column.values()} - {"-"}
    found = [f"operators.csv: {code} is no event code" for code in sorted(results - codes)]
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, entry in lexicon.entries():
        label = f"{file}: {', '.join(str(word) for part in _PARTS for word in entry.get(part, ()))[:60]}"
        found += [f"{label}: unknown key {key}" for key in sorted(set(entry) - _ENTRY)]
        for part in _PARTS:
            for word in entry.get(part, ()):
                places[part, str(word)].append(file)
        found += [f"{label}: {fault}" for fault in _entry_faults(entry, known, codes | topics, codes)]
    found += [
        f"{', '.join(files)}: {part}: {word} stands in {len(files)} entries"
        for (part, word), files in sorted(places.items())
        if len(files) > 1
    ]
    return found


def _entry_faults(
    entry: Mapping[str, Any], known: lexicon.Lexicon, codes: frozenset[str], backs: frozenset[str]
) -> Iterator[str]:
    seen: dict[str, str] = {}
    closed: set[str | None] = set()
    for number, sense in enumerate(entry.get("senses", ()), start=1):
        where = f"sense {number}"
        for key in sorted(set(sense) - _SENSE):
            yield f"{where}: unknown key {key}"
        if ("code" in sense) == ("op" in sense):
            yield f"{where}: needs a code or an op, and one of them only"
        if "code" in sense and sense["code"] not in codes:
            yield f"{where}: {sense['code']!r} is neither an event code nor a topic"
        if "back" in sense and sense["back"] not in backs:
            yield f"{where}: back: {sense['back']!r} is no event code"
        if "op" in sense and sense["op"] != "do" and sense["op"] not in known.operators:
            yield f"{where}: {sense['op']!r} is no operator"
        if "op" in sense and not sense.get("content"):
            yield f"{where}: an operator needs its content's slots"
        if sense.get("only") not in {None, *_ONLY}:
            yield f"{where}: only: {sense['only']!r} is none of {', '.join(sorted(_ONLY))}"
        yield from (f"{where}: {fault}" for fault in _condition_faults(sense, known))
        if closed & {None, sense.get("only")}:
            yield f"{where}: nothing reaches it: a sense before it takes everything"
        conditions = repr((sense.get("when"), sense.get("unless"), sense.get("only")))
        meaning = repr((sense.get("code"), sense.get("op"), sense.get("content")))
        if seen.setdefault(conditions, meaning) != meaning and "op" not in sense:
            yield f"{where}: contradicts a sense before it with the same conditions"
        if not sense.get("when") and not sense.get("unless") and sense.get("op") is None:
            closed.add(sense.get("only"))


def _condition_faults(sense: Mapping[str, Any], known: lexicon.Lexicon) -> Iterator[str]:
    for part in ("when", "unless"):
        for slots, values in (sense.get(part) or {}).items():
            for value in [values] if isinstance(values, str) else values:
                word = str(value)
                if word.startswith("@") and word[1:] not in known.classes:
                    yield f"{part}: {slots}: no class {word}"
                if word.isupper() and word.isalpha() and word not in _MARKS:
                    yield f"{part}: {slots}: {word} is none of {', '.join(sorted(_MARKS))}"
