"""Where the words of a mention stand in its sentence."""

from __future__ import annotations

Span = tuple[int, int]


def marks(sentence: str, actor: str | None, act: str | None, target: str | None) -> list[Span | None]:
    """Find the words for actor, act and target, which the tables give as text.

    The act is found first; the parties are the nearest to it of the places where their words stand, and apart
    from each other where they can be.

    Args:
        sentence: the sentence, or as much of it as is published.
        actor: the words for the actor; None where nobody marked them.
        act: likewise.
        target: likewise.

    Returns:
        Start and end in the sentence of actor, act and target, in Unicode code points; None where the words are
        not in it.
    """
    place = next(iter(_places(sentence, act)), None)
    near = place or (0, 0)
    actors = sorted(_places(sentence, actor), key=lambda span: _distance(span, near))
    whose = actors[0] if actors else None
    targets = sorted(
        _places(sentence, target),
        key=lambda span: (whose is not None and _distance(span, whose) < 0, _distance(span, near)),
    )
    return [whose, place, targets[0] if targets else None]


def _places(sentence: str, words: str | None) -> list[Span]:
    """Where the words stand: as whole words, or if they nowhere do, as letters."""
    if not words:
        return []
    found, start = [], sentence.find(words)
    while start >= 0:
        found.append((start, start + len(words)))
        start = sentence.find(words, start + 1)
    whole = [
        (start, end)
        for start, end in found
        if not (start and _is_letter(sentence[start - 1])) and not _is_letter(sentence[end : end + 1])
    ]
    return whole or found


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _distance(one: Span, other: Span) -> int:
    """Characters between two spans; less than 0 where they share some."""
    return max(one[0], other[0]) - min(one[1], other[1])
