"""Redesigns over the API: the rules of the pages, nothing of drafts of others, no names for those who see none."""

import json
from typing import Any

import pytest
from django.test import Client

from redesigns.models import Redesign
from redesigns.services.deciding import redesign_propose
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.redesigns.test_redesign_pages import OTHERS, Run, fresh, placed
from tests.roles.gap_company import Company

API = "/api/v1/organizations/home/redesigns/"


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


def call(client: Client, method: str, path: str, body: object = None, status: int = 200) -> Any:
    data = json.dumps(body) if body is not None else ""
    response = client.generic(method, f"{API}{path}", data, content_type="application/json")
    assert response.status_code == status, response.content
    return json.loads(response.content) if response.content else None


def test_it_is_begun_named_branched_and_put_away(company: Company, leader: Client) -> None:
    made = call(leader, "POST", "", {"journey": company.journey.pk, "name": "North first"}, 201)
    assert (made["people"], made["bench"], made["state"], made["may_edit"]) == (6, 6, "draft", True)
    one = f"{made['id']}/"
    named = call(leader, "PATCH", one, {"version": 1, "name": "North", "description": "Try it"})
    assert (named["name"], named["version"]) == ("North", 2)
    assert call(leader, "PATCH", one, {"version": 1, "name": "x", "description": ""}, 409)["code"] == "redesign_stale"
    branch = call(leader, "POST", f"{one}branch/", {"name": "South"}, 201)
    assert branch["parent"] == made["id"]
    assert call(leader, "POST", f"{one}archive/", {"version": 2})["archived"]
    assert [row["name"] for row in call(leader, "GET", "")["results"]] == ["South"]
    assert [row["name"] for row in call(leader, "GET", "?archived=true")["results"]] == ["North"]
    assert not call(leader, "POST", f"{one}restore/", {"version": 3})["archived"]


@pytest.mark.parametrize("who", OTHERS)
def test_drafts_of_others_are_not_there(cast: Cast, draft: Redesign, who: str) -> None:
    client = cast.client(who)
    assert call(client, "GET", "")["count"] == 0
    for path in ("", "effects/", "named/", "changes/"):
        call(client, "GET", f"{draft.pk}/{path}", status=404)
    call(client, "GET", f"compare/?with={draft.pk}&with={draft.pk}", status=404)


def test_changes_are_listed_told_and_taken_back(cast: Cast, company: Company, draft: Redesign, leader: Client) -> None:
    placed(cast, company, draft)
    full = now(draft)
    told = call(leader, "GET", f"{draft.pk}/changes/1/")
    assert company.people[0].name in str(told["sections"])
    back = call(leader, "POST", f"{draft.pk}/changes/undo/")
    assert (back["kind"], back["position"]) == ("undo", 2)
    assert [row["undone_by"] for row in call(leader, "GET", f"{draft.pk}/changes/")["results"]] == [None, 2]
    assert call(leader, "POST", f"{draft.pk}/changes/1/undo/", status=409)["code"] == "undone_already"
    call(leader, "POST", f"{draft.pk}/changes/redo/")
    assert now(draft) == full


def test_effects_are_whole_numbers_beside_today(
    cast: Cast, company: Company, draft: Redesign, leader: Client, run_jobs: Run
) -> None:
    assert call(leader, "GET", f"{draft.pk}/effects/")["computed_at"] is None
    placed(cast, company, draft)
    run_jobs()
    found = call(leader, "GET", f"{draft.pk}/effects/")
    figures = {(row["name"], row["of"]): row for row in found["figures"]}
    assert (figures["true_gap", None]["value"], figures["true_gap", None]["today"]) == (500, 0)
    assert figures["coverage", None]["unit"] == "ppm"
    assert not found["stale"]


def test_small_groups_are_null(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    placed(cast, company, draft)
    redesign_propose(actor=cast.actor("leader"), redesign=draft, version=1)
    run_jobs()
    member = cast.client("member")
    about = call(member, "GET", f"{draft.pk}/")
    assert (about["people"], about["placed"], about["vacant"]) == (6, None, None)
    figures = {row["name"]: row for row in call(member, "GET", f"{draft.pk}/effects/")["figures"]}
    assert all(figures[name]["hidden"] and figures[name]["value"] is None for name in ("true_gap", "placed", "flags"))
    assert company.people[0].name not in str(call(member, "GET", f"{draft.pk}/changes/1/"))


def test_two_people_decide(cast: Cast, draft: Redesign, leader: Client) -> None:
    def step(client: Client, name: str, status: int = 200, **more: str) -> Any:
        return call(client, "POST", f"{draft.pk}/{name}/", {"version": fresh(draft).version, **more}, status)

    step(leader, "propose")
    step(leader, "approve", 403)
    owner = cast.client("owner")
    assert step(owner, "approve")["state"] == "approved"
    assert step(owner, "publish")["state"] == "published"
    assert step(owner, "unpublish", 400)["code"] == "reason_missing"
    assert step(owner, "unpublish", reason="Too early")["state"] == "approved"
    step(owner, "withdraw", 204, reason="Budget")
    assert fresh(draft).state == "draft"


def test_a_merge_is_begun_answered_and_applied(cast: Cast, company: Company, draft: Redesign, leader: Client) -> None:
    role, made = a_role("Guide")
    put(cast, draft, made | seats(role, None, 1))
    branch = call(leader, "POST", f"{draft.pk}/branch/", {"name": "Branch"}, 201)["id"]
    theirs = Redesign.objects.select_related("baseline").get(pk=branch)
    put(cast, draft, seated(company.people[0].pk, role, None))
    put(cast, theirs, seated(company.people[1].pk, role, None))
    row = call(leader, "POST", f"{draft.pk}/reconcile/", {"source": branch}, 201)
    question = row["groups"][0]["questions"][0]
    assert (row["open"], [one["value"] for one in question["answers"]]) == (1, ["raise", "ours", "theirs"])
    one = f"{draft.pk}/reconcile/{row['id']}/"
    row = call(leader, "PATCH", one, {"choices": {question["id"]: "theirs"}})
    assert row["open"] == 0
    seen = {name: row[name] for name in ("version", "ours", "theirs")}
    assert call(leader, "POST", f"{one}apply/", seen | {"ours": 0}, 409)["code"] == "reconciliation_moved"
    assert call(leader, "POST", f"{one}apply/", seen)["position"] == fresh(draft).revision
    assert now(draft)["placement", str(company.people[1].pk)]["role"] == role
    assert now(draft)["placement", str(company.people[0].pk)]["role"] is None
    call(leader, "GET", f"{draft.pk}/reconcile/", status=404)


def test_people_are_named_and_taken_off(cast: Cast, draft: Redesign, leader: Client) -> None:
    admin = cast.users["admin"].pk
    call(leader, "POST", f"{draft.pk}/named/", {"user": admin, "may": "read"}, 201)
    assert [row["may"] for row in call(leader, "GET", f"{draft.pk}/named/")["results"]] == ["edit", "read"]
    call(leader, "POST", f"{draft.pk}/named/", {"user": cast.users["outsider"].pk, "may": "read"}, 404)
    call(cast.client("admin"), "DELETE", f"{draft.pk}/named/{admin}/", status=204)
    call(leader, "DELETE", f"{draft.pk}/named/{admin}/", status=404)


@pytest.mark.parametrize("query", ["with=x", "with=99999999999999999999", "with=-1", "with=%00"])
def test_a_comparison_of_what_is_no_redesign_is_not_there(draft: Redesign, leader: Client, query: str) -> None:
    call(leader, "GET", f"compare/?{query}", status=404)


def test_a_comparison_over_the_api_says_what_differs(
    cast: Cast, company: Company, draft: Redesign, leader: Client, run_jobs: Run
) -> None:
    branch = call(leader, "POST", f"{draft.pk}/branch/", {"name": "Branch"}, 201)["id"]
    placed(cast, company, draft)
    run_jobs()
    found = call(leader, "GET", f"compare/?with={draft.pk}&with={branch}")
    assert [column["name"] for column in found["columns"]] == [draft.name, "Branch"]
    assert {section["head"] for section in found["columns"][1]["differs"]} == {"Roles", "Seats", "People"}
    assert call(leader, "GET", f"compare/?with={draft.pk}", status=400)["code"] == "compare_two"
