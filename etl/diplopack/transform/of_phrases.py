"""Phrases with "of" put below what they tell of, where the parser has them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse

_ROUGHLY = frozenset({"about", "around", "over", "under", "near", "nearly", "almost"})
# Who does something to others; of others than these more may be said with "of".
_DOERS = frozenset(
    "rebel militant guerrilla gunman insurgent police policeman soldier troop kidnapper terrorist extremist separatist "
    "pirate security".split()
)
_OCCASIONS = frozenset({"after", "during", "following", "amid"})
_TIMES = frozenset({"hour", "day", "week", "month", "year", "weekend"})
_BLAMING = frozenset({"accuse", "suspect", "convict", "acquit"})


def place(parse: Parse) -> None:
    """See to phrases with "of" that were put elsewhere."""
    _take_rough_counts(parse)
    if not _TIMES.isdisjoint(parse.lemmas):
        _pass_over_times(parse)
    if "by" in parse.lower:
        _pass_over_doers(parse)
    if not _BLAMING.isdisjoint(parse.lemmas):
        _raise_gerunds(parse)


def _take_rough_counts(parse: Parse) -> None:
    """In "killed around 100 of his men" the number, read as a place, is whom the verb is about."""
    for number in range(2, len(parse)):
        about = number - 1
        verb = parse.heads[about]
        if parse.tags[number] != "CD" or parse.heads[number] != about or verb != about - 1 or not parse.is_verb(verb):
            continue
        counted = any(parse.lower[word] == "of" for word in parse.kids(number, "prep"))
        if counted and parse.lower[about] in _ROUGHLY and not parse.kids(verb, "dobj"):
            parse.move(number, verb, "dobj")
            parse.move(about, number, "advmod")


def _pass_over_times(parse: Parse) -> None:
    """In "the arrest in the past days of eight men" these are the arrested, and of no days."""
    for of, word in enumerate(parse.lower):
        time = parse.heads[of]
        within = parse.heads[time]
        done = parse.heads[within]
        if parse.deps[time] == "npadvmod" and parse.deps[of] == "prep" and word in _OCCASIONS and within < of:
            parse.move(of, within, "prep")  # "hurt last night after clashes"
        if word != "of" or parse.lemmas[time] not in _TIMES or parse.deps[time] != "pobj" or done >= within:
            continue
        counted = any(parse.kids(noun, "nummod") for noun in parse.kids(of, "pobj"))
        if counted and parse.pos[done] == "NOUN":
            parse.move(of, done, "prep")


def _pass_over_doers(parse: Parse) -> None:
    """In "the kidnapping by rebels of two tourists" these are whom it befell, and not of the rebels."""
    for of, word in enumerate(parse.lower):
        doer = parse.heads[of]
        by = parse.heads[doer]
        if word != "of" or parse.deps[of] != "prep" or doer != of - 1 or parse.lower[by] != "by":
            continue
        done, suffered = parse.heads[by], parse.kids(of, "pobj")
        single = any(parse.kids(noun, "nummod") or _has_article(parse, noun) for noun in suffered)
        if single and parse.pos[done] == "NOUN" and parse.lemmas[doer] in _DOERS:
            parse.move(of, done, "prep")


def _raise_gerunds(parse: Parse) -> None:
    """In "accused a group of aiding rebels", read as a group of rebels who aid, the group is said to aid them."""
    for gerund, tag in enumerate(parse.tags):
        noun = parse.heads[gerund]
        preposition = parse.heads[noun]
        if tag != "VBG" or parse.deps[gerund] != "amod" or parse.deps[noun] != "pobj" or preposition != gerund - 1:
            continue
        accused = parse.heads[preposition]
        verb = parse.heads[accused]
        grouped = parse.deps[accused] == "dobj" and parse.pos[accused] == "NOUN"
        if grouped and parse.lower[preposition] == "of" and parse.lemmas[verb] in _BLAMING:
            parse.move(preposition, verb, "prep")
            parse.move(gerund, preposition, "pcomp")
            parse.move(noun, gerund, "dobj")
            parse.pos[gerund] = "VERB"


def _has_article(parse: Parse, noun: int) -> bool:
    return any(parse.lower[word] in {"a", "an"} for word in parse.kids(noun, "det"))
