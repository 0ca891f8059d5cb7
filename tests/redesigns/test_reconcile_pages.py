"""Merge and new inventory on their pages: answers are kept, names shown only to those who see them, nothing lost."""

import re

import pytest
from django.test import Client

from redesigns.models import Reconciliation, Redesign
from redesigns.services.reconciling import merge_start
from redesigns.services.redesigns import collaborator_name
from roles.services.people import person_create
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.redesigns.test_reconciling import GUIDE, branch, fresh, names, rename
from tests.roles.gap_company import Company

BASE = "/o/home/redesigns/"
NAME = f"answer-field/role/{GUIDE}/name"


@pytest.fixture
def company(scoped: Cast) -> Company:
    return staffed(scoped, people=6)


@pytest.fixture
def trunk(cast: Cast, company: Company) -> Redesign:
    made = draft_of(cast, company)
    put(cast, made, {("role", GUIDE): a_role("Guide")[1].popitem()[1]} | seats(GUIDE, None, 2))
    return made


@pytest.fixture
def merging(cast: Cast, company: Company, trunk: Redesign) -> Reconciliation:
    """Two questions: what the role is called, and where the first person is."""
    theirs = branch(cast, trunk, "Branch")
    who = company.people[0].pk
    rename(cast, trunk, "Scout")
    rename(cast, theirs, "Coach")
    put(cast, trunk, seated(who, GUIDE, None, "selected"))
    put(cast, theirs, seated(who, GUIDE, None, "confirmed"))
    return merge_start(actor=cast.actor("leader"), redesign=trunk, source=theirs)


@pytest.fixture
def leader(cast: Cast) -> Client:
    return cast.client("leader")


def address(row: Reconciliation, more: str = "") -> str:
    return f"{BASE}{row.redesign_id}/reconcile/{row.pk}/{more}"


def page(client: Client, row: Reconciliation, status: int = 200) -> str:
    response = client.get(address(row))
    assert response.status_code == status
    return response.content.decode()


def form_of(text: str) -> dict[str, list[str]]:
    """What the form of the page would send, with what is marked."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        kind, name, value = (re.search(rf'{one}="([^"]*)"', tag) for one in ("type", "name", "value"))
        if name and value and kind and (kind[1] == "hidden" or "checked" in tag) and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(value[1])
    return {name: values for name, values in found.items() if name != "next"}


def test_every_question_is_shown_once_with_both_sides(merging: Reconciliation, leader: Client) -> None:
    text = page(leader, merging)
    assert "0 of 2 questions answered." in text
    assert text.count(f'value="field/role/{GUIDE}/name"') == 1
    assert "Scout" in text
    assert "Coach" in text


def test_answers_are_kept_and_counted(merging: Reconciliation, leader: Client) -> None:
    leader.post(address(merging, "choose"), {NAME: "theirs"})
    assert "1 of 2 questions answered." in page(leader, merging)
    merging.refresh_from_db()
    assert merging.choices == {NAME.removeprefix("answer-"): "theirs"}


def test_it_is_applied_as_marked_and_undone_as_a_whole(
    merging: Reconciliation, trunk: Redesign, leader: Client
) -> None:
    before = now(trunk)
    sent = form_of(page(leader, merging)) | {NAME: ["theirs"]}
    assert leader.post(address(merging, "apply"), sent).headers["Location"] == f"{BASE}{trunk.pk}/"
    assert names(now(trunk)) == {"Coach"}
    leader.post(f"{BASE}{trunk.pk}/changes/undo")
    assert now(trunk) == before


def test_whoever_applies_what_has_moved_sees_it_anew_with_their_answers(
    cast: Cast, merging: Reconciliation, trunk: Redesign, leader: Client
) -> None:
    sent = form_of(page(leader, merging)) | {NAME: ["theirs"]}
    put(cast, trunk, a_role("Meanwhile")[1])
    before = now(trunk)
    response = leader.post(address(merging, "apply"), sent, follow=True)
    assert "Your answers are kept" in response.content.decode()
    assert now(trunk) == before
    merging.refresh_from_db()
    assert merging.choices[NAME.removeprefix("answer-")] == "theirs"


def test_a_form_that_says_nothing_applies_nothing(merging: Reconciliation, trunk: Redesign, leader: Client) -> None:
    before = now(trunk)
    for sent in (
        {},
        {"version": "x", "ours": "1", "theirs": "1"},
        {"version": "1", "ours": str(10**30), "theirs": "1"},
    ):
        leader.post(address(merging, "apply"), sent)
    assert now(trunk) == before


def test_it_is_not_for_editors_who_see_no_names(
    cast: Cast, company: Company, merging: Reconciliation, trunk: Redesign, leader: Client
) -> None:
    for redesign in (trunk, merging.source):
        assert redesign is not None
        collaborator_name(actor=cast.actor("leader"), redesign=redesign, user=cast.users["facilitator"], may="edit")
    who = company.people[0].name
    assert who in page(leader, merging)
    page(cast.client("facilitator"), merging, 403)


def test_it_is_not_there_for_readers_or_those_who_do_not_know_the_other_side(
    cast: Cast, merging: Reconciliation, trunk: Redesign
) -> None:
    for who, may in (("admin", "read"), ("owner", "edit")):
        collaborator_name(actor=cast.actor("leader"), redesign=trunk, user=cast.users[who], may=may)
        page(cast.client(who), merging, 404)
        assert cast.client(who).post(address(merging, "discard")).status_code == 404
    merging.refresh_from_db()
    assert merging.state == "open"


def test_it_can_be_left(merging: Reconciliation, trunk: Redesign, leader: Client) -> None:
    before = now(trunk)
    leader.post(address(merging, "discard"))
    assert now(trunk) == before
    assert leader.get(address(merging)).headers["Location"] == f"{BASE}{trunk.pk}/changes/"


def test_a_newer_inventory_is_offered_where_it_counts(
    cast: Cast, company: Company, trunk: Redesign, leader: Client
) -> None:
    assert "Bring in the new inventory" not in leader.get(f"{BASE}{trunk.pk}/").content.decode()
    person_create(actor=cast.actor("owner"), values={"employee_id": "9001"})
    text = leader.get(f"{BASE}{trunk.pk}/").content.decode()
    assert "1 joined" in text
    assert "Bring in the new inventory" in text
    response = leader.post(f"{BASE}{trunk.pk}/rebase")
    row = Reconciliation.objects.get(redesign=trunk)
    assert response.headers["Location"] == address(row)
    shown = page(leader, row)
    assert "1 person joined" in shown
    assert "Nothing is in question." in shown
    leader.post(address(row, "apply"), form_of(shown))
    assert fresh(trunk).people == 7


def test_only_what_can_be_merged_is_offered(cast: Cast, company: Company, trunk: Redesign, leader: Client) -> None:
    branch(cast, trunk, "Branch")
    draft_of(cast, company, "Secret", by="admin")
    text = leader.get(f"{BASE}{trunk.pk}/merge/").content.decode()
    assert "Branch" in text
    assert "Secret" not in text
