"""`diplopack code --explain`: what each event was read from, and why a predicate gave none."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, fields
from itertools import pairwise

import pytest
from click.testing import CliRunner
from rich.console import Console

import diplopack
from diplopack.cli import main
from diplopack.explain import Event, Explanation, NoEvent, as_records, explain, place_of, slot_of
from diplopack.render import as_text, marked, printable
from diplopack.transform import language

PUBLISHED = "2021-03-18"  # a Thursday
CONDEMNED = "France condemned Iran on Monday."
URGED = "China urged Japan to stop attacking Russia."
HOSTILE = (
    "France condemned Iran [bold red]loudly[/bold red] :smile: [actor: x] [/] [link=http://a.b]here[/link].",
    "France condemned Iran 🎉 👩‍👩‍👧 \x1b[31mred\x1b[0m \x07 \u2028 with a\ttab.",
    f"France condemned Iran {'x' * 300} {'https://example.org/' + 'y' * 200}.",
    "[[[[ ]]]] \\[ \\] %s {0} 中国谴责日本。",
)


def explained(text: str) -> Explanation:
    (explanation,) = explain(text, PUBLISHED)
    return explanation


def only_event(text: str) -> Event:
    (event,) = explained(text).events
    return event


def reasons(text: str) -> dict[str, str]:
    return {one.word: one.reason for one in explained(text).no_event}


def plain(*texts: str, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    return as_text([part for text in texts for part in explain(text, PUBLISHED)], console)


def coloured(text: str, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system="standard", no_color=False)
    return as_text(explain(text, PUBLISHED), console)


def unmarked(output: str) -> str:
    return "".join(output.split())


# -- what is read -------------------------------------------------------------------------------------------------


def test_an_event_with_its_words_slots_and_date() -> None:
    event = only_event(CONDEMNED)
    assert (event.actor.words, event.actor.code, event.actor.country) == ("France", "FRA", "FRA")
    assert (event.target.words, event.target.code) == ("Iran", "IRN")
    assert event.code == "111"
    assert event.label == diplopack.load("dist")["event_codes"].set_index("event_code")["label"]["111"]
    assert event.actor.place is not None
    assert event.target.place is not None
    assert asdict(event.actor.place) == {"slot": "subj", "of": "condemned", "inside": False}
    assert asdict(event.target.place) == {"slot": "obj", "of": "condemned", "inside": False}
    assert (event.date.date, event.date.precision, event.date.basis) == ("2021-03-15", "day", "stated")
    assert (event.date.words, event.date.on) == ("Monday", "condemned")
    assert [step.word for step in event.steps] == ["condemned"]
    assert event.rule.startswith("condemn:")


def test_a_date_that_the_text_does_not_state_is_the_articles() -> None:
    date = only_event("France condemned Iran.").date
    assert (date.date, date.basis, date.words, date.on) == (PUBLISHED, "published", None, None)


def test_offsets_are_those_of_the_words_in_their_sentence() -> None:
    text = f"{CONDEMNED} {URGED}"
    for explanation in explain(text, PUBLISHED):
        sentence = explanation.sentence
        assert text[explanation.start :].startswith(sentence)
        assert explanation.events
        for event in explanation.events:
            for part in (event.actor, event.target):
                assert part.start is not None
                assert sentence[part.start : part.end] == part.words
            assert [sentence[step.start : step.end] for step in event.steps] == [step.word for step in event.steps]


def test_operators_and_what_they_stand_over_outermost_first() -> None:
    (event,) = (event for event in explained(URGED).events if event.actor.code == "CHN" and event.target.code == "JPN")
    assert [(step.word, step.operator) for step in event.steps[:2]] == [("urged", "appeal"), ("stop", "end")]
    assert event.steps[0].code == event.code
    assert event.steps[-1].word == "attacking"
    assert event.steps[-1].operator is None
    places = [step.place for step in event.steps]
    assert places[0] is None
    assert [(place.slot, place.of) for place in places if place] == [("inf", "urged"), ("ing", "stop")]


def test_an_auxiliary_that_makes_an_intent_is_a_step() -> None:
    steps = explained("The French president will visit Germany next month.").events[0].steps
    assert [(step.word, step.operator) for step in steps] == [("will", "intend"), ("visit", None)]


def test_the_events_are_those_of_code() -> None:
    text = f"{CONDEMNED} {URGED} The presidents of Iraq and Jordan held talks in Amman last week."
    frame = diplopack.code(text, PUBLISHED)
    rows = zip(frame["sentence_number"], frame["actor_code"], frame["event_code"], frame["target_code"], strict=True)
    found = [
        (explanation.number, event.actor.code, event.code, event.target.code)
        for explanation in explain(text, PUBLISHED)
        for event in explanation.events
    ]
    assert sorted(found) == sorted(rows)


# -- what is not read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("Turkey did not attack Syria.", "attack", "negated"),
        ("If Iran attacks Israel, oil will be dear.", "attacks", "conditional"),
        ("France might attack Iran.", "attack", "hypothetical (might)"),
        ("France condemned the weather.", "condemned", "no target"),
        ("Did France attack Iran?", "attack", "a question"),
    ],
)
def test_a_predicate_that_gave_no_event_says_why(text: str, word: str, reason: str) -> None:
    assert not explained(text).events
    assert reasons(text)[word] == reason


def test_a_condition_gives_no_event() -> None:
    explanation = explained("If talks fail, Iran will sue France.")
    assert not explanation.events
    assert {"talks", "sue"} <= {one.word for one in explanation.no_event}


def test_what_has_no_party_names_the_rule_that_read_it() -> None:
    (one,) = explained("France condemned the weather.").no_event
    assert one.rule is not None
    assert one.rule.startswith("condemn:")


def test_sport_is_said_of_the_sentence() -> None:
    text = "France beat Spain in the World Cup final."
    assert reasons(text) == {text: "speaks of sport"}
    assert "(the sentence)  speaks of sport" in plain(text)


def test_an_auxiliary_is_no_predicate() -> None:
    assert "has" not in reasons("China has urged Japan to stop attacking Russia.")


def test_a_sentence_without_predicates_says_so() -> None:
    assert "no event: the lexicon knows no predicate in it" in plain("Paris, 中国.")


# -- slots --------------------------------------------------------------------------------------------------------


def test_slots_are_those_of_the_frame() -> None:
    (parse,) = language.parse(["Iran was urged by France and Italy to hold talks with Israel."])
    at = {word: token for token, word in enumerate(parse.words)}
    urged = at["urged"]
    assert slot_of(parse, urged, urged) == "head"
    assert slot_of(parse, urged, at["France"]) == "subj"
    assert slot_of(parse, urged, at["Iran"]) == "obj"
    assert slot_of(parse, urged, at["hold"]) == "inf"
    assert slot_of(parse, at["hold"], at["Israel"]) == "with"
    assert slot_of(parse, urged, at["Israel"]) is None
    place = place_of(parse, [urged], at["Italy"])
    assert place is not None
    assert (place.slot, place.inside) == ("subj", False)
    place = place_of(parse, [urged], at["Israel"])
    assert place is not None
    assert (place.slot, place.of, place.inside) == ("inf", "urged", True)


# -- as text ------------------------------------------------------------------------------------------------------


def test_in_a_pipe_brackets_say_what_colours_would() -> None:
    output = plain(CONDEMNED)
    assert output.startswith("1  [actor: France] [act: condemned] [target: Iran] on [date: Monday].\n")
    assert "FRA → IRN  111 " in output
    assert "France → FRA  subj of condemned" in output
    assert "2021-03-15  “Monday” on condemned" in output
    assert "\x1b" not in output


def test_on_a_terminal_colours_say_it() -> None:
    output = coloured(CONDEMNED)
    assert "\x1b[" in output
    assert "[actor" not in output
    styles = [output[output.index(f"m{word}\x1b[0m") - 6 :][:6] for word in ("France", "condemned", "Iran", "Monday")]
    assert all(one != other for one, other in pairwise(styles))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_words_of_a_text_are_never_markup(text: str) -> None:
    for explanation in explain(text, PUBLISHED):
        assert marked(explanation, coloured=True).plain == printable(explanation.sentence)
        assert unmarked(marked(explanation, coloured=False).plain) in unmarked(plain(text))
    assert "\x1b" not in plain(text)
    assert "\x1b[31mred" not in coloured(text)


@pytest.mark.parametrize("text", [*HOSTILE, f"{CONDEMNED} {URGED} Turkey did not attack Syria."])
def test_nothing_is_wider_than_the_terminal(text: str) -> None:
    from rich.cells import cell_len

    for width in (40, 80):
        lines = plain(text, width=width).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert lines == [line.rstrip() for line in lines]


def test_the_same_act_in_the_other_direction_is_not_told_twice() -> None:
    output = plain("Iraq and Jordan held talks on Monday.")
    assert output.count("as above") == 1
    assert output.count("    rule ") == 1


# -- the command --------------------------------------------------------------------------------------------------


def run(*arguments: str, **environment: str) -> str:
    result = CliRunner(env=environment).invoke(main, ["code", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_explains() -> None:
    output = run(CONDEMNED, "--explain", "--published", PUBLISHED)
    assert output == plain(CONDEMNED) + "\n"


def test_colours_where_the_environment_forces_them() -> None:
    assert "\x1b[" in run(CONDEMNED, "--explain", FORCE_COLOR="1", TERM="xterm", NO_COLOR="")
    assert "[actor: France]" in run(CONDEMNED, "--explain", NO_COLOR="1", FORCE_COLOR="1", TERM="xterm")


def test_json_has_what_the_explanation_has() -> None:
    text = f"{CONDEMNED} Turkey did not attack Syria."
    found = json.loads(run(text, "--explain", "--format", "json", "--published", PUBLISHED))
    assert found == json.loads(json.dumps(as_records(explain(text, PUBLISHED))))
    first, second = found
    assert set(first) == {field.name for field in fields(Explanation)}
    assert set(first["events"][0]) == {field.name for field in fields(Event)}
    assert set(second["no_event"][0]) == {field.name for field in fields(NoEvent)}
    assert second["no_event"][0]["reason"] == "negated"


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(diplopack.DataError, match="expected the article's text"):
        explain(" ")
