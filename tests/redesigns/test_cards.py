"""The change card: worked by hand for one small company, and what must hold for any."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesigns.cards import Before, Flags, Side, Team, cards, teammates_kept
from redesigns.records import record
from roles.fit import Asked, Short

NORTH, SOUTH, WEST = 11, 12, 13
REGIONS = {NORTH: 10, SOUTH: 10}
BOSS, ANN, BEN, CAT, DAN, EVE = 1, 2, 3, 4, 5, 6
ROLES = {
    "lead": record("role", name="Pod leader", leads=True),
    "guide": record("role", name="Guide", title="Customer guide"),
    "data": record("role", name="Analyst", group="ops"),
    "head": record("role", name="Head of analytics", group="ops", leads=True),
}


def state(**seats):
    """seats: p<number>=(role, market) or a state without a seat."""
    found = {("role", uid): fields for uid, fields in ROLES.items()}
    for name, seat in seats.items():
        fields = {"state": seat} if isinstance(seat, str) else {"state": "proposed", "role": seat[0], "market": seat[1]}
        found["placement", name[1:]] = record("placement", **fields)
    return found


def before(title="Sales rep", manager=BOSS, market=NORTH, **more):
    return Before(title, manager, market, **more)


def card_of(person, seat, others=None, seats=None, **more):
    """Ann's card, in a company with these others."""
    found = cards(state(p2=seat, **(seats or {})), {ANN: person, **(others or {})}, more.pop("profiles", {}), REGIONS)
    return found[ANN]


def test_it_shows_what_changes_for_somebody_in_a_new_role():
    lead = before("Manager", None, SOUTH)
    card = card_of(before(), ("guide", SOUTH), {DAN: lead}, {"p5": ("lead", SOUTH)})

    assert card.before == Side("Sales rep", None, BOSS, None, 10)
    assert card.after == Side("Customer guide", "guide", DAN, Team(market=SOUTH), 10)
    assert card.flags == Flags(True, True, True, True)
    assert (card.flags.count, card.other_region, card.state) == (4, False, "proposed")


def test_it_counts_nothing_for_somebody_who_stays_what_they_are():
    person = before(" customer  GUIDE ", DAN, NORTH, role="guide", team=Team(market=NORTH))
    card = card_of(person, ("guide", NORTH), {DAN: before("Boss", None)}, {"p5": ("lead", NORTH)})

    assert card.flags == Flags(False, False, False, False)
    assert card.flags.count == 0


@pytest.mark.parametrize(
    ("seats", "manager", "flag"),
    [
        ({}, None, None),
        ({"p5": ("lead", NORTH)}, DAN, True),
        ({"p5": ("lead", NORTH), "p6": ("lead", NORTH)}, None, None),
        ({"p5": ("lead", SOUTH)}, None, None),
        ({"p5": ("head", NORTH)}, None, None),
        ({"p1": ("lead", NORTH)}, BOSS, False),
    ],
)
def test_it_finds_the_one_leader_of_the_new_team(seats, manager, flag):
    others = {int(name[1:]): before("Other", None) for name in seats}

    card = card_of(before(), ("guide", NORTH), others, seats)

    assert (card.after.manager, card.flags.manager) == (manager, flag)


def test_it_takes_a_role_of_a_group_into_the_group_wherever_the_seat_is():
    card = card_of(before(), ("data", NORTH), {DAN: before("Head", None)}, {"p5": ("head", None)})

    assert card.after.team == Team(group="ops")
    assert card.after.manager == DAN


def test_it_leaves_leaders_the_manager_they_have():
    card = card_of(before("Lead", BOSS), ("lead", NORTH), {DAN: before()}, {"p5": ("lead", NORTH)})

    assert (card.after.manager, card.flags.manager) == (BOSS, False)


def test_it_cannot_say_whether_a_title_changes_that_nobody_knows():
    card = card_of(before("  "), ("guide", NORTH))

    assert card.flags == Flags(None, True, None, True)
    assert card.flags.count == 2


@pytest.mark.parametrize("where", ["bench", "leaving"])
def test_it_has_no_after_for_somebody_without_a_seat(where):
    card = card_of(
        before(), where, {BEN: before()}, {"p3": ("guide", NORTH)}, profiles={"guide": {1: Asked(3, True, 1)}}
    )

    assert (card.state, card.after, card.flags, card.kept, card.develop) == (where, None, None, None, ())
    assert card.before == Side("Sales rep", None, BOSS, None, 10)
    assert not card.other_region


@pytest.mark.parametrize(
    ("home", "seat", "after", "other"),
    [(NORTH, SOUTH, 10, False), (NORTH, WEST, 13, True), (NORTH, None, 10, False), (None, WEST, 13, True)],
)
def test_it_says_which_region_somebody_goes_to(home, seat, after, other):
    card = card_of(before(market=home), ("guide", seat))

    assert (card.after.region, card.other_region) == (after, other)


def test_it_knows_a_team_of_the_redesign_before_by_group_or_market():
    def changes(team, seat):
        return card_of(before(team=team), seat).flags.team

    assert not changes(Team(market=None), ("guide", None))
    assert changes(Team(market=NORTH), ("guide", SOUTH))
    assert not changes(Team(group="ops"), ("data", NORTH))
    assert changes(Team(market=NORTH), ("data", NORTH))


def test_it_counts_the_teammates_who_come_along():
    others = {BEN: before(), CAT: before(), DAN: before(), EVE: before(manager=99), BOSS: before(manager=None)}
    seats = {"p3": ("lead", NORTH), "p4": ("guide", SOUTH), "p5": "leaving", "p6": ("guide", NORTH), "p1": "bench"}

    # of Ben, Cat and Dan only Ben is in the north with Ann; Eve never was a teammate
    assert card_of(before(), ("guide", NORTH), others, seats).kept == Fraction(1, 3)


@pytest.mark.parametrize("person", [before(), before(manager=None)])
def test_it_speaks_of_no_share_where_there_were_no_teammates(person):
    card = card_of(person, ("guide", NORTH), {BEN: before(manager=None)}, {"p3": ("guide", NORTH)})

    assert card.kept is None


def test_it_lists_every_level_to_develop():
    profiles = {"guide": {1: Asked(3, True, 1), 2: Asked(2, False, 1), 3: Asked(4, True, 1)}}

    card = card_of(before(levels={1: 1, 3: 5}), ("guide", NORTH), profiles=profiles)

    assert card.develop == (Short(1, 1, 3, True), Short(2, None, 2, False))


def test_it_refuses_a_person_without_a_placement_and_a_seat_without_a_role():
    for broken in (state(), state(p2=("gone", NORTH))):
        with pytest.raises(KeyError):
            cards(broken, {ANN: before()}, {})


managers = st.dictionaries(st.integers(1, 9), st.none() | st.integers(1, 3))
places = st.sampled_from(["bench", "leaving", *[(role, market) for role in ROLES for market in (NORTH, SOUTH, None)]])


@given(managers, st.data())
def test_it_holds_for_any_company(above, data):
    people = {number: before(manager=manager) for number, manager in above.items()}
    seats = {f"p{number}": data.draw(places) for number in people}

    found = cards(state(**seats), people, {})

    assert list(found) == sorted(people)
    for number, card in found.items():
        placed = not isinstance(seats[f"p{number}"], str)
        assert placed == (card.after is not None) == (card.flags is not None)
        if not placed:
            continue
        assert 0 <= card.flags.count <= 4
        assert card.after.manager != number != card.before.manager
        mates = [n for n in people if n != number and above[n] == above[number] is not None]
        same = [n for n in mates if found[n].after and found[n].after.team == card.after.team]
        assert card.kept == (Fraction(len(same), len(mates)) if mates else None)


def test_it_counts_nobody_twice_among_teammates():
    teams = {ANN: Team(market=NORTH), BEN: Team(market=NORTH), CAT: Team(market=SOUTH)}

    assert teammates_kept({ANN: BOSS, BEN: BOSS, CAT: BOSS, DAN: BOSS}, teams) == {
        ANN: Fraction(1, 3),
        BEN: Fraction(1, 3),
        CAT: Fraction(0),
    }
