"""How much of the sentences of articles is published: what `schema/package.yaml` says under `sentences`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplopack import contract

if TYPE_CHECKING:
    import pyarrow as pa

_QUOTED = ("sentence", "actor_text", "action_text", "target_text")
"""The columns of mentions that hold an article's own words."""


def published_quotes(mentions: pa.Table) -> pa.Table:
    """Leave of the words of articles what the package may publish.

    Args:
        mentions: the table with whole sentences.

    Returns:
        The table with each quoted cell as it is, cut after the number of words that the contract allows, or null.
        A cut cell is the beginning of the whole one, word for word; place, length and digest stay.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    most = contract.quoted_words()
    if most is None:
        return mentions
    for name in _QUOTED:
        at = mentions.schema.get_field_index(name)
        cells = pa.nulls(mentions.num_rows, pa.string())
        if most:
            word, space = r"[^\s\p{Z}]+", r"[\s\p{Z}]"
            beginning = rf"(?s)^({space}*{word}(?:{space}+{word}){{0,{most - 1}}}).*$"
            cells = pc.replace_substring_regex(mentions[name], beginning, r"\1")
        mentions = mentions.set_column(at, mentions.schema.field(at), cells)
    return mentions
