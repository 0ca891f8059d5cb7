"""Small building blocks of test data. Run them inside a scope."""

from journeys.models import (
    ActivityJob,
    ActivitySkill,
    BuyingJob,
    Journey,
    LegacyFunction,
    Skill,
    Stage,
    SupplierActivity,
)
from roles.models import Person, SkillLevel
from uniengine.accounts.models import Market, Organization


def organization_market(organization: Organization, name: str = "Canada", parent: Market | None = None) -> Market:
    """A node below `parent`, else below the root; the first one is the root."""
    parent = parent or Market.objects.filter(organization=organization, parent=None).first()
    market = Market.objects.create(organization=organization, name=name, parent=parent)
    market.path = f"{parent.path if parent else '/'}{market.pk}/"
    market.save(update_fields=["path"])
    return market


def skill(organization: Organization, name: str, **fields: object) -> Skill:
    return Skill.objects.create(organization=organization, name=name, name_key=name.casefold(), **fields)


def function(organization: Organization, name: str = "Marketing", cost_per_fte: int = 9_000_000) -> LegacyFunction:
    return LegacyFunction.objects.create(organization=organization, name=name, cost_per_fte=cost_per_fte)


def journey(organization: Organization, name: str = "Core journey") -> Journey:
    found = Journey.objects.create(organization=organization, name=name)
    for position, (slot, label) in enumerate(
        [("learn", "Learn"), ("buy", "Buy"), ("order", "Order"), ("adopt", "Adopt"), ("support", "Support")]
    ):
        Stage.objects.create(organization=organization, journey=found, name=label, slot=slot, position=position)
    return found


def buying_job(stage: Stage, name: str = "Compare vendors") -> BuyingJob:
    return BuyingJob.objects.create(organization=stage.organization, stage=stage, name=name)


def activity(journey: Journey, name: str, *jobs: BuyingJob, needs: dict[Skill, int] | None = None) -> SupplierActivity:
    """An activity serving `jobs`, with even shares over the skills in `needs` {skill: level}."""
    made = SupplierActivity.objects.create(organization=journey.organization, journey=journey, name=name)
    for job in jobs:
        ActivityJob.objects.create(organization=journey.organization, activity=made, job=job)
    wanted = needs or {}
    for place, (needed, level) in enumerate(wanted.items()):
        share = 1000 // len(wanted) + (1 if place < 1000 % len(wanted) else 0)
        ActivitySkill.objects.create(
            organization=journey.organization, activity=made, skill=needed, level=level, share=share
        )
    return made


def person(organization: Organization, employee_id: str, **fields: object) -> Person:
    return Person.objects.create(
        organization=organization, employee_id=employee_id, **{"name": f"Person {employee_id}", **fields}
    )


def rating(who: Person, what: Skill, level: int, **fields: object) -> SkillLevel:
    return SkillLevel.objects.create(
        organization=who.organization, person=who, skill=what, level=level, **{"rater": 2, **fields}
    )
