"""Nominal gap: levels add up from the top, and each skill shows the level where it hurts most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.gap import FragileSkill, Fragility, SkillBalance, balances, fragile_skills

ANALYTICS, WRITING, DRIVING = 1, 2, 3

cells = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(1, 5)), st.integers(0, 5000), max_size=12)


def test_it_counts_a_level_or_better_on_both_sides():
    demand = {(ANALYTICS, 3): 2000, (ANALYTICS, 5): 500, (ANALYTICS, 1): 250}
    supply = {(ANALYTICS, 0): 9000, (ANALYTICS, 2): 4000, (ANALYTICS, 4): 1000}

    (analytics,) = balances(demand, supply)

    assert analytics.demand == (2750, 2500, 2500, 500, 500)
    assert analytics.supply == (5000, 5000, 1000, 1000, 0)
    assert analytics.gaps == (0, 0, 1500, 0, 500)
    assert analytics.oversupplies == (2250, 2500, 0, 500, 0)
    assert analytics.headline == 3
    assert analytics.gap == 1500
    assert analytics.oversupply == 0


def test_it_lists_skills_in_order_whether_needed_held_or_both():
    found = balances({(WRITING, 2): 100}, {(DRIVING, 4): 300, (WRITING, 2): 100, (ANALYTICS, 0): 50})

    assert [(b.skill, b.required, b.gap, b.oversupply) for b in found] == [
        (ANALYTICS, False, 0, 0),
        (WRITING, True, 0, 0),
        (DRIVING, False, 0, 300),
    ]


@pytest.mark.parametrize(
    ("demand", "supply", "headline"),
    [
        ((3, 3, 3, 3, 1), (1, 1, 1, 1, 0), 4),  # equal gaps: the highest, closing it closes the others
        ((3, 3, 2, 0, 0), (5, 5, 5, 5, 0), 3),  # no gap: the highest required level
        ((0, 0, 0, 0, 0), (5, 5, 5, 5, 5), 1),  # nobody needs it
        ((9, 1, 1, 1, 1), (2, 0, 0, 0, 0), 1),  # the largest gap wins over the highest level
    ],
)
def test_it_puts_the_level_that_hurts_most_in_the_headline(demand, supply, headline):
    assert SkillBalance(WRITING, demand, supply).headline == headline


@given(cells, cells)
def test_it_shows_gap_less_oversupply_as_demand_less_supply(demand, supply):
    for balance in balances(demand, supply):
        for level in range(1, 6):
            needed = sum(v for (s, k), v in demand.items() if s == balance.skill and k >= level)
            held = sum(v for (s, k), v in supply.items() if s == balance.skill and k >= level)
            gap, over = balance.gaps[level - 1], balance.oversupplies[level - 1]
            assert gap - over == needed - held
            assert gap == 0 or over == 0
        assert balance.gap == max(balance.gaps)


@pytest.mark.parametrize("cell", [{(1, 6): 5}, {(1, -1): 5}, {(1, 3): -5}])
def test_it_refuses_cells_that_make_no_sense(cell):
    with pytest.raises(ValueError):
        balances({}, cell)


def test_it_refuses_a_need_at_level_0():
    with pytest.raises(ValueError, match="Level 0"):
        balances({(1, 0): 5}, {})
    with pytest.raises(ValueError, match="Level 0"):
        fragile_skills([(1, 0)], {})


def test_it_names_needed_skills_that_hang_on_nobody_or_on_one_person():
    holders = {(ANALYTICS, 4): 1, (ANALYTICS, 2): 1, (WRITING, 5): 3, (DRIVING, 0): 7}
    needed = [(WRITING, 3), (ANALYTICS, 5), (ANALYTICS, 3), (ANALYTICS, 3), (ANALYTICS, 2), (DRIVING, 1)]

    assert fragile_skills(needed, holders) == [
        FragileSkill(ANALYTICS, 3, Fragility.ONE),
        FragileSkill(ANALYTICS, 5, Fragility.NOBODY),
        FragileSkill(DRIVING, 1, Fragility.NOBODY),
    ]
