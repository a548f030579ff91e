"""Kinds of acts, by their CAMEO codes, for which who does them to whom is read in a way of its own."""

from __future__ import annotations

PROTEST = "14"
VISIT = "042"
VIOLENT = frozenset({"18", "19", "20"})
VERDICTS = frozenset("sentence jail convict charge imprison indict try execute acquit fine".split())
"""The verbs of what courts do to somebody for what he did before, wherever that was."""
