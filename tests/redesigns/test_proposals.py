"""Proposed roles: found in the background, kept exactly once, adopted as one change, let go without a trace."""

from collections.abc import Callable
from typing import Any

import pytest

from redesigns.models import Proposal, ProposedRole, Redesign, RedesignChange
from redesigns.selectors.designer import designer_load
from redesigns.selectors.proposals import FIND, proposal_words
from redesigns.services.history import change_undo
from redesigns.services.proposals import Options, proposal_adopt, proposal_discard, proposal_start
from redesigns.services.roles import role_create, role_delete
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, staffed
from tests.roles.gap_company import Company
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.services import job_cancel
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

RunJobs = Callable[[], int]


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    """Two activities of one stage that take the same skill, one of another, one that takes none."""
    home = staffed(cast, 4)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3, s1=2)
    home.work("Write proposals", 1, {0: 1.0}, s0=4)
    home.work("Host events", 0, {1: 0.5}, s2=2)
    home.work("Think ahead", 0)
    return home


@pytest.fixture
def draft(cast: Cast, company: Company, run_jobs: RunJobs) -> Redesign:
    made = draft_of(cast, company)
    run_jobs()
    return made


@pytest.fixture
def who(cast: Cast, draft: Redesign) -> dict[str, Any]:
    return {"actor": cast.actor("leader"), "redesign": draft}


@pytest.fixture
def found(who: dict[str, Any], run_jobs: RunJobs) -> Proposal:
    proposal_start(**who, options=Options(most_stages=1, seconds=5))
    run_jobs()
    return Proposal.objects.get()


def test_it_finds_a_smallest_set_and_says_that_it_is(found: Proposal) -> None:
    assert proposal_words(found) == "2 roles, proved minimal"
    names = list(ProposedRole.objects.filter(proposal=found).values_list("name", flat=True))
    assert sorted(names) == ["Buy expert", "Learn expert"]
    assert len(found.notes["left_out"]) == 1  # "Think ahead" takes no skill
    assert Job.objects.get(kind=FIND).result == {"proposal": found.pk}


def test_a_search_delivered_twice_keeps_one_proposal(found: Proposal, run_jobs: RunJobs) -> None:
    from redesigns.tasks.proposals import proposal_find

    proposal_find(str(Job.objects.get(kind=FIND).pk))
    assert Proposal.objects.count() == 1


def test_a_cancelled_search_keeps_nothing(who: dict[str, Any], run_jobs: RunJobs) -> None:
    job = proposal_start(**who, options=Options())
    job_cancel(actor=who["actor"], job=job)
    run_jobs()
    assert (Job.objects.get(pk=job.pk).state, Proposal.objects.count()) == (JobState.CANCELLED, 0)


def test_asking_again_while_one_is_under_way_starts_no_other(who: dict[str, Any]) -> None:
    first = proposal_start(**who, options=Options())
    assert proposal_start(**who, options=Options(seconds=60)).pk == first.pk


def test_a_journey_without_skills_is_told(cast: Cast, scoped: None, run_jobs: RunJobs) -> None:
    company = staffed(cast, 1)
    company.work("Think ahead", 0)
    draft = draft_of(cast, company)
    proposal_start(actor=cast.actor("leader"), redesign=draft, options=Options())
    run_jobs()
    assert Job.objects.get(kind=FIND).error.startswith("No activity of this journey takes a skill yet.")


def test_adopting_is_one_change_and_one_undo_takes_it_back(
    cast: Cast, who: dict[str, Any], draft: Redesign, found: Proposal
) -> None:
    before, count = now(draft), RedesignChange.objects.count()
    change = proposal_adopt(**who, proposal=found)
    assert RedesignChange.objects.count() == count + 1
    assert (change.kind, change.label) == ("adopt", "Adopted 2 proposed roles")
    designer = designer_load(cast.actor("leader"), draft)
    assert [line.name for line in designer.lines] == ["Learn expert", "Buy expert"]
    assert [ref.name for ref in designer.flags.unowned] == ["Think ahead"]
    assert designer.flags.doubled == ()
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == before


def test_what_is_adopted_is_not_adopted_twice_until_it_is_gone(
    who: dict[str, Any], draft: Redesign, found: Proposal
) -> None:
    proposal_adopt(**who, proposal=found, positions=[1])
    row = ProposedRole.objects.get(proposal=found, position=1)
    assert ("role", row.adopted) in now(draft)
    with pytest.raises(Conflict, match="adopted already"):
        proposal_adopt(**who, proposal=found, positions=[1])
    proposal_adopt(**who, proposal=found)
    assert len([key for key in now(draft) if key[0] == "role"]) == 2
    role_delete(**who, role=row.adopted)
    proposal_adopt(**who, proposal=found, positions=[1])
    assert len([key for key in now(draft) if key[0] == "role"]) == 2


def test_a_taken_name_gets_a_number(who: dict[str, Any], draft: Redesign, found: Proposal) -> None:
    role_create(**who, values={"name": "buy expert"})
    proposal_adopt(**who, proposal=found)
    names = {fields["name"] for key, fields in now(draft).items() if key[0] == "role"}
    assert names == {"buy expert", "Buy expert 2", "Learn expert"}


def test_where_activities_are_shared_a_role_carries_only_its_skills(
    cast: Cast, who: dict[str, Any], draft: Redesign, run_jobs: RunJobs, company: Company
) -> None:
    proposal_start(**who, options=Options(sharing="shared", most_skills=1, seconds=5))
    run_jobs()
    proposal_adopt(**who, proposal=Proposal.objects.get())
    advise = company.journey.activities.get(name="Advise buyers").pk
    duties = [fields for key, fields in now(draft).items() if key[0] == "duty" and fields["activity"] == advise]
    assert sorted(fields["skills"] for fields in duties) == [[skill.pk] for skill in company.skills[:2]]
    assert sorted(fields["part"] for fields in duties) == ["accountable", "doing"]
    assert {line.skills for line in designer_load(cast.actor("leader"), draft).lines} == {1}


def test_discarding_leaves_adopted_roles(who: dict[str, Any], draft: Redesign, found: Proposal) -> None:
    proposal_adopt(**who, proposal=found, positions=[1])
    proposal_discard(**who, proposal=found)
    assert not Proposal.objects.exists()
    assert len([key for key in now(draft) if key[0] == "role"]) == 1


def test_options_out_of_range_are_refused(who: dict[str, Any]) -> None:
    for options in (
        Options(sharing="both"),
        Options(most_skills=0),
        Options(most_stages=0),
        Options(seconds=0),
        Options(seconds=121),
    ):
        with pytest.raises(DomainError):
            proposal_start(**who, options=options)
    assert not Job.objects.filter(kind=FIND).exists()


def test_only_named_editors_ask_and_adopt(cast: Cast, draft: Redesign, found: Proposal) -> None:
    before = now(draft)
    for name in ("owner", "admin", "facilitator", "pod_leader", "member"):
        who: dict[str, Any] = {"actor": cast.actor(name), "redesign": draft}
        for act in (
            lambda who=who: proposal_start(**who, options=Options()),
            lambda who=who: proposal_adopt(**who, proposal=found),
            lambda who=who: proposal_discard(**who, proposal=found),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert (now(draft), Proposal.objects.count()) == (before, 1)


def test_pages_ask_show_adopt_and_remember(cast: Cast, draft: Redesign, run_jobs: RunJobs, company: Company) -> None:
    client, here = cast.client("leader"), f"/o/home/redesigns/{draft.pk}/roles/proposals/"
    assert "No roles have been proposed yet." in client.get(here).content.decode()
    bad = client.post(f"{here}new/", {"sharing": "whole", "most_skills": "0", "seconds": "5"})
    assert bad.status_code == 422
    client.post(f"{here}new/", {"sharing": "whole", "most_stages": "1", "seconds": "5"})
    assert "Looking for a smallest set of roles" in client.get(here).content.decode()
    run_jobs()
    text = client.get(here).content.decode()
    assert "2 roles, proved minimal." in text
    assert "at most 1 stage per role" in text
    page = f"{here}{Proposal.objects.get().pk}/"
    assert "Adopt all 2 roles" in client.get(page).content.decode()
    none = client.post(f"{page}adopt/", {}, follow=True).content.decode()
    assert "Choose at least one of the proposed roles." in none
    client.post(f"{page}adopt/", {"position": ["1"]})
    assert "Open the role" in client.get(page).content.decode()
    journey = company.journey
    type(journey).objects.filter(pk=journey.pk).update(revision=journey.revision + 7)
    assert "The journey has changed since" in client.get(page).content.decode()
