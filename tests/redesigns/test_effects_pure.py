"""The effect panel: every figure of a small company worked out by hand, and what must add up in any."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from journeys.coverage import Rung
from journeys.redundancy import redundancy
from redesigns.allocation import allocation
from redesigns.comparison import Unit, compared
from redesigns.effects import baseline_effects, effects, strip
from redesigns.given import NeedCell
from redesigns.records import is_placed
from tests.redesigns.effect_cases import (
    ANALYSE,
    BUY,
    COMPANY,
    COMPANY_OF_FIVE,
    COMPARE,
    EXPLAIN,
    FLAGS,
    LEARN,
    NORTH,
    REDESIGN,
    SELLING,
    SOUTH,
    WRITING,
    cases,
    duty,
    placement,
    role,
    seats,
    state_of,
)


@pytest.fixture(scope="module")
def panel():
    return effects(COMPANY_OF_FIVE, REDESIGN, FLAGS)


def test_it_splits_the_fte_of_a_seat_over_its_duties_by_what_they_need(panel):
    """2.0 FTE in the north over needs of 2.0, 0.5 and 0.5; the odd thousandth goes to the first."""
    assert panel.allocation.given == {
        NeedCell(EXPLAIN, NORTH, LEARN, 2000): 1334,
        NeedCell(COMPARE, NORTH, LEARN, 500): 333,
        NeedCell(COMPARE, NORTH, BUY, 500): 333,
        NeedCell(EXPLAIN, SOUTH, LEARN, 1000): 800,
    }
    assert panel.allocation.idle == {}


def test_it_climbs_the_ladder_per_activity_and_market(panel):
    found = {place: (one.rung, one.short_mfte) for place, one in panel.coverage.ladder.items()}
    assert found == {
        (EXPLAIN, NORTH): (Rung.TOO_LITTLE_TIME, 666),
        (EXPLAIN, SOUTH): (Rung.TOO_LITTLE_TIME, 200),
        (COMPARE, NORTH): (Rung.TOO_LITTLE_TIME, 334),
        (ANALYSE, None): (Rung.NO_ROLE, 500),
    }
    assert panel.coverage.at(Rung.NO_ROLE) == ((ANALYSE, None),)


def test_it_finds_the_skill_that_nobody_placed_holds_at_the_level():
    """Person 3, at level 3 in writing and in the south, does not help the north."""
    state = {**REDESIGN, ("placement", "1"): REDESIGN["placement", "4"]}
    ladder = effects(COMPANY_OF_FIVE, state, FLAGS).coverage.ladder
    assert ladder[EXPLAIN, NORTH].rung is Rung.SKILL_MISSING
    assert [(need.skill, need.level) for need in ladder[EXPLAIN, NORTH].missing] == [(WRITING, 3)]
    assert ladder[COMPARE, NORTH].missing[0].skill == SELLING
    assert ladder[EXPLAIN, SOUTH].rung is Rung.TOO_LITTLE_TIME


def test_it_gives_each_stage_its_ratio_with_the_zeros_beside_it(panel):
    stages = panel.coverage.stages
    assert (stages[LEARN].needed_mfte, stages[LEARN].covered_mfte, stages[LEARN].zeros) == (3500, 2467, ())
    assert (stages[BUY].ratio, stages[BUY].zeros) == (Fraction(333, 1000), ((ANALYSE, None),))
    assert panel.coverage.whole.ratio == Fraction(2800, 4500)


def test_it_measures_the_true_gap_on_the_people_placed_alone(panel):
    """1.0 FTE can write or sell in the north, 0.8 write in the south; person 2 can do none of it."""
    assert (panel.gap.demand, panel.gap.unmet, panel.gap.unused) == (4500, 2700, 1000)
    today = baseline_effects(COMPANY_OF_FIVE)
    assert (today.gap.demand, today.gap.unmet, today.gap.unused) == (4500, 2200, 2500)


def test_it_lets_people_serve_where_they_sit_not_where_they_sat():
    """Moved north, person 3 leaves 1.0 undone in the south; the north is 1.2 short of its 3.0, analytics 0.5."""
    moved = {**REDESIGN, ("placement", "3"): {**REDESIGN["placement", "3"], "market": NORTH}}
    assert [proof.short for proof in effects(COMPANY_OF_FIVE, REDESIGN, FLAGS).gap.proof] == [2000, 500, 200]
    assert [proof.short for proof in effects(COMPANY_OF_FIVE, moved, FLAGS).gap.proof] == [1200, 1000, 500]


@pytest.mark.parametrize(("seat", "met"), [(NORTH, 300), (SOUTH, 1000), (COMPANY, 1000), (None, 1000)])
def test_it_lets_a_seat_serve_the_markets_it_reaches(seat, met):
    """Writing: 0.3 in the north, 1.0 in the south, for 1.0 FTE of somebody from the north."""
    explain = replace(COMPANY_OF_FIVE.activities[EXPLAIN], needed={NORTH: 300, SOUTH: 1000})
    given = replace(COMPANY_OF_FIVE, activities={EXPLAIN: explain})
    state = state_of(role("r"), duty("r", EXPLAIN), seats("r", seat, 1), placement(1, "confirmed", "r", seat))
    assert effects(given, state, FLAGS).gap.flow == met


def test_it_removes_the_double_work_of_activities_with_one_role_and_keeps_the_rest(panel):
    assert (panel.removed.activities, panel.removed.mfte, panel.removed.minor) == ((EXPLAIN,), 500, 30_000)
    left = panel.remaining
    assert (left.activities, left.mfte, left.minor, left.unpriced_mfte) == ((COMPARE,), 300, 0, 300)


def test_it_removes_nothing_where_the_only_role_is_not_accountable():
    state = {key: fields for key, fields in REDESIGN.items() if key != ("duty", f"r:{COMPARE}")}
    assert effects(COMPANY_OF_FIVE, state, FLAGS).removed.activities == (EXPLAIN,)


def test_it_counts_the_cost_of_the_placed_and_names_whose_cost_is_unknown(panel):
    placed = panel.placed_cost
    known = [(one.function, one.people, one.minor) for one in placed.functions]
    assert known == [(7, (1,), 100_000), (8, (2,), 60_000)]
    assert (placed.minor, placed.unknown, placed.unknown_mfte) == (160_000, (3,), 800)
    assert (panel.bench_cost.minor, panel.leaving_cost.minor, panel.leaving_cost.unknown) == (100_000, 0, (5,))


def test_it_prices_a_vacant_seat_at_the_average_of_the_placed(panel):
    assert panel.heads.vacant == {("headcount", f"r:{NORTH}"): 1}
    assert panel.vacant_minor == 80_000
    unknown = replace(COMPANY_OF_FIVE, rates={})
    assert effects(unknown, REDESIGN, FLAGS).vacant_minor is None


def test_it_lays_the_placed_out_by_change_flags(panel):
    assert panel.flags == ((1,), (), (), (2,), (3,))
    with pytest.raises(KeyError):
        strip([1, 2], {1: 0})
    with pytest.raises(ValueError):
        strip([1], {1: 5})


def test_it_says_which_activities_count_as_one_unit(panel):
    assert panel.unweighted == (ANALYSE,)


def test_it_gives_a_stage_the_share_of_the_group_that_is_promised_to_it():
    """1.0 FTE: 0.6 for Learn, 0.2 for Buy over two activities of equal need, 0.2 promised to nobody."""
    state = state_of(
        ("group", "g", {"name": "Analytics"}),
        ("service", None, {"group": "g", "stage": LEARN, "share": 600}),
        ("service", None, {"group": "g", "stage": BUY, "share": 200}),
        role("r", group="g"),
        duty("r", COMPARE),
        duty("r", ANALYSE),
        seats("r", None, 1),
        placement(4, "confirmed", "r"),
    )
    found = allocation(COMPANY_OF_FIVE, state)
    assert {(cell.activity, cell.stage): mfte for cell, mfte in found.given.items()} == {
        (COMPARE, LEARN): 600,
        (COMPARE, BUY): 100,
        (ANALYSE, BUY): 100,
    }
    assert found.idle == {("r", None): 200}


def test_it_calls_time_idle_for_which_the_duties_have_no_need():
    state = state_of(role("r"), duty("r", COMPARE), seats("r", SOUTH, 1), placement(3, "confirmed", "r", SOUTH))
    assert allocation(COMPANY_OF_FIVE, state).idle == {("r", SOUTH): 800}


def test_it_lets_a_seat_in_a_region_serve_the_markets_below():
    state = state_of(role("r"), duty("r", EXPLAIN), seats("r", COMPANY, 1), placement(1, "confirmed", "r", COMPANY))
    panel = effects(COMPANY_OF_FIVE, state, FLAGS)
    assert sorted((cell.market, mfte) for cell, mfte in panel.allocation.given.items()) == [(NORTH, 667), (SOUTH, 333)]
    assert panel.gap.qualified == 1000


def test_it_refuses_a_placement_of_somebody_not_in_the_baseline():
    state = state_of(role("r"), seats("r", NORTH, 1), placement(99, "confirmed", "r", NORTH))
    with pytest.raises(KeyError):
        effects(COMPANY_OF_FIVE, state, {99: 0})


@over(cases())
@settings(max_examples=200, deadline=None)
def test_it_gives_every_thousandth_to_an_activity_or_calls_it_idle(case):
    given, state = case
    found = allocation(given, state)
    placed = [int(key) for (kind, key), f in state.items() if kind == "placement" and is_placed(f)]
    assert sum(found.given.values()) + sum(found.idle.values()) == sum(given.people[n].mfte for n in placed)
    assert all(mfte >= 0 for mfte in (*found.given.values(), *found.idle.values()))
    owners = {(f["role"], f["activity"]) for (kind, _), f in state.items() if kind == "duty"}
    assert {cell.activity for cell in found.given} <= {activity for _, activity in owners}


@over(cases(), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_it_leaves_nobody_and_no_money_out(case, changed):
    given, state = case
    panel = effects(given, state, dict.fromkeys(given.people, changed))
    who = panel.heads
    assert sorted((*who.placed, *who.bench, *who.leaving)) == sorted(given.people)
    assert who.seats == len(who.placed) + who.vacant_seats
    assert [len(people) for people in panel.flags] == [len(who.placed) if n == changed else 0 for n in range(5)]
    for part in (panel.placed_cost, panel.bench_cost, panel.leaving_cost):
        assert part.minor == sum(one.minor for one in part.functions)
        assert part.mfte == sum(one.mfte for one in part.functions) + part.unknown_mfte
        known = [number for one in part.functions for number in one.people]
        assert sorted((*known, *part.unknown)) == list(part.people)


@over(cases())
@settings(max_examples=200, deadline=None)
def test_it_removes_and_keeps_all_the_double_work_there_is(case):
    given, state = case
    panel = effects(given, state, dict.fromkeys(given.people, 0))
    whole = redundancy({key: one.spent for key, one in given.activities.items()}, rates=given.rates)
    assert panel.removed.mfte + panel.remaining.mfte == whole.consolidatable_mfte
    assert panel.removed.minor + panel.remaining.minor == whole.consolidatable_minor
    assert panel.removed.unpriced_mfte + panel.remaining.unpriced_mfte == whole.unpriced_mfte


@over(cases())
@settings(max_examples=200, deadline=None)
def test_it_covers_no_more_than_is_needed_and_gaps_add_up(case):
    given, state = case
    panel = effects(given, state, dict.fromkeys(given.people, 0))
    needed = sum(mfte for one in given.activities.values() for mfte in one.needed.values())
    assert panel.coverage.whole.needed_mfte == needed
    assert sum(len(panel.coverage.at(rung)) for rung in Rung) == len(panel.coverage.ladder)
    assert panel.gap.unused + panel.gap.flow == panel.placed_cost.mfte
    for stage in panel.coverage.stages.values():
        assert stage.ratio is None or 0 <= stage.ratio <= 1


def test_it_shows_redesigns_side_by_side_with_the_difference_from_the_first(panel):
    filled = {
        **REDESIGN,
        ("placement", "4"): {**REDESIGN["placement", "4"], "state": "proposed", "role": "r", "market": NORTH},
    }
    other = effects(COMPANY_OF_FIVE, filled, {**FLAGS, 4: 3})
    lines = {(line.figure.name, line.figure.of): line for line in compared([panel, other])}
    assert lines["placed", None].values == (3, 4)
    assert lines["placed", None].differences == (0, 1)
    assert lines["flags", 3].differences == (0, 1)
    assert lines["cost_placed", None].differences == (0, 100_000)
    assert lines["cost_vacant", None].differences == (0, -80_000)
    assert lines["unused", None].differences == (0, 500)
    assert lines["true_gap", None].differences == (0, -500)
    assert lines["coverage", None].figure.unit is Unit.RATIO
    assert lines["rung", Rung.COVERED].differences == (0, 2)


def test_it_compares_with_today_what_today_has(panel):
    lines = {line.figure.name: line for line in compared([baseline_effects(COMPANY_OF_FIVE), panel])}
    assert lines["coverage"].values == (None, Fraction(2800, 4500))
    assert lines["coverage"].differences == (None, None)
    assert lines["redundancy_removed"].differences == (0, 500)
    assert lines["redundancy_remaining"].differences == (0, -500)
    assert next(iter(compared([baseline_effects(COMPANY_OF_FIVE), panel]))).figure.name == "rung"
    assert compared([]) == ()


@over(cases())
@settings(max_examples=50, deadline=None)
def test_it_finds_no_difference_between_equals(case):
    given, state = case
    panel = effects(given, state, dict.fromkeys(given.people, 0))
    for line in compared([panel, panel]):
        assert set(line.differences) <= {0, None}
        assert line.values[0] == line.values[1]
