"""Who says something, and what is said, put where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack.transform.frames import SUBJECTS

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse


def put_right(parse: Parse) -> None:
    """See to who says something, and to what is said."""
    if "said" in parse.lower:
        _part_sayers(parse)
        _give_subjects(parse)
        _put_results_below(parse)
    if "saying" in parse.lower:
        _raise_sayer(parse)


def _part_sayers(parse: Parse) -> None:
    """In "killed ten policemen, residents and rights groups said" those who say it are not of the killed."""
    for verb, word in enumerate(parse.lower):
        if word != "said" or parse.heads[verb] != verb or parse.kids(verb, *SUBJECTS):
            continue
        node = min([verb, *parse.kids(verb, "aux")]) - 1
        node -= parse.words[node] == ","  # "an embargo on China, Ann Bot, a minister, said"
        if node < 0:
            continue
        while not _is_set_apart(parse, node) and parse.heads[node] < node:
            node = parse.heads[node]
        while _is_set_apart(parse, node) and _is_set_apart(parse, parse.heads[node]):
            node = parse.heads[node]
        if _is_set_apart(parse, node) and parse.pos[node] in {"NOUN", "PROPN"}:
            parse.move(node, verb, "nsubj")


def _give_subjects(parse: Parse) -> None:
    """In "said the loss of the town after the truce was a scandal" the loss, read as what was said, was one."""
    for verb, word in enumerate(parse.lower):
        things, clauses = parse.kids(verb, "dobj"), parse.kids(verb, "ccomp")
        if word == "said" and len(things) == len(clauses) == 1 and verb < things[0] < clauses[0]:
            clause = clauses[0]
            if parse.tags[clause] in {"VBD", "VBZ", "VBP"} and not parse.kids(clause, *SUBJECTS, "mark"):
                parse.move(things[0], clause, "nsubj")


def _put_results_below(parse: Parse) -> None:
    """In "jets hit the town, residents said, killing ten" those who say it killed nobody."""
    for said, word in enumerate(parse.lower):
        told = [clause for clause in parse.kids(said, "ccomp") if clause < said] if word == "said" else []
        if not told or parse.words[said - 1] == "," or parse.words[said + 1 : said + 2] != [","]:
            continue
        for result in parse.kids(said, "advcl"):
            if parse.tags[result] == "VBG" and not parse.kids(result, "mark", *SUBJECTS):
                parse.move(result, told[-1], "advcl")


def _raise_sayer(parse: Parse) -> None:
    """In "Unions criticized Chad, saying in a report the state had failed" what was said is not the main clause."""
    for saying, word in enumerate(parse.lower):
        verb = parse.heads[saying]
        said = parse.heads[verb]
        if (
            word != "saying"
            or parse.deps[saying] != "advcl"
            or parse.deps[verb] != "ccomp"
            or parse.heads[said] != said
        ):
            continue
        subject = parse.kids(said, *SUBJECTS)
        if verb < saying < said and subject and saying < subject[0] and not parse.kids(saying, "ccomp", "dobj"):
            parse.children[said].remove(verb)
            parse.heads[verb], parse.deps[verb] = verb, "ROOT"
            parse.children[saying] = sorted([*parse.children[saying], said])
            parse.heads[said], parse.deps[said] = saying, "ccomp"


def put_above(parse: Parse, verb: int) -> None:
    """In "Syria must pull out, the president said" the first clause, read as the main one, is what was said."""
    said = parse.heads[verb]
    subject = parse.kids(verb, "nsubj")
    if parse.deps[verb] != "conj" or parse.heads[said] != said or not subject or parse.kids(verb, "dobj"):
        return
    first = min(parse.subtree(subject[0]))
    other = next(iter(parse.kids(verb, "ccomp")), None)
    joined = [word for word in parse.kids(said, "cc") if other is not None and said < word < other < first]
    if other is not None and not joined:
        return
    if other is not None and parse.words[first - 1] == ",":
        parse.move(other, said, "conj")  # "two were killed and three were wounded, the army said"
    if parse.words[first - 1] == "," and (other is not None or not parse.kids(said, "cc")):
        parse.children[said].remove(verb)
        parse.children[verb] = sorted([*parse.children[verb], said])
        parse.heads[verb], parse.deps[verb] = verb, "ROOT"
        parse.heads[said], parse.deps[said] = verb, "ccomp"


def _is_set_apart(parse: Parse, noun: int) -> bool:
    """Whether a noun is read as going on with another after a comma."""
    return parse.deps[noun] in {"conj", "appos"} and parse.words[min(parse.subtree(noun)) - 1] == ","
