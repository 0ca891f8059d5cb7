"""A company small enough to work out by hand, and random ones."""

from hypothesis import strategies as st

from redesigns.given import Activity, Given, Person, Taken
from redesigns.records import ACCOUNTABLE, BENCH, DOING, PLACED, key_of, record

NORTH, SOUTH, COMPANY = 1, 2, 100
LEARN, BUY = 1, 2
MARKETING, SALES, SERVICE = 7, 8, 9
UNDER = {
    NORTH: frozenset({NORTH, COMPANY}),
    SOUTH: frozenset({SOUTH, COMPANY}),
    COMPANY: frozenset({COMPANY}),
}

EXPLAIN, COMPARE, ANALYSE = 1, 2, 3
WRITING, SELLING, ANALYTICS = 5, 6, 7

COMPANY_OF_FIVE = Given(
    people={
        1: Person(1000, NORTH, MARKETING, {WRITING: 4, SELLING: 2}),
        2: Person(1000, NORTH, SALES, {WRITING: 2}),
        3: Person(800, SOUTH, SERVICE, {WRITING: 3}),
        4: Person(1000, SOUTH, MARKETING, {ANALYTICS: 5}),
        5: Person(1000, NORTH, None, {}),
    },
    activities={
        EXPLAIN: Activity(
            (Taken(WRITING, 3, 1000),), {NORTH: 2000, SOUTH: 1000}, {LEARN: 1}, {MARKETING: 800, SALES: 500}
        ),
        COMPARE: Activity(
            (Taken(SELLING, 2, 1000),), {NORTH: 1000}, {LEARN: 1, BUY: 1}, {MARKETING: 400, SERVICE: 300}
        ),
        ANALYSE: Activity((Taken(ANALYTICS, 4, 1000),), {None: 500}, {BUY: 1}, unweighted=True),
    },
    under=UNDER,
    rates={MARKETING: 100_000, SALES: 60_000},
)


def state_of(*puts):
    """A state of (kind, key or None where the fields make the key, fields)."""
    found = {}
    for kind, key, fields in puts:
        whole = record(kind, **fields)
        found[(kind, key) if key else key_of(kind, whole)] = whole
    return found


def role(key, **fields):
    return "role", key, {"name": key, **fields}


def duty(role, activity, part=ACCOUNTABLE):
    return "duty", None, {"role": role, "activity": activity, "part": part}


def seats(role, market, count):
    return "headcount", None, {"role": role, "market": market, "seats": count}


def placement(number, state, role=None, market=None):
    return "placement", str(number), {"state": state, "role": role, "market": market}


REDESIGN = state_of(
    role("r"),
    role("q"),
    duty("r", EXPLAIN),
    duty("r", COMPARE),
    duty("q", COMPARE, DOING),
    seats("r", NORTH, 3),
    seats("r", SOUTH, 1),
    placement(1, "confirmed", "r", NORTH),
    placement(2, "proposed", "r", NORTH),
    placement(3, "selected", "r", SOUTH),
    placement(4, "bench"),
    placement(5, "leaving"),
)
FLAGS = {1: 0, 2: 3, 3: 4}

few = st.integers(0, 3000)
markets = st.sampled_from([None, NORTH, SOUTH, COMPANY])


@st.composite
def givens(draw):
    """Up to 6 people and 5 activities over 3 skills, 3 functions and 3 markets."""
    levels = st.dictionaries(st.integers(1, 3), st.integers(0, 5))
    person = st.builds(Person, few, markets, st.sampled_from([None, MARKETING, SALES, SERVICE]), levels)
    taken = st.builds(Taken, st.integers(1, 3), st.integers(1, 5), st.integers(0, 1000), st.booleans())
    skills = st.lists(taken, max_size=3, unique_by=lambda one: one.skill).map(tuple)
    stages = st.dictionaries(st.sampled_from([LEARN, BUY]), st.integers(1, 3))
    spent = st.dictionaries(st.sampled_from([MARKETING, SALES, SERVICE]), st.none() | few)
    activity = st.builds(Activity, skills, st.dictionaries(markets, few), stages, spent)
    people = draw(st.lists(person, max_size=6))
    activities = draw(st.lists(activity, max_size=5))
    rates = draw(st.dictionaries(st.sampled_from([MARKETING, SALES, SERVICE]), st.integers(0, 99_999)))
    return Given(dict(enumerate(people, 1)), dict(enumerate(activities, 1)), UNDER, rates)


@st.composite
def redesigns(draw, given):
    """Roles x, y and z (z in a shared services group), any duties, everybody somewhere, seats to spare."""
    puts = [("group", "g", {"name": "g"}), role("x"), role("y"), role("z", group="g")]
    puts += [
        ("service", None, {"group": "g", "stage": stage, "share": draw(st.integers(0, 1000))}) for stage in (LEARN, BUY)
    ]
    for key in given.activities:
        for owner, part in draw(st.dictionaries(st.sampled_from("xyz"), st.sampled_from([ACCOUNTABLE, DOING]))).items():
            puts.append(duty(owner, key, part))
    for number in given.people:
        at = draw(st.sampled_from([*sorted(PLACED), BENCH, "leaving"]))
        seat = (draw(st.sampled_from("xyz")), draw(markets)) if at in PLACED else (None, None)
        puts.append(placement(number, at, *seat))
        if at in PLACED:
            puts.append(seats(*seat, len(given.people)))
    return state_of(*puts)


@st.composite
def cases(draw):
    given = draw(givens())
    return given, draw(redesigns(given))
