"""Redesigns for the tests of their pure machinery: a small one by hand, and random edits that keep every rule."""

from random import Random

from redesigns.changes import applied, taken_away
from redesigns.mending import BENCHED
from redesigns.records import PLACED, STATES, Fields, Key, State, key_of, record
from redesigns.rules import broken, seats

MARKETS = (None, 1, 2)
SKILLS = (11, 12, 13)
ACTIVITIES = (21, 22, 23)
STAGES = (31, 32)
ROLES = ("ra", "rb", "rc", "rd")


def of(kind: str, key: str = "", **fields) -> dict[Key, Fields]:
    """One record under its key."""
    made = record(kind, **fields)
    return {(kind, key) if key else key_of(kind, made): made}


def placed(number: int, role: str, market: int | None = 1, state: str = "proposed", **fields) -> dict[Key, Fields]:
    return of("placement", str(number), role=role, market=market, state=state, **fields)


def benched(*numbers: int) -> dict[Key, Fields]:
    return {("placement", str(number)): dict(BENCHED) for number in numbers}


def small(people: int = 6) -> dict[Key, Fields]:
    """Two roles: hunters (2 seats in market 1, 1 in market 2) and farmers (2 anywhere); everybody on the bench."""
    return {
        **of("basis", "self", baseline=1),
        **of("group", "ga", name="Analysts"),
        **of("group_skill", group="ga", skill=11),
        **of("wave", "wa", name="First"),
        **of("role", "ra", name="Hunter"),
        **of("role", "rb", name="Farmer", group="ga"),
        **of("duty", role="ra", activity=21),
        **of("mark", role="ra", skill=11, level=3),
        **of("headcount", role="ra", market=1, seats=2),
        **of("headcount", role="ra", market=2),
        **of("headcount", role="rb", seats=2),
        **of("measure", "ma", role="ra", name="Revenue"),
        **of("segment", "sa", name="Large", hunter="ra", farmer="rb", problem_route=["rb", "ra"]),
        **of("cover", segment="sa", stage=31, role="ra"),
        **benched(*range(1, people + 1)),
    }


def edited(state: State, random: Random, times: int) -> dict[Key, Fields]:
    """The state after some random edits that break no rule; few names and keys, so that two branches often meet."""
    now = dict(state)
    for _ in range(times):
        after = _EDITS[random.randrange(len(_EDITS))](now, random)
        if after is not None and not broken(after):
            now = after
    return now


def keys(state: State, kind: str) -> list[str]:
    return sorted(key[1] for key in state if key[0] == kind)


def _place(state, random):
    open_seats = [key for key, (size, taken) in sorted(seats(state).items()) if taken < size]
    if not open_seats:
        return None
    seat = state[random.choice(open_seats)]
    wave = random.choice([None, *keys(state, "wave")])
    number = random.choice(keys(state, "placement"))
    mode = random.choice(sorted(PLACED))
    return applied(state, placed(int(number), seat["role"], seat["market"], mode, wave=wave))


def _unplace(state, random):
    number = random.choice(keys(state, "placement"))
    return applied(state, of("placement", number, state=random.choice(["bench", "leaving"])))


def _touch(state, random):
    """One field of one placement, left to the rules to refuse."""
    key = ("placement", random.choice(keys(state, "placement")))
    change = random.choice(
        [
            {"locked": random.random() < 0.5},
            {"state": random.choice(STATES)},
            {"wave": random.choice([None, *keys(state, "wave")])},
        ]
    )
    return applied(state, {key: {**state[key], **change}})


def _role(state, random):
    role = random.choice(ROLES)
    if ("role", role) in state and random.random() < 0.5:
        return applied(state, taken_away(state, ("role", role)))
    group = random.choice([None, *keys(state, "group")])
    return applied(state, of("role", role, name=random.choice("xyz"), group=group, stage=random.choice((None, 31))))


def _headcount(state, random):
    roles = keys(state, "role")
    if not roles:
        return None
    made = of("headcount", role=random.choice(roles), market=random.choice(MARKETS), seats=random.randint(1, 3))
    (key,) = made
    if key in state and random.random() < 0.3:
        return applied(state, taken_away(state, key))
    return applied(state, made)


def _belonging(state, random):
    roles, segments = keys(state, "role"), keys(state, "segment")
    if not roles:
        return None
    role = random.choice(roles)
    made = random.choice(
        [
            of("duty", role=role, activity=random.choice(ACTIVITIES), part=random.choice(["accountable", "doing"])),
            of("mark", role=role, skill=random.choice(SKILLS), level=random.randint(1, 5)),
            of("measure", random.choice("mn"), role=role, weight=random.choice((0, 300))),
            of("ban", person=int(random.choice(keys(state, "placement"))), role=role),
            *([of("cover", segment=random.choice(segments), stage=31, role=role)] if segments else []),
        ]
    )
    (key,) = made
    return applied(state, {key: None} if key in state and random.random() < 0.4 else made)


def _segment(state, random):
    key = ("segment", random.choice(["sa", "sb"]))
    if key in state and random.random() < 0.3:
        return applied(state, taken_away(state, key))
    roles = [*keys(state, "role"), None]
    route = [role for role in random.sample(roles, random.randint(0, len(roles))) if role]
    return applied(state, of(*key, hunter=random.choice(roles), farmer=random.choice(roles), problem_route=route))


def _named(kind, uids):
    def edit(state, random):
        key = (kind, random.choice(uids))
        if key in state and random.random() < 0.4:
            return applied(state, taken_away(state, key))
        return applied(state, of(*key, name=random.choice("pqr")))

    return edit


def _service(state, random):
    groups = keys(state, "group")
    if not groups:
        return None
    return applied(state, of("service", group=random.choice(groups), stage=31, share=random.choice((100, 200))))


_EDITS = (
    _place,
    _place,
    _place,
    _unplace,
    _touch,
    _role,
    _headcount,
    _headcount,
    _belonging,
    _belonging,
    _segment,
    _named("group", ["ga", "gb"]),
    _named("wave", ["wa", "wb"]),
    _service,
)
