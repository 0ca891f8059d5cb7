"""Who may not edit, changes nothing: every service is refused before it touches a row."""

from collections.abc import Callable
from io import BytesIO

import pytest

from journeys import services
from journeys.models import Journey, JourneyImport, LegacyFunction, Skill, SkillAlias
from tests.cast import Cast
from tests.journeys.boards import Small, picture
from tests.journeys.test_stale_edits import EDITS
from uniengine.accounts.access import Actor
from uniengine.accounts.models import AuditEntry
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.kit.errors import NotAllowed

Service = Callable[[Actor, Small], object]


def upload() -> dict[str, BytesIO]:
    file = BytesIO(b"Stage,Activity\nLearn,Show it\n")
    file.name = "journey.csv"
    return {"main": file}


OTHERS: dict[str, Service] = {
    "journey create": lambda who, at: services.journey_create(actor=who, name="New"),
    "journey copy": lambda who, at: services.journey_copy(actor=who, journey=at.journey, name="New"),
    "journey archive": lambda who, at: services.journey_archive(actor=who, journey=at.journey, version=1),
    "journey restore": lambda who, at: services.journey_restore(actor=who, journey=at.journey, version=2),
    "stage create": lambda who, at: services.stage_create(actor=who, journey=at.journey, name="New"),
    "job create": lambda who, at: services.buying_job_create(actor=who, stage=at.learn, name="New"),
    "activity create": lambda who, at: services.activity_create(actor=who, journey=at.journey, name="New"),
    "skill create": lambda who, at: services.skill_create(actor=who, name="New"),
    "alias add": lambda who, at: services.skill_alias_add(actor=who, skill=at.writing, name="New"),
    "alias remove": lambda who, at: services.skill_alias_remove(
        actor=who, alias=SkillAlias.objects.first() or SkillAlias(skill=at.writing, name="Old", pk=1)
    ),
    "function create": lambda who, at: services.function_create(actor=who, name="New"),
    "undo": lambda who, at: services.change_undo(actor=who, journey=at.journey),
    "redo": lambda who, at: services.change_redo(actor=who, journey=at.journey),
    "import": lambda who, at: services.journey_import_start(actor=who, name="New", files=upload()),
}
EVERY: dict[str, Service] = OTHERS | {
    name: lambda who, at, edit=edit: edit(who, at, 1)  # type: ignore[misc]
    for name, edit in EDITS.items()
}


@pytest.mark.parametrize("role", ["pod_leader", "member"])
@pytest.mark.parametrize("service", EVERY.values(), ids=EVERY)
def test_it_refuses_who_may_not_edit_and_changes_nothing(
    scoped: Cast, small: Small, service: Service, role: str
) -> None:
    before = picture(small.journey), rows()
    with pytest.raises(NotAllowed):
        service(scoped.actor(role), small)
    assert (picture(small.journey), rows()) == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", ["owner", "admin", "leader", "facilitator"])
@pytest.mark.parametrize("service", OTHERS.values(), ids=OTHERS)
def test_it_lets_editors_do_it(scoped: Cast, small: Small, service: Service, role: str) -> None:
    actor = scoped.actor(role)
    services.stage_create(actor=actor, journey=small.journey, name="To undo")
    services.skill_alias_add(actor=actor, skill=small.writing, name="Old")
    if service is OTHERS["redo"]:
        services.change_undo(actor=actor, journey=small.journey)
    if service is OTHERS["journey restore"]:
        services.journey_archive(actor=actor, journey=small.journey, version=1)
    before, logged = (picture(small.journey), rows()), AuditEntry.objects.filter(actor=actor.user).count()
    service(actor, small)
    assert (picture(small.journey), rows()) != before
    assert AuditEntry.objects.filter(actor=actor.user).count() > logged


def test_it_needs_the_scope_of_a_token_as_well(scoped: Cast, small: Small) -> None:
    actor = scoped.actor("owner")
    reader = Actor(actor.organization, actor.user, actor.role, token_scopes=frozenset({"journey:read"}))
    assert reader.may(Permission.JOURNEY_VIEW)
    with pytest.raises(NotAllowed):
        services.stage_create(actor=reader, journey=small.journey, name="New")


def rows() -> tuple[object, ...]:
    return (
        list(Journey.objects.order_by("pk").values()),
        list(Skill.objects.order_by("pk").values()),
        list(LegacyFunction.objects.order_by("pk").values()),
        SkillAlias.objects.count(),
        JourneyImport.objects.count(),
        Job.objects.count(),
    )
