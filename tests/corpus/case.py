"""What a case of the corpus is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`outcome`: "refused" (the file as a whole; `codes` are the possible error codes), "errors" (a plan whose
    errors have exactly these codes) or "fine" (harmless after all: a plan without errors). `people` and `ratings`
    are what the plan makes ready."""

    name: str
    filename: str
    make: Callable[[], bytes]
    outcome: str
    codes: tuple[str, ...] = ()
    people: int = 0
    ratings: int = 0
    slow: bool = False

    def __str__(self) -> str:
        return self.name


def refused(name: str, filename: str, make: Callable[[], bytes], *codes: str, slow: bool = False) -> Case:
    return Case(name, filename, make, "refused", codes, slow=slow)


def errors(
    name: str, make: Callable[[], bytes], *codes: str, people: int, ratings: int, filename: str = "hr.csv"
) -> Case:
    return Case(name, filename, make, "errors", codes, people, ratings)


def fine(name: str, make: Callable[[], bytes], *, people: int, ratings: int, filename: str = "hr.csv") -> Case:
    return Case(name, filename, make, "fine", (), people, ratings)
