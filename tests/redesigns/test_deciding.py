"""Two people decide: one proposes, another approves. One redesign of a journey is published; it can be taken back."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from redesigns.models import Publication, Redesign, RedesignState
from redesigns.selectors.effects import panel_of
from redesigns.services.deciding import (
    redesign_approve,
    redesign_propose,
    redesign_publish,
    redesign_unpublish,
    redesign_withdraw,
)
from redesigns.services.redesigns import redesign_archive, redesign_branch
from tests.cast import Cast, cast_of
from tests.redesigns.designs import a_role, draft_of, now, put, staffed
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError, NotAllowed
from uniengine.kit.scoping import scope

S = RedesignState


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.get(pk=redesign.pk)


def version(redesign: Redesign) -> int:
    return fresh(redesign).version


def approved(cast: Cast, company: Company, name: str) -> Redesign:
    """A redesign the leader proposed and the admin approved."""
    made = draft_of(cast, company, name)
    redesign_propose(actor=cast.actor("leader"), redesign=made, version=version(made))
    return redesign_approve(actor=cast.actor("admin"), redesign=made, version=version(made))


def published(cast: Cast, company: Company, name: str) -> Redesign:
    made = approved(cast, company, name)
    return redesign_publish(actor=cast.actor("admin"), redesign=made, version=version(made))


@pytest.fixture
def company(scoped: Cast) -> Company:
    return staffed(scoped)


def states() -> dict[str, str]:
    return dict(Redesign.objects.values_list("name", "state"))


def test_it_goes_from_draft_to_published_with_two_people(cast: Cast, company: Company) -> None:
    made = published(cast, company, "North first")
    assert (made.state, made.proposed_by, made.approved_by) == (S.PUBLISHED, cast.users["leader"], cast.users["admin"])
    assert Publication.objects.get(redesign=made).ended_at is None


def test_nobody_approves_what_they_proposed(cast: Cast, company: Company) -> None:
    made = draft_of(cast, company)
    redesign_propose(actor=cast.actor("leader"), redesign=made, version=version(made))
    with pytest.raises(NotAllowed, match="somebody else"):
        redesign_approve(actor=cast.actor("leader"), redesign=made, version=version(made))
    assert fresh(made).state == S.PROPOSED


def test_the_database_refuses_an_approval_by_who_proposed_it(cast: Cast, company: Company) -> None:
    made = draft_of(cast, company)
    redesign_propose(actor=cast.actor("leader"), redesign=made, version=version(made))
    with pytest.raises(IntegrityError), transaction.atomic():
        Redesign.objects.filter(pk=made.pk).update(approved_by=cast.users["leader"])


def test_the_database_refuses_two_published_redesigns_of_one_journey(cast: Cast, company: Company) -> None:
    published(cast, company, "First")
    other = approved(cast, company, "Second")
    with pytest.raises(IntegrityError), transaction.atomic():
        Redesign.objects.filter(pk=other.pk).update(state=S.PUBLISHED)


@pytest.mark.parametrize("name", ["facilitator", "pod_leader", "member"])
def test_only_those_who_may_decide_approve(cast: Cast, company: Company, name: str) -> None:
    made = draft_of(cast, company)
    redesign_propose(actor=cast.actor("leader"), redesign=made, version=version(made))
    with pytest.raises(NotAllowed):
        redesign_approve(actor=cast.actor(name), redesign=made, version=version(made))
    assert fresh(made).state == S.PROPOSED


def test_steps_come_in_order(cast: Cast, company: Company) -> None:
    made = draft_of(cast, company)
    admin = cast.actor("admin")
    for step in (redesign_approve, redesign_publish):
        with pytest.raises(DomainError, match="is draft"):
            step(actor=admin, redesign=made, version=version(made))
    assert fresh(made).state == S.DRAFT


def test_a_proposed_redesign_cannot_be_changed(cast: Cast, company: Company) -> None:
    made = draft_of(cast, company)
    redesign_propose(actor=cast.actor("leader"), redesign=made, version=version(made))
    before = now(made)
    with pytest.raises(DomainError, match="cannot be changed"):
        put(cast, made, a_role("Late")[1])
    assert now(made) == before


def test_what_was_approved_is_what_is_published(cast: Cast, company: Company) -> None:
    made = approved(cast, company, "North first")
    seen = version(made)
    redesign_withdraw(actor=cast.actor("leader"), redesign=made, version=seen)
    with pytest.raises(Conflict):
        redesign_publish(actor=cast.actor("admin"), redesign=made, version=seen)
    assert fresh(made).state == S.DRAFT


def test_withdrawn_it_forgets_who_agreed_and_says_why(cast: Cast, company: Company) -> None:
    made = approved(cast, company, "North first")
    redesign_withdraw(actor=cast.actor("owner"), redesign=made, version=version(made), reason="Budget first")
    found = fresh(made)
    assert (found.state, found.proposed_by, found.approved_by) == (S.DRAFT, None, None)
    assert AuditEntry.objects.get(action="redesign.withdraw").reason == "Budget first"


def test_publishing_replaces_the_one_before_from_this_moment(cast: Cast, company: Company) -> None:
    first = published(cast, company, "First")
    second = published(cast, company, "Second")
    assert states() == {"First": S.REPLACED, "Second": S.PUBLISHED}
    ended = Publication.objects.get(redesign=first)
    begun = Publication.objects.get(redesign=second)
    assert (ended.ended_at, begun.replaced) == (begun.published_at, first)


def test_taking_it_back_restores_the_one_before(cast: Cast, company: Company) -> None:
    published(cast, company, "First")
    second = published(cast, company, "Second")
    redesign_unpublish(actor=cast.actor("owner"), redesign=second, version=version(second), reason="Too early")
    assert states() == {"First": S.PUBLISHED, "Second": S.APPROVED}
    assert Publication.objects.filter(ended_at__isnull=True).count() == 1


def test_taking_back_twice_goes_back_twice(cast: Cast, company: Company) -> None:
    _, second, third = (published(cast, company, name) for name in ("First", "Second", "Third"))
    for one in (third, second):
        redesign_unpublish(actor=cast.actor("owner"), redesign=one, version=version(one), reason="Too early")
    assert states() == {"First": S.PUBLISHED, "Second": S.APPROVED, "Third": S.APPROVED}


def test_what_was_archived_meanwhile_is_not_brought_back(cast: Cast, company: Company) -> None:
    first = published(cast, company, "First")
    second = published(cast, company, "Second")
    redesign_archive(actor=cast.actor("leader"), redesign=first, version=version(first))
    redesign_unpublish(actor=cast.actor("owner"), redesign=second, version=version(second), reason="Too early")
    assert states() == {"First": S.REPLACED, "Second": S.APPROVED}


def test_what_changes_for_people_is_worked_out_anew_when_another_is_published(
    cast: Cast, company: Company, run_jobs: Callable[[], int]
) -> None:
    """Change flags compare with the redesign published before."""
    draft = draft_of(cast, company, "Next")
    other = approved(cast, company, "First")
    run_jobs()
    redesign_publish(actor=cast.actor("admin"), redesign=other, version=version(other))
    assert panel_of(fresh(draft)).working
    run_jobs()
    redesign_unpublish(actor=cast.actor("owner"), redesign=other, version=version(other), reason="Too early")
    assert panel_of(fresh(draft)).working


def test_taking_it_back_needs_a_reason(cast: Cast, company: Company) -> None:
    made = published(cast, company, "First")
    with pytest.raises(DomainError, match="Say why"):
        redesign_unpublish(actor=cast.actor("owner"), redesign=made, version=version(made), reason="  ")
    assert fresh(made).state == S.PUBLISHED


def test_what_is_published_cannot_be_archived(cast: Cast, company: Company) -> None:
    made = published(cast, company, "First")
    with pytest.raises(DomainError, match="Take it back"):
        redesign_archive(actor=cast.actor("leader"), redesign=made, version=version(made))
    assert fresh(made).archived_at is None


def test_a_branch_of_a_published_redesign_is_a_draft(cast: Cast, company: Company) -> None:
    made = published(cast, company, "First")
    branch = redesign_branch(actor=cast.actor("leader"), redesign=fresh(made), name="Next")
    assert (branch.state, branch.proposed_by, branch.approved_by) == (S.DRAFT, None, None)
    assert fresh(made).state == S.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_both_succeed_one_after_the_other() -> None:
    cast = cast_of()
    with scope(cast.home.pk):
        company = staffed(cast)
        both = [approved(cast, company, name) for name in ("First", "Second")]
    errors: list[Exception] = []

    def publish(one: Redesign) -> None:
        try:
            with scope(cast.home.pk):
                redesign_publish(actor=cast.actor("admin"), redesign=one, version=one.version)
        except Exception as error:  # the thread must not die silently
            errors.append(error)
        finally:
            connection.close()
            close_old_connections()

    threads = [threading.Thread(target=publish, args=(one,)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with scope(cast.home.pk):
        assert sorted(states().values()) == [S.PUBLISHED, S.REPLACED]
        assert Publication.objects.filter(ended_at__isnull=True).count() == 1
