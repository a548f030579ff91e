"""Words that are both verb and noun, set right where the parser took one for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplopack.transform.syntax import Parse

# At the beginning of a sentence these are taken for names.
_MISSILES = frozenset({"rockets", "shells", "missiles", "mortars", "bombs"})
# What somebody says or does, as a noun: "questioned UN estimates that".
_UTTERANCES = frozenset(
    "estimate claim report charge demand plan call offer request promise appeal proposal comment complaint".split()
)
_HOMOGRAPHS = frozenset({"wanted", "heads", "risks", "shot", "open"} | {f"{word}s" for word in _UTTERANCES})
# Who does this does it to a thing, and does not say a clause without "that".
_DISPUTING = frozenset(
    "question reject dispute dismiss denounce welcome condemn criticize criticise challenge refute rebut contest doubt "
    "scorn ridicule endorse back support".split()
)


def part(parse: Parse) -> None:
    """Set right the nouns and verbs of a sentence; its lists are changed."""
    if parse.tags[0] == "NNPS" and parse.lower[0] in _MISSILES:
        parse.tags[0], parse.pos[0] = "NNS", "NOUN"  # "Rockets rained on the city", and no team of that name
    if _HOMOGRAPHS.isdisjoint(parse.lower):
        return
    for token, tag in enumerate(parse.tags):
        if token == 0:
            continue  # each of these follows something
        if parse.lower[token] == "wanted" and tag == "VBN":
            _take_for_adjective(parse, token)
        elif tag == "VBZ" and parse.lemmas[token] in _UTTERANCES:
            _take_for_noun(parse, token)
        elif tag == "NNS" and parse.lower[token] == "heads":
            _take_for_verb(parse, token)
        elif tag == "NNS" and parse.lower[token] == "risks" and parse.tags[token + 1 : token + 2] == ["VBG"]:
            _take_for_risking(parse, token)
        elif tag == "NN" and parse.lower[token : token + 2] == ["shot", "dead"]:
            _take_for_participle(parse, token)
        elif parse.lower[token] == "open" and parse.lemmas[token - 1] == "leave":
            _take_for_state(parse, token)


def _take_for_noun(parse: Parse, word: int) -> None:
    """In "rejected U.S. claims that" nobody claims anything, but some rejected what the U.S. claimed."""
    verb, owner = parse.heads[word], word - 1
    if parse.deps[word] != "ccomp" or parse.lemmas[verb] not in _DISPUTING or owner <= verb:
        return
    if parse.heads[owner] not in {verb, word} or parse.deps[owner] not in {"dobj", "nsubj", "compound"}:
        return
    parse.tags[word], parse.pos[word], parse.deps[word] = "NNS", "NOUN", "dobj"
    parse.move(owner, word, "compound")
    for clause in parse.kids(word, "ccomp"):
        parse.deps[clause] = "acl"


def _take_for_verb(parse: Parse, word: int) -> None:
    """In "An envoy heads to Tehran" somebody goes there, and is no head."""
    subject = word - 1
    if parse.heads[word] != word or parse.words[word + 1 : word + 2] != ["to"] or parse.deps[subject] != "compound":
        return
    parse.tags[word], parse.pos[word], parse.lemmas[word] = "VBZ", "VERB", "head"
    parse.move(subject, word, "nsubj")
    for child in parse.kids(word, "det", "amod", "compound", "poss", "nummod"):
        parse.move(child, subject, parse.deps[child])


def _take_for_participle(parse: Parse, word: int) -> None:
    """In "A French national shot dead in Oslo was named" nobody tells of a shot, but of who was shot."""
    noun, above = word - 1, parse.heads[word]
    if parse.heads[noun] != word or above == word or parse.deps[noun] not in {"amod", "compound", "nmod"}:
        return
    parse.move(noun, above, parse.deps[word])
    for child in [child for child in parse.children[word] if child < noun]:
        parse.move(child, noun, parse.deps[child])
    parse.move(word, noun, "acl")
    parse.pos[noun], parse.tags[noun], parse.deps[word + 1] = "NOUN", "NN", "oprd"
    parse.pos[word], parse.tags[word], parse.lemmas[word] = "VERB", "VBN", "shoot"


def _take_for_risking(parse: Parse, word: int) -> None:
    """In "said the premier risks being killed" he is at risk, and no risks are killed."""
    subject, verb = word - 1, parse.heads[word]
    if parse.heads[subject] != word or parse.deps[word] not in {"nsubj", "nsubjpass"} or verb <= word:
        return
    parse.tags[word], parse.pos[word], parse.lemmas[word] = "VBZ", "VERB", "risk"
    above, label = parse.heads[verb], parse.deps[verb]
    if above == verb:
        return
    parse.move(word, above, label)
    parse.move(verb, word, "xcomp")
    for child in [child for child in parse.children[word] if child < subject]:
        parse.move(child, subject, parse.deps[child])
    parse.move(subject, word, "nsubj")
    for mark in parse.kids(verb, "mark"):
        parse.move(mark, word, "mark")


def _take_for_state(parse: Parse, word: int) -> None:
    """In "left open the option of attacking" nobody opens an attack."""
    verb = word - 1
    if parse.is_verb(verb) and parse.pos[word] in {"VERB", "ADJ"} and parse.heads[word] != word:
        for child in parse.kids(word, "dobj"):
            parse.move(child, verb, "dobj")
        if verb not in parse.ancestors(word):
            return
        parse.move(word, verb, "advmod")
        parse.tags[word], parse.pos[word] = "JJ", "ADJ"


def _take_for_adjective(parse: Parse, word: int) -> None:
    """In "a gang led by wanted bomber Ali Hassan" nobody wanted the gang, but Hassan leads it."""
    by, name = word - 1, word + 1
    if parse.deps[word] != "acl" or parse.deps[by] != "agent" or parse.kids(by, "pobj"):
        return
    while name < len(parse) and parse.deps[name] == "compound":
        name += 1
    if name < len(parse) and parse.deps[name] == "nsubj":
        parse.move(name, by, "pobj")
        parse.move(word, name, "amod")
        parse.tags[word], parse.pos[word] = "JJ", "ADJ"
