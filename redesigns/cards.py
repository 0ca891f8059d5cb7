"""The change card: what a redesign changes for one person, before and after.

Pure. Four things can change, each a flag: title, role, manager, team. Beside them stand the region, the share of
teammates kept, and the levels to develop. People are numbers, roles and groups uids, markets and skills ids; pages put
in the names. Source: brief, section 4, placement.

Before is the baseline. It knows roles and teams in the redesign's terms only where a redesign was published before; a
legacy function is no role and a legacy department no team of the new organization: without one both have changed.
Somebody on the bench or leaving has no after and no flags.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction

from redesigns.records import Fields, State, is_placed
from roles.fit import Levels, Profile, Short, shortfalls


@dataclass(frozen=True, slots=True)
class Team:
    """A shared services group, or else everybody with a seat in one market (None: seats open to anywhere)."""

    group: str | None = None
    market: int | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """Somebody of the baseline. role and team: theirs in the redesign published before, None without one."""

    title: str
    manager: int | None
    market: int | None
    levels: Levels = field(default_factory=dict)
    role: str | None = None
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the card. After: manager None while nobody, or more than one, leads the team."""

    title: str
    role: str | None
    manager: int | None
    team: Team | None
    region: int | None


@dataclass(frozen=True, slots=True)
class Flags:
    """What changes. None where it cannot be said: the title of today is not known, or nobody leads the new team yet."""

    title: bool | None
    role: bool
    manager: bool | None
    team: bool

    @property
    def count(self) -> int:
        """0 to 4; what cannot be said does not count."""
        return sum(getattr(self, one.name) is True for one in fields(self))


@dataclass(frozen=True, slots=True)
class Card:
    """One person's card. state: proposed, selected, confirmed, bench or leaving.

    kept: of those who have the same manager today, the share who are in the same new team; None when there are none or
    the person has no seat. develop: every skill below what the new role asks for.
    """

    number: int
    state: str
    before: Side
    after: Side | None
    flags: Flags | None
    kept: Fraction | None
    develop: tuple[Short, ...]

    @property
    def other_region(self) -> bool:
        return self.after is not None and self.after.region != self.before.region


def cards(
    state: State,
    people: Mapping[int, Before],
    profiles: Mapping[str, Profile],
    regions: Mapping[int, int] | None = None,
) -> dict[int, Card]:
    """Everybody's card, in order of number.

    people: the baseline. profiles: role -> what it asks for; a role left out asks for nothing. regions: market -> the
    region it lies in; a market left out is its own. Raises KeyError when a placement or a role is missing.
    """
    placements = {number: state["placement", str(number)] for number in sorted(people)}
    teams = {number: team_of(state, one) for number, one in placements.items() if is_placed(one)}
    after = _New(state, teams, _leaders(state, placements, teams), regions or {})
    kept = teammates_kept({number: one.manager for number, one in people.items()}, teams)
    found = {}
    for number, placement in placements.items():
        before = _before(number, people[number], after.regions)
        card = Card(number, placement["state"], before, None, None, None, ())
        if number in teams:
            side = after.side(number, before, placement)
            flags = _flags(before, side, leads=after.leads(placement))
            short = shortfalls(profiles.get(placement["role"], {}), people[number].levels)
            card = replace(card, after=side, flags=flags, kept=kept.get(number), develop=short)
        found[number] = card
    return found


@dataclass(frozen=True, slots=True)
class _New:
    """The new organization: everybody's team, and who leads it."""

    state: State
    teams: Mapping[int, Team]
    leaders: Mapping[Team, list[int]]
    regions: Mapping[int, int]

    def leads(self, placement: Fields) -> bool:
        return bool(self.state["role", placement["role"]]["leads"])

    def side(self, number: int, before: Side, placement: Fields) -> Side:
        role, team = self.state["role", placement["role"]], self.teams[number]
        region = before.region if placement["market"] is None else _region(placement["market"], self.regions)
        manager = before.manager if self.leads(placement) else self.leader(team)
        return Side(role["title"] or role["name"], placement["role"], manager, team, region)

    def leader(self, team: Team) -> int | None:
        """The one who leads the team; None while there is not exactly one. Leaders keep the manager of today."""
        found = self.leaders.get(team, [])
        return found[0] if len(found) == 1 else None


def team_of(state: State, placement: Fields) -> Team:
    """The team of a seat: the group of its role, else its market. Raises KeyError for a role that is missing."""
    group = state["role", placement["role"]]["group"]
    return Team(group=group) if group else Team(market=placement["market"])


def teammates_kept(managers: Mapping[int, int | None], teams: Mapping[int, Team]) -> dict[int, Fraction]:
    """Per person with a new team and with teammates today: the share of them who are in it too.

    managers: of everybody at baseline. teams: of everybody placed. Without a manager there are no teammates.
    """
    sizes = Counter(manager for manager in managers.values() if manager is not None)
    together = Counter((managers[number], team) for number, team in teams.items())
    found = {}
    for number, team in teams.items():
        manager = managers[number]
        if manager is not None and sizes[manager] > 1:
            found[number] = Fraction(together[manager, team] - 1, sizes[manager] - 1)
    return found


def _leaders(state: State, placements: Mapping[int, Fields], teams: Mapping[int, Team]) -> dict[Team, list[int]]:
    """Per team, everybody placed in a role that leads."""
    found: defaultdict[Team, list[int]] = defaultdict(list)
    for number, team in teams.items():
        if state["role", placements[number]["role"]]["leads"]:
            found[team].append(number)
    return dict(found)


def _before(number: int, person: Before, regions: Mapping[int, int]) -> Side:
    """Nobody manages themselves, whatever an import says."""
    region = None if person.market is None else _region(person.market, regions)
    manager = None if person.manager == number else person.manager
    return Side(person.title, person.role, manager, person.team, region)


def _region(market: int, regions: Mapping[int, int]) -> int:
    return regions.get(market, market)


def _flags(before: Side, after: Side, *, leads: bool) -> Flags:
    """Titles that differ in spaces or case only are the same."""
    open_question = after.manager is None and not leads
    return Flags(
        title=_plain(before.title) != _plain(after.title) if _plain(before.title) else None,
        role=before.role != after.role,
        manager=None if open_question else before.manager != after.manager,
        team=before.team != after.team,
    )


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
