"""One of everything in an organization, and which of it a route's parameter means.

A new kind of object gets a line in `examples_of`; a new parameter gets a line in PARAMETERS. The tests of the isolation
matrix and of the crawl then cover every route that uses it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatch
from io import BytesIO
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone

from journeys.models import BoardChange, JobLoop, Journey, JourneyImport, JourneyImportState, Skill, SkillAlias
from redesigns.models import Collaborator, DevelopmentItem, Proposal, ProposedRole, Reconciliation
from redesigns.records import Fields, Key, key_of, record
from redesigns.services.changing import redesign_change
from redesigns.services.redesigns import redesign_branch, redesign_create
from roles.models import ImportProblem, ImportQueueEntry, Person
from roles.services.gaps import gaps_compute, gaps_store
from roles.services.imports.upload import import_upload
from tests import factories
from tests.matrix import Route
from uniengine.accounts.access import actor_of_member
from uniengine.accounts.models import Invitation, Membership, Organization, PersonalToken, User
from uniengine.accounts.policy import Permission, allows
from uniengine.jobs.models import Job
from uniengine.kit.scoping import scope
from uniengine.workshops.services.workshops import workshop_current

# "route.parameter" -> name of the example; the first pattern that fits decides. A parameter called <example>_pk needs
# no line here.
PARAMETERS: tuple[tuple[str, str], ...] = (
    ("*.slug", "slug"),
    ("redesigns:*.pk", "redesign"),
    ("api:redesign*.pk", "redesign"),
    ("redesigns:*.number", "person"),
    ("api:redesign*.number", "person"),
    ("*redesign*.other", "other_redesign"),
    ("*redesign*.role", "role"),
    ("*redesign*.user", "colleague"),
    ("*redesign*.market", "market"),
    ("*redesign*.stage", "stage"),
    ("*redesign*.activity", "activity"),
    ("*redesign*.skill", "skill"),
    ("*redesign*.group", "group"),
    ("*redesign*.wave", "wave"),
    ("*redesign*.segment", "segment"),
    ("*redesign*.measure", "measure"),
    ("*redesign*.position", "position"),
    ("*redesign*.figure", "figure"),
    ("*redesign*.proposal", "proposal"),
    ("*redesign*.reconciliation", "reconciliation"),
    ("*redesign*.item", "development_item"),
    ("jobs:*.pk", "job"),
    ("api:job*.pk", "job"),
    ("*:member*.pk", "member"),
    ("*:invitation*.pk", "invitation"),
    ("*:market*.pk", "market"),
    ("*:token*.pk", "token"),
    ("*step*.step", "step"),
    ("journeys:journey-import*.pk", "journey_import"),
    ("journeys:skill*.pk", "skill"),
    ("journeys:function*.pk", "function"),
    ("journeys:stage*.pk", "stage"),
    ("journeys:job*.pk", "buying_job"),
    ("journeys:activity*.pk", "activity"),
    ("journeys:activity-edit.part", "part"),
    ("api:gap*.pk", "journey"),
    ("*:person*.pk", "person"),
    ("*:rating*.pk", "person"),
    ("*:*rating*.skill", "skill"),
    ("roles:*.rater", "rater_number"),
    ("api:*.rater", "rater"),
    ("*:import*.pk", "import"),
    ("*:import-queue-*.entry", "queue_entry"),
    ("*.file_format", "file_format"),
    ("*.kind", "file_format"),
)
# Addresses that mean nothing without a query: parameter of the query -> name of the example.
QUERIES: dict[str, dict[str, str]] = {
    "journeys:job-create": {"stage": "stage"},
    "journeys:activity-create": {"job": "buying_job"},
    "roles:gap-cell": {"skill": "skill", "level": "level"},
    "api:gap-cell": {"skill": "skill", "level": "level"},
}
INVENTORY = b"""Employee ID;Name;Skill;Level
0042;Ada Example;Negotiation;4
0043;Ben Example;Chatbots;2
"""
# Words, not objects: the same in every organization.
PLAIN = {"figure", "slug", "step", "part", "file_format", "level", "rater", "rater_number"}
# Positions and keys of records count within one redesign, which stands in the address as well.
PLAIN |= {"position", "role", "group", "wave", "segment", "measure"}


@dataclass(frozen=True)
class Examples:
    """Values by name of one organization."""

    values: dict[str, object]

    def of(self, route: Route) -> dict[str, object]:
        """A value for each parameter of the route. Raises AssertionError that says where to add a missing one."""
        return {parameter: self.value(example_name(route, parameter)) for parameter in route.parameters}

    def address(self, route: Route, **instead: object) -> str:
        """The address of the route with these examples; `instead` replaces single parameters."""
        query = {key: self.value(name) for key, name in QUERIES.get(route.name, {}).items()}
        query |= {key: value for key, value in instead.items() if key in query}
        path = route.address(self.of(route) | {key: value for key, value in instead.items() if key not in query})
        return f"{path}?{urlencode(query)}" if query else path

    def addresses_with_one_of(self, other: "Examples", route: Route) -> Iterator[tuple[str, str]]:
        """(parameter, address) with one object at a time taken from another organization."""
        for parameter in route.parameters:
            if is_object(route, parameter):
                yield parameter, self.address(route, **{parameter: other.of(route)[parameter]})
        for key, name in QUERIES.get(route.name, {}).items():
            if name not in PLAIN:
                yield key, self.address(route, **{key: other.value(name)})

    def value(self, name: str) -> object:
        assert name in self.values, f"No example '{name}': build one in examples_of in tests/examples.py."
        return self.values[name]


def example_name(route: Route, parameter: str) -> str:
    whole = f"{route.name}.{parameter}"
    for pattern, name in PARAMETERS:
        if fnmatch(whole, pattern):
            return name
    if parameter.endswith("_pk"):
        return parameter.removesuffix("_pk")
    raise AssertionError(f"No example for '{whole}': add a line to PARAMETERS in tests/examples.py.")


def is_object(route: Route, parameter: str) -> bool:
    """Whether the parameter names something that belongs to one organization."""
    return example_name(route, parameter) not in PLAIN


def examples_of(organization: Organization, owner: User) -> Examples:
    """Build one of everything."""
    with scope(organization.pk):
        values: dict[str, object] = {"slug": organization.slug, "file_format": "csv", "figure": "gap"}
        values |= ground_examples(organization, owner)
        values |= journey_examples(organization, owner)
        values |= people_examples(organization, owner)
        values |= gap_examples(organization)
        values |= redesign_examples(organization, owner)
    return Examples(values)


def ground_examples(organization: Organization, owner: User) -> dict[str, object]:
    market = factories.organization_market(organization, f"{organization.name} North")
    seat = User.objects.create_user(f"seat@{organization.slug}.example.com", None, name="Seat")
    soon = timezone.now() + timedelta(days=7)
    return {
        "market": market.pk,
        "member": Membership.objects.create(organization=organization, user=seat, role="member").pk,
        "invitation": Invitation.objects.create(
            organization=organization,
            email="new@example.com",
            role="member",
            secret_hash=f"hash of {organization.slug}",
            invited_by=owner,
            expires_at=soon,
        ).pk,
        "token": PersonalToken.objects.create(
            organization=organization,
            user=owner,
            name="Nightly",
            prefix="uni_x",
            secret_hash=f"token of {organization.slug}",
            scopes=["people:read"],
            expires_at=soon,
        ).pk,
        "job": Job.objects.create(
            organization=organization, kind="tests.work", key="example", total=10, created_by=owner
        ).pk,
        "step": workshop_current(organization=organization).items.all()[0].step,
    }


def journey_examples(organization: Organization, owner: User) -> dict[str, object]:
    journey = factories.journey(organization)
    stages = list(journey.stages.order_by("position"))
    first, second = factories.buying_job(stages[0], "See the problem"), factories.buying_job(stages[1])
    skill = factories.skill(organization, "Data analysis")
    activity = factories.activity(journey, "Show comparable customers", first, needs={skill: 3})
    BoardChange.objects.create(organization=organization, journey=journey, actor=owner, label="Added a job", rows=[])
    alias = SkillAlias.objects.create(organization=organization, skill=skill, name="Analytics", name_key="analytics")
    imported = JourneyImport.objects.create(
        organization=organization, name="From a file", created_by=owner, state=JourneyImportState.CHECKED
    )
    return {
        "journey": journey.pk,
        "journey_import": imported.pk,
        "stage": stages[0].pk,
        "buying_job": first.pk,
        "loop": JobLoop.objects.create(organization=organization, from_job=second, to_job=first).pk,
        "activity": activity.pk,
        "part": "skills",
        "skill": skill.pk,
        "alias": alias.pk,
        "function": factories.function(organization).pk,
    }


def people_examples(organization: Organization, owner: User) -> dict[str, object]:
    who = factories.person(organization, "0042", name="Ada Example", email=f"ada@{organization.slug}.example.com")
    factories.rating(who, factories.skill(organization, "Negotiation"), 3)
    made = import_upload(
        actor=actor_of_member(owner, organization), file=BytesIO(INVENTORY), name="skills.csv", source="Workday"
    )
    problem = ImportProblem.objects.create(
        organization=organization, inventory_import=made, line=2, column="Level", code="level", message="Not a level."
    )
    entry = ImportQueueEntry.objects.create(organization=organization, inventory_import=made, name="Chatbots")
    return {
        "person": who.pk,
        "source": made.source_id,
        "import": made.pk,
        "problem": problem.pk,
        "queue_entry": entry.pk,
    }


def gap_examples(organization: Organization) -> dict[str, object]:
    """The gap of the journey, worked out: one person stands against one activity of unknown effort."""
    journey = Journey.objects.get()
    factories.rating(Person.objects.get(employee_id="0042"), Skill.objects.get(name="Data analysis"), 3)
    picture = gaps_compute(organization=organization, journey=journey, progress=lambda done, total, words: None)
    with transaction.atomic():  # it keeps locks to the end
        gaps_store(organization=organization, journey=journey, picture=picture)
    return {"level": 3, "rater": "manager", "rater_number": 2}


def redesign_examples(organization: Organization, owner: User) -> dict[str, object]:
    """A draft with one of every record, named on it everybody who is a member."""
    actor = actor_of_member(owner, organization)
    journey = Journey.objects.get()
    redesign = redesign_create(actor=actor, journey=journey, name="North first")
    other = redesign_branch(actor=actor, redesign=redesign, name="South first")
    members = list(Membership.objects.filter(organization=organization).exclude(user=owner).select_related("user"))
    for draft in (redesign, other):
        for seat in members:
            may = "edit" if allows(seat.role, Permission.REDESIGN_EDIT) else "read"
            Collaborator.objects.create(organization=organization, redesign=draft, user=seat.user, may=may)
    person = Person.objects.get(employee_id="0042")
    puts = one_of_every_record(person.pk, journey)
    redesign_change(actor=actor, redesign=redesign, label="Set up", decide=lambda state: puts)
    proposal = Proposal.objects.create(
        organization=organization,
        redesign=redesign,
        options={"sharing": "whole", "most_skills": 12, "most_stages": 1, "seconds": 5},
        journey_revision=journey.revision,
        found=1,
        lower_bound=1,
        proved=True,
        created_by=owner,
    )
    ProposedRole.objects.create(
        organization=organization, proposal=proposal, position=1, name="Learn", activities=[], skills=[], stages=[]
    )
    item = DevelopmentItem.objects.create(
        organization=organization,
        redesign=redesign,
        number=person.pk,
        skill=Skill.objects.get(name="Data analysis"),
        from_level=2,
        to_level=3,
    )
    merge = Reconciliation.objects.create(
        organization=organization, redesign=redesign, kind="merge", source=other, created_by=owner
    )
    return dict.fromkeys(("role", "group", "wave", "segment", "measure"), RECORD_KEY) | {
        "redesign": redesign.pk,
        "other_redesign": other.pk,
        "colleague": members[0].user.pk,
        "position": 1,
        "proposal": proposal.pk,
        "development_item": item.pk,
        "reconciliation": merge.pk,
    }


RECORD_KEY = "a1b2c3d4e5f6"


def one_of_every_record(number: int, journey: Journey) -> dict[Key, Fields | None]:
    """Records whose uids are all RECORD_KEY, so that one word stands for each of them in addresses."""
    stage = journey.stages.order_by("position")[0].pk
    activity = journey.activities.all()[0].pk
    skill = Skill.objects.get(name="Data analysis").pk
    uid = RECORD_KEY
    made = {
        ("group", uid): record("group", name="Analytics"),
        ("wave", uid): record("wave", name="First wave", starts_on="2027-01-01"),
        ("role", uid): record("role", name="Learn expert", stage=stage, fixed_share=700),
        ("measure", uid): record("measure", role=uid, name="Qualified leads", weight=1000, needed=1000),
        ("segment", uid): record("segment", name="Enterprise", hunter=uid, farmer=uid),
        ("placement", str(number)): record("placement", state="proposed", role=uid, wave=uid),
    }
    keyed = (
        ("group_skill", {"group": uid, "skill": skill}),
        ("service", {"group": uid, "stage": stage, "share": 1000}),
        ("duty", {"role": uid, "activity": activity}),
        ("mark", {"role": uid, "skill": skill, "level": 4}),
        ("headcount", {"role": uid, "seats": 2}),
        ("cover", {"segment": uid, "stage": stage, "role": uid, "part": "accountable"}),
    )
    for kind, fields in keyed:
        whole = record(kind, **fields)
        made[key_of(kind, whole)] = whole
    return made
