"""Tables that need no coder: three events of one article, with whatever a file format may trip over."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from diplopack import contract
from diplopack.load.conformance import frictionless_errors
from diplopack.load.package import write_package
from diplopack.transform.tables import ORDER, part_schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from diplopack.transform.tables import Part

ARTICLE = "a1"
DAY = dt.date(2020, 11, 11)
EVENT: Mapping[str, Any] = {
    "event_date": DAY,
    "date_precision": "day",
    "date_basis": "stated",
    "actor_code": "CHNGOV",
    "actor_name": "Beijing",
    "actor_country": "CHN",
    "actor_role": "GOV",
    "target_code": "USA",
    "target_name": "the United States",
    "target_country": "USA",
    "target_role": None,
    "quad_class": 1,
    "goldstein_scale": 4.0,
    "plover": "CONSULT",
    "num_mentions": 1,
    "num_articles": 1,
    "origin": "coded",
}
CODES = {"e" + digit * 16: code for digit, code in (("0", "036"), ("1", "0211"), ("2", "193"))}
SENTENCES = [
    'He said "no",\nthen left; "036" was all.',
    "=1+1, -2, @x, Łódź 北京 🕊",
    "'quoted'\r\nover lines\t, NA, null, ",
]


@pytest.fixture(scope="session", autouse=True)
def _frictionless_reads_the_same_bytes_once() -> Iterator[None]:
    """It takes a second for the codebooks of a package, and many tests write the same one."""
    known: dict[bytes, list[str]] = {}

    def remembered(folder: Path, descriptor: dict[str, Any], limit: int | None) -> list[str]:
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "datapackage.json")
        files = [(path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]
        key = hashlib.sha256(json.dumps([files, descriptor, limit]).encode()).digest()
        if key not in known:
            known[key] = frictionless_errors(folder, descriptor, limit)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in ("diplopack.load.package", "diplopack.validation.package"):
            patch.setattr(importlib.import_module(module), "frictionless_errors", remembered)
        yield


@pytest.fixture
def tables() -> dict[str, pa.Table]:
    """The data tables of a small package, by name."""
    events = [
        {
            **EVENT,
            "event_id": key,
            "event_code": code,
            "event_base_code": code[:3],
            "event_root_code": code[:2],
        }
        for key, code in CODES.items()
    ]
    mentions = [
        {
            "mention_id": f"m{number:016x}",
            "event_id": key,
            "article_id": ARTICLE,
            "sentence_number": number + 1,
            "sentence_start": 100 * number,
            "sentence": sentence,
            "sentence_length": len(sentence),
            "sentence_sha256": hashlib.sha256(sentence.encode()).hexdigest(),
            "actor_text": "Beijing",
            "action_text": "talks",
            "target_text": "the United States",
            "rule": "meet.talks",
        }
        for number, (key, sentence) in enumerate(zip(CODES, SENTENCES, strict=True))
    ]
    article = {
        "article_id": ARTICLE,
        "title": None,
        "publisher": "NA",
        "url": "https://example.org/1",
        "published": DAY,
        "published_precision": "day",
        "language": "en",
        "text_sha256": "0" * 64,
        "num_sentences": 3,
        "num_events": 3,
    }
    rows = {"events": events, "mentions": mentions, "articles": [article]}
    return {name: pa.Table.from_pylist(rows[name], contract.arrow_schema(name)) for name in rows}


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("package") / "dist"


@pytest.fixture
def package(tables: dict[str, pa.Table], _written: Path, tmp_path: Path) -> Path:
    """A copy of the package of `tables`, which a test may spoil."""
    if not _written.exists():
        write_package(tables, _written)
    return shutil.copytree(_written, tmp_path / "dist")


@pytest.fixture
def as_part() -> Callable[[Mapping[str, pa.Table]], Part]:
    """Makes of tables the part that gives them, if each of their events has one mention."""

    def made(tables: Mapping[str, pa.Table]) -> Part:
        mentions, schema = tables["mentions"], part_schemas()["claims"]
        claims = mentions.select([*ORDER["mentions"], "event_id"]).join(tables["events"], "event_id")
        claims = claims.sort_by("mention_id").select(schema.names).cast(schema)
        return {"claims": claims, "mentions": mentions.sort_by("mention_id"), "articles": tables["articles"]}

    return made


@pytest.fixture
def dated(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The data tables of a package of three years, by name; with an article that has no date."""
    rows = {name: table.to_pylist() for name, table in tables.items()}
    for event, year in zip(rows["events"], (2019, 2019, 2021), strict=True):
        event["event_date"] = DAY.replace(year=year)
    (article,) = rows["articles"]
    unread = dict.fromkeys(article) | {"article_id": "a2", "url": "https://example.org/2"}
    rows["articles"].append(unread | {"num_sentences": 0, "num_events": 0})
    return {name: pa.Table.from_pylist(rows[name], table.schema) for name, table in tables.items()}


@pytest.fixture
def cut(dated: dict[str, pa.Table], tmp_path: Path) -> Path:
    """The package of `dated`, its Parquet cut by year."""
    write_package(dated, tmp_path / "cut", in_parts=True)
    return tmp_path / "cut"
