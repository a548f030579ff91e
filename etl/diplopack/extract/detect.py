"""Whether an article is in another language than English.

An English article must never be lost, so a doubt counts as English: a text is foreign only when it is long
enough to tell, has few of the words without which nobody writes English, and the detector is sure, at its
beginning and at its end. Most articles have those words, and never come to the detector.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py3langid.langid import LanguageIdentifier

_ENGLISH = "English"
_ENGLISH_WORDS = ("the", "and", "of")
_ENGLISH_SHARE = 0.06  # of the words; in English news it is 0.12, in other languages below 0.01
_SHORTEST = 150  # bytes in UTF-8: two sentences, or fifty Chinese characters
_SURE = 0.9
_PIECE = 2000  # characters looked at, at either end


def foreign_language(text: str) -> str | None:
    """Return the English name of a text's language where that is surely not English, else None.

    The same text gives the same answer everywhere; nothing is fetched. Languages that differ too little are
    one here (`Indonesian or Malay`). A text of less than 150 bytes in UTF-8 counts as English.
    """
    language = _foreign(text[:_PIECE])
    if language is None or len(text) <= _PIECE:
        return language
    return language if _foreign(text[-_PIECE:]) is not None else None


def _foreign(text: str) -> str | None:
    """The same for a piece of a text."""
    words = text.lower().split()
    if sum(words.count(word) for word in _ENGLISH_WORDS) >= _ENGLISH_SHARE * len(words):
        return None
    if len(text.encode(errors="replace")) < _SHORTEST:
        return None
    if _is_capitals(text):
        text = text.lower()
    shares: dict[str, float] = {}
    for code, share in _identifier().rank(text):
        name = _names()[code]
        shares[name] = shares.get(name, 0) + share
    language = max(shares, key=lambda name: shares[name])
    return language if language != _ENGLISH and shares[language] >= _SURE else None


def _is_capitals(text: str) -> bool:
    """Whether a text is set in capitals, which the detector has not learned."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals > small


@functools.cache
def _identifier() -> LanguageIdentifier:
    """The detector for our languages; its model takes 0.6 seconds and 100 MB, once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_names()))
    return identifier


@functools.cache
def _names() -> Mapping[str, str]:
    """English names of languages by ISO 639 code.

    Left out of the model's languages are those without newspapers, which it takes lists of names for; Nigerian
    Pidgin counts as English for the same reason.
    """
    content = resources.files(__package__).joinpath("languages.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(content.splitlines())}
