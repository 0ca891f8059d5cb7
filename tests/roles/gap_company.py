"""A small company for tests of the stored gap: two markets, two functions, three skills, a journey that needs them."""

from dataclasses import dataclass, field

from journeys.models import ActivityDemand, Journey, LegacyFunction, Skill, Stage
from roles.models import Person, SupplyCell
from tests import factories
from tests.cast import Cast
from uniengine.accounts.models import Market, Organization

ONE_FTE = 1600
"""Hours a year."""


@dataclass
class Company:
    organization: Organization
    root: Market
    markets: list[Market]
    functions: list[LegacyFunction]
    skills: list[Skill]
    journey: Journey
    stages: list[Stage]
    people: list[Person] = field(default_factory=list)

    def staff(self, market: int = 0, function: int = 0, mfte: int = 1000, **levels: int) -> Person:
        """One more person; levels by position of the skill: s0=4."""
        person = factories.person(
            self.organization,
            f"{len(self.people) + 1:04d}",
            market=self.markets[market],
            function=self.functions[function],
            mfte=mfte,
        )
        for name, level in levels.items():
            factories.rating(person, self.skills[int(name[1:])], level)
        self.people.append(person)
        return person

    def work(self, name: str, stage: int = 0, fte: dict[int | None, float] | None = None, **needs: int) -> None:
        """One more activity. fte: position of the market (None: company-wide) -> FTE; needs: s0=4."""
        job = factories.buying_job(self.stages[stage], f"Job of {name}")
        wanted = {self.skills[int(key[1:])]: level for key, level in needs.items()}
        made = factories.activity(self.journey, name, job, needs=wanted)
        for market, amount in (fte or {}).items():
            ActivityDemand.objects.create(
                organization=self.organization,
                activity=made,
                market=None if market is None else self.markets[market],
                volume=ONE_FTE,
                hours=amount,
            )


def company_of(cast: Cast, skills: int = 3) -> Company:
    home = cast.home
    root = factories.organization_market(home, "Home")
    journey = factories.journey(home)
    return Company(
        organization=home,
        root=root,
        markets=[factories.organization_market(home, name, root) for name in ("Canada", "Nordics")],
        functions=[factories.function(home, name) for name in ("Marketing", "Sales")],
        skills=[factories.skill(home, f"Skill {number}") for number in range(skills)],
        journey=journey,
        stages=list(journey.stages.all()),
    )


def cells() -> dict[tuple[int, int, int, int], tuple[int, int]]:
    """The stored supply; cells of nobody are as good as none."""
    rows = SupplyCell.objects.exclude(people=0, mfte=0)
    return {(c.skill_id, c.level, c.market_key, c.function_key): (c.people, c.mfte) for c in rows}
