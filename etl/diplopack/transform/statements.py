"""Bare statements (010): what somebody in office says of another party, where nothing that he says codes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.lexicon import Sense
from diplopack.transform.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diplopack.transform.responsibility import ActorReader
    from diplopack.transform.syntax import Parse

_SENSE = Sense("say", "010", None, (), (), (), (), (), None, False, None, False, (), False)
# Those whom news cites as sources speak of what happened, not to another party.
_SPEAKERS = frozenset({"GOV", "LEG", "OPP", "MIL", "JUD", "ELI", "PTY", "IGO", "REB", "INS", "SPY", "COP", None})
# What another must or should do, whatever it is, is a demand or an appeal.
_MODAL_CODES = {"must": "100", "should": "020", "ought": "020"}
_WORLD = frozenset({"IGO", "NGO", "IMG"})


@functools.cache
def telling_verbs() -> frozenset[str]:
    """The verbs whose clause is told as a fact by their subject."""
    return frozenset(lexicon.data("telling.yaml")["tell"])


@functools.cache
def _stating_verbs() -> frozenset[str]:
    return frozenset(lexicon.data("telling.yaml")["state"])


@functools.cache
def _sources() -> frozenset[str]:
    return frozenset(lexicon.data("telling.yaml")["sources"])


def statements(parse: Parse, actors: ActorReader) -> Iterator[Reading]:
    """One reading for the first telling verb of the sentence whose speaker and whose subject are parties."""
    verbs = _stating_verbs()
    for token in range(len(parse)):
        if parse.lemmas[token] not in verbs or not parse.is_verb(token):
            continue
        frame = parse.frame(token)
        if frame.passive or frame.negated or not frame.subject or not frame.clause:
            continue
        speakers = actors.parties(frame.subject[0])
        if not speakers or speakers[0].role not in _SPEAKERS or _is_source(parse, frame.subject[0]):
            continue
        about = _about(parse, actors, frame.clause[0], speakers[0].code)
        if about is not None:
            code = _MODAL_CODES.get(parse.frame(frame.clause[0]).modal, "010")
            yield Reading(token, code, _SENSE, (frame.subject[0],), (about,), f"{parse.lemmas[token]}:{code}")
            return


def _is_source(parse: Parse, subject: int) -> bool:
    return parse.lemmas[subject] in _sources()


def _about(parse: Parse, actors: ActorReader, clause: int, speaker: str) -> int | None:
    """The party that a clause is about: its subject, else the first one in it."""
    subject = parse.surface_subject(clause)
    tokens = [] if subject is None else [subject]
    tokens += sorted(
        token
        for token in parse.subtree(clause)
        if parse.deps[token] in {"nsubj", "nsubjpass", "dobj", "pobj", "poss"} and parse.pos[token] in {"NOUN", "PROPN"}
    )
    for token in tokens:
        found = actors.parties(token) if actors.is_named(token) else ()
        if not found or found[0].code == speaker or not (found[0].country or found[0].code[:3] in _WORLD):
            continue
        if found[0].code[:3] != speaker[:3] or (found[0].role and found[0].role != speaker[3:6]):
            return token
    return None
