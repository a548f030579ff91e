"""Participles and bare relative clauses put below those of whom they tell, where the parser has them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.frames import SUBJECTS

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse

# Whom somebody does this to may be told of by it: "the militants it blames for".
_BLAMING = frozenset({"blame", "accuse", "suspect"})
# Whoever suffers something may be told of by these: "two men accused of spying".
_TOLD_OF = frozenset({"accuse", "suspect", "charge", "convict", "want", "believe"})
# Who was done this to is told of as somebody whom something befell afterwards.
_HOLDING = frozenset({"hold", "kidnap", "abduct", "seize", "capture", "detain", "arrest", "jail", "accuse", "shoot"})
_CLAUSES = frozenset({"advcl", "ccomp", "acl", "conj", "parataxis"})
_TIMES = frozenset({"after", "before", "since"})
_OWED = frozenset({"debt", "money", "sum", "amount"})
# Whom one takes somebody for: "men believed to be rebels".
_TAKEN_FOR = frozenset({"believed", "thought", "said", "suspected", "presumed", "understood", "known", "reported"})
# What tells of those who stand before it, and not of who did something to them.
_DESCRIBING = frozenset(
    "protesting demonstrating planting laying guarding carrying escorting patrolling riding wearing hiding fleeing "
    "training waiting traveling travelling working living sheltering".split()
)
# What crowds do, and those who face them do not.
_RAISING = frozenset({"protesting", "demonstrating"})
_FACING = frozenset({"police", "policeman", "officer", "soldier", "troop", "force", "guard", "gendarme", "army"})
_CROWDS = frozenset(
    "crowd protester demonstrator student worker farmer people villager resident supporter activist thousand hundred "
    "refugee miner youth".split()
)
# What kills does so, and not what it struck: "the bombing of a ship, which killed ten".
_ATTACKS = frozenset({"bombing", "attack", "blast", "explosion", "raid", "strike", "shelling", "shooting", "airstrike"})
_STRUCK = frozenset({"of", "on", "at", "in", "near", "outside", "against"})
_HURTING = frozenset({"kill", "wound", "injure", "claim", "hurt"})
_CAPTIVES = frozenset({"hostage", "prisoner", "captive"})


def attach(parse: Parse) -> None:
    """Attach the participles of a sentence; its lists are changed."""
    if "held" in parse.lower or not _TAKEN_FOR.isdisjoint(parse.lower):
        _describe(parse)
    taken = [token for token, word in enumerate(parse.lower) if word == "taken" and _is_captivity(parse, token)]
    for token in taken:
        parse.tags[token], parse.deps[token + 1] = "VBN", "oprd"
    _see_to_clauses(parse, taken)
    if "which" in parse.lower and not _HURTING.isdisjoint(parse.lemmas):
        _give_to_attack(parse)
    _raise(parse)
    if "were" in parse.lower or "was" in parse.lower:  # "journalists held hostage were freed"
        for verb, lemma in enumerate(parse.lemmas):
            if (lemma in _HOLDING or verb in taken) and parse.tags[verb] in {"VBD", "VBN"}:
                _put_below(parse, verb)
    for token in taken:
        for subject in parse.kids(token, "nsubj"):
            parse.deps[subject] = "nsubjpass"


def _see_to_clauses(parse: Parse, taken: list[int]) -> None:
    """See to each clause by what the parser takes it for; `taken` are those of captivity."""
    for token, dep in enumerate(parse.deps):
        if dep not in _CLAUSES:
            continue
        if dep == "advcl" and parse.lower[token] in _DESCRIBING:
            _give_to_crowd(parse, token)
        elif dep == "ccomp":
            _see_to_complement(parse, token, taken)
        elif dep == "acl" and parse.tags[token] in {"VBN", "VBD"}:
            _tell_when(parse, token)
        elif dep in {"conj", "parataxis"} and parse.lemmas[token] == "owe":
            _attach_to_debt(parse, token)


def _see_to_complement(parse: Parse, verb: int, taken: list[int]) -> None:
    """See to a verb that is read as what somebody says, and rather tells of whom or what stands before it."""
    if parse.lemmas[verb] in _TOLD_OF or verb in taken:
        _attach_to_object(parse, verb)
    elif parse.lemmas[verb] in _BLAMING:
        _attach_to_blamed(parse, verb)
    elif parse.lemmas[verb] == "owe":
        _attach_to_debt(parse, verb)


def _describe(parse: Parse) -> None:
    """See to what tells who somebody is: "people believed to be rebels", "Finns held hostage"."""
    for token, word in enumerate(parse.lower[:-1]):
        if word in _TAKEN_FOR and parse.lower[token + 1 : token + 3] == ["to", "be"]:
            _take_for(parse, token)
        elif word == "held" and token and parse.lemmas[token + 1] in _CAPTIVES:
            _describe_captives(parse, token)


def _take_for(parse: Parse, participle: int) -> None:
    """In "men thought to be Chechens attacked", read as that they thought, these are who attacked."""
    be, subject = participle + 2, parse.kids(participle, *SUBJECTS)
    alone = parse.heads[participle] == participle and not parse.kids(participle, "aux", "auxpass", "cc")
    if alone and len(subject) == 1 and subject[0] < participle:
        verbs = [verb for head in (participle, be) for verb in parse.kids(head, "conj", "ccomp") if verb > be]
        if not verbs:
            return
        main, noun = verbs[0], subject[0]
        for named in parse.kids(main, *SUBJECTS):
            parse.move(named, be, "attr")
        parse.children[parse.heads[main]].remove(main)
        parse.heads[main], parse.deps[main] = main, "ROOT"
        parse.move(noun, main, "nsubjpass" if parse.kids(main, "auxpass") else "nsubj")
        parse.children[noun] = sorted([*parse.children[noun], participle])
        parse.heads[participle], parse.deps[participle], parse.tags[participle] = noun, "acl", "VBN"
    if parse.deps[participle] == "acl":
        for named in parse.kids(be, "attr"):
            parse.move(named, parse.heads[participle], "appos")


def _raise(parse: Parse) -> None:
    """In "the minister pressed leaders to remain", read as pressed leaders who are to remain, he presses them."""
    if "to" not in parse.lower:
        return
    root = next((token for token, head in enumerate(parse.heads) if token == head), 0)
    subject = next(iter(parse.kids(root, "nsubj")), None)
    if subject is None or subject > root or not any(parse.lower[aux] == "to" for aux in parse.kids(root, "aux")):
        return
    verb = subject + 1
    noun = parse.heads[verb]
    if parse.tags[verb] != "VBN" or parse.deps[verb] != "amod" or parse.deps[noun] != "appos":
        return
    if parse.heads[noun] != subject:
        return
    for child in parse.kids(root, "punct"):
        parse.move(child, verb, "punct")
    parse.children[noun].remove(verb)
    parse.heads[verb], parse.deps[verb], parse.tags[verb], parse.pos[verb] = verb, "ROOT", "VBD", "VERB"
    parse.move(subject, verb, "nsubj")
    parse.move(noun, verb, "dobj")
    parse.heads[root], parse.deps[root] = verb, "xcomp"
    parse.children[verb] = sorted([*parse.children[verb], root])


def _is_captivity(parse: Parse, taken: int) -> bool:
    """Whether somebody was taken, whom the parser takes for the taker: "engineers taken hostage"."""
    captive = taken + 1 < len(parse) and parse.lemmas[taken + 1] in _CAPTIVES
    return captive and bool(parse.kids(taken, "nsubj")) and not parse.kids(taken, "aux", "auxpass")


def _describe_captives(parse: Parse, held: int) -> None:
    """In "asked for the release of two Finns held hostage" nobody who asks holds anybody."""
    noun = held - 1
    alone = parse.tags[held] == "VBD" and not parse.kids(held, *SUBJECTS, "aux", "auxpass", "cc")
    if alone and parse.tags[noun] in {"NN", "NNS", "NNP", "NNPS"} and parse.heads[held] != held:
        parse.move(held, noun, "acl")
        parse.tags[held], parse.deps[held + 1] = "VBN", "oprd"


def _give_to_crowd(parse: Parse, participle: int) -> None:
    """In "fired at students protesting the war" and "at crowds on Friday, protesting the arrests" these protest."""
    if parse.tags[participle - 1] in {"NNS", "NNPS"} and parse.heads[participle] < participle - 1:
        parse.move(participle, participle - 1, "acl")
        return
    if parse.words[participle - 1] != "," or parse.lower[participle] not in _RAISING:
        return
    verb = parse.heads[participle]
    if not any(parse.lemmas[subject] in _FACING for subject in parse.kids(verb, *SUBJECTS)):
        return
    below = [noun for word in parse.kids(verb, "prep") for noun in parse.kids(word, "pobj")]
    crowds = [noun for noun in (*parse.kids(verb, "dobj"), *below) if parse.lemmas[noun] in _CROWDS]
    if crowds:
        parse.move(participle, crowds[-1], "acl")


def _put_below(parse: Parse, verb: int) -> None:
    """Let what is told of those who suffer the passive after it tell who they are."""
    subject, above = parse.kids(verb, "nsubj"), parse.heads[verb]
    if above == verb:
        mains = [] if parse.kids(verb, "cc") else parse.kids(verb, "conj")
    else:
        mains = [above] if parse.deps[verb] == "ccomp" and verb < above else []
    mains = [main for main in mains if parse.kids(main, "auxpass") and not parse.kids(main, *SUBJECTS)]
    if len(subject) != 1 or not mains:
        return
    main = mains[0]
    if above == verb:
        parse.children[verb].remove(main)
        parse.heads[main], parse.deps[main] = main, "ROOT"
    else:
        parse.children[main].remove(verb)
    parse.move(subject[0], main, "nsubjpass")
    parse.children[subject[0]] = sorted([*parse.children[subject[0]], verb])
    parse.heads[verb], parse.deps[verb], parse.tags[verb] = subject[0], "acl", "VBN"


def _attach_to_blamed(parse: Parse, verb: int) -> None:
    """In "pursue rebels it blames for an attack" those before the pronoun are blamed."""
    subject = parse.kids(verb, "nsubj")
    if len(subject) == 1 and parse.tags[subject[0]] == "PRP" and not parse.kids(verb, "dobj", "mark", "auxpass"):
        noun = subject[0] - 1
        if noun >= 0 and parse.tags[noun] in {"NN", "NNS", "NNP", "NNPS"} and noun not in set(parse.subtree(verb)):
            parse.move(verb, noun, "relcl")


def _give_to_attack(parse: Parse) -> None:
    """In "the bombing of a ship, which killed ten" it was the bombing that did."""
    for verb, dep in enumerate(parse.deps):
        if dep != "relcl" or parse.lemmas[verb] not in _HURTING:
            continue
        subject = {parse.lower[word] for word in parse.kids(verb, "nsubj")}
        struck = [noun for noun in parse.ancestors(verb) if parse.deps[noun] == "pobj"]
        for preposition in (parse.heads[noun] for noun in struck[:2]):
            attack = parse.heads[preposition]
            if subject == {"which"} and parse.lower[preposition] in _STRUCK and parse.lemmas[attack] in _ATTACKS:
                parse.move(verb, attack, "relcl")
                break


def _tell_when(parse: Parse, verb: int) -> None:
    """In "fled after bombs killed ten", read as bombs that were killed, they did so."""
    noun = parse.heads[verb]
    preposition = parse.heads[noun]
    if parse.deps[noun] != "pobj" or parse.lower[preposition] not in _TIMES or not parse.kids(verb, "dobj"):
        return
    above = parse.heads[preposition]
    if parse.is_verb(above) and not parse.kids(verb, "agent", "aux", "auxpass"):
        parse.move(verb, above, "advcl")
        parse.move(preposition, verb, "mark")
        parse.move(noun, verb, "nsubj")
        parse.tags[verb] = "VBD"


def _attach_to_debt(parse: Parse, verb: int) -> None:
    """In "cancel the debt Iraq owes" that is what it owes."""
    subject = parse.kids(verb, "nsubj")
    noun = min(parse.subtree(subject[0])) - 1 if len(subject) == 1 else -1
    if noun >= 0 and parse.lemmas[noun] in _OWED and not parse.kids(verb, "mark", "cc"):
        parse.move(verb, noun, "relcl")


def _attach_to_object(parse: Parse, participle: int) -> None:
    """In "executed two Afghans accused of spying", read as that they accused, they are whom it was done to."""
    verb, subject = parse.heads[participle], parse.kids(participle, *SUBJECTS)
    alone = parse.tags[participle] == "VBN" and not parse.kids(participle, "aux", "auxpass", "mark")
    if alone and len(subject) == 1 and parse.is_verb(verb) and verb < subject[0] and not parse.kids(verb, "dobj"):
        parse.move(subject[0], verb, "dobj")
        parse.move(participle, subject[0], "acl")
        for other in parse.kids(participle, "conj"):
            if parse.tags[other] == "VBD":
                parse.move(other, verb, "conj")  # "killed soldiers taken hostage and posted a video"
