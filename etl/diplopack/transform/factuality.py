"""Whether a predicate is told as a fact: not denied, supposed, wished, asked, or told of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.acts import PROTEST
from diplopack.transform.statements import telling_verbs

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from diplopack.transform.readings import Reader, Reading
    from diplopack.transform.syntax import Parse

_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "should", "until", "till"})
_DOUBT = frozenset(
    "possible potential alleged planned proposed suspected would-be hypothetical imminent future feared "
    "likely eventual fictional supposed rumoured rumored threatened".split()
)
# What is done while somebody might do something is as uncertain: "could be sent as cover while they fight".
_UNCERTAIN = frozenset({"could", "would", "might", "may"})
_MEANWHILE = frozenset({"as", "while", "when"})
_AFTER = frozenset({"after", "before", "once"})
# What went off did so, whatever it is suspected to be.
_SEEN = frozenset({"bomb", "blast", "explosion", "bombing"})
_ADVISING = frozenset({"suggest", "propose", "recommend", "advise"})
_TIMES = frozenset({"after", "as", "while", "because", "since", "although", "though", "before"})
# A noun under these has not happened ("the threat of war", "on the eve of a visit").
_IRREALIS = frozenset(
    "eve possibility threat risk prospect plan hope fear idea chance proposal bid attempt effort eventuality right "
    "suspect involvement complicity issue question danger warning ahead prior event likelihood talk speculation "
    "rumour rumor suspicion prevention".split()
)
# What is talked about there is not done yet: "a meeting on reviving rail links".
_TALKS = frozenset({"talk", "meeting", "negotiation", "discussion", "summit", "dialogue", "consultation", "conference"})
# Where something happens, even if somebody blocks a road there.
_BARRIERS = frozenset({"roadblock", "blockade", "barricade"})
_NEAR = frozenset({"at", "near", "through", "outside"})
_WORKS = frozenset({"film", "movie", "novel", "musical", "opera", "documentary", "thriller", "drama", "sitcom"})
_SUPPOSED = frozenset({"case", "event", "chance"})
_AFTERWARDS = frozenset({"after", "following"})
_ATROCITIES = frozenset(
    {"attack", "massacre", "bombing", "killing", "assassination", "abduction", "kidnapping", "shooting"}
)
_AGES = frozenset({"generation", "century"})
_NAMING = frozenset({"call", "term", "brand", "label", "dub", "deem", "consider"})
# Prepositions and verbs after which a noun tells of something that happened.
_HAPPENED = frozenset(
    "after following during amid since with by including in from at for despite upon of through over on as because "
    "to like".split()
)
# What somebody looks for who offers a reward.
_LEADS = frozenset({"information", "tip", "tip-off", "clue", "evidence", "lead"})
# Who does this in order to say something says it.
_CARRIERS = frozenset(
    "send write call phone telephone meet gather fly visit travel summon speak issue take march rally use stage hold "
    "converge assemble come go arrive return release publish join break".split()
)
# What made somebody act told that he did: "prompting Israel to recall its envoy".
_CAUSING = frozenset({"prompt", "lead", "spur"})
_ANSWERS = frozenset({"02", "05", "10", "11", "12", "13", "16"})
# What says something has not been said where it is done this to.
_STOPPING = frozenset({"veto", "block", "oppose", "reject", "defeat", "spurn", "scuttle"})
# What is said no longer, once it is the object of these.
_RETRACTING = frozenset({"drop", "lift", "withdraw", "abandon", "waive", "retract", "shelve"})
_RETRACTED = frozenset(
    "veto objection opposition reservation complaint demand threat claim accusation charge allegation condition".split()
)
_HOSTILE = frozenset({"13", "18", "19", "20"})
_UTTERED = frozenset({"01", "02", "05", "10", "11", "14"})
# What somebody does this to has not happened, as far as he says.
_UNDONE = frozenset({"deny", "avoid", "consider", "oppose", "risk", "mull", "contemplate"})
# How a fact comes out: "it turned out that", "it came to light that".
_COMING_OUT = {"turn": "out", "come": "light", "become": "clear known apparent evident obvious public", "transpire": ""}
# What a plan does with what is to be done.
_PROVIDING = frozenset({"include", "involve", "require", "mean", "entail", "allow"})
# After these a predicate's -ing clause is about what somebody else did ("accused Iran of sending").
_OTHERS = frozenset({"of", "from", "for", "about", "against", "without", "into"})


def why_unreal(parse: Parse, token: int, reader: Reader) -> str | None:
    """Why a predicate is not told as a fact, or None."""
    nominal = parse.pos[token] in {"NOUN", "PROPN"}
    reason = (
        (_unreal_noun(parse, token) if nominal else None)
        or _why_of_old(parse, token, reader)
        or _why_staged(parse, token, reader)
    )
    if reason:
        return reason
    if nominal and _is_presupposed(parse, token):
        return None
    if parse.text.rstrip("\"'”’ ").endswith("?"):
        return "a question"
    node = token
    while True:
        marks = {parse.lower[child] for child in parse.kids(node, "mark", "advmod")}
        if _is_condition(parse, node, marks):
            return "conditional"
        if marks & _TIMES and parse.deps[node] == "advcl" and not parse.frame(node).modal:
            modal = _modal_above(parse, parse.heads[node])
            if marks & (_MEANWHILE | _AFTER) and modal in _UNCERTAIN and parse.tags[node] in {"VBP", "VBZ"}:
                return f"hypothetical ({modal})"
            return _why_past(parse, node, marks)  # "after Washington announced": a fact, whatever is above it
        dep, head = parse.deps[node], parse.heads[node]
        if head == node:
            return None
        if dep in {"xcomp", "advcl", "acl", "ccomp", "pcomp", "relcl"}:
            reason = _unreal_clause(parse, node, head, dep, reader)
            if reason or _is_told_of_some(parse, node):
                return reason
        if nominal and parse.is_verb(head):
            nominal = False
            if _is_withstood(parse, node, reader.read(token)):
                return None
            above = parse.frame(head)
            if above.negated or above.modal:
                return "negated" if above.negated else f"hypothetical ({above.modal})"
        node = head


def _why_of_old(parse: Parse, token: int, reader: Reader) -> str | None:
    """Why what was done long ago is no news, "helped seize the embassy a generation ago"; else None."""
    if "ago" not in reader.words:
        return None
    verbs = (token, *parse.kids(token, "xcomp"))
    when = (ago for verb in verbs for ago in parse.kids(verb, "advmod") if parse.lower[ago] == "ago")
    long = any(parse.lemmas[span] in _AGES for ago in when for span in parse.kids(ago, "npadvmod"))
    return "told of before" if long else None


def _why_staged(parse: Parse, token: int, reader: Reader) -> str | None:
    """Why what a work tells of is no news, "a film set in the run-up to the invasion"; else None."""
    if _WORKS.isdisjoint(reader.words):
        return None
    clauses = (node for node in parse.ancestors(token) if parse.deps[node] in {"acl", "relcl"})
    staged = any(parse.lemmas[parse.heads[node]] in _WORKS for node in clauses)
    return "tells a story" if staged else None


def _modal_above(parse: Parse, verb: int) -> str:
    """The modal of a verb, or of that which its infinitive depends on: "could be sent to give cover"."""
    while parse.is_infinitive(verb) and parse.heads[verb] != verb:
        verb = parse.heads[verb]
    return parse.frame(verb).modal


def _is_withstood(parse: Parse, preposition: int, reading: Reading | None) -> bool:
    """Whether an act happened in spite of which, or by which, something may be: "could be foiled by the arrest of"."""
    if reading is None or reading.code[:2] not in _HOSTILE | {"17"}:
        return False
    definite = any(parse.lower[word] == "the" for word in parse.kids(reading.token, "det"))
    return parse.lower[preposition] == "despite" or (parse.lower[preposition] == "by" and definite)


def _is_told_of_some(parse: Parse, clause: int) -> bool:
    """Whether a clause tells what some people did, whatever is said of them: "to punish troops who mutinied"."""
    told = parse.deps[clause] == "relcl" and (parse.tags[clause] == "VBD" or _befell(parse, clause))
    held = parse.deps[clause] == "acl" and parse.lemmas[clause] == "hold" and _counts_captives(parse, clause)
    people = parse.heads[clause]
    if parse.lemmas[people] in _SUPPOSED:
        return False  # "in the case the army attacked"
    one = parse.tags[people] == "NN" and any(
        parse.lower[word] in {"a", "an", "the"} for word in parse.kids(people, "det")
    )
    return (told or held) and (one or parse.tags[people] in {"NNS", "NNPS", "NNP"})


def _befell(parse: Parse, verb: int) -> bool:
    """Whether a verb is a passive of the past: "the release of reporters who were kidnapped"."""
    return any(parse.lower[aux] in {"was", "were"} for aux in parse.kids(verb, "auxpass"))


def _counts_captives(parse: Parse, verb: int) -> bool:
    """Whether some people, by their number or name, are held: "against militants holding two reporters"."""
    held = parse.kids(verb, "dobj")
    return any(parse.tags[person] == "NNP" or parse.kids(person, "nummod", "poss") for person in held)


def _why_past(parse: Parse, clause: int, marks: set[str]) -> str | None:
    """Why a clause that tells when is of long ago: "their first blockade since they took up arms"; else None."""
    pronoun = any(parse.pos[child] == "PRON" for child in parse.kids(clause, "nsubj"))
    return "told of before" if "since" in marks and pronoun else None


def why_conditional(parse: Parse, reading: Reading) -> str | None:
    """Why what somebody orders is not yet done: only if something happens ("ordered them to strike if"); else None."""
    contents = list(reading.chain())[1:] if reading.operator in {None, "do"} else []
    clauses = (clause for inner in contents for clause in parse.kids(inner.token, "advcl"))
    marks = {parse.lower[mark] for clause in clauses for mark in parse.kids(clause, "mark")}
    return "conditional" if marks & {"if", "unless"} else None


def _is_presupposed(parse: Parse, token: int) -> bool:
    """Whether a noun tells of what happened, whatever is said of its phrase: "to bury the victims of the attack"."""
    preposition = parse.heads[token]
    if parse.deps[token] != "pobj" or parse.lower[preposition] == "since":
        return parse.deps[token] == "pobj"  # "plan to leave since the kidnapping"
    if parse.lower[preposition] in _AFTERWARDS and parse.lemmas[token] in _ATROCITIES and _is_definite(parse, token):
        return True  # "allowed them to set up a camp after the attack on"
    above = parse.lemmas[parse.heads[preposition]]
    return parse.lower[preposition] in {"of", "from"} and above in {"victim", "survivor", "aftermath", "wake"}


def _is_definite(parse: Parse, noun: int) -> bool:
    return any(parse.lower[word] == "the" for word in parse.kids(noun, "det"))


def _is_sought(parse: Parse, leading: int) -> bool:
    """Whether someone asks for what might lead to an act: "seek clues leading to the arrest"."""
    return (
        parse.lower[leading] == "leading"
        and parse.deps[leading] == "acl"
        and parse.lemmas[parse.heads[leading]] in _LEADS
    )


def _unreal_noun(parse: Parse, token: int) -> str | None:
    """Why an event noun itself, or the phrase in which it stands, tells of nothing that happened."""
    frame = parse.frame(token)
    if frame.negated:
        return "negated"
    doubts = {parse.lemmas[child] for child in frame.modifiers} & _DOUBT
    if doubts and not (doubts == {"suspected"} and parse.lemmas[token] in _SEEN):
        return "hypothetical"
    preposition = parse.heads[token]
    if parse.deps[token] == "dobj" and parse.lemmas[token] in _RETRACTED and parse.lemmas[preposition] in _RETRACTING:
        return "not told as a fact"  # "dropped its objections to the talks"
    if parse.deps[token] == "pobj" and (
        parse.lower[preposition] not in _HAPPENED or parse.lemmas[parse.heads[preposition]] in _IRREALIS
    ):
        return "not told as a fact"
    if parse.deps[token] == "pobj" and parse.lower[preposition] == "to" and _is_sought(parse, parse.heads[preposition]):
        return "not told as a fact"
    if parse.deps[token] == "pobj" and parse.lemmas[token] in _BARRIERS and parse.lower[preposition] in _NEAR:
        return "only where something happened"
    if parse.deps[token] == "oprd" and parse.lemmas[preposition] in _NAMING:
        return "what somebody calls it"  # "his arrest, which he called persecution"
    if parse.deps[token] == "nsubj" and parse.lemmas[preposition] == "be" and parse.tags[preposition] == "VBZ":
        return "not told as a fact"  # "dialogue between them is ..."
    return None


def _unreal_clause(parse: Parse, node: int, head: int, dep: str, reader: Reader) -> str | None:
    if dep == "relcl" and any(parse.lower[child] in {"once", "formerly"} for child in parse.kids(node, "advmod")):
        return "told of before"  # "tribesmen who once fought the Americans"
    if dep == "relcl" and any(parse.lower[child] == "any" for child in parse.kids(head, "det")):
        return "hypothetical"  # "any proposal that requires it to disarm"
    if dep == "acl" and parse.deps[head] == "dobj" and parse.lemmas[parse.heads[head]] in _STOPPING:
        return "not told as a fact"  # "vetoed a resolution condemning"
    if parse.is_infinitive(node):
        return _unreal_infinitive(parse, node, head, dep, reader)
    return _unreal_finite(parse, node, head, dep, reader)


def _unreal_infinitive(parse: Parse, node: int, head: int, dep: str, reader: Reader) -> str | None:
    if dep in {"acl", "relcl"} and parse.is_first_to(head):
        return None
    if dep == "xcomp" and parse.lemmas[head] in telling_verbs():  # "claimed to have bombed a convoy"
        return None if any(parse.lower[aux] == "have" for aux in parse.kids(node, "aux")) else "not told as a fact"
    reading = reader.read(node)
    answer = reading is not None and reading.code[:2] in _ANSWERS
    if answer and dep == "xcomp" and parse.lemmas[head] in _CAUSING and parse.kids(head, "dobj", "dative"):
        above = parse.frame(head)
        return "not told as a fact" if above.modal or above.negated or parse.is_infinitive(head) else None
    if dep == "advcl" and any(parse.is_first_to(noun) for noun in parse.kids(head, "attr")):
        return None  # "became the first state in Europe to recognise Kosovo"
    if dep == "advcl" and _is_protest(reading) and not _is_protest(reader.read(head)):
        return None  # "burned tyres to protest against"
    if dep == "advcl" and parse.lemmas[head] == "appear" and parse.lemmas[node] in telling_verbs():
        return None  # "appeared on television to announce"
    carried = dep in {"advcl", "xcomp"} and parse.lemmas[head] in _CARRIERS
    if carried and reading is not None and reading.code[:2] in _UTTERED:
        return None  # "sent a message to congratulate him", "gathered to protest"
    return "not told as a fact"


def _is_protest(reading: Reading | None) -> bool:
    return reading is not None and reading.code[:2] == PROTEST


def _unreal_finite(parse: Parse, node: int, head: int, dep: str, reader: Reader) -> str | None:
    if dep == "ccomp" and parse.lemmas[head] == "be" and parse.kids(head, "attr"):
        cleft = {parse.lower[child] for child in parse.kids(node, "nsubj", "nsubjpass")}
        return None if cleft & {"that", "who"} else "not told as a fact"  # "It was Turkey that condemned"
    if dep == "ccomp" and (reason := _unsaid(parse, head)):
        return reason
    if dep == "xcomp" and parse.tags[node] in {"VBG", "VBN"} and parse.lemmas[head] in _UNDONE:
        return "denied"  # "denied sending troops to back the rebels", "risks being impeached"
    if dep == "xcomp" and parse.lemmas[head] in _PROVIDING and parse.frame(head).modal:
        return "hypothetical"  # "a plan that would include disarming his men"
    if dep == "pcomp":
        above = parse.heads[head]
        topic = {"for", "of", "about", "against"} | ({"on"} if parse.lemmas[above] in _TALKS else set())
        if parse.pos[above] == "NOUN" and parse.lower[head] in topic:
            return "not told as a fact"  # "the rationale for invading"
        if not parse.is_verb(above):
            return None
        if parse.lower[head] == "with" and parse.lemmas[above] == "charge":
            return "told of somebody else"
        if parse.lower[head] in _OTHERS and reader.senses(above):
            return "told of somebody else"
        if parse.lower[head] in {"without", "instead", "about", "than", "as"}:
            return "not told as a fact"
    return None


def _unsaid(parse: Parse, verb: int) -> str | None:
    """Why a verb does not tell its clause as a fact, or None."""
    if "unnoticed" in {parse.lower[verb], *(parse.lower[word] for word in parse.children[verb])}:
        above = verb if parse.is_verb(verb) else parse.heads[verb]
        return None if parse.frame(above).negated else "not told as a fact"  # "it did not go unnoticed that"
    if not parse.is_verb(verb) or not (parse.lemmas[verb] in telling_verbs() or _comes_out(parse, verb)):
        return "not told as a fact"
    return "negated" if parse.frame(verb).negated else None


def _is_condition(parse: Parse, node: int, marks: AbstractSet[str]) -> bool:
    """Whether a clause with some marks says on what condition something is, or until when it will not be."""
    if any(parse.lower[child - 1] == "long" for child in parse.kids(node, "mark") if child):
        return True  # "as long as Israel halted its raids"
    if "before" in marks and parse.deps[node] == "advcl" and _is_undone(parse, parse.heads[node]):
        return True  # "would not withdraw before the Palestinians hand over"
    return bool(marks & _CONDITIONS)


def _is_undone(parse: Parse, verb: int) -> bool:
    """Whether what a verb tells did not happen, or has not yet."""
    frame = parse.frame(verb)
    return parse.is_verb(verb) and (frame.negated or bool(frame.modal))


def _comes_out(parse: Parse, verb: int) -> bool:
    """Whether a verb says that what follows has become known."""
    how = _COMING_OUT.get(parse.lemmas[verb])
    if how is None or "it" not in {parse.lower[child] for child in parse.kids(verb, "nsubj")}:
        return False
    said = parse.kids(verb, "acomp", "prt", "prep")
    words = {parse.lower[word] for child in said for word in (child, *parse.kids(child, "pobj"))}
    return not how or not words.isdisjoint(how.split())


def points_back(parse: Parse, token: int) -> bool:
    """Whether a noun points back at what was told: "the move", "this offer"."""
    return (
        parse.pos[token] == "NOUN"
        and any(
            parse.lower[child] in {"the", "this", "that", "these", "those", "such"}
            for child in parse.kids(token, "det")
        )
        and not parse.kids(token, "prep", "relcl", "acl", "poss")
    )


def is_reckoned(parse: Parse, token: int) -> bool:
    """Whether a verb sums up years: "fighting that has killed 65,000 people since 1983"."""
    since = (word for word in parse.kids(token, "prep") if parse.lower[word] == "since")
    years = (year for word in since for year in parse.kids(word, "pobj"))
    has = any(parse.lemmas[aux] == "have" for aux in parse.kids(token, "aux"))
    return has and any(parse.words[year].isdigit() and len(parse.words[year]) == 4 for year in years)


def advisers(parse: Parse, token: int) -> list[int]:
    """Who says, or only suggests, what should be done in the clause that a predicate heads."""
    return speakers(parse, token, _ADVISING)


def speakers(parse: Parse, token: int, also: frozenset[str] = frozenset()) -> list[int]:
    """Who says the clause that a predicate heads; of verbs of saying, or `also` of others."""
    for node in parse.ancestors(token):
        if parse.is_verb(node) and (parse.lemmas[node] in telling_verbs() or parse.lemmas[node] in also):
            subject = parse.surface_subject(node)
            return [] if subject is None else [subject]
    return []
