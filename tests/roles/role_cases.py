"""Small random roles: activities with skills and shares, duties that carry all or some of them, and rated people."""

from hypothesis import strategies as st

from roles.fit import Activity, Ask, Asked, Duty

SKILLS = st.integers(1, 6)


def activities(most_mfte: int = 3000) -> st.SearchStrategy[Activity]:
    ask = st.builds(Ask, SKILLS, st.integers(1, 5), st.integers(0, 1000), st.booleans())
    asks = st.lists(ask, max_size=4, unique_by=lambda one: one.skill).map(tuple)
    jobs = st.dictionaries(st.integers(1, 5), st.integers(1, 3), max_size=3)
    return st.builds(Activity, st.integers(1, 9), st.integers(0, most_mfte), asks, jobs)


def bundles() -> st.SearchStrategy[tuple[Duty, ...]]:
    """The duties of one role, each activity once."""
    duty = st.builds(Duty, activities(), st.none() | st.frozensets(SKILLS, max_size=3))
    return st.lists(duty, max_size=5, unique_by=lambda one: one.activity.id).map(tuple)


def profiles(*, least: int = 0, most_weight: int = 10**6) -> st.SearchStrategy[dict[int, Asked]]:
    asked = st.builds(Asked, st.integers(1, 5), st.booleans(), st.integers(1, most_weight))
    return st.dictionaries(SKILLS, asked, min_size=least, max_size=5).map(lambda found: dict(sorted(found.items())))


def levels() -> st.SearchStrategy[dict[int, int]]:
    return st.dictionaries(st.integers(1, 7), st.integers(0, 5), max_size=6)
