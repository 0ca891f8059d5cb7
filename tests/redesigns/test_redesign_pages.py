"""Redesigns on their pages: what is there for whom, where it stands in a sentence, and the steps to publication."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from redesigns.models import Collaborator, Redesign
from redesigns.services.deciding import redesign_propose
from redesigns.services.redesigns import collaborator_name, redesign_archive, redesign_branch
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company

BASE = "/o/home/redesigns/"
OTHERS = ("owner", "admin", "facilitator", "pod_leader", "member")
Run = Callable[[], int]


@pytest.fixture
def company(scoped: Cast) -> Company:
    company = staffed(scoped, people=6)
    company.work("Show comparable customers", fte={None: 1.5}, s1=3)
    return company


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


@pytest.fixture
def leader(cast: Cast) -> Client:
    return cast.client("leader")


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(f"{BASE}{path}")
    assert response.status_code == status
    return response.content.decode()


def fresh(redesign: Redesign) -> Redesign:
    return Redesign.objects.get(pk=redesign.pk)


def placed(cast: Cast, company: Company, draft: Redesign, people: int = 1) -> str:
    role, made = a_role("Guide")
    puts = made | seats(role, None, 6)
    for person in company.people[:people]:
        puts |= seated(person.pk, role, None)
    put(cast, draft, puts, label=f"Placed {people}")
    return role


def test_an_empty_list_offers_the_first_step(company: Company, leader: Client) -> None:
    assert "Begin a redesign" in page(leader, "")


def test_an_empty_list_does_not_offer_what_one_may_not_do(cast: Cast, company: Company) -> None:
    text = page(cast.client("member"), "")
    assert "Begin a redesign" not in text
    assert "as soon as it is proposed" in text


@pytest.mark.parametrize("who", OTHERS)
def test_drafts_of_others_are_neither_listed_nor_counted_nor_opened(cast: Cast, draft: Redesign, who: str) -> None:
    text = page(cast.client(who), "")
    assert draft.name not in text
    assert "Nothing is being redesigned yet." in text
    for path in ("", "changes/", "named/", "made-of/gap"):
        page(cast.client(who), f"{draft.pk}/{path}", 404)
    page(cast.client(who), f"compare?{urlencode([('with', draft.pk), ('with', draft.pk)])}", 404)


def test_archived_drafts_of_others_are_not_counted(cast: Cast, draft: Redesign, leader: Client) -> None:
    redesign_archive(actor=cast.actor("leader"), redesign=draft, version=1)
    assert "1 archived" in page(leader, "")
    assert "archived" not in page(cast.client("owner"), "")


def test_a_branch_of_an_unknown_draft_does_not_name_it(cast: Cast, draft: Redesign) -> None:
    branch = redesign_branch(actor=cast.actor("leader"), redesign=draft, name="South first")
    redesign_propose(actor=cast.actor("leader"), redesign=branch, version=1)
    for path in ("", f"{branch.pk}/"):
        assert draft.name not in page(cast.client("owner"), path)
    assert f"Branch of {draft.name}" in page(cast.client("leader"), "")


def test_it_begins_empty_from_the_template_or_as_a_branch(company: Company, draft: Redesign, leader: Client) -> None:
    for start, name in (("empty", "One"), ("template", "Two"), (f"branch-{draft.pk}", "Three")):
        values = {"name": name, "description": "", "journey": company.journey.pk, "start": start}
        response = leader.post(f"{BASE}new", values)
        made = Redesign.objects.get(name=name)
        assert response.headers["Location"] == f"{BASE}{made.pk}/"
    assert Redesign.objects.get(name="Three").parent == draft
    assert any(key[0] == "role" for key in now(Redesign.objects.get(name="Two")))


def test_nobody_branches_what_they_do_not_know_of(cast: Cast, company: Company, draft: Redesign) -> None:
    values = {"name": "Mine", "journey": company.journey.pk, "start": f"branch-{draft.pk}"}
    assert cast.client("owner").post(f"{BASE}new", values).status_code == 422
    assert Redesign.objects.count() == 1


def test_a_name_that_is_taken_is_said_at_the_field(company: Company, draft: Redesign, leader: Client) -> None:
    values = {"name": draft.name, "journey": company.journey.pk, "start": "empty"}
    response = leader.post(f"{BASE}new", values)
    assert response.status_code == 422
    assert "Another redesign of this journey has this name" in response.content.decode()


def test_the_headline_says_where_it_stands(
    cast: Cast, company: Company, draft: Redesign, leader: Client, run_jobs: Run
) -> None:
    assert "6 people on the bench, and no seats yet." in page(leader, f"{draft.pk}/")
    placed(cast, company, draft)
    run_jobs()
    assert "1 of 6 people has a seat; 0.5 FTE of need stay unmet." in page(leader, f"{draft.pk}/")


def test_it_says_that_figures_are_being_worked_out(
    cast: Cast, company: Company, draft: Redesign, leader: Client
) -> None:
    assert "Working out what this redesign changes" in page(leader, f"{draft.pk}/")


def test_figures_open_what_they_are_made_of(
    cast: Cast, company: Company, draft: Redesign, leader: Client, run_jobs: Run
) -> None:
    placed(cast, company, draft)
    run_jobs()
    assert "Skill 1" in page(leader, f"{draft.pk}/made-of/gap")
    assert "Show comparable customers" in page(leader, f"{draft.pk}/made-of/rung-0")
    assert company.people[0].name in page(leader, f"{draft.pk}/made-of/flags-{flags(draft)}")
    for figure in ("coverage", "rung-3", "redundancy-removed", "redundancy-remaining", "cost", "seats"):
        page(leader, f"{draft.pk}/made-of/{figure}")
    for figure in ("rung-9", "flags-7", "nothing", "stage-999999999999"):
        page(leader, f"{draft.pk}/made-of/{figure}", 404)


def flags(draft: Redesign) -> int:
    strip = fresh(draft).effects.figures["parts"]["flags"]
    return next(count for count, people in enumerate(strip) if people)


def test_small_groups_are_hidden_from_those_who_see_no_names(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    placed(cast, company, draft)
    redesign_propose(actor=cast.actor("leader"), redesign=draft, version=1)
    run_jobs()
    text = page(cast.client("owner"), f"{draft.pk}/")
    assert "1 of 6" not in text
    assert "hidden" in text
    for figure in ("gap", "seats", "cost", f"flags-{flags(draft)}"):
        assert "Too few people" in page(cast.client("owner"), f"{draft.pk}/made-of/{figure}")


def test_names_are_shown_only_to_those_named_on_it(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    placed(cast, company, draft, people=6)
    redesign_propose(actor=cast.actor("leader"), redesign=draft, version=1)
    run_jobs()
    who = company.people[0].name
    paths = ("changes/1/", f"made-of/flags-{flags(draft)}")
    for path in paths:
        assert who in page(cast.client("leader"), f"{draft.pk}/{path}")
        assert who not in page(cast.client("owner"), f"{draft.pk}/{path}")


def test_undo_and_redo_go_back_to_where_one_was(cast: Cast, company: Company, draft: Redesign, leader: Client) -> None:
    placed(cast, company, draft)
    full = now(draft)
    back = {"next": f"{BASE}{draft.pk}/changes/"}
    response = leader.post(f"{BASE}{draft.pk}/changes/undo", back)
    assert response.headers["Location"] == back["next"]
    assert "Took back: Placed 1" in page(leader, f"{draft.pk}/changes/")
    leader.post(f"{BASE}{draft.pk}/changes/redo", back)
    assert now(draft) == full


@pytest.mark.parametrize(
    "target", ["https://example.com/", "//example.com/", "javascript:alert(1)", "/\\example.com", ""]
)
def test_undo_never_leads_to_another_site(
    cast: Cast, company: Company, draft: Redesign, leader: Client, target: str
) -> None:
    placed(cast, company, draft)
    response = leader.post(f"{BASE}{draft.pk}/changes/undo", {"next": target})
    assert response.headers["Location"] == f"{BASE}{draft.pk}/"


def test_what_is_in_the_way_of_undo_is_said(cast: Cast, company: Company, draft: Redesign, leader: Client) -> None:
    role = placed(cast, company, draft)
    put(cast, draft, seats(role, None, 7), label="Raised the seats")
    before = now(draft)
    response = leader.post(f"{BASE}{draft.pk}/changes/1/undo", follow=True)
    assert "Raised the seats" in response.content.decode()
    assert now(draft) == before


def test_a_change_opens_record_by_record(cast: Cast, company: Company, draft: Redesign, leader: Client) -> None:
    role = placed(cast, company, draft)
    put(cast, draft, seats(role, None, 8), label="Raised the seats")
    text = page(leader, f"{draft.pk}/changes/2/")
    assert "Guide, anywhere" in text
    assert "Seats:" in text
    page(leader, f"{draft.pk}/changes/3/", 404)


def test_readers_are_offered_nothing_that_changes_it(cast: Cast, company: Company, draft: Redesign) -> None:
    placed(cast, company, draft)
    collaborator_name(actor=cast.actor("leader"), redesign=draft, user=cast.users["admin"], may="read")
    admin = cast.client("admin")
    for path in ("", "changes/", "changes/1/", "named/"):
        text = page(admin, f"{draft.pk}/{path}")
        for words in ("/propose", "changes/undo", "changes/1/undo", "named/add"):
            assert words not in text
    before = now(draft)
    for path in ("changes/undo", "propose", "archive", "edit"):
        admin.post(f"{BASE}{draft.pk}/{path}", {"version": 1, "name": "Mine"})
    assert now(draft) == before
    assert (fresh(draft).state, fresh(draft).name, fresh(draft).archived_at) == ("draft", draft.name, None)


def test_the_way_to_publication_over_the_pages(cast: Cast, draft: Redesign, leader: Client) -> None:
    def go(client: Client, step: str, **more: str) -> int:
        return client.post(f"{BASE}{draft.pk}/{step}", {"version": fresh(draft).version, **more}).status_code

    assert go(leader, "propose") == 302
    assert "somebody else has to approve" in page(leader, f"{draft.pk}/")
    assert go(leader, "approve") == 403
    owner = cast.client("owner")
    assert "Approve it" in page(owner, f"{draft.pk}/")
    assert [go(owner, step) for step in ("approve", "publish")] == [302, 302]
    assert f"{draft.name} is published." in page(owner, "")
    assert go(owner, "unpublish") == 422
    assert go(owner, "unpublish", reason="Too early") == 302
    assert go(owner, "withdraw", reason="Budget") == 302
    assert fresh(draft).state == "draft"
    page(owner, f"{draft.pk}/", 404)


def test_a_stale_step_is_refused(draft: Redesign, leader: Client) -> None:
    leader.post(f"{BASE}{draft.pk}/edit", {"version": 1, "name": "Renamed"})
    assert leader.post(f"{BASE}{draft.pk}/propose", {"version": 1}).status_code == 409
    assert (fresh(draft).state, fresh(draft).name) == ("draft", "Renamed")


def test_people_are_named_and_taken_off_on_their_page(cast: Cast, draft: Redesign, leader: Client) -> None:
    owner = cast.users["owner"]
    leader.post(f"{BASE}{draft.pk}/named/add", {"user": owner.pk, "may": "edit"})
    assert "edits" in page(cast.client("owner"), f"{draft.pk}/")
    leader.post(f"{BASE}{draft.pk}/named/{owner.pk}/remove")
    assert not Collaborator.objects.filter(user=owner).exists()
    response = leader.post(f"{BASE}{draft.pk}/named/add", {"user": cast.users["outsider"].pk, "may": "read"})
    assert response.status_code == 422
