"""Precision, recall and F1 on predictions made by hand, with the figures worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diplopack.scoring import Counts, FoundEvent, GoldEvent, Scored, country, details, figures, reached_codes

WANTED = GoldEvent("CHN", "USA", "0242")
FOUND = FoundEvent("CHN", "USA", "0242", plover="REQUEST")


def scored(gold: list[GoldEvent], found: list[FoundEvent], name: str = "a") -> Scored:
    return Scored(name, f"Text {name}.", gold, found)


def counts(right: int, false: int, missed: int) -> Counts:
    return Counts(right, false, missed)


def test_percentages() -> None:
    some = counts(3, 1, 2)
    assert some.precision == 75
    assert some.recall == 60
    assert some.f1 == pytest.approx(2 * 75 * 60 / (75 + 60))
    assert (Counts().precision, Counts().recall, Counts().f1) == (0, 0, 0)


def test_each_measure_sees_its_own_part() -> None:
    """The right countries and root in another code; and an event too many, by others, of the same root."""
    found = [replace(FOUND, code="0211"), replace(FOUND, actor="RUS", code="023")]
    assert figures([scored([WANTED], found)]).measures == {
        "code": counts(0, 2, 1),
        "root": counts(1, 0, 0),
        "pair": counts(1, 1, 0),
        "triple": counts(1, 1, 0),
    }


def test_figures_add_up_over_texts_and_count_a_value_once_in_each() -> None:
    texts = [
        scored([WANTED, WANTED], [FOUND, FOUND], "a"),
        scored([WANTED], [], "b"),
        scored([], [FOUND], "c"),
    ]
    assert figures(texts).measures["triple"] == counts(1, 1, 1)
    assert [text.id for text in figures(texts).wrong] == ["b", "c"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("SUN", "RUS"), ("XKX", "SRB"), ("YUG", "SRB"), ("DDR", "DEU"), ("CSK", "CZE"), ("IGOUNO", "IGO"), (None, "")],
)
def test_countries_that_are_the_same(one: str | None, other: str) -> None:
    assert country(one) == country(other)


def test_countries_that_are_not() -> None:
    assert len({country(code) for code in ("CHN", "TWN", "HKG", "IGOEUU", "NGOHRI", None)}) == 6


def test_organisations_and_former_states_agree() -> None:
    wanted = GoldEvent("IGO", "RUS", "111")
    assert figures([scored([wanted], [FoundEvent("IGOUNO", "SUN", "111")])]).measures["triple"] == counts(1, 0, 0)


def test_gold_with_categories_alone_scores_nothing_else() -> None:
    wanted = GoldEvent("CHN", None, None, plover="REQUEST")
    statement = FoundEvent("CHN", "USA", "010")  # PLOVER has no category for it
    accusation = FoundEvent("CHN", "USA", "112", plover="ACCUSE")
    result = figures([scored([wanted], [FOUND, statement, accusation])])
    assert result.measures == {"plover": counts(1, 1, 0)}
    assert result.kinds == {"REQUEST": counts(1, 0, 0), "ACCUSE": counts(0, 1, 0)}


def test_gold_with_code_and_category_scores_both() -> None:
    measures = figures([scored([replace(WANTED, plover="REQUEST")], [FOUND])]).measures
    assert list(measures) == ["code", "root", "pair", "triple", "plover"]
    assert measures["plover"] == counts(1, 0, 0)


def test_texts_whose_gold_has_no_category_do_not_count_for_plover() -> None:
    texts = [scored([replace(WANTED, plover="REQUEST")], [FOUND], "a"), scored([], [FOUND], "b")]
    assert figures(texts).measures["plover"] == counts(1, 0, 0)


def test_gold_with_roots_alone_has_no_figure_for_codes() -> None:
    measures = figures([scored([GoldEvent("CHN", "USA", "02")], [FOUND]), scored([], [], "b")]).measures
    assert list(measures) == ["root", "pair", "triple"]
    assert measures["root"] == counts(1, 0, 0)


def test_triples_by_root() -> None:
    texts = [scored([WANTED, GoldEvent("USA", "CHN", "190")], [FOUND, FoundEvent("CHN", "USA", "112")])]
    assert figures(texts).kinds == {"02": counts(1, 0, 0), "11": counts(0, 1, 0), "19": counts(0, 0, 1)}


def test_an_optional_event_is_neither_right_nor_wrong() -> None:
    optional = GoldEvent("USA", "TWN", "072", optional=True)
    found = FoundEvent("USA", "TWN", "072")
    for events in ([FOUND], [FOUND, found]):
        result = figures([scored([WANTED, optional], events)])
        assert result.measures["triple"] == counts(1, 0, 0)
        assert not result.wrong
    strict = figures([scored([WANTED, optional], [FOUND])], strict=True)
    assert strict.measures["triple"] == counts(1, 0, 1)


def test_an_accepted_code_is_right_once() -> None:
    wanted = replace(WANTED, accept=("020", "112"))
    either = figures([scored([wanted], [replace(FOUND, code="112")])])
    assert either.measures["code"] == either.measures["triple"] == counts(1, 0, 0)
    assert not either.wrong
    both = figures([scored([wanted], [FOUND, replace(FOUND, code="112")])])
    assert both.measures["code"] == both.measures["triple"] == counts(1, 0, 0)
    strict = figures([scored([wanted], [replace(FOUND, code="112")])], strict=True)
    assert strict.measures["code"] == counts(0, 1, 1)


def test_one_accepted_code_does_not_stand_for_two_events() -> None:
    gold = [replace(WANTED, accept=("020",)), GoldEvent("CHN", "USA", "112", accept=("020",))]
    assert figures([scored(gold, [replace(FOUND, code="020")])]).measures["code"] == counts(1, 0, 1)


DATED = replace(
    WANTED, actor_roles=("GOV", "ELI"), target_roles=(None,), dates=(("2020-11-11", "day"), ("2020-11-01", "month"))
)
TOLD = replace(FOUND, actor_role="GOV", date=("2020-11-11", "day"))


@pytest.mark.parametrize(
    ("found", "date", "roles"),
    [
        (TOLD, 1, 1),
        (replace(TOLD, date=("2020-11-01", "month"), actor_role="ELI"), 1, 1),
        (replace(TOLD, date=("2020-11-11", "month")), 0, 1),
        (replace(TOLD, target_role="GOV"), 1, 0),
        (replace(TOLD, actor_role=None, date=("2020-11-10", "day")), 0, 0),
        (replace(TOLD, code="020"), 1, 1),
    ],
)
def test_dates_and_roles_of_right_triples(found: FoundEvent, date: int, roles: int) -> None:
    result = details([scored([DATED], [found])])
    assert (result.dates.right, result.dates.of) == (date, 1)
    assert (result.roles.right, result.roles.of) == (roles, 1)


@pytest.mark.parametrize("found", [[], [replace(TOLD, code="112")], [replace(TOLD, actor="RUS")]])
def test_dates_and_roles_of_wrong_triples_do_not_count(found: list[FoundEvent]) -> None:
    result = details([scored([DATED], found)])
    assert (result.dates.of, result.roles.of) == (0, 0)


def test_each_of_two_events_alike_is_compared_with_its_own() -> None:
    earlier = replace(DATED, dates=(("2020-09-01", "month"),))
    found = [TOLD, replace(TOLD, date=("2020-09-01", "month"))]
    assert details([scored([earlier, DATED], found)]).dates.percent == 100
    assert details([scored([earlier, DATED], [TOLD])]).dates.of == 1


def test_gold_without_dates_and_roles() -> None:
    result = details([scored([WANTED], [TOLD])])
    assert (result.dates.of, result.roles.of) == (0, 0)


def test_codes_are_reached_by_whole_events() -> None:
    gold = [WANTED, GoldEvent("USA", "TWN", "072"), GoldEvent("USA", "TWN", "19"), GoldEvent("IRN", "IRQ", "112")]
    found = [replace(FOUND, actor="RUS"), FoundEvent("USA", "TWN", "072"), FoundEvent("IRN", "IRQ", "111")]
    texts = [scored(gold, found, "a"), scored([GoldEvent("SUN", "IRQ", "112")], [FoundEvent("RUS", "IRQ", "112")], "b")]
    assert reached_codes(texts) == {"0242": False, "072": True, "112": True}
