"""Bare statements (010): what somebody in office says of another party, where nothing that he says codes."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from diplopack.transform import lexicon
from diplopack.transform.lexicon import Sense
from diplopack.transform.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from diplopack.transform.discourse import Actor
    from diplopack.transform.frames import Frame
    from diplopack.transform.responsibility import ActorReader
    from diplopack.transform.syntax import Parse

_SENSE = Sense("say", "010", None, (), (), (), (), (), None, False, None, False, (), False)
# Those whom news cites as sources speak of what happened, not to another party.
SPEAKERS = frozenset({"GOV", "LEG", "OPP", "MIL", "JUD", "ELI", "PTY", "IGO", "REB", "INS", "SPY", "COP", "NGO", None})
_AT_HOME = replace(_SENSE, home=True)
SPEAKING = frozenset({"speak", "talk", "address", "deliver", "give", "make", "hold", "have"})
# Who merely passes on what he is told.
_BYSTANDERS = frozenset({"MED", "BUS", "CVL"})
_BEFORE = ("to", "before", "at", "during")
# Whom news cites after what it tells, as those who know it.
_WITNESSES = frozenset({"COP", "NGO"})
_OFFICIALS = frozenset({"GOV", "JUD"})  # of no country that the text gives
# Those who speak of their own state as of another party.
_DISSENT = frozenset({"OPP", "REB", "SEP", "INS", "PTY"})
_DOCUMENTS = frozenset({"report", "document", "statement", "letter", "review", "study"})
# Who speaks for a state, even where the text leaves open for which.
_OFFICIALS = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "ELI"})
_BRANCHES = frozenset({"GOV", "LEG", "JUD", "MIL", "OPP"})
_UNDERWAY = frozenset({"fly", "head", "bind", "bound", "travel", "sail", "divert"})
_FIGHTERS = frozenset({"REB", "INS"})
_SOLDIERS = frozenset({"troop", "soldier", "army", "military", "officer"})
HOMELANDS = frozenset({"country", "nation", "people", "homeland", "fatherland", "motherland"})
# With their article they mean the speaker's own state, where the sentence names no other.
NATION = frozenset({"country", "nation", "people", "homeland", "citizen", "public", "economy"})
_OWN = frozenset({"our", "my", "his", "her"})
# What another must or should do, whatever it is, is a demand or an appeal.
_MODAL_CODES = {"must": "100", "should": "020", "ought": "020"}
# Of whom somebody tells what he himself will do, and until when.
_OWN_DEEDS = frozenset({"it", "he", "she", "they", "we", "i"})
_RESOLVED = frozenset({"will", "would", "wo", "'ll", "’ll"})
_WHERE = frozenset({"in", "at", "near", "outside"})
_BESIDE = frozenset({"near", "outside"})
_WILL = frozenset({"intention", "desire", "plan"})
_VOWING = frozenset({"pledge", "vow", "promise"})
_RULING = frozenset({"hold", "control", "occupy", "rule", "dominate"})
_UNTIL = frozenset({"until", "till", "unless", "before"})
_WORLD = frozenset({"IGO", "NGO", "IMG", "INT"})
WORLD_REGIONS = frozenset({"AFR", "EUR", "ASA", "WST", "MEA", "LAM", "NAM", "SAM"})


@functools.cache
def telling_verbs() -> frozenset[str]:
    """The verbs whose clause is told as a fact by their subject."""
    return frozenset(lexicon.data("telling.yaml")["tell"])


@functools.cache
def _words(group: str) -> frozenset[str]:
    return frozenset(lexicon.data("telling.yaml")[group])


def statements(parse: Parse, actors: ActorReader, told: AbstractSet[int]) -> Iterator[Reading]:
    """One reading for the first saying of the sentence whose speaker and whom it is said to or of are parties.

    Not where what he says is `told` as an event of its own: the tokens of the sentence's events.
    """
    for token, source, clause in _sayings(parse):
        speaker = _author(parse, actors, source)
        speakers = actors.parties(speaker)
        if not speakers or speakers[0].role not in SPEAKERS or parse.lemmas[speaker] in _words("sources"):
            continue
        blamed = _blamed(parse, actors, clause, speakers[0])
        deplored = _deplored(parse, actors, clause, speakers[0]) if blamed is None else None
        new = {token, clause} if blamed is not None else {token, *_asserted(parse, clause)}
        cited = speakers[0].role in _WITNESSES or (speakers[0].role in _OFFICIALS and speakers[0].country is None)
        if cited and clause < source < token and deplored is None:
            continue  # "..., police said"
        blamed = deplored if blamed is None else blamed
        if told and (parse.heads[token] != token or not told.isdisjoint(new)):
            continue
        sense, about = _partner(parse, actors, token, clause, speakers[0]) if blamed is None else (_SENSE, blamed)
        if (
            about is not None
            and deplored is None
            and clause < source < token
            and _is_domestic(actors, speakers[0], about)
        ):
            continue  # "Dutch authorities launched a hunt, prosecutors said"
        if about is not None and _is_located(actors, speakers[0], about):
            mild = "010" if sense.home else _code(parse, clause, about)
            code = mild if blamed is None else "111"
            yield Reading(token, code, sense, (speaker,), (about,), f"{parse.lemmas[token]}:{code}")
            return
    if not told:
        yield from _speeches(parse, actors)


def _author(parse: Parse, actors: ActorReader, source: int) -> int:
    """Who speaks in a report: "a report by the U.N. envoy"; else whoever is said to speak."""
    if parse.lemmas[source] in _DOCUMENTS:
        for name in ("by", "from", "of"):
            for author in parse.frame(source).prepositions.get(name, ()):
                if actors.parties(author) and actors.is_named(author):
                    return author
    return source


def _is_located(actors: ActorReader, speaker: Actor, about: int) -> bool:
    """Whether a text says of what state somebody in office is: else he may well be of the state that he speaks of."""
    found = actors.parties(about)
    if speaker.country is not None or speaker.role not in _OFFICIALS or not found:
        return True
    return found[0].role not in {None, "GOV", "MIL", "BUS", "IMG"}


def _is_domestic(actors: ActorReader, speaker: Actor, about: int) -> bool:
    """Whether a court or force of a state only tells of another branch of it."""
    return speaker.role in {"JUD", "MIL"} and any(
        party.country == speaker.country and party.role is not None for party in actors.parties(about)
    )


def _code(parse: Parse, clause: int, about: int) -> str:
    """What it means to say a clause of a party: that it must or should do something, has to give way, or did wrong."""
    frame = parse.frame(clause)
    is_own = any(parse.lower[subject] in _OWN_DEEDS for subject in frame.subject)
    if (
        is_own
        and frame.modal in _RESOLVED
        and any(_is_demand(parse, below, about) for below in parse.kids(clause, "advcl"))
    ):
        return "120" if frame.negated else "130"
    if is_own and any(parse.lemmas[noun] in _WILL and _is_none(parse, noun) for noun in frame.object):
        return "120"  # "it had no intention of halting its programme"
    if about in frame.subject and not frame.negated and not frame.modal and parse.lemmas[clause] in _words("wrongs"):
        return "111"
    return _MODAL_CODES.get(frame.modal, "010")


def _is_none(parse: Parse, noun: int) -> bool:
    return any(parse.lower[child] == "no" for child in parse.kids(noun, "det"))


def _is_demand(parse: Parse, condition: int, about: int) -> bool:
    """Whether something is to last, or to come, until a party gives way: "unless the prime minister agreed"."""
    marks = {parse.lower[mark] for mark in parse.kids(condition, "mark", "advmod")}
    return not marks.isdisjoint(_UNTIL) and about in parse.frame(condition).subject


def _speeches(parse: Parse, actors: ActorReader) -> Iterator[Reading]:
    """One reading for a speech on an occasion whose place or host the text names ("speaks during a rally in Lima")."""
    for token in range(len(parse)):
        if parse.lemmas[token] not in SPEAKING or not parse.is_verb(token):
            continue
        frame = parse.frame(token)
        spoken = parse.lemmas[token] in {"speak", "talk", "address"} or any(
            parse.lemmas[noun] in _words("speeches") for noun in frame.object
        )
        if not frame.subject or not spoken or _is_unsaid(parse, frame):
            continue
        speakers = actors.parties(frame.subject[0])
        if not speakers or speakers[0].role not in SPEAKERS:
            continue
        slots = (*frame.object, *(occasion for name in _BEFORE for occasion in frame.prepositions.get(name, ())))
        for occasion in slots:
            if parse.lemmas[occasion] in _words("occasions") and actors.responsible(occasion):
                yield Reading(token, "010", _AT_HOME, (frame.subject[0],), (occasion,), f"{parse.lemmas[token]}:010")
                return
        country = speakers[0].country
        if speakers[0].person and country is not None and actors.phrases.place(token) == country:
            place = next((node for node in parse.subtree(token) if actors.is_place_of(node, country)), token)
            yield Reading(token, "010", _AT_HOME, (frame.subject[0],), (place,), f"{parse.lemmas[token]}:010")
            return


def _sayings(parse: Parse) -> Iterator[tuple[int, int, int]]:
    """The word of each saying, its speaker and the clause that he says."""
    verbs, lemmas = _words("state"), parse.lemmas
    for token, word in enumerate(parse.lower):
        if word == "according":
            for to in parse.kids(token, "prep"):
                for speaker in parse.kids(to, "pobj"):
                    if parse.pos[speaker] == "PROPN" or parse.kids(
                        speaker, "amod", "compound", "poss"
                    ):  # not "according to police"
                        yield token, speaker, parse.heads[token]
        elif lemmas[token] in verbs and parse.is_verb(token):
            frame = parse.frame(token)
            if frame.subject and frame.clause and not _is_unsaid(parse, frame):
                yield token, frame.subject[0], frame.clause[0]
        elif lemmas[token] in _VOWING and parse.is_verb(token):
            frame = parse.frame(token)
            if frame.subject and frame.infinitive and not _is_unsaid(parse, frame):
                yield token, frame.subject[0], frame.infinitive[0]


def _is_unsaid(parse: Parse, frame: Frame) -> bool:
    return frame.passive or frame.negated or bool(frame.modal) or parse.is_infinitive(frame.token)


def _asserted(parse: Parse, clause: int) -> Iterator[int]:
    """The tokens of what is said, without what it takes for granted: "the reporters who were abducted are alive"."""
    below = [clause]
    for token in below:
        below.extend(child for child in parse.children[token] if parse.deps[child] != "relcl")
    yield from below


def _partner(parse: Parse, actors: ActorReader, token: int, clause: int, speaker: Actor) -> tuple[Sense, int | None]:
    """Whom a saying is addressed to, else whom it is about; and whether that is the speaker's own country."""
    for listener in _listeners(parse, token):
        gathered = parse.lemmas[listener] in _words("occasions")  # "told a U.N. conference"
        found = actors.responsible(listener) if gathered else actors.parties(listener)
        heard = found and (found[0].role not in _BYSTANDERS or (found[0].role == "CVL" and actors.is_named(listener)))
        if heard and found[0].code != speaker.code:
            return _SENSE, listener
    about = _about(parse, actors, clause, speaker)
    if about is not None:
        return _SENSE, about
    return _AT_HOME, _own_country(parse, actors, clause, speaker)


def _listeners(parse: Parse, token: int) -> Iterator[int]:
    """Whom somebody tells, or in a speech to whom he says, something."""
    frame = parse.frame(token)
    yield from (*frame.dative, *frame.object)
    for name in ("to", "before"):
        yield from frame.prepositions.get(name, ())
    for occasion in frame.prepositions.get("in", ()):
        if parse.lemmas[occasion] in _words("speeches"):
            speech = parse.frame(occasion)
            for name in ("to", "before", "with", "on"):
                yield from speech.prepositions.get(name, ())


def _blamed(parse: Parse, actors: ActorReader, clause: int, speaker: Actor) -> int | None:
    """What of another party's somebody condemns by what he calls it: "said the invasion was illegal"."""
    frame = parse.frame(clause)
    slurs = lexicon.load().classes["slur"]
    called = {parse.lower[clause], *(parse.lemmas[word] for word in frame.modifiers)}  # "was biased": read as a passive
    if frame.negated or frame.modal or called.isdisjoint(slurs):
        return None
    for subject in frame.object if frame.passive else frame.subject:
        phrases = (word for word in parse.subtree(subject) if parse.lower[word] == "by")
        doers = [noun for by in phrases for noun in parse.kids(by, "pobj")]
        for token in (*doers, subject):
            found = actors.responsible(token, acting=True)
            if found and _is_other(found[0], speaker) and parse.pos[token] in {"NOUN", "PROPN"}:
                return token
    return None


def _deplored(parse: Parse, actors: ActorReader, clause: int, speaker: Actor) -> int | None:
    """In whose land it goes badly, as those say who watch over rights: "torture in Chad is rife"."""
    frame, classes = parse.frame(clause), lexicon.load().classes
    called = {parse.lemmas[clause], *(parse.lemmas[word] for word in frame.modifiers)}
    subject = next(iter(frame.subject), None)
    if frame.negated or frame.modal or subject is None or not speaker.code.startswith("NGO"):
        return None
    if called.isdisjoint(classes["dire"]) or parse.lemmas_below(subject).isdisjoint(classes["plight"]):
        return None
    tokens: list[int] = [*parse.subtree(subject), *frame.prepositions.get("in", ())]
    for token in tokens:
        found = actors.parties(token)
        if found and actors.is_named(token) and _is_other(found[0], speaker):
            return token
    return None


def _own_country(parse: Parse, actors: ActorReader, clause: int, speaker: Actor) -> int | None:
    """Where a person in office speaks of his own country: "our nation", or its name as a subject."""
    if speaker.country is None or speaker.code == speaker.country:
        return None
    others = {match.name.country for match in actors.match_at.values()} - {speaker.country, None}
    for token in parse.subtree(clause):
        owners = {parse.lower[child] for child in parse.kids(token, "poss")}
        if parse.lemmas[token] in HOMELANDS and owners & _OWN:
            return token
        definite = any(parse.lower[child] == "the" for child in parse.kids(token, "det"))
        if not others and definite and parse.lemmas[token] in NATION:
            return token
        match = actors.match_at.get(token)
        if speaker.person and parse.deps[token] == "pobj" and actors.is_place_of(token, speaker.country):
            return token
        named = match is not None and match.name.kind == "country" and match.name.code == speaker.country
        if speaker.person and named and parse.deps[token] == "nsubj" and _fares(parse, parse.heads[token]):
            return token
    return None


def _fares(parse: Parse, verb: int) -> bool:
    """Whether a clause tells how its subject is or fares, and not what it does."""
    return not parse.kids(verb, "dobj", "neg") and not any(
        parse.is_verb(node) and parse.deps[node] not in {"aux", "auxpass", "conj"}
        for node in parse.subtree(verb)
        if node != verb
    )


def _about(parse: Parse, actors: ActorReader, clause: int, speaker: Actor) -> int | None:
    """The party that a clause is about: its subject, else the first one in it."""
    subject = parse.surface_subject(clause)
    tokens = [] if subject is None else [subject]
    shown = (inner for verb in parse.kids(clause, "ccomp") for inner in parse.kids(verb, "nsubj", "nsubjpass"))
    if subject is not None and not actors.parties(subject):
        tokens += shown  # "said the bombing showed that Israel rejected peace"
    aside = {token for other in _asides(parse, clause) for token in parse.subtree(other)}
    tokens += sorted(
        token
        for token in parse.subtree(clause)
        if token not in aside
        and parse.deps[token] in {"nsubj", "nsubjpass", "dobj", "pobj", "poss"}
        and parse.pos[token] in {"NOUN", "PROPN"}
    )
    tokens.sort(key=lambda token: token != subject and _is_at_home(actors, token, speaker))
    for token in tokens:
        named = actors.is_named(token)
        if not named and token != subject and parse.deps[parse.heads[token]] != "agent":
            continue
        if parse.deps[token] == "pobj" and parse.lemmas[parse.heads[parse.heads[token]]] in _UNDERWAY:
            continue  # a plane flying from a city says nothing of it
        if _is_scene(parse, actors, token):
            continue
        found = actors.parties(token)
        if not found:
            continue
        meant = named or _is_branch(parse, token, found[0], speaker) or found[0].code == found[0].country
        if meant and _is_other(found[0], speaker):
            return token
    for topic in sorted(tokens, key=lambda token: token != subject):
        if actors.parties(topic):
            continue
        found = actors.modifier_parties(topic)
        if found and (found[0].country or topic != subject) and _is_other(found[0], speaker):
            return topic
    return None


def _is_at_home(actors: ActorReader, token: int, speaker: Actor) -> bool:
    """Whether a party is of the speaker's own state: others that a clause names are rather what it is about."""
    found = actors.parties(token)
    return bool(found) and found[0].country == speaker.country is not None


def _asides(parse: Parse, clause: int) -> Iterator[int]:
    """The clauses within one that tell what went on at the time: "the flu had spread, as US researchers worked"."""
    for other in parse.kids(clause, "advcl"):
        if any(parse.lower[mark] in {"as", "while"} for mark in parse.kids(other, "mark")):
            yield other


def _is_scene(parse: Parse, actors: ActorReader, token: int) -> bool:
    """Whether a name only tells where: "the deal, brokered in Berlin", "near the Syrian envoy's house"."""
    match = actors.match_at.get(token)
    preposition = parse.heads[token]
    above = parse.heads[preposition]
    done = parse.lower[preposition] in _WHERE and parse.deps[above] == "acl"
    if parse.deps[preposition] == "agent" and parse.deps[above] == "acl" and parse.lemmas[above] in _RULING:
        return True  # "visited territory held by rebels"
    beside = any(parse.lower[node] in _BESIDE and parse.deps[node] == "prep" for node in parse.ancestors(token))
    return beside or (done and match is not None and match.name.kind == "place")


def _is_branch(parse: Parse, subject: int, party: Actor, speaker: Actor) -> bool:
    """Whether a phrase means another part of the speaker's own state: "the government", "the troops"."""
    if parse.pos[subject] != "NOUN" or speaker.country is None or party.country not in {None, speaker.country}:
        return False
    if party.role == "MIL" and parse.lemmas[subject] not in _SOLDIERS:  # a missile, a plane
        return False
    definite = any(parse.lower[child] == "the" for child in parse.kids(subject, "det"))
    fighters = party.role in _FIGHTERS and parse.tags[subject] == "NNS"
    return fighters or (definite and party.role in _BRANCHES)


def _is_other(party: Actor, speaker: Actor) -> bool:
    """Whether somebody who speaks of a party speaks of another than himself."""
    if party.code == speaker.code:
        return False
    if party.country is None and party.role not in _BRANCHES | _FIGHTERS:
        return party.code[:3] in _WORLD or party.code in WORLD_REGIONS
    if party.country not in {None, speaker.country}:
        return True
    if party.role is None:
        return speaker.role in _DISSENT
    if party.role == "GOV" and speaker.role is None:
        return False
    return party.role != speaker.role or party.role == "PTY"
