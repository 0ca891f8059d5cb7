"""Small role problems, and their smallest number of roles by trying everything."""

from itertools import combinations
from random import Random

from hypothesis import strategies as st

from roles.cover import Problem, Sharing

IRREDUCIBLE = {0: {0, 1, 2}, 1: {0, 2, 3}, 2: {0, 1, 2, 4}, 3: {0, 1, 4}, 4: {3, 4}}
"""Five activities, five skills; the smallest number of roles is 4 (tripunit/minrolemining, MIT)."""


def problem_of(skills, stages=None, **more):
    """A problem from plain sets."""
    stages = {activity: frozenset(own) for activity, own in (stages or {}).items()}
    return Problem({activity: frozenset(own) for activity, own in skills.items()}, stages, **more)


@st.composite
def problems(draw, sharing, activities=6, skills=6):
    """Random ones with and without caps; with empty activities and impossible ones."""
    rows = draw(st.lists(st.frozensets(st.integers(1, skills)), max_size=activities))
    stages = {a: draw(st.frozensets(st.integers(1, 3), max_size=2)) for a in range(len(rows))}
    most_skills = draw(st.none() | st.integers(1, 4))
    most_stages = draw(st.none() | st.integers(1, 2))
    return Problem(dict(enumerate(rows)), stages, sharing=sharing, most_skills=most_skills, most_stages=most_stages)


def smallest(problem):
    """The smallest number of roles, by trying."""
    asked = [a for a, skills in problem.skills.items() if skills and problem.fits(a)]
    return _smallest_cover(problem, asked) if problem.sharing == Sharing.SHARED else _smallest_packing(problem, asked)


def _within(problem, skills, stages):
    wide = problem.most_skills is not None and len(skills) > problem.most_skills
    return not wide and (problem.most_stages is None or len(stages) <= problem.most_stages)


def _smallest_cover(problem, asked):
    roles = set()
    for size in range(1, len(asked) + 1):
        for rows in combinations(asked, size):
            common = frozenset.intersection(*(problem.skills[a] for a in rows))
            stages = frozenset().union(*(problem.stages_of(a) for a in rows))
            for columns in combinations(sorted(common), min(len(common), problem.most_skills or len(common))):
                if columns and _within(problem, columns, stages):
                    roles.add(frozenset((a, skill) for a in rows for skill in columns))
    pairs = frozenset((a, skill) for a in asked for skill in problem.skills[a])
    return next(count for count in range(len(pairs) + 1) if _coverable(pairs, roles, count))


def _coverable(pairs, roles, count):
    if not pairs or not count:
        return not pairs
    first = min(pairs)
    return any(_coverable(pairs - role, roles, count - 1) for role in roles if first in role)


def _smallest_packing(problem, asked, roles=()):
    """Each activity in turn goes into every role with room, and into a new one."""
    if not asked:
        return len(roles)
    skills, stages = problem.skills[asked[0]], problem.stages_of(asked[0])
    found = [_smallest_packing(problem, asked[1:], (*roles, (skills, stages)))]
    for number, (own, where) in enumerate(roles):
        grown = own | skills, where | stages
        if _within(problem, *grown):
            found.append(_smallest_packing(problem, asked[1:], (*roles[:number], grown, *roles[number + 1 :])))
    return min(found)


def planted(seed, activities, skills, roles, per_activity, wide, stray=0):
    """Activities that are unions of a few planted roles, with stray skills; and how many roles surely suffice."""
    chance = Random(seed)
    bundles = [frozenset(chance.sample(range(skills), chance.randint(1, wide))) for _ in range(roles)]
    rows = {}
    for activity in range(activities):
        own = frozenset().union(*chance.choices(bundles, k=chance.randint(1, per_activity)))
        rows[activity] = own | frozenset(chance.choices(range(skills), k=stray))
    return rows
