"""Editors who may not see people design roles, and learn of people neither by moving them nor by being refused."""

import pytest

from redesigns.models import Collaborator, EffectResult, Redesign
from redesigns.selectors.own_card import own_card
from redesigns.services.changing import redesign_change
from redesigns.services.history import change_undo
from redesigns.services.redesigns import collaborator_name, redesign_update
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.accounts.models import Membership
from uniengine.accounts.services.members import member_remove
from uniengine.accounts.services.organizations import organization_update
from uniengine.kit.errors import DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: Cast) -> Company:
    return staffed(cast)


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    draft = draft_of(cast, company)
    collaborator_name(actor=cast.actor("leader"), redesign=draft, user=cast.users["facilitator"], may="edit")
    return draft


def test_a_facilitator_cannot_take_back_who_was_moved(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made | seats(role, None, 2))
    put(cast, draft, seated(company.people[0].pk, role, None))
    before = now(draft)
    with pytest.raises(NotAllowed):
        change_undo(actor=cast.actor("facilitator"), redesign=draft)
    assert now(draft) == before


@pytest.mark.parametrize("taken", [False, True])
def test_taking_seats_away_is_refused_whether_somebody_sits_there_or_not(
    cast: Cast, company: Company, draft: Redesign, taken: bool
) -> None:
    role, made = a_role("Buy expert")
    put(cast, draft, made | seats(role, None, 3))
    if taken:
        put(cast, draft, seated(company.people[0].pk, role, None))
    said = []
    for fewer in ({("headcount", f"{role}:0"): None}, seats(role, None, 2), seats(role, None, 1)):
        with pytest.raises(NotAllowed) as refused:
            put(cast, draft, fewer, by="facilitator")
        said.append(str(refused.value))
    assert len(set(said)) == 1
    put(cast, draft, seats(role, None, 4), by="facilitator")
    assert now(draft)["headcount", f"{role}:0"]["seats"] == 4


def test_a_refusal_does_not_count_who_sits_there(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    puts = made | seats(role, None, 2)
    for person in company.people[:2]:
        puts |= seated(person.pk, role, None)
    put(cast, draft, puts)
    with pytest.raises(DomainError) as refused:
        put(cast, draft, seats(role, None, 1))
    assert not any(figure.isdigit() for figure in refused.value.message)


def test_whoever_edits_people_cannot_make_a_card_their_own(cast: Cast, company: Company, draft: Redesign) -> None:
    person = company.people[0]
    type(person).objects.filter(pk=person.pk).update(email=cast.users["admin"].email)
    Redesign.objects.filter(pk=draft.pk).update(state="published")
    draft.refresh_from_db()
    assert own_card(cast.actor("admin"), draft) is None
    type(person).objects.filter(pk=person.pk).update(email=cast.users["member"].email)
    assert own_card(cast.actor("member"), draft) == person.pk


def test_what_others_decide_on_keeps_its_name(cast: Cast, draft: Redesign) -> None:
    Redesign.objects.filter(pk=draft.pk).update(state="proposed")
    draft.refresh_from_db()
    with pytest.raises(DomainError, match="cannot be changed"):
        redesign_update(
            actor=cast.actor("leader"), redesign=draft, version=draft.version, name="Another", description=""
        )
    draft.refresh_from_db()
    assert draft.name == "North first"


def test_a_member_who_goes_is_named_no_more_and_leaves_no_draft_without_an_editor(cast: Cast, draft: Redesign) -> None:
    Collaborator.objects.filter(user=cast.users["facilitator"]).delete()
    leader = Membership.objects.get(user=cast.users["leader"], organization=cast.home)
    member_remove(actor=cast.actor("owner"), member=leader)
    assert list(Collaborator.objects.values_list("user__email", "may")) == [("owner@example.com", "edit")]


def test_a_panel_that_rests_on_old_settings_is_gone(cast: Cast, draft: Redesign) -> None:
    EffectResult.objects.create(
        organization=cast.home,
        redesign=draft,
        revision=draft.revision,
        journey_revision=0,
        figures={},
        computed_at=draft.created_at,
    )
    organization_update(actor=cast.actor("owner"), changes={"productive_hours": 800})
    assert not EffectResult.objects.exists()


def test_it_changes_roles_all_the_same(cast: Cast, draft: Redesign) -> None:
    role, made = a_role("Buy expert")
    redesign_change(
        actor=cast.actor("facilitator"), redesign=draft, label="Added", decide=lambda state: made | seats(role, None, 1)
    )
    assert ("role", role) in now(draft)
