"""Parses set right where the parser often errs: each function mends one class of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform import dated_nouns, homographs, of_phrases, participles, sayings
from diplopack.transform.frames import SUBJECTS

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse

# What only nouns are to a verb or preposition; of gerunds the parser says something else.
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_LOOSE = frozenset({"advcl", "acl", "npadvmod"})
_AMID = frozenset({"in", "amid", "during"})
# What somebody is called stands after whom these call so.
_NAMING = frozenset({"brand", "label", "dub", "call", "declare", "pronounce", "term", "proclaim"})
# What these bid somebody to do stands as an infinitive after him.
_BIDDING = frozenset("order urge tell force instruct invite warn persuade compel authorize authorise enable".split())
# What these are about may stand as a gerund after them.
_ASKING_DEEDS = frozenset("recommend propose suggest consider oppose favour favor advocate contemplate mull".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_WEAPONS = frozenset(
    "air artillery rocket mortar missile ground land sea naval tank gun bomb grenade helicopter".split()
)


def mend(parse: Parse) -> None:
    """Set right what the parser often gets wrong in a sentence; its lists are changed."""
    homographs.part(parse)
    words = frozenset(parse.lower)
    if {"the", ","} <= words:
        dated_nouns.put_right(parse)
    if "visiting" in words:
        _attach_visitors(parse)
    _raise_verb(parse)
    participles.attach(parse)
    _see_to_labels(parse)
    if not _DAYS.isdisjoint(words):
        _part_days(parse)
    sayings.put_right(parse)
    if "of" in words:
        of_phrases.place(parse)
    if "dative" in parse.deps:
        _give(parse)
    if not _WEAPONS.isdisjoint(parse.lemmas):
        _share_head(parse)
    if "loyal" in words:
        _take_for_descriptions(parse)


def _see_to_labels(parse: Parse) -> None:
    """See to each token by what the parser takes it for."""
    for token, dep in enumerate(parse.deps):
        if dep == "nmod":
            _part_coordination(parse, token)
        elif parse.tags[token] == "VBG" and (dep in _NOMINAL or _is_amid_fighting(parse, token)):
            parse.pos[token], parse.lemmas[token] = "NOUN", parse.lower[token]  # "Fighting resumed in the city"
            parse.deps[token] = "pobj" if dep == "pcomp" else dep
        elif dep == "nsubj":
            if parse.words[token + 1 : token + 2] == [","]:
                _join_subjects(parse, token)
            elif parse.tags[token] == "NN" and parse.tags[token + 1 : token + 2] == ["NNP"]:
                _join_title(parse, token)
        elif dep == "conj":
            _see_to_conjunct(parse, token)
        elif dep == "ccomp" and (";" in parse.words[token : parse.heads[token]] or _is_commented(parse, token)):
            parse.deps[token] = "parataxis"
        elif dep in _LOOSE:
            _make_complement(parse, token, dep)


def _see_to_conjunct(parse: Parse, token: int) -> None:
    """See to a verb that was put beside one with which it does not go."""
    if parse.lemmas[token] == "say":
        sayings.put_above(parse, token)
    elif parse.is_count(token):
        _count_more(parse, token)
    elif parse.tags[token] == "VBD" and _is_next_subject(parse, token):
        parse.move(token - 1, token, "nsubj")
    elif parse.tags[token] == "VBN" and parse.kids(token, "det") and not parse.kids(token, *SUBJECTS):
        for more in parse.kids(token, "det"):
            parse.deps[more] = "nsubjpass"  # "and another wounded"
    elif parse.tags[token] == "VBD" and parse.tags[parse.heads[token]] == "VB" and not parse.kids(token, *SUBJECTS):
        _raise_past(parse, token)


def _is_next_subject(parse: Parse, verb: int) -> bool:
    """Whether the noun before a verb is its subject, which is read as an object: "bombed the city and troops fired"."""
    noun = verb - 1
    first = parse.heads[noun]
    joined = parse.deps[noun] == "conj" and parse.lower[min(parse.subtree(noun)) - 1] == "and"
    object_of = parse.deps[first] == "dobj" and parse.heads[first] == parse.heads[verb]
    return joined and object_of and parse.tags[noun] in {"NNS", "NNPS"} and not parse.kids(verb, *SUBJECTS, "auxpass")


def _count_more(parse: Parse, more: int) -> None:
    """In "one was killed and another injured", read as another who was injured, both befell somebody."""
    verb, told = parse.heads[more], parse.kids(more, "acl")
    if parse.is_verb(verb) and len(told) == 1 and parse.tags[told[0]] in {"VBN", "VBD"} and parse.passive(verb):
        parse.move(told[0], verb, "conj")
        parse.move(more, told[0], "nsubjpass")


def _raise_past(parse: Parse, verb: int) -> None:
    """In "vowed to fight and killed ten", read as vowed to kill, both are what was done."""
    for node in parse.ancestors(verb):
        finite = parse.tags[node] in {"VBD", "VBZ", "VBP"} or (parse.tags[node] == "VBN" and parse.kids(node, "aux"))
        if finite and parse.kids(node, *SUBJECTS):
            parse.move(verb, node, "conj")
            return


def _is_amid_fighting(parse: Parse, token: int) -> bool:
    """Whether a gerund names the fighting in which something happened: "wounded in fighting with rebels"."""
    amid = parse.deps[token] == "pcomp" and parse.lower[parse.heads[token]] in _AMID
    return amid and parse.lower[token] == "fighting" and not parse.kids(token, "dobj")


def _take_for_descriptions(parse: Parse) -> None:
    """See to adjectives that are read as the root of a sentence."""
    for word, lower in enumerate(parse.lower):
        if lower == "loyal" and parse.heads[word] == word:
            _describe_by(parse, word)


def _make_complement(parse: Parse, token: int, dep: str) -> None:
    """Let what a verb asks for be its complement, which the parser often takes for something loose."""
    above = parse.heads[token]
    if dep == "advcl" and parse.tags[token] == "VBG" and parse.lower[token - 1] == "out":
        if parse.deps[token - 1] == "prt" and parse.heads[token - 1] == above:
            parse.deps[token] = "xcomp"  # "ruled out sending troops"
    elif dep == "advcl" and parse.tags[token] == "VBG" and parse.lemmas[above] in _ASKING_DEEDS:
        if "," not in parse.words[above:token] and not parse.kids(above, "dobj"):
            parse.deps[token] = "xcomp"  # "recommended yesterday sending troops"
    elif dep == "acl" and parse.tags[token] == "VB" and parse.deps[above] == "dobj":
        bids = parse.lemmas[parse.heads[above]] in _BIDDING
        if bids and any(parse.lower[aux] == "to" for aux in parse.kids(token, "aux")):
            parse.move(token, parse.heads[above], "xcomp")  # "ordered an editor to stand trial"
    elif (
        dep == "npadvmod" and parse.lemmas[above] in _NAMING and parse.kids(token, "det") and parse.kids(above, "dobj")
    ):
        parse.deps[token] = "oprd"  # "branded him a tyrant"


def _describe_by(parse: Parse, word: int) -> None:
    """In "fighters loyal to a warlord clashed with others" the adjective, read as the root, tells who they are."""
    subject = parse.kids(word, "nsubj")
    mains = [verb for verb in parse.kids(word, "advcl", "ccomp", "conj") if parse.tags[verb] == "VBD"]
    mains = [verb for verb in mains if verb > word and not parse.kids(verb, "mark", *SUBJECTS)]
    if len(subject) != 1 or not mains:
        return
    main = mains[0]
    parse.children[word].remove(main)
    parse.heads[main], parse.deps[main] = main, "ROOT"
    parse.move(subject[0], main, "nsubj")
    parse.children[subject[0]] = sorted([*parse.children[subject[0]], word])
    parse.heads[word], parse.deps[word] = subject[0], "amod"


def _is_commented(parse: Parse, verb: int) -> bool:
    """Whether a clause is followed by what was said of it: "Chad blamed Sudan, a charge Khartoum rejected"."""
    above = parse.heads[verb]
    named = [noun for noun in parse.kids(above, "dobj") if verb < noun < above and parse.kids(noun, "det")]
    if not named or parse.words[min(parse.subtree(named[0])) - 1] != ",":
        return False
    return any(named[0] < subject for subject in parse.kids(above, "nsubj"))


def _share_head(parse: Parse) -> None:
    """In "US air and artillery strikes", read as "US air" and more, all of it is strikes."""
    for strikes, dep in enumerate(parse.deps):
        weapon = strikes - 1
        first = parse.heads[strikes]
        if dep != "conj" or parse.heads[weapon] != strikes or parse.lemmas[weapon] not in _WEAPONS:
            continue
        if parse.lemmas[first] not in _WEAPONS or parse.pos[first] != "NOUN" or first != weapon - 2:
            continue
        above, label = parse.heads[first], parse.deps[first]
        if above != first:
            parse.move(strikes, above, label)
            parse.move(first, strikes, "compound")
            for child in parse.kids(first, "compound", "amod", "det", "poss", "prep"):
                parse.move(child, strikes, parse.deps[child])


def _give(parse: Parse) -> None:
    """In "give the green light on Friday to talks", read as given to the light, it is what is given."""
    for gift, dep in enumerate(parse.deps):
        if dep == "dative" and parse.tags[gift].startswith("NN"):
            verb = parse.heads[gift]
            others = {parse.lower[other] for other in parse.kids(verb, "dative")}
            if "to" in others and not parse.kids(verb, "dobj", "ccomp"):
                parse.deps[gift] = "dobj"


def _part_days(parse: Parse) -> None:
    """In "said on Saturday Kerry's remark would", read as a remark of Saturday's, it is what is spoken of."""
    for day, word in enumerate(parse.lower):
        on = day - 1
        if word not in _DAYS or day == 0 or parse.lower[on] != "on":
            continue
        noun = next((node for node in parse.ancestors(day) if parse.heads[node] == on), day)
        if noun <= day:
            continue
        said = parse.kids(parse.heads[on], "ccomp")
        if parse.deps[on] == "prep" and said and said[0] > noun and not parse.kids(said[0], *SUBJECTS, "mark"):
            parse.move(day, on, "pobj")
            parse.move(noun, said[0], "nsubj")


def _raise_verb(parse: Parse) -> None:
    """In "Indian police charged protesters", read as protesters of some kind, somebody acts."""
    root = next((token for token, head in enumerate(parse.heads) if token == head), 0)
    if parse.pos[root] not in {"NOUN", "PROPN", "NUM"} or parse.kids(root, "nsubj", "cop"):
        return
    if _raise_participle(parse, root):
        return
    told = [
        token for token, dep in enumerate(parse.deps) if dep == "acl" and parse.tags[token] == "VBD" and token > root
    ]
    if len(told) == 1 and parse.heads[told[0]] != root and parse.deps[parse.heads[told[0]]] == "pobj":
        parse.move(told[0], root, "acl")  # "tribesmen loyal to a sheikh clashed with police"
        return
    within = [child for node in (root, *parse.kids(root, "compound")) for child in parse.kids(node, "amod", "compound")]
    verb = next((child for child in within if parse.tags[child] in {"VBD", "VBN"}), root)
    if verb >= root or any(child > verb for child in parse.kids(root, "det", "poss")):
        return
    first = min(parse.subtree(verb) if not parse.kids(verb, "nsubj") else [verb])
    own = parse.kids(verb, "nsubj")
    before = [child for child in parse.kids(root, "compound", "amod", "nmod", "poss") if child == first - 1]
    subject = own[0] if own else next((child for child in before if parse.tags[child].startswith("NN")), None)
    if subject is None:
        return
    for child in list(parse.children[root]):
        if child in {verb, subject}:
            continue
        if child < subject and not own:
            parse.move(child, subject, parse.deps[child])
        elif parse.deps[child] in {"advcl", "cc", "conj", "punct"} or (
            parse.deps[child] == "prep" and parse.lower[child] != "of"
        ):
            parse.move(child, verb, parse.deps[child])
    parse.children[parse.heads[verb]].remove(verb)
    parse.heads[verb], parse.deps[verb], parse.tags[verb], parse.pos[verb] = verb, "ROOT", "VBD", "VERB"
    parse.heads[root], parse.deps[root] = verb, "dobj"
    parse.children[verb] = sorted([*parse.children[verb], root])
    if not own:
        parse.move(subject, verb, "nsubj")
        parse.pos[subject] = "PROPN" if parse.tags[subject].startswith("NNP") else "NOUN"


def _raise_participle(parse: Parse, root: int) -> bool:
    """In "two bombs killed ten people", read as bombs that were killed, they killed; whether it is so."""
    told = [verb for verb in parse.kids(root, "acl") if parse.tags[verb] in {"VBN", "VBD"} and parse.kids(verb, "dobj")]
    if (
        len(told) != 1
        or parse.kids(told[0], "agent", "aux", "auxpass", *SUBJECTS)
        or "," in parse.words[root : told[0]]
    ):
        return False
    verb = told[0]
    parse.children[root].remove(verb)
    parse.heads[verb], parse.deps[verb], parse.tags[verb] = verb, "ROOT", "VBD"
    for child in [child for child in parse.children[root] if child > verb]:
        parse.move(child, verb, parse.deps[child])
    parse.heads[root], parse.deps[root] = verb, "nsubj"
    parse.children[verb] = sorted([*parse.children[verb], root])
    return True


def _part_coordination(parse: Parse, noun: int) -> None:
    """Take "the Nepalese government and Maoist rebels", read as rebels of two kinds, for two parties."""
    head = parse.heads[noun]
    joined = [child for child in parse.kids(noun, "conj") if child < head]
    named = parse.kids(noun, "poss", "amod", "compound") or [
        child for child in parse.kids(head, "poss", "amod", "compound") if child < noun
    ]
    whole = bool(parse.pos[noun] == "NOUN" and named and parse.kids(noun, "cc"))
    if parse.pos[noun] == "PROPN" and parse.kids(noun, "cc") and [parse.pos[child] for child in joined] == ["NOUN"]:
        whole, named = True, []  # "the US and rights groups"
    if not whole or len(joined) != 1 or head < noun or parse.pos[head] != "NOUN":
        return
    parse.deps[noun] = "conj"
    other = joined[0]
    parse.move(other, head, "compound")
    for child in named:
        parse.move(child, noun, parse.deps[child])


def _join_subjects(parse: Parse, token: int) -> None:
    """In "the U.S., Japanese and South Korean navies" the first tells of the navies too."""
    others = [child for child in parse.kids(parse.heads[token], "nsubj") if child > token]
    if len(others) != 1 or parse.pos[token] != "PROPN" or parse.pos[others[0]] != "NOUN":
        return
    if parse.kids(others[0], "amod", "compound") and not parse.kids(others[0], "det", "poss"):
        parse.move(token, others[0], "compound")


def _join_title(parse: Parse, title: int) -> None:
    """In "Iraq's radical cleric Moqtada al-Sadr refused", read as two who did, the name is the cleric's."""
    verb = parse.heads[title]
    for name in parse.kids(verb, "nsubj"):
        if parse.pos[name] == "PROPN" and min(parse.subtree(name)) == title + 1:
            parse.move(title, name, "compound")
            return


def _attach_visitors(parse: Parse) -> None:
    """In "with visiting Kenyan minister ..." the participle describes whom the parser takes for its object."""
    for index, word in enumerate(parse.lower):
        above = parse.heads[index]
        if word != "visiting" or parse.deps[index] != "pcomp" or parse.lower[above] != "with":
            continue
        guest = next(iter(parse.kids(index, "dobj")), None)
        if guest is not None:
            parse.move(guest, above, "pobj")
            parse.move(index, guest, "amod")
