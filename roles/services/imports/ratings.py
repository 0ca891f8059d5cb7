"""Ready ratings with the ids of their people and skills, as rows to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat

import numpy as np

from roles.imports.stored import Numbers, ReadyRatings


@dataclass(frozen=True)
class RatingRows:
    """Columns of equal length. `effective`: whether it counts, as far as the file itself can say."""

    person: Numbers
    skill: Numbers
    ratings: ReadyRatings
    effective: Numbers
    texts: Sequence[str]
    scales: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.person)

    def days(self) -> list[str | None]:
        """Each rating's date in ISO form."""
        numbers, places = np.unique(self.ratings.day, return_inverse=True)
        shown = [date.fromordinal(number).isoformat() if number else None for number in numbers.tolist()]
        return [shown[place] for place in places.tolist()]

    def kinds(self) -> tuple[list[tuple[int, int, str, str, bool]], list[int]]:
        """The distinct (rater, level, raw, scale, effective), and for each rating its position among them."""
        ratings = self.ratings
        code = ((ratings.raw.astype(np.int64) * 4 + ratings.rater) * 8 + ratings.level) * 2 + self.effective
        found, places = np.unique(code, return_inverse=True)
        kinds = []
        for number in found.tolist():
            rest, effective = divmod(number, 2)
            rest, level = divmod(rest, 8)
            raw, rater = divmod(rest, 4)
            kinds.append((rater, level, self.texts[raw], self.scales[str(rater)], bool(effective)))
        return kinds, places.tolist()

    def rows(self, tail: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """(person, skill, date, rater, level, raw, scale, effective), then the constants of `tail`"""
        kinds, places = self.kinds()
        parts = [[column[place] for place in places] for column in zip(*kinds, strict=True)]
        constants = (repeat(value) for value in tail)
        return zip(self.person.tolist(), self.skill.tolist(), self.days(), *parts, *constants, strict=False)


def first_by_precedence(ratings: ReadyRatings, ranks: Mapping[int, int]) -> Numbers:
    """For each rating whether its rater comes first among those of its person and skill. They must be sorted."""
    count = len(ratings)
    if not count:
        return np.zeros(0, dtype=bool)
    table = np.full(max(ranks) + 1, 9, dtype=np.int64)
    table[list(ranks)] = list(ranks.values())
    rank = table[ratings.rater]
    person, skill = ratings.person, ratings.skill
    starts = np.flatnonzero(np.r_[True, (person[1:] != person[:-1]) | (skill[1:] != skill[:-1])])
    best = np.minimum.reduceat(rank, starts)
    lengths = np.diff(np.r_[starts, count])
    found: Numbers = rank == np.repeat(best, lengths)
    return found
