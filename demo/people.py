"""The demo company's people: who sits where, under whom, since when and for how much of the week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from demo.names import NAMES, mailbox
from demo.places import DOMAIN, FUNCTION_HEADS, HEADS, LEAD_TITLES, POSTS, TOP
from demo.shapes import Person

TODAY = date(2026, 10, 12)
FIRST_HIRE = date(2003, 3, 3)
NEWCOMERS = 6
"""People who started after the last round of ratings, and have none."""
FIRST_NEWCOMER = date(2026, 9, 21)
PART_TIME = (500, 600, 700, 750, 800)

LEAD, HEAD, CHIEF = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Post:
    """A seat to fill. rank: 0 for those who lead nobody, then LEAD, HEAD, CHIEF."""

    market: str
    function: str
    title: str
    department: str
    rank: int


def people(rng: Random) -> tuple[Person, ...]:
    """Everybody, in order of employee id; ids follow the day people started."""
    posts = [post for market, functions in HEADS.items() for f, n in functions.items() for post in _team(market, f, n)]
    names = _names([post.market for post in posts], rng)
    hired = _start_dates(posts, rng)
    order = sorted(range(len(posts)), key=lambda i: (hired[i], i))
    numbers = sorted(rng.sample(range(127, 9871), len(posts)))
    ids = {i: f"{number:06d}" for i, number in zip(order, numbers, strict=True)}
    managers = _managers(posts)
    found = []
    for i in order:
        boss = managers[i]
        found.append(_person(posts[i], ids[i], names[i], hired[i], None if boss is None else ids[boss], rng))
    return tuple(found)


def ranks(staff: tuple[Person, ...]) -> dict[str, int]:
    """Employee id -> levels of people below: 0 for those who lead nobody."""
    boss = {person.employee_id: person.manager for person in staff}
    depth = dict.fromkeys(boss, 0)
    for person in staff:
        below, above = 0, person.manager
        while above is not None:
            below += 1
            depth[above] = max(depth[above], below)
            above = boss[above]
    return depth


def _team(market: str, function: str, heads: int) -> list[Post]:
    posts = [
        Post(market, function, title, department, 0)
        for title, department in (POSTS[function][i % len(POSTS[function])] for i in range(heads))
    ]
    top = []
    if (market, function) == TOP[:2]:
        top.append(Post(*TOP, CHIEF))
    if FUNCTION_HEADS[function][0] == market:
        top.append(Post(market, function, FUNCTION_HEADS[function][1], "Management", HEAD))
    if heads - len(top) >= 3:
        top.append(Post(market, function, LEAD_TITLES[function], "Management", LEAD))
    return top + posts[len(top) :]


def _managers(posts: list[Post]) -> list[int | None]:
    """Positions in the list: contributors under their lead, leads under their head, heads under the chief."""
    chief = next(i for i, post in enumerate(posts) if post.rank == CHIEF)
    heads = {post.function: i for i, post in enumerate(posts) if post.rank == HEAD}
    leads = {(post.market, post.function): i for i, post in enumerate(posts) if post.rank == LEAD}
    found: list[int | None] = []
    for post in posts:
        if post.rank == CHIEF:
            found.append(None)
        elif post.rank == HEAD:
            found.append(chief)
        elif post.rank == LEAD:
            found.append(heads[post.function])
        else:
            found.append(leads.get((post.market, post.function), heads[post.function]))
    return found


def _names(markets: list[str], rng: Random) -> list[tuple[str, str]]:
    """A name per seat; no two people share a mailbox."""
    taken: set[str] = set()
    names = []
    for market in markets:
        firsts, lasts = NAMES[market]
        name = (rng.choice(firsts), rng.choice(lasts))
        while mailbox(*name) in taken:
            name = (rng.choice(firsts), rng.choice(lasts))
        taken.add(mailbox(*name))
        names.append(name)
    return names


def _start_dates(posts: list[Post], rng: Random) -> list[date]:
    span = (date(2026, 7, 1) - FIRST_HIRE).days
    days = [FIRST_HIRE + timedelta(days=int(span * rng.random() ** 0.6)) for _ in posts]
    for i, post in enumerate(posts):
        if post.rank:
            days[i] = FIRST_HIRE + timedelta(days=rng.randrange(span // 2))
    contributors = [i for i, post in enumerate(posts) if not post.rank and HEADS[post.market][post.function] > 7]
    for i in rng.sample(contributors, NEWCOMERS):
        days[i] = FIRST_NEWCOMER + timedelta(days=rng.randrange(14))
    return [_monday(day) for day in days]


def _person(
    post: Post, employee_id: str, name: tuple[str, str], start: date, manager: str | None, rng: Random
) -> Person:
    senior = post.rank == 0 and (TODAY - start).days > 9 * 365
    person = Person(
        employee_id=employee_id,
        first=name[0],
        last=name[1],
        email=f"{mailbox(*name)}@{DOMAIN}",
        title=_senior(post.title) if senior else post.title,
        department=post.department,
        market=post.market,
        function=post.function,
        manager=manager,
        mfte=1000,
        start_date=start,
    )
    part_time = post.rank == 0 and rng.random() < 0.1
    return replace(person, mfte=rng.choice(PART_TIME)) if part_time else person


def _senior(title: str) -> str:
    acronym = title[1].isupper()
    return f"Senior {title if acronym else title[0].lower() + title[1:]}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
