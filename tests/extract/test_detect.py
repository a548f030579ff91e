"""No English article is taken for another language; articles in another language are named."""

import csv
import json
import re
import socket
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from diplopack.extract.detect import foreign_language

GOLD = Path(__file__).parents[1] / "gold"
FOREIGN = [
    (record["language"], record["text"])
    for record in map(json.loads, (Path(__file__).parent / "foreign.jsonl").read_text("utf-8").splitlines())
]
RESULTS = (
    "Results: Roger Federer (Switzerland) bt Juan Carlos Ferrero (Spain) 6-3 6-4; Rafael Nadal (Spain) bt Gael "
    "Monfils (France) 6-1 6-2; Novak Djokovic (Serbia) bt Fernando Gonzalez (Chile) 7-5 6-3."
)
GUESTS = (
    "Russian President Vladimir Putin will meet Recep Tayyip Erdogan in Ankara for talks. Putin, Erdogan, Hassan "
    "Rouhani, Bashar al-Assad, Angela Merkel, Emmanuel Macron, Mohammed bin Salman, Binali Yildirim will attend."
)


def gold_texts() -> list[str]:
    return [
        record.get("text") or record["sentence"]
        for path in sorted(GOLD.glob("*.jsonl"))
        for record in map(json.loads, path.read_text("utf-8").splitlines())
    ]


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_a_paragraph_in_another_language_is_named(language: str, text: str) -> None:
    assert foreign_language(text) == language
    assert foreign_language("\n\n".join([text] * 20)) == language


@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_no_english_text_is_lost(change: type[str]) -> None:
    texts = gold_texts()
    assert len(texts) > 500
    assert [text for text in texts if foreign_language(change(text))] == []


@pytest.mark.parametrize("text", [RESULTS, GUESTS, "1234567890 " * 50, "? ! " * 200])
def test_names_and_numbers_are_no_language(text: str) -> None:
    assert foreign_language(text) is None


def test_names_of_the_world_are_no_language() -> None:
    text = " ".join(gold_texts())
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", text)))
    assert len(names) > 300
    pieces = [" ".join(names[start::20]) for start in range(20)]
    assert [piece for piece in pieces if foreign_language(piece)] == []


def test_what_is_short_counts_as_english() -> None:
    assert foreign_language("Le ministre des Affaires étrangères est arrivé à Paris.") is None
    assert foreign_language("") is None


def test_an_english_article_may_begin_or_end_in_another_language() -> None:
    french = FOREIGN[0][1] * 20
    english = "The ministers of the two countries met in Paris and agreed on the terms of a treaty. " * 50
    assert foreign_language(french + english) is None
    assert foreign_language(english + french) is None


def test_each_language_of_ours_is_one_of_the_detector() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    table = resources.files("diplopack.extract").joinpath("languages.csv").read_text("utf-8")
    names = {row["code"]: row["name"] for row in csv.DictReader(table.splitlines())}
    assert names.keys() <= set(LanguageIdentifier.from_model_file(MODEL_FILE).labels)
    assert all(names.values())
    assert names["en"] == "English"


def test_the_network_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from diplopack.extract import detect

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    detect._identifier.cache_clear()  # noqa: SLF001
    assert foreign_language(FOREIGN[0][1]) == "French"


def test_english_does_not_load_the_model() -> None:
    code = "import sys; from diplopack.extract.detect import foreign_language as f; f(sys.argv[1])\n"
    code += "print('py3langid' in sys.modules)"
    english = "The ministers of the two countries met in Paris and agreed on the terms of a treaty. " * 5
    done = subprocess.run([sys.executable, "-c", code, english], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
