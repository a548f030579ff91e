"""What a cell says, written so that nothing acts upon it: no terminal, parser or browser."""

from __future__ import annotations

import json
import re

_LONGEST = 3_000  # GitHub cuts what is longer than 4,096

encode_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def printable(text: str, longest: int = _LONGEST) -> str:
    r"""Text on one line, for a person to read.

    Args:
        text: Any text, lone surrogates included.
        longest: What is longer is cut, and how much is missing is said.

    Returns:
        Control characters, and others that cannot be seen, as escapes like ``\x1b`` or ``\u202e``; the rest as
        it is. Every character is one of XML 1.0.
    """
    if len(text) > longest:
        text = f"{text[:longest]}… ({len(text) - longest:,} more characters)"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def code_span(text: str) -> str:
    """Text between Markdown's backticks, on one line, where nothing in it is markup, an address or a name to notify."""
    text = printable(text)
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def as_json(value: object) -> str:
    r"""A value as JSON on one line, readable, and with what cannot be seen as escapes like ``\u202e``."""
    return visible_json(encode_json(value))


def visible_json(text: str) -> str:
    r"""JSON on one line, with what cannot be seen as escapes like ``\u202e``, which mean the same.

    Half a surrogate pair becomes the text ``\udc80`` instead: many readers refuse JSON that has one.
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return json.dumps(character.encode(errors="backslashreplace").decode())[1:-1]
