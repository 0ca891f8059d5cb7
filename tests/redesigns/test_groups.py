"""Shared services groups: skills, share of time by stage, members, and candidates that begin one."""

from typing import Any

import pytest
from django.db import transaction

from redesigns.models import Collaborator, Redesign
from redesigns.selectors.designer import designer_load
from redesigns.selectors.groups import group_view, groups_of
from redesigns.services.groups import GroupValues, group_create, group_delete, group_update
from redesigns.services.headcounts import headcount_set
from redesigns.services.history import change_undo
from redesigns.services.roles import role_create
from roles.services.gaps import gaps_compute, gaps_store
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, put, seated, staffed
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import DomainError, NotAllowed


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    """Three stages need the first skill; two functions hold it."""
    home = staffed(cast, 8)
    for stage in range(3):
        home.work(f"Work {stage}", stage, {0: 1.0 + stage}, s0=2)
    picture = gaps_compute(
        organization=home.organization, journey=home.journey, progress=lambda done, total, words: None
    )
    with transaction.atomic():
        gaps_store(organization=home.organization, journey=home.journey, picture=picture)
    return home


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


@pytest.fixture
def who(cast: Cast, draft: Redesign) -> dict[str, Any]:
    return {"actor": cast.actor("leader"), "redesign": draft}


def values(company: Company, **changed: Any) -> GroupValues:
    stages = [stage.pk for stage in company.stages]
    known = {"name": "Analytics", "skills": [company.skills[0].pk], "shares": {stages[0]: 600, stages[1]: 300}}
    return GroupValues(**known | changed)


def test_a_group_says_whom_it_serves_and_how_far_off_that_is(cast: Cast, company: Company, who: dict[str, Any]) -> None:
    uid = group_create(**who, values=values(company))
    group = group_view(designer_load(cast.actor("leader"), who["redesign"]), uid)
    assert [service.share for service in group.services] == [600, 300, 0, 0, 0]
    assert (group.off, group.over) == (100, 0)
    assert [name for _, name in group.skills] == ["Skill 0"]


def test_changing_puts_roles_in_and_out(cast: Cast, company: Company, draft: Redesign, who: dict[str, Any]) -> None:
    one, two = (role_create(**who, values={"name": name}) for name in ("One", "Two"))
    uid = group_create(**who, values=values(company, roles=[one]))
    assert now(draft)["role", one]["group"] == uid
    group_update(**who, group=uid, values=GroupValues(roles=[two], skills=[]))
    state = now(draft)
    assert (state["role", one]["group"], state["role", two]["group"]) == (None, uid)
    assert not [key for key in state if key[0] == "group_skill"]
    assert state["group", uid]["name"] == "Analytics"
    assert len([key for key in state if key[0] == "service"]) == 2


def test_deleting_leaves_the_roles_and_undo_brings_all_back(
    cast: Cast, company: Company, draft: Redesign, who: dict[str, Any]
) -> None:
    role = role_create(**who, values={"name": "One"})
    uid = group_create(**who, values=values(company, roles=[role]))
    before = now(draft)
    group_delete(**who, group=uid)
    state = now(draft)
    assert state["role", role]["group"] is None
    assert not [key for key in state if key[0] in ("group", "group_skill", "service")]
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == before


def test_it_refuses_what_does_not_exist(company: Company, draft: Redesign, who: dict[str, Any]) -> None:
    group_create(**who, values=values(company))
    before = now(draft)
    for changed, code in (
        ({"name": "analytics"}, "group_name_taken"),
        ({"name": "B", "skills": [10**9]}, "skill_unknown"),
        ({"name": "B", "shares": {10**9: 5}}, "stage_unknown"),
        ({"name": "B", "shares": {company.stages[0].pk: 1001}}, "share_range"),
        ({"name": "B", "roles": ["nowhere"]}, "role_unknown"),
    ):
        with pytest.raises(DomainError) as caught:
            group_create(**who, values=values(company, **changed))
        assert caught.value.code == code
    assert now(draft) == before


def test_only_named_editors_make_groups(cast: Cast, company: Company, draft: Redesign) -> None:
    before = now(draft)
    for name in ("owner", "admin", "facilitator", "pod_leader", "member"):
        with pytest.raises(NotAllowed):
            group_create(actor=cast.actor(name), redesign=draft, values=values(company))
    assert now(draft) == before


def test_candidates_begin_a_group_with_their_stages(cast: Cast, company: Company, draft: Redesign) -> None:
    client, here = cast.client("leader"), f"/o/home/redesigns/{draft.pk}/roles/groups/"
    assert "Skill 0" in client.get(here).content.decode()
    form = client.get(f"{here}new/", {"skill": company.skills[0].pk}).content.decode()
    # 1, 2 and 3 FTE in three stages
    assert [f'value="{share}"' in form for share in ("16.7", "33.3", "50")] == [True, True, True]
    sent = {"name": "Analytics", "skills": "skill 0\n", f"stage_{company.stages[0].pk}": "40.5"}
    answer = client.post(f"{here}new/", sent)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "59.5 % of its time is not given to a stage" in page
    assert "in Analytics" in client.get(here).content.decode()


def test_the_form_names_lines_that_are_no_skill(cast: Cast, draft: Redesign) -> None:
    here = f"/o/home/redesigns/{draft.pk}/roles/groups/new/"
    answer = cast.client("leader").post(here, {"name": "Analytics", "skills": "Skill 0\nJuggling"})
    assert answer.status_code == 422
    assert "No skill has this name: Juggling." in answer.content.decode()
    assert groups_of(designer_load(cast.actor("leader"), draft)) == ()


def test_members_by_name_are_for_those_who_see_names(
    cast: Cast, company: Company, draft: Redesign, who: dict[str, Any]
) -> None:
    role = role_create(**who, values={"name": "Analyst"})
    uid = group_create(**who, values=values(company, roles=[role]))
    headcount_set(**who, role=role, market=None, seats=3)
    put(cast, draft, seated(company.people[0].pk, role, None))
    here, name = f"/o/home/redesigns/{draft.pk}/roles/groups/{uid}/", company.people[0].name
    assert name in cast.client("leader").get(here).content.decode()
    assert AuditEntry.objects.filter(action="read.group_people").count() == 1
    Collaborator.objects.create(organization=cast.home, redesign=draft, user=cast.users["member"], may="read")
    text = cast.client("member").get(here).content.decode()
    assert name not in text
    assert "1 person is placed" not in text  # a group of one would be told
    assert cast.client("admin").get(here).status_code == 404
