"""The coder against gold: code its texts, score what was found, and say what is wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diplopack import scoring
from diplopack.gold import read_gold
from diplopack.scoring import FoundEvent, Scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from diplopack.gold import GoldText
    from diplopack.scoring import Counts, Details, Figures, GoldEvent


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What can be said of some coded texts.

    Attributes:
        texts: the texts with what was wanted and what was found.
        strict: figures that take every gold event as required, and in its first code.
        figures: figures that honour what the gold calls optional or as good.
        details: dates and roles of the events that are right.
        reached: by CAMEO code of the gold, whether an event with it was read right.
    """

    texts: Sequence[Scored]
    strict: Figures
    figures: Figures
    details: Details
    reached: Mapping[str, bool]


def evaluate(paths: Iterable[Path]) -> dict[str, Evaluation]:
    """Code and score gold files.

    Args:
        paths: files as `diplopack.gold.read_gold` reads them.

    Returns:
        By the name of the file; if there are several, of all together as `"all"`.

    Raises:
        DataError: a file cannot be read, or lines of it are broken.
    """
    gold = {str(path): read_gold(path) for path in paths}  # all are read before the long work
    texts = {name: code_gold(lines) for name, lines in gold.items()}
    if len(texts) > 1:
        texts["all"] = [text for several in texts.values() for text in several]
    return {name: assess(several) for name, several in texts.items()}


def code_gold(gold: Sequence[GoldText]) -> list[Scored]:
    """Code the texts, one article each, and put what was found beside what was wanted."""
    from diplopack.transform import code_articles

    found = found_events(code_articles([text.article for text in gold]))
    return [
        Scored(text.article.article_id, text.article.text, text.events, found.get(text.article.article_id, []))
        for text in gold
    ]


def found_events(tables: Mapping[str, pa.Table]) -> dict[str, list[FoundEvent]]:
    """The events of each article, by its id; each once, and in the order of the text."""
    events = {row["event_id"]: row for row in tables["events"].to_pylist()}
    found: dict[str, dict[str, FoundEvent]] = defaultdict(dict)
    for mention in tables["mentions"].to_pylist():
        row = events[mention["event_id"]]
        event = FoundEvent(
            actor=row["actor_country"] or row["actor_code"],
            target=row["target_country"] or row["target_code"],
            code=row["event_code"],
            plover=row["plover"],
            actor_role=row["actor_role"],
            target_role=row["target_role"],
            date=(row["event_date"].isoformat(), row["date_precision"]),
            rule=mention["rule"],
        )
        found[mention["article_id"]].setdefault(mention["event_id"], event)
    return {article: list(rows.values()) for article, rows in found.items()}


def assess(texts: Sequence[Scored]) -> Evaluation:
    """Score texts that were coded."""
    return Evaluation(
        texts=texts,
        strict=scoring.figures(texts, strict=True),
        figures=scoring.figures(texts),
        details=scoring.details(texts),
        reached=scoring.reached_codes(texts),
    )


def as_record(evaluation: Evaluation, wrong: int) -> dict[str, Any]:
    """The evaluation as plain values for JSON, with the first `wrong` texts that are not right."""
    return {
        "texts": len(evaluation.texts),
        "texts_with_events": sum(bool(text.found) for text in evaluation.texts),
        "events_found": sum(len(text.found) for text in evaluation.texts),
        "figures": _counts(evaluation.strict.measures),
        "figures_accepting": _counts(evaluation.figures.measures),
        "kinds": _counts(evaluation.figures.kinds),
        "dates": {"right": evaluation.details.dates.right, "of": evaluation.details.dates.of},
        "roles": {"right": evaluation.details.roles.right, "of": evaluation.details.roles.of},
        "codes_read": [code for code, reached in evaluation.reached.items() if reached],
        "codes_never_read": [code for code, reached in evaluation.reached.items() if not reached],
        "num_wrong": len(evaluation.figures.wrong),
        "wrong": [
            {"id": text.id, "want": _wants(text), "got": _gets(text), "text": text.text}
            for text in evaluation.figures.wrong[:wrong]
        ],
    }


def as_text(evaluation: Evaluation, wrong: int) -> str:
    """The evaluation for people, with the first `wrong` texts that are not right."""
    events = sum(len(text.found) for text in evaluation.texts)
    holders = sum(bool(text.found) for text in evaluation.texts)
    lines = [f"{len(evaluation.texts):,} texts; {events:,} events found, in {holders:,} of them"]
    lines += ["", *_table(evaluation.strict.measures)]
    if evaluation.strict.measures != evaluation.figures.measures:
        lines += ["", "the same, with optional events neither right nor wrong, and any accepted code right:"]
        lines += _table(evaluation.figures.measures)
    if evaluation.figures.kinds:
        lines += ["", "the triples by root, or the categories:", *_table(evaluation.figures.kinds)]
    details = evaluation.details
    for name, share in (("date", details.dates), ("both roles", details.roles)):
        if share.of:
            lines += ["", f"{name} right in {share.right:,} of {share.of:,} right triples: {share.percent:.1f}%"]
    if evaluation.reached:
        never = [code for code, reached in evaluation.reached.items() if not reached]
        lines += ["", f"codes read right: {len(evaluation.reached) - len(never)} of {len(evaluation.reached)}"]
        lines += [f"never: {' '.join(never)}"] * bool(never)
    lines += ["", f"texts that are wrong: {len(evaluation.figures.wrong):,} of {len(evaluation.texts):,}"]
    for text in evaluation.figures.wrong[:wrong]:
        want, got = (" | ".join(events) or "nothing" for events in (_wants(text), _gets(text)))
        lines += ["", text.id, f"  want {want}", f"  got  {got}", f"  {' '.join(text.text.split())}"]
    return "\n".join(lines)


def as_line(evaluation: Evaluation) -> str:
    """The F1 of each measure on one line."""
    counted = (f"{name} {counts.f1:.1f}" for name, counts in evaluation.strict.measures.items())
    return f"{len(evaluation.texts):,} texts; F1: {', '.join(counted) or 'nothing wanted or found'}"


def _table(rows: Mapping[str, Counts]) -> Iterator[str]:
    width = max(map(len, rows), default=0)
    yield f"{'':{width}}  precision  recall     F1  right  false  missed"
    for name, counts in rows.items():
        percents = f"{counts.precision:9.1f}  {counts.recall:6.1f}  {counts.f1:5.1f}"
        yield f"{name:{width}}  {percents}  {counts.right:5}  {counts.false:5}  {counts.missed:6}"


def _counts(rows: Mapping[str, Counts]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "precision": round(counts.precision, 2),
            "recall": round(counts.recall, 2),
            "f1": round(counts.f1, 2),
            "right": counts.right,
            "false": counts.false,
            "missed": counts.missed,
        }
        for name, counts in rows.items()
    }


def _wants(text: Scored) -> list[str]:
    return [_want(event) for event in text.gold]


def _want(event: GoldEvent) -> str:
    codes = "/".join(event.codes) or event.plover
    optional = " (optional)" * event.optional
    return f"{event.actor or '?'} → {event.target or '?'} {codes}{optional}"


def _gets(text: Scored) -> list[str]:
    code = "plover" if text.only_plover else "code"
    return [f"{event.actor} → {event.target} {getattr(event, code)} [{event.rule}]" for event in text.found]
