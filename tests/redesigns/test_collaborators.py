"""A draft belongs to those named on it: they see it, its editors change it, and the last editor stays."""

import pytest
from django.http import Http404

from redesigns.models import Collaborator, Redesign
from redesigns.selectors.access import is_editor, redesign_for, redesigns_visible, sees_names
from redesigns.services.deciding import redesign_propose
from redesigns.services.redesigns import (
    collaborator_name,
    collaborator_remove,
    redesign_branch,
    redesign_create,
    redesign_update,
)
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, staffed
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

OTHERS = ("owner", "admin", "facilitator", "pod_leader", "member")


@pytest.fixture
def company(scoped: Cast) -> Company:
    return staffed(scoped)


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


def name(cast: Cast, draft: Redesign, who: str, may: str = "edit", by: str = "leader") -> Collaborator:
    return collaborator_name(actor=cast.actor(by), redesign=draft, user=cast.users[who], may=may)


@pytest.mark.parametrize("who", OTHERS)
def test_a_draft_is_not_there_for_anybody_else(cast: Cast, draft: Redesign, who: str) -> None:
    assert list(redesigns_visible(cast.actor(who))) == []
    with pytest.raises(Http404):
        redesign_for(cast.actor(who), draft.pk)


def test_readers_see_it_and_change_nothing(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "admin", "read")
    admin = cast.actor("admin")
    assert list(redesigns_visible(admin)) == [draft]
    assert sees_names(admin, draft)
    assert not is_editor(admin, draft)
    before = now(draft)
    with pytest.raises(NotAllowed):
        put(cast, draft, a_role("Mine")[1], by="admin")
    assert now(draft) == before


def test_a_role_that_sees_no_people_sees_no_names_when_named(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "facilitator")
    assert is_editor(cast.actor("facilitator"), draft)
    assert not sees_names(cast.actor("facilitator"), draft)


def test_a_role_that_may_not_edit_can_only_read(cast: Cast, draft: Redesign) -> None:
    with pytest.raises(DomainError, match="Name them as a reader"):
        name(cast, draft, "member")
    assert not Collaborator.objects.filter(user=cast.users["member"]).exists()
    name(cast, draft, "member", "read")
    assert redesign_for(cast.actor("member"), draft.pk) == draft


def test_only_editors_name_people(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "admin", "read")
    for who in ("admin", "owner"):
        with pytest.raises(NotAllowed):
            name(cast, draft, "facilitator", by=who)
    assert not Collaborator.objects.filter(user=cast.users["facilitator"]).exists()


def test_somebody_outside_the_organization_cannot_be_named(cast: Cast, draft: Redesign) -> None:
    for who in ("outsider", "guest"):
        with pytest.raises(DomainError, match="not a member"):
            name(cast, draft, who, "read")
    assert Collaborator.objects.count() == 1


def test_the_last_editor_stays(cast: Cast, draft: Redesign) -> None:
    with pytest.raises(DomainError, match="last editor"):
        collaborator_remove(actor=cast.actor("leader"), redesign=draft, user=cast.users["leader"])
    with pytest.raises(DomainError, match="last editor"):
        name(cast, draft, "leader", "read")
    assert is_editor(cast.actor("leader"), draft)


def test_one_may_take_ones_own_name_off(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "admin", "read")
    collaborator_remove(actor=cast.actor("admin"), redesign=draft, user=cast.users["admin"])
    assert list(redesigns_visible(cast.actor("admin"))) == []


def test_nobody_else_takes_a_name_off(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "admin", "read")
    name(cast, draft, "facilitator")
    with pytest.raises(NotAllowed):
        collaborator_remove(actor=cast.actor("admin"), redesign=draft, user=cast.users["facilitator"])
    assert Collaborator.objects.count() == 3


def test_a_name_that_is_off_already_is_said_so(cast: Cast, draft: Redesign) -> None:
    with pytest.raises(Conflict, match="any more"):
        collaborator_remove(actor=cast.actor("leader"), redesign=draft, user=cast.users["admin"])


def test_proposed_it_is_there_for_everybody_but_without_names(cast: Cast, draft: Redesign) -> None:
    redesign_propose(actor=cast.actor("leader"), redesign=draft, version=draft.version)
    for who in OTHERS:
        assert redesign_for(cast.actor(who), draft.pk) == draft
        assert not sees_names(cast.actor(who), draft)


def test_a_branch_is_only_for_who_made_it(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "admin", "read")
    branch = redesign_branch(actor=cast.actor("admin"), redesign=draft, name="Mine")
    assert list(redesigns_visible(cast.actor("leader"))) == [draft]
    assert redesign_for(cast.actor("admin"), branch.pk) == branch


def test_whoever_is_not_named_cannot_branch_it(cast: Cast, draft: Redesign) -> None:
    redesign_propose(actor=cast.actor("leader"), redesign=draft, version=draft.version)
    with pytest.raises(NotAllowed):
        redesign_branch(actor=cast.actor("owner"), redesign=draft, name="Mine")
    assert Redesign.objects.count() == 1


def test_a_name_taken_by_a_draft_of_others_says_nothing(cast: Cast, company: Company, draft: Redesign) -> None:
    made = redesign_create(actor=cast.actor("admin"), journey=company.journey, name=draft.name)
    assert made.name == draft.name
    with pytest.raises(DomainError, match="Another redesign of this journey"):
        redesign_create(actor=cast.actor("leader"), journey=company.journey, name=draft.name.upper())


def test_a_stale_name_is_refused(cast: Cast, draft: Redesign) -> None:
    leader = cast.actor("leader")
    redesign_update(actor=leader, redesign=draft, version=1, name="Mine", description="")
    with pytest.raises(Conflict):
        redesign_update(actor=leader, redesign=draft, version=1, name="Yours", description="")
    assert Redesign.objects.get(pk=draft.pk).name == "Mine"


def test_the_change_log_knows_it_by_number_only(cast: Cast, draft: Redesign) -> None:
    name(cast, draft, "admin", "read")
    rows = AuditEntry.objects.filter(action__startswith="redesign.")
    assert {row.object_label for row in rows} == {f"Redesign {draft.pk}"}
    assert draft.name not in str(list(rows.values()))
