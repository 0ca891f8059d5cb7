"""Names for proposed roles: by stage where that says enough, else by the skill with most work in them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 120
ENDINGS = ("expert", "specialist")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A role to be named. work: skill -> how much of its work takes it."""

    stages: tuple[int, ...]
    work: Mapping[int, int]


def names_of(bundles: Sequence[Bundle], stages: Mapping[int, str], skills: Mapping[int, str]) -> list[str]:
    """A name for each, all different: "Buy expert", "Buy expert, negotiation", "Analytics specialist"."""
    alone: Counter[tuple[int, ...]] = Counter(bundle.stages for bundle in bundles if len(bundle.stages) == 1)
    used: set[str] = set()
    found = []
    for bundle in bundles:
        name = free_name(_name(bundle, alone, stages, skills, used), used)
        used.add(name.casefold())
        found.append(name)
    return found


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with the first number that makes it free: "Buy expert 2". taken: casefolded."""
    name = name[:LONGEST]
    number, found = 1, name
    while found.casefold() in taken:
        number += 1
        found = f"{name[: LONGEST - len(str(number)) - 1]} {number}"
    return found


def _name(
    bundle: Bundle,
    alone: Counter[tuple[int, ...]],
    stages: Mapping[int, str],
    skills: Mapping[int, str],
    used: Collection[str],
) -> str:
    if len(bundle.stages) != 1:
        return _first_free((f"{one} {ENDINGS[1]}" for one in _top(bundle, skills)), "Generalist", used)
    stage = f"{stages.get(bundle.stages[0], 'Stage')} {ENDINGS[0]}"
    if alone[bundle.stages] == 1:
        return stage
    return _first_free((f"{stage}, {one}" for one in _top(bundle, skills)), stage, used)


def _top(bundle: Bundle, skills: Mapping[int, str]) -> list[str]:
    """Names of its skills, most work first."""
    order = sorted(bundle.work, key=lambda skill: (-bundle.work[skill], skills.get(skill, "")))
    return [skills[skill] for skill in order if skill in skills]


def _first_free(names: Iterable[str], other: str, used: Collection[str]) -> str:
    """The first that is not used; the first of all when every one is."""
    every = list(names)
    return next((name for name in every if name.casefold() not in used), every[0] if every else other)
