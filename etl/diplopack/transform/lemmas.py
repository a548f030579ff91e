"""Lemmas that the model gets wrong, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse


def _regular_forms(verb: str) -> list[str]:
    """The third person, past and -ing forms of a regular verb."""
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y"):
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    return [verb + ("es" if verb.endswith("ch") else "s"), verb + "ed", verb + "ing"]


# Verbs whose lemma the model gets wrong: regular ones in all their forms, and single forms of others.
_REGULAR = (
    "axe cordon dine fine greenlight hope rage rape rate rearrest relaunch resupply slate snipe stage wage waterboard"
)
_LEMMAS = {form: verb for verb in _REGULAR.split() for form in _regular_forms(verb)} | {
    "airdropped": "airdrop",
    "airdropping": "airdrop",
    "besought": "beseech",
    "decreed": "decree",
    "foresaw": "foresee",
    "forgave": "forgive",
    "forsook": "forsake",
    "forswore": "forswear",
    "mistook": "mistake",
    "readmitted": "readmit",
    "retook": "retake",
    "strove": "strive",
    "unbanned": "unban",
    "unfroze": "unfreeze",
}

SHORT_TITLES = {
    "adm.": "admiral",
    "amb.": "ambassador",
    "brig.": "brigadier",
    "capt.": "captain",
    "cmdr.": "commander",
    "col.": "colonel",
    "cpl.": "corporal",
    "gen.": "general",
    "gov.": "governor",
    "govs.": "governor",
    "lt.": "lieutenant",
    "maj.": "major",
    "pvt.": "soldier",
    "rep.": "representative",
    "reps.": "representative",
    "sen.": "senator",
    "sens.": "senator",
    "sgt.": "sergeant",
}
"""Titles as the press shortens them, in lower case, and what they stand for."""


def mend_lemmas(parse: Parse) -> None:
    """Set right the lemmas that the model gets wrong."""
    for index, (word, pos, lemma) in enumerate(zip(parse.lower, parse.pos, parse.lemmas, strict=True)):
        if pos == "VERB" and word in _LEMMAS:
            parse.lemmas[index] = _LEMMAS[word]
        elif pos == "PROPN" and word in SHORT_TITLES:
            parse.lemmas[index] = SHORT_TITLES[word]
        elif lemma == word:
            if pos == "PROPN":
                parse.lemmas[index] = _singular(word)  # "Rebels" at the beginning is taken for a name
            elif pos == "NOUN" and word.endswith(("iamen", "emen", "smen")):
                parse.lemmas[index], parse.tags[index] = _singular(word), "NNS"  # "militiamen", read as one


def other_lemmas(word: str) -> set[str]:
    """The lemmas that a `Parse` may give a word in lower case where the model gives another."""
    return {_singular(word), _LEMMAS.get(word, word), SHORT_TITLES.get(word, word)}


def _singular(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4 else word
