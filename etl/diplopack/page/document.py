"""The template filled in: the style, the scripts and the content in one HTML file that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCRIPTS = "model filters chart timeline acts matrix list event codebook about main".split()
# What would end the element that holds the content, or a line of a script, and what HTML could read otherwise.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def document(title: str, content: Mapping[str, Any]) -> str:
    """Set the page.

    Args:
        title: of the document.
        content: what the scripts read, as JSON takes it.

    Returns:
        An HTML document whose policy allows its own style and script, by their digests, and no request.
    """
    folder = files("diplopack.page")
    style = folder.joinpath("page.css").read_text("utf-8")
    parts = [folder.joinpath("script", f"{name}.js").read_text("utf-8") for name in _SCRIPTS]
    script = f'"use strict";\n(() => {{\n{"".join(parts)}}})();\n'
    template = Template(folder.joinpath("template.html").read_text("utf-8"))
    return template.substitute(
        title=html.escape(title),
        policy=_policy(style, script),
        style=style,
        script=script,
        content=embedded(content),
    )


def embedded(content: Mapping[str, Any]) -> str:
    """Content as JSON that may stand in a script element, whatever text is in it."""
    return "".join(_pieces(content))


def _pieces(content: Any) -> Iterator[str]:  # noqa: ANN401  (whatever JSON takes)
    """The JSON of a content list by list: made at once, it takes many times the memory of its text."""
    if isinstance(content, dict) and content:
        for number, (key, value) in enumerate(content.items()):
            yield "," if number else "{"
            yield f"{_json(key)}:"
            yield from _pieces(value)
        yield "}"
    else:
        yield _json(content)


def _json(content: Any) -> str:  # noqa: ANN401
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_ESCAPED)


def _policy(style: str, script: str) -> str:
    """A Content Security Policy: nothing is loaded, only these two run, and no text becomes markup."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "img-src data:",  # the icon
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
