"""Copies of a report are found; other reports of the same event are not."""

import datetime as dt
import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from diplopack.transform.duplicates import SIGNATURE_BYTES, duplicates, signature

GOLD = Path(__file__).parents[1] / "gold"
DAY = dt.date(2020, 11, 11)
STORY = """\
China on Wednesday urged the United States to stop selling weapons to Taiwan and to cut all military ties with the \
island, warning that the sales would damage relations between the two countries.

Foreign ministry spokesman Wang Wenbin told reporters in Beijing that Washington should "stop interfering in China's \
internal affairs" and abide by the communiques that the two governments signed decades ago.

The State Department approved the potential sale of four sophisticated American-made aerial drones to Taiwan last \
week, in the latest in a series of arms deals that have angered Beijing.

Taiwan's defence ministry thanked the United States for the sale, saying that it would help the island to build an \
asymmetric defence and to contribute to peace and stability in the region.

China claims Taiwan as its own and has not ruled out the use of force to bring the democratic island under its \
control.
"""
SAME_EVENT = """\
Beijing has again demanded an end to American arms sales to Taiwan after Washington cleared the export of four MQ-9B \
drones worth 600 million dollars.

"The United States must stop interfering in China's internal affairs," Wang Wenbin, a spokesman of the foreign \
ministry, said at a regular briefing on Wednesday, adding that China would take a legitimate and necessary response.

In Taipei, the defence ministry welcomed the decision. President Tsai Ing-wen has made the modernisation of the armed \
forces a priority since she took office in 2016, in the face of more frequent flights by Chinese aircraft.

China regards the self-ruled island as a province and has never renounced the use of force.
"""
QUAKE = (
    "A strong earthquake of magnitude {} shook {} on {}, the United States Geological Survey said. The quake struck at "
    "a depth of {} km some {} km from {}. There were no immediate reports of damage, and no tsunami warning was issued."
)
PARAGRAPHS = STORY.split("\n\n")


def repeats(*texts: str) -> list[str | None]:
    """What each text repeats, by the letters a, b, c; published day by day in their order."""
    days = [DAY + dt.timedelta(days=number) for number in range(len(texts))]
    return duplicates("abcdefgh"[: len(texts)], days, [signature(text) for text in texts])


def stories(count: int) -> list[str]:
    """Different texts of ten sentences each, all of like length: what two share shall not hang on the gold's."""
    lines = [line for name in ("wire", "silent") for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    sentences = [text for line in lines if 70 <= len(text := json.loads(line)["text"]) < 100]
    shuffle = random.Random(0)  # noqa: S311
    return ["\n\n".join(shuffle.sample(sentences, 10)) for _ in range(count)]


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        STORY.replace("\n\n", " ").replace('"', "”").replace("'", "’"),
        f"BEIJING, Nov 11 (Reuters) - {STORY}",
        "China tells US to cut ties with Taiwan\n\nBy Our Correspondent\n\n" + STORY + "\n(Reporting by A. Writer)",
        "\n\n".join(PARAGRAPHS[:-1]),
        "\n\n".join(PARAGRAPHS[:-2]),
        "\n\n".join([*PARAGRAPHS, "The spokesman did not say what China would do if the sales went on."]),
        STORY.replace("Wednesday", "Thursday").replace("last week", "this month").replace("angered", "annoyed"),
    ],
    ids=["same", "capitals", "typeset", "dateline", "headline", "cut", "cut more", "longer", "edited"],
)
def test_a_copy_is_found(copy: str) -> None:
    assert repeats(STORY, copy) == [None, "a"]
    assert repeats(copy, STORY) == [None, "a"]


@pytest.mark.parametrize(
    "other",
    [
        SAME_EVENT,
        "\n\n".join([*SAME_EVENT.split("\n\n")[:3], PARAGRAPHS[-1]]),  # with the same background
        "",
        "...",
    ],
    ids=["same event", "same background", "empty", "no words"],
)
def test_another_story_is_none(other: str) -> None:
    assert repeats(STORY, other) == [None, None]


def test_reports_of_one_template_are_apart() -> None:
    texts = [
        QUAKE.format("5.6", "northern Chile", "Monday", 30, 45, "the port of Iquique"),
        QUAKE.format("6.1", "the south of Iran", "Friday", 10, 80, "Bandar Abbas"),
        QUAKE.format("5.9", "Hokkaido in Japan", "Sunday", 120, 15, "Sapporo"),
    ]
    assert repeats(*texts) == [None, None, None]


def test_short_texts_are_alike_only_when_they_are_the_same() -> None:
    assert repeats("Talks.", "Visit.", "TALKS", "Russia expelled two diplomats.") == [None, None, "a", None]


def test_the_earliest_is_the_original_and_repeats_nothing() -> None:
    day = dt.timedelta(days=1)
    ids = ["c", "b", "a", "x"]
    published = [DAY, DAY, DAY + day, DAY - day]
    signatures = [signature(text) for text in (STORY, STORY, STORY, SAME_EVENT)]
    assert duplicates(ids, published, signatures) == ["b", None, "b", None]


def test_a_chain_of_changes_is_cut_where_the_likeness_ends() -> None:
    paragraphs = "\n\n".join(stories(3)).split("\n\n")
    versions = ["\n\n".join(paragraphs[start : start + 10]) for start in range(0, 8, 2)]
    assert repeats(*versions) == [None, "a", None, "c"]


def test_many_articles_whatever_their_order() -> None:
    originals = stories(300)
    shuffle = random.Random(1)  # noqa: S311
    texts = originals + [f"LONDON: {shuffle.choice(originals)}" for _ in range(300)]
    rows = [
        (f"{number:03}", DAY + dt.timedelta(days=number // 300), signature(text)) for number, text in enumerate(texts)
    ]
    found: dict[str, str | None] = {}
    for _ in range(3):
        ids, published, signatures = zip(*rows, strict=True)
        again = dict(zip(ids, duplicates(ids, published, signatures), strict=True))
        assert again == (found or again)
        found = again
        shuffle.shuffle(rows)
    assert all(found[f"{number:03}"] is None for number in range(300))
    for number in range(300, 600):
        original = found[f"{number:03}"]
        assert original is not None
        assert texts[number] == f"LONDON: {originals[int(original)]}"


def test_an_array_of_signatures_will_do() -> None:
    signatures = [signature(text) for text in (STORY, SAME_EVENT, STORY)]
    array = np.frombuffer(b"".join(signatures), np.uint8).reshape(3, SIGNATURE_BYTES)
    assert duplicates("abc", [DAY] * 3, array) == duplicates("abc", [DAY] * 3, signatures) == [None, None, "a"]


def test_no_articles() -> None:
    assert duplicates([], [], []) == []
    assert duplicates(["a"], [DAY], [signature(STORY)]) == [None]


def test_a_signature_is_of_one_size_and_the_same_in_every_process() -> None:
    texts = ["", "Talks.", STORY, STORY * 300]
    assert {len(signature(text)) for text in texts} == {SIGNATURE_BYTES}
    code = "import sys; from diplopack.transform.duplicates import signature as s; print(s(sys.argv[1]).hex())"
    done = subprocess.run([sys.executable, "-c", code, STORY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == signature(STORY).hex()
    assert signature(STORY).hex().startswith("9e33b3e3a6054c59")  # of this release: it decides what the package says


def test_copies_share_an_original_however_many_they_are() -> None:
    copies = [f"{place}: {STORY}" for place in ("PARIS", "ROME", "CAIRO", "DELHI", "LIMA", "OSLO", "SEOUL")]
    assert repeats(STORY, *copies) == [None, *["a"] * 7]
