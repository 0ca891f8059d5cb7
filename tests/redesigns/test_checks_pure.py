"""Coverage checks: each of them holding, broken and open, and the sentence that says what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.checks import Check, Places, Stage, Verdict, grid
from redesigns.records import ACCOUNTABLE, DOING, SPECIALIST, key_of, record

BUY, CARE = Stage(1, "Buy", "buy"), Stage(2, "Customer care", "support")
EUROPE, BERLIN, PARIS, TOKYO = 10, 11, 12, 13
UNDER = {
    EUROPE: frozenset({EUROPE}),
    BERLIN: frozenset({BERLIN, EUROPE}),
    PARIS: frozenset({PARIS, EUROPE}),
    TOKYO: frozenset({TOKYO}),
}
NAMES = {EUROPE: "Europe", BERLIN: "Berlin", PARIS: "Paris", TOKYO: "Tokyo"}


def redesign(*covers, seats=(), **segment):
    """Roles h(unter), f(armer), c(are, in Support) and s(pecialist); covers are (stage, role, part)."""
    state = {("role", key): record("role", name=key.upper(), stage=1) for key in "hfs"}
    state["role", "c"] = record("role", name="C", stage=CARE.id)
    state["segment", "k"] = record("segment", name="Key accounts", **segment)
    for stage, role, part in covers:
        put = record("cover", segment="k", stage=stage.id, role=role, part=part)
        state[key_of("cover", put)] = put
    for role, market in seats:
        put = record("headcount", role=role, market=market)
        state[key_of("headcount", put)] = put
    return state


def row(state, *interest):
    (found,) = grid(state, (BUY, CARE), Places(UNDER, NAMES, {"k": interest}))
    return found


def finding(check, state, *interest):
    return next(one for one in row(state, *interest).findings if one.check is check)


def in_buy(*covers):
    cell = row(redesign(*((BUY, role, part) for role, part in covers))).cells[0]
    return {one.check: one.verdict for one in cell.findings}


@pytest.mark.parametrize(
    ("covers", "accountable", "doing"),
    [
        ((), Verdict.NOT_DECIDED, Verdict.NOT_DECIDED),
        ((("h", ACCOUNTABLE), ("f", DOING)), Verdict.OK, Verdict.OK),
        ((("h", ACCOUNTABLE),), Verdict.OK, Verdict.BROKEN),
        ((("f", DOING), ("h", DOING)), Verdict.BROKEN, Verdict.OK),
        ((("h", ACCOUNTABLE), ("s", ACCOUNTABLE), ("f", DOING)), Verdict.BROKEN, Verdict.OK),
    ],
)
def test_it_wants_exactly_one_accountable_and_somebody_doing(covers, accountable, doing):
    assert in_buy(*covers) == {Check.ACCOUNTABLE: accountable, Check.DOING: doing}


def test_it_says_which_roles_are_one_too_many():
    cell = row(redesign((BUY, "h", ACCOUNTABLE), (BUY, "f", ACCOUNTABLE))).cells[0]
    assert cell.findings[0].words == "F, H are all accountable: keep one, let the others do it."
    assert cell.findings[0].roles == ("f", "h")


@pytest.mark.parametrize(
    ("fields", "verdict", "words"),
    [
        ({}, Verdict.NOT_DECIDED, "name both roles"),
        ({"hunter": "h"}, Verdict.BROKEN, "Name the role that keeps customers (farmer)."),
        ({"farmer": "f"}, Verdict.BROKEN, "Name the role that wins customers (hunter)."),
        ({"handover": "At signature"}, Verdict.BROKEN, "Name the role that wins customers (hunter)."),
        ({"hunter": "h", "farmer": "f"}, Verdict.BROKEN, "Say how H hands a customer over to F."),
        ({"hunter": "h", "farmer": "f", "handover": " "}, Verdict.BROKEN, "Say how H hands"),
        ({"hunter": "h", "farmer": "f", "handover": "At signature"}, Verdict.OK, "the hand-over is defined"),
        ({"hunter": "f", "farmer": "f"}, Verdict.OK, "nothing is handed over"),
    ],
)
def test_it_wants_the_hand_over_defined(fields, verdict, words):
    found = finding(Check.HANDOVER, redesign(**fields))
    assert found.verdict is verdict
    assert words in found.words


@pytest.mark.parametrize(
    ("route", "farmer", "verdict", "words"),
    [
        ([], "f", Verdict.NOT_DECIDED, "Not decided"),
        (["f", "c", "f"], "f", Verdict.OK, "starts and ends with F"),
        (["f", "s", "c", "f"], "f", Verdict.OK, "Support solves it"),
        (["f", "c"], "f", Verdict.BROKEN, "start and end with F"),
        (["c", "f"], "f", Verdict.BROKEN, "start and end with F"),
        (["f"], "f", Verdict.BROKEN, "start and end with F"),
        (["h", "c", "h"], "f", Verdict.BROKEN, "start and end with F"),
        (["f", "s", "f"], "f", Verdict.BROKEN, "Support stage between"),
        (["c", "s", "c"], "c", Verdict.BROKEN, "Support stage between"),
        (["f", "c", "f"], None, Verdict.BROKEN, "Name the role that keeps customers"),
    ],
)
def test_it_sends_problems_to_support_and_back_to_the_account_lead(route, farmer, verdict, words):
    found = finding(Check.PROBLEMS, redesign(farmer=farmer, problem_route=route))
    assert found.verdict is verdict
    assert words in found.words


@pytest.mark.parametrize(
    ("seats", "verdict", "far"),
    [
        ([], Verdict.BROKEN, ()),
        ([("s", None)], Verdict.OK, ()),
        ([("s", EUROPE)], Verdict.BROKEN, (TOKYO,)),
        ([("s", EUROPE), ("s", TOKYO)], Verdict.OK, ()),
        ([("s", PARIS), ("s", TOKYO)], Verdict.BROKEN, (BERLIN,)),
    ],
)
def test_it_wants_a_specialist_in_reach_of_every_market(seats, verdict, far):
    state = redesign((BUY, "s", SPECIALIST), seats=seats, specialist=True)
    found = finding(Check.SPECIALIST, state, BERLIN, TOKYO)
    assert (found.verdict, found.markets) == (verdict, far)


def test_it_asks_for_a_specialist_only_where_the_segment_needs_one():
    assert finding(Check.SPECIALIST, redesign(specialist=True)).verdict is Verdict.NOT_DECIDED
    assert finding(Check.SPECIALIST, redesign()).verdict is Verdict.OK


def test_it_finds_a_specialist_without_a_seat_in_the_very_cell():
    empty = row(redesign((BUY, "s", SPECIALIST))).cells[0].findings[-1]
    seated = row(redesign((BUY, "s", SPECIALIST), seats=[("s", TOKYO)])).cells[0].findings[-1]
    assert (empty.check, empty.verdict) == (Check.SPECIALIST_SEATED, Verdict.BROKEN)
    assert empty.words == "No seat for S: give the role a headcount."
    assert seated.verdict is Verdict.OK


@pytest.mark.parametrize(
    ("seats", "verdict", "away"),
    [
        ([("h", BERLIN), ("f", TOKYO)], Verdict.OK, ()),
        ([("h", None), ("f", TOKYO)], Verdict.BROKEN, (BERLIN,)),
        ([("h", EUROPE), ("f", TOKYO)], Verdict.BROKEN, (BERLIN,)),
        ([("s", BERLIN), ("s", TOKYO)], Verdict.BROKEN, (BERLIN, TOKYO)),
    ],
)
def test_it_wants_somebody_on_the_spot_and_counts_no_specialist_for_it(seats, verdict, away):
    covers = ((BUY, "h", ACCOUNTABLE), (CARE, "f", DOING), (BUY, "s", SPECIALIST))
    found = finding(Check.LOCAL_PRESENCE, redesign(*covers, seats=seats, local_presence=True), BERLIN, TOKYO)
    assert (found.verdict, found.markets) == (verdict, away)


def test_it_counts_a_seat_below_the_market_as_on_the_spot():
    state = redesign((BUY, "h", ACCOUNTABLE), seats=[("h", PARIS)], local_presence=True)
    assert finding(Check.LOCAL_PRESENCE, state, EUROPE).verdict is Verdict.OK


def test_it_leaves_local_presence_open_until_markets_and_roles_are_named():
    covered = redesign((BUY, "h", ACCOUNTABLE), local_presence=True)
    assert finding(Check.LOCAL_PRESENCE, covered).verdict is Verdict.NOT_DECIDED
    assert finding(Check.LOCAL_PRESENCE, redesign(local_presence=True), BERLIN).verdict is Verdict.NOT_DECIDED
    assert finding(Check.LOCAL_PRESENCE, redesign(), BERLIN).verdict is Verdict.OK


def test_it_gives_a_row_the_worst_of_everything_in_it():
    whole = redesign(
        (BUY, "h", ACCOUNTABLE),
        (BUY, "f", DOING),
        (CARE, "c", ACCOUNTABLE),
        (CARE, "f", DOING),
        hunter="h",
        farmer="f",
        handover="At signature",
        problem_route=["f", "c", "f"],
    )
    assert row(whole).verdict is Verdict.OK
    del whole["cover", "k:2:f"]
    assert [cell.verdict for cell in row(whole).cells] == [Verdict.OK, Verdict.BROKEN]
    assert row(whole).verdict is Verdict.BROKEN
    del whole["cover", "k:2:c"]
    assert row(whole).verdict is Verdict.NOT_DECIDED


parts = st.sampled_from([ACCOUNTABLE, DOING, SPECIALIST])


@given(st.dictionaries(st.tuples(st.sampled_from([BUY, CARE]), st.sampled_from("hfcs")), parts))
def test_it_calls_a_cell_ok_only_with_one_accountable_and_one_doing(covers):
    state = redesign(*((stage, role, part) for (stage, role), part in covers.items()))
    for stage, cell in zip((BUY, CARE), row(state).cells, strict=True):
        here = [part for (at, _), part in covers.items() if at == stage]
        right = here.count(ACCOUNTABLE) == 1 and DOING in here and SPECIALIST not in here
        assert (cell.verdict is Verdict.OK) == right
