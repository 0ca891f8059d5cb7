"""Change cards of a redesign: everybody's, one person's, and the words on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from journeys.models import LegacyFunction
from redesigns.cards import Before, Card, Side, Team, cards, team_of
from redesigns.models import Publication, Redesign, RedesignState
from redesigns.records import STATES, State, is_placed
from redesigns.selectors.access import sees_names
from redesigns.selectors.bench import Bench
from redesigns.selectors.design import Design
from redesigns.selectors.placed_people import Crew, Somebody, named
from redesigns.selectors.states import state_of
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Market

SORTS = ("name", "-name", "flags", "-flags", "role", "-role", "market", "-market", "develop", "-develop")
BEFORE_KINDS = ("role", "group", "headcount", "placement")


@dataclass(frozen=True, slots=True)
class CardFilter:
    """flags: how many things change; role: a uid; market: of the new seat, or of today without one. Empty: all."""

    text: str = ""
    flags: int | None = None
    state: str = ""
    market: int | None = None
    role: str = ""
    wave: str = ""
    sort: str = "name"

    @property
    def narrowed(self) -> bool:
        return (self.flags, self.market) != (None, None) or bool(self.text or self.state or self.role or self.wave)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card. changed: None where it cannot be said yet."""

    label: str
    before: str
    after: str
    changed: bool | None


@dataclass(frozen=True, slots=True)
class Held:
    """A person with their card."""

    person: Somebody
    card: Card

    @property
    def flags(self) -> int | None:
        """How many of four things change; None without a seat."""
        return self.card.flags.count if self.card.flags else None


@dataclass(frozen=True)
class Deck:
    """All cards of a redesign. published: the redesign lived by before this one; shown: the reader may see it."""

    crew: Crew
    published: State | None
    shown: bool

    @property
    def design(self) -> Design:
        return self.crew.design

    @cached_property
    def cards(self) -> Mapping[int, Card]:
        return cards_of(self.design, self.crew.bench, self.published)

    @cached_property
    def functions(self) -> Mapping[int, str]:
        return dict(LegacyFunction.objects.values_list("pk", "name"))

    def held(self, number: int) -> Held | None:
        """One person with their card; None for somebody who is not in the baseline."""
        person = self.crew.everybody.get(number)
        return None if person is None else Held(person, self.cards[number])

    def chosen(self, wanted: CardFilter) -> list[Held]:
        """As filtered and sorted."""
        every = [Held(person, self.cards[number]) for number, person in self.crew.everybody.items()]
        found = [one for one in every if self._fits(one, wanted)]
        return _sorted(found, wanted.sort)

    def _fits(self, one: Held, wanted: CardFilter) -> bool:
        placement = one.person.placement
        return (
            named(one.person, wanted.text)
            and wanted.flags in (None, one.flags)
            and wanted.state in ("", placement["state"])
            and wanted.role in ("", placement["role"])
            and wanted.wave in ("", placement["wave"])
            and (wanted.market is None or self._place(one) in self.design.markets.inside(wanted.market))
        )

    def _place(self, one: Held) -> int | None:
        market: int | None = one.person.placement["market"] or self.crew.bench.people[one.person.number].market
        return market

    def counts(self) -> list[int]:
        """People by how many things change for them, 0 to 4; those with a seat only."""
        found = [0] * 5
        for card in self.cards.values():
            if card.flags:
                found[card.flags.count] += 1
        return found

    def lines(self, one: Held, *, open_names: bool = True) -> list[Line]:
        """Before and after in words. open_names False: of others, only who manages."""
        card = one.card
        before, after, flags = card.before, card.after, card.flags
        new = _After(self, after) if after else None
        return [
            Line("Title", before.title or "Not known", new.title if new else "", flags.title if flags else None),
            Line("Role", self._role_before(one), new.role if new else "", flags.role if flags else None),
            Line("Manager", self._who(before.manager), new.manager if new else "", flags.manager if flags else None),
            Line("Team", self._team_before(one), new.team if new else "", flags.team if flags else None),
            Line("Region", self._region(before.region), new.region if new else "", card.other_region if new else None),
        ]

    def _role_before(self, one: Held) -> str:
        role = one.card.before.role
        if role and self.shown and self.published:
            return str(self.published["role", role]["name"])
        function = self.crew.bench.people[one.person.number].function
        return self.functions.get(_number(function), "No role yet")

    def _team_before(self, one: Held) -> str:
        team = one.card.before.team
        if team and self.shown and self.published:
            return team_name(self.published, team, self.design)
        return one.person.department or "No team in these terms"

    def _who(self, number: int | None) -> str:
        if number is None:
            return "Nobody"
        return self.crew.names.get(number, f"Person {number}")

    def _region(self, region: int | None) -> str:
        return self.design.market_name(region) if region else "None"


@dataclass(frozen=True, slots=True)
class _After:
    """The new side in words."""

    deck: Deck
    side: Side

    @property
    def title(self) -> str:
        return self.side.title

    @property
    def role(self) -> str:
        return str(self.deck.design.of("role")[self.side.role or ""]["name"])

    @property
    def manager(self) -> str:
        if self.side.manager is None:
            return "Nobody leads this team yet"
        return self.deck._who(self.side.manager)

    @property
    def team(self) -> str:
        assert self.side.team is not None
        return team_name(self.deck.design.state, self.side.team, self.deck.design)

    @property
    def region(self) -> str:
        return self.deck._region(self.side.region)


def deck_of(actor: Actor, crew: Crew) -> Deck:
    """The cards as the actor may read them."""
    earlier = published_before(crew.design.redesign)
    if earlier is None:
        return Deck(crew, None, shown=False)
    return Deck(crew, state_of(earlier, kinds=BEFORE_KINDS), shown=sees_names(actor, earlier))


def cards_of(design: Design, bench: Bench, published: State | None) -> dict[int, Card]:
    """Everybody's card. One query."""
    return cards(design.state, before_of(bench, published), design.profiles, regions())


def before_of(bench: Bench, published: State | None) -> dict[int, Before]:
    """Everybody as they are before the change, in terms of the redesign published before if there is one."""
    found = {}
    for number, one in bench.people.items():
        placement = published.get(("placement", str(number))) if published else None
        seated = placement if placement and is_placed(placement) else None
        found[number] = Before(
            title=one.title,
            manager=one.manager,
            market=one.market,
            levels=one.levels,
            role=seated["role"] if seated else None,
            team=team_of(published, seated) if published and seated else None,
        )
    return found


def published_before(redesign: Redesign) -> Redesign | None:
    """The redesign people lived by before this one took its place, or live by now. Two queries at most."""
    own = Publication.objects.filter(redesign=redesign).select_related("replaced__baseline").first()
    if own is not None:
        return own.replaced
    rows = Redesign.objects.filter(journey=redesign.journey_id, state=RedesignState.PUBLISHED)
    return rows.select_related("baseline").exclude(pk=redesign.pk).first()


def regions() -> dict[int, int]:
    """Market -> the region it lies in; a market without one is its own. One query."""
    rows = list(Market.objects.values_list("pk", "path", "kind"))
    kinds = {pk: kind for pk, _, kind in rows}
    found = {}
    for pk, path, _ in rows:
        above = [int(part) for part in path.strip("/").split("/") if part]
        found[pk] = next((one for one in reversed(above) if kinds.get(one) == Market.Kind.REGION), pk)
    return found


def team_name(state: State, team: Team, design: Design) -> str:
    """A shared services group by its name, else everybody in a market."""
    if team.group:
        return str(state["group", team.group]["name"])
    return f"Team {design.market_name(team.market)}" if team.market else "Team with seats anywhere"


def _sorted(found: Sequence[Held], sort: str) -> list[Held]:
    key = sort.removeprefix("-")
    orders = {
        "name": lambda one: one.person.name.casefold(),
        "flags": lambda one: -1 if one.flags is None else one.flags,
        "role": lambda one: (one.person.seat.casefold(), STATES.index(one.card.state)),
        "market": lambda one: one.person.market.casefold(),
        "develop": lambda one: len(one.card.develop),
    }
    return sorted(found, key=orders.get(key, orders["name"]), reverse=sort.startswith("-"))


def _number(function: object) -> int:
    """A legacy function's id, however the bench holds it."""
    text = str(function or 0)
    return int(text) if text.isdecimal() else 0
