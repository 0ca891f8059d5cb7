"""Levels of every scale decode to 0..5 or to an error; nothing is clamped, rounded or guessed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.imports.scales import KINDS, LevelError, Scale, detect, table_of

DECODED = {
    "1-5": {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5},
    "0-5": {"0": 0, "5": 5},
    "0-4": {"0": 0, "1": 1, "2": 2, "3": 4, "4": 5},
    "1-4": {"L1": 1, "L2": 3, "L3": 4, "L4": 5},
    "0-100 uneven": {"15": 1, "25": 2, "50": 3, "80": 4, "100": 5},
    "0-100 quarters": {"0,0": 1, "25,0": 2, "50.0": 3, "75 %": 4, "100": 5},
    "1-8": {"1": 1, "2": 2, "3": 2, "4": 3, "5": 3, "6": 4, "7": 5, "8": 5},
    "1-7": {"1": 1, "2": 2, "3": 3, "4": 3, "5": 4, "6": 5, "7": 5},
    "0-1": {"0": 0, "0,2": 1, "0.5": 3, "1": 5},
    "0-7": {"0": 0, "2.88": 2, "4,12": 3, "7": 5},
    "0-100 bands": {"0": 1, "19": 1, "20": 2, "59.9": 3, "80": 5, "100": 5},
    "10-1": {"1": 5, "2": 5, "3": 4, "9": 1, "10": 1},
    "words": {"Beginner": 1, "INTERMEDIATE ": 3, "expert": 5, "No experience": 0},
    "words 1-5": {"Novice": 1, "Beginner": 2, "Proficient": 3, "Advanced": 4, "Expert": 5},
    "words bands": {"Emerging": 2, "Above  Average": 4},
}  # fmt: skip


@pytest.mark.parametrize("kind", DECODED)
def test_it_decodes_what_the_systems_document(kind: str) -> None:
    assert {raw: Scale(kind).decode(raw) for raw in DECODED[kind]} == DECODED[kind]


@pytest.mark.parametrize(
    "raw",
    [
        "4 - Advanced",
        "4 – Advanced",
        "4: Advanced",
        "(4) Advanced",
        "Advanced (4)",
        "Level 4",
        "L4",
        "4 advanced",
        " 4,0 ",
        "4.00",
    ],
)
def test_it_finds_the_number_beside_the_word(raw: str) -> None:
    assert Scale("1-5").decode(raw) == 4


@pytest.mark.parametrize("raw", ["", "  ", "-", "n/a", "Not rated", "not assessed"])
def test_blank_is_not_rated_and_never_zero(raw: str) -> None:
    assert Scale("0-5").decode(raw) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [("6", "level_out_of_range"), ("0", "level_out_of_range"), ("-1", "level_out_of_range"), ("3.5", "level_between")]
    + [
        (raw, "level_unknown")
        for raw in ("NaN", "inf", "1e308", "4-Mar", "4 years", "2021-04-03", "99999999999", "good")
    ],
)
def test_it_never_clamps_or_guesses(raw: str, code: str) -> None:
    with pytest.raises(LevelError) as fault:
        Scale("1-5").decode(raw)
    assert fault.value.code == code
    assert fault.value.message.endswith(".")


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=12))
def test_any_text_decodes_to_a_level_or_an_error(kind: str, raw: str) -> None:
    try:
        level = Scale(kind).decode(raw)
    except LevelError:
        return
    assert level is None or 0 <= level <= 5


def test_what_the_admin_decided_comes_first() -> None:
    scale = Scale.from_dict({"kind": "1-5", "overrides": {"3,5": 4, "0": None, "Guru": 5}})
    assert [scale.decode(raw) for raw in ("3.5", "0,0", "GURU", "2")] == [4, None, 5, 2]
    assert Scale.from_dict(json.loads(json.dumps(scale.to_dict()))) == scale


@pytest.mark.parametrize("data", [{"kind": "1-99"}, {"kind": "1-5", "overrides": {"x": 6}}, {"overrides": {"x": True}}])
def test_a_scale_that_makes_no_sense_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="."):
        Scale.from_dict(data)


def evenly(*values: str) -> dict[str, int]:
    return dict.fromkeys(values, 30)


@pytest.mark.parametrize(
    ("counts", "kind", "sure"),
    [
        (evenly("1", "2", "3", "4", "5"), "1-5", True),
        (evenly("0", "1", "2", "3", "4", "5"), "0-5", True),
        (evenly("0", "1", "2", "3", "4"), "0-4", False),
        (evenly("1", "2", "3", "4"), "1-4", False),
        ({"2": 3, "4": 1}, "1-5", False),
        (evenly("0,0", "25,0", "50,0", "75,0", "100,0"), "0-100 quarters", True),
        (evenly("25", "50", "75"), "0-100 quarters", False),
        (evenly("15", "25", "50", "80", "100"), "0-100 uneven", False),
        (evenly("20", "40", "60", "80", "100"), "0-100 fifths", False),
        (evenly("12", "37", "88", "100"), "0-100 bands", False),
        (evenly(*"12345678"), "1-8", True),
        (evenly("0.2", "0.4", "1"), "0-1", False),
        (evenly("3 - Intermediate", "4 - Advanced", "5 - Expert", "1 - Novice"), "1-5", True),
        (evenly("1 - Expert", "2 - Advanced", "5 - Novice"), "5-1", True),
        (evenly("Novice", "Beginner", "Intermediate", "Advanced", "Expert"), "words 1-5", True),
        (evenly("Beginner", "Intermediate", "Expert"), "words", True),
        (evenly("Novice", "Emerging", "Average", "Above average", "Expert"), "words bands", True),
        ({}, "1-5", False),
    ],
)
def test_it_finds_the_likely_scale(counts: dict[str, int], kind: str, sure: bool) -> None:
    found = detect(counts)
    assert (found.kind, found.sure) == (kind, sure)


def test_a_typing_error_does_not_change_the_scale() -> None:
    counts = {"1": 10, "2": 20, "3": 30, "4": 20, "5": 10, "7": 1, "x": 2}
    assert detect(counts).kind == "1-5"


def test_it_listens_to_the_header_and_the_texts_above() -> None:
    assert detect({"1": 5, "2": 9}, "Rating (1-4)").kind == "1-4"
    assert detect(evenly(*"12345"), "", ["Levels: 1 = expert, 5 = novice"]).kind == "5-1"
    assert detect(evenly(*"012345"), "", ["Skills (0 = not rated)"]).decode("0") is None


def test_the_table_to_confirm_shows_every_value_with_its_level_or_error() -> None:
    rows = table_of(Scale("1-5"), ["5", "3 - Good", "x", "9", "3 - Good"])
    assert [(raw, level, bool(error)) for raw, level, error in rows] == [
        ("3 - Good", 3, False), ("5", 5, False), ("9", None, True), ("x", None, True),
    ]  # fmt: skip
