"""Small random companies for the skill gap, and answers worked out by trying everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

from hypothesis import strategies as st

from roles.supply import Need, Supply, merged, supply_of

SERVES = {
    1: frozenset({1, 10, 100}),
    2: frozenset({2, 10, 100}),
    3: frozenset({3, 20, 100}),
    10: frozenset({10, 100}),
    100: frozenset({100}),
}
"""Markets 1 and 2 lie in region 10, market 3 in region 20, all under company 100. 7 is on no map."""


@dataclass(frozen=True)
class Person:
    id: int
    mfte: int
    market: int
    levels: tuple[tuple[int, int], ...]

    def can_serve(self, need: Need, *, missing: int = 0) -> bool:
        """Straight from the definition; `missing` levels may be lacking, but the skill has to be rated."""
        near = need.market is None or need.market in SERVES.get(self.market, ())
        return near and any(s == need.skill and k + missing >= need.level for s, k in self.levels)


@dataclass(frozen=True)
class Company:
    needs: tuple[Need, ...]
    people: tuple[Person, ...]

    @cached_property
    def supply(self) -> Supply:
        return supply(self.people)

    @property
    def demand(self) -> int:
        return sum(need.mfte for need in self.needs)

    @property
    def needs_with_effort(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.mfte)

    def capacity(self, needs: tuple[Need, ...], *, missing: int = 0) -> int:
        """FTE of everybody who could serve any of the needs."""
        return sum(p.mfte for p in self.people if any(p.can_serve(n, missing=missing) for n in needs))

    def shortages(self, *, missing: int = 0) -> dict[tuple[Need, ...], int]:
        """D(K) - C(K) of every set K of needs."""
        needs = merged(self.needs)
        sets = chain.from_iterable(combinations(needs, size) for size in range(len(needs) + 1))
        return {k: sum(n.mfte for n in k) - self.capacity(k, missing=missing) for k in sets}

    def plans(self, *, missing: int = 0) -> Iterator[tuple[tuple[Person, Need | None], ...]]:
        """Every way to spend everybody's thousandths, each on one need or none, that overfills no need."""
        needs = merged(self.needs)
        units = [person for person in self.people for _ in range(person.mfte)]
        choices = [[None, *(n for n in needs if p.can_serve(n, missing=missing))] for p in units]
        for picks in product(*choices):
            if all(picks.count(need) <= need.mfte for need in needs):
                yield tuple(zip(units, picks, strict=True))


def supply(people: tuple[Person, ...]) -> Supply:
    rated = [(p.id, skill, level) for p in people for skill, level in p.levels]
    columns = zip(*rated, strict=True) if rated else ((), (), ())
    who, skills, levels = (list(column) for column in columns)
    return supply_of(
        ([p.id for p in people], [p.mfte for p in people], [p.market for p in people]),
        (who, skills, levels),
        SERVES,
    )


def companies(*, most_needs: int = 6, most_people: int = 6, most_mfte: int = 9) -> st.SearchStrategy[Company]:
    need = st.builds(
        Need,
        skill=st.integers(1, 3),
        level=st.integers(1, 5),
        market=st.sampled_from([None, None, 1, 2, 10, 20, 100]),
        mfte=st.integers(0, most_mfte),
    )
    levels = st.dictionaries(st.integers(1, 4), st.integers(0, 5), max_size=4)
    details = st.tuples(
        st.integers(0, most_mfte),
        st.sampled_from([1, 1, 2, 3, 10, 100, 7]),
        levels.map(lambda found: tuple(sorted(found.items()))),
    )
    people = st.lists(details, max_size=most_people).map(
        lambda rows: tuple(Person(900 + 7 * i, *row) for i, row in enumerate(rows))
    )
    return st.builds(Company, st.lists(need, max_size=most_needs).map(tuple), people)


def tiny_companies() -> st.SearchStrategy[Company]:
    """Small enough to try every plan: at most 3 people of 2 thousandths and 3 needs."""
    return companies(most_needs=3, most_people=3, most_mfte=2)
