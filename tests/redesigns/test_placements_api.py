"""Placement for other systems: the same rules, the same words, the same silence about names."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from redesigns.models import DevelopmentItem, Redesign
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, staffed
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company

Send = Callable[..., Any]


@pytest.fixture
def company(scoped: Cast) -> Company:
    company = staffed(scoped, 6)
    company.work("Talk", fte={0: 1}, s0=3, s1=3)
    return company


@pytest.fixture
def draft(scoped: Cast, company: Company) -> Redesign:
    return draft_of(scoped, company)


@pytest.fixture
def send(scoped: Cast, draft: Redesign) -> Send:
    """send("POST", "placements/move/", {...}) by the leader, unless somebody else is named."""

    def sent(method: str, path: str, body: dict[str, Any] | None = None, who: str = "leader") -> Any:
        client: Client = scoped.client(who)
        address = f"/api/v1/organizations/home/redesigns/{draft.pk}/{path}"
        return client.generic(method, address, data=_json(body), content_type="application/json")

    return sent


def _json(body: dict[str, Any] | None) -> bytes:
    return json.dumps(body or {}).encode()


def test_it_moves_people_and_says_the_revision(scoped: Cast, company: Company, draft: Redesign, send: Send) -> None:
    role = role_of(scoped, company, draft)
    numbers = [person.pk for person in company.people[:2]]
    body = {"numbers": numbers, "to": "seat", "role": role, "market": company.markets[0].pk, "seen": 1}
    answer = send("POST", "placements/move/", body)
    assert (answer.status_code, answer.json()) == (200, {"revision": 2, "changed": True})
    table = send("GET", "seats/").json()
    assert (table["people"], table["placed"], table["bench"], table["seats"], table["vacant"]) == (6, 2, 4, 2, 0)
    listed = send("GET", f"placements/?role={role}").json()
    assert [row["number"] for row in listed["results"]] == numbers


def test_a_full_group_says_what_would_make_room(scoped: Cast, company: Company, draft: Redesign, send: Send) -> None:
    role = role_of(scoped, company, draft, 1)
    body = {"numbers": [person.pk for person in company.people[:2]], "to": "seat", "role": role}
    body["market"] = company.markets[0].pk
    refused = send("POST", "placements/move/", body)
    assert refused.status_code == 400
    assert (refused.json()["code"], refused.json()["details"]["raise_to"]) == ("seats_full", 2)
    assert send("POST", "placements/move/", body | {"repair": "raise"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"numbers": [], "to": "bench"},
        {"numbers": [1], "to": "seat"},
        {"numbers": [1], "to": "stay"},
        {"numbers": [2**70], "to": "bench"},
        {"numbers": [1], "to": "leaving", "state": "confirmed"},
        {"numbers": [987654], "to": "bench"},
        {"numbers": [1], "to": "seat", "role": "no such role"},
        {"numbers": [1], "to": "seat", "role": "nul\0"},
    ],
)
def test_what_makes_no_sense_is_refused(draft: Redesign, send: Send, body: dict[str, Any]) -> None:
    before = now(draft)
    assert send("POST", "placements/move/", body).status_code == 400
    assert now(draft) == before


def test_locks_and_bans_come_and_go(scoped: Cast, company: Company, draft: Redesign, send: Send) -> None:
    role, number = role_of(scoped, company, draft), company.people[0].pk
    assert send("POST", "placements/lock/", {"numbers": [number], "locked": True}).json()["changed"]
    assert not send("POST", "placements/lock/", {"numbers": [number], "locked": True}).json()["changed"]
    assert send("PUT", f"placements/{number}/not-here/{role}/").json()["changed"]
    assert ("ban", f"{number}:{role}") in now(draft)
    assert send("DELETE", f"placements/{number}/not-here/{role}/").json()["changed"]
    assert ("ban", f"{number}:{role}") not in now(draft)
    assert send("PUT", f"placements/987654/not-here/{role}/").status_code == 404


def test_the_solver_runs_and_its_plan_is_read(
    scoped: Cast, company: Company, draft: Redesign, send: Send, run_jobs: Callable[[], int]
) -> None:
    role_of(scoped, company, draft, 1)
    job = send("POST", "placements/solve/", {"who": "everybody"})
    assert (job.status_code, job.json()["open"]) == (202, True)
    run_jobs()
    plan = send("GET", "placements/plans/2/").json()
    assert (plan["asked"], plan["assigned"], plan["proved"]) == (6, 1, True)
    assert {one["why"] for one in plan["not_placed"]} == {"no_seat", "others_add_more"}
    assert plan["left_vacant"] == []
    assert send("GET", "placements/plans/1/").status_code == 204, "made by hand"
    assert send("GET", "placements/plans/9/").status_code == 404


def test_who_fits_comes_best_first_with_what_is_missing(
    scoped: Cast, company: Company, draft: Redesign, send: Send
) -> None:
    role = role_of(scoped, company, draft)
    rows = send("GET", f"seats/{role}/{company.markets[0].pk}/?who=bench").json()["results"]
    assert [row["ready"] for row in rows] == [True, True, True, False, False, False]
    fits = [row["fit"] for row in rows[3:]]
    assert fits == sorted(fits, reverse=True)
    assert rows[-1]["missing"] == [{"skill": company.skills[0].pk, "has": 1, "needs": 3, "mandatory": True}]


def test_waves_and_development_are_worked_on(scoped: Cast, company: Company, draft: Redesign, send: Send) -> None:
    role, number = role_of(scoped, company, draft), company.people[0].pk
    wave = send("POST", "waves/", {"name": "First", "starts_on": "2027-05-01"}).json()["key"]
    seat = {"numbers": [number], "to": "seat", "role": role, "market": company.markets[0].pk, "wave": wave}
    send("POST", "placements/move/", seat)
    assert send("GET", f"waves/{wave}/").json()["people"] == 1
    assert send("POST", "development/").json()["created"] == 1
    item = send("GET", "development/").json()["results"][0]
    assert (item["number"], item["to_level"], item["due"]) == (number, 3, "2027-05-01")
    change = {"version": 1, "progress": "running", "owner": scoped.users["leader"].pk}
    assert send("PATCH", f"development/{item['id']}/", change).json()["version"] == 2
    stale = send("PATCH", f"development/{item['id']}/", {"version": 1, "progress": "done"})
    assert (stale.status_code, stale.json()["code"]) == (409, "development_stale")
    assert DevelopmentItem.objects.get().progress == "running"
    assert send("DELETE", f"waves/{wave}/").status_code == 204
    assert now(draft)["placement", str(number)]["wave"] is None


def test_cards_are_listed_and_read(scoped: Cast, company: Company, draft: Redesign, send: Send) -> None:
    role, number = role_of(scoped, company, draft), company.people[0].pk
    seat = {"numbers": [number], "to": "seat", "role": role, "market": company.markets[0].pk}
    send("POST", "placements/move/", seat)
    assert [row["person"]["number"] for row in send("GET", "cards/?state=proposed").json()["results"]] == [number]
    card = send("GET", f"cards/{number}/").json()
    assert {line["what"]: line["after"] for line in card["lines"]}["Role"] == "Buy expert"
    assert send("GET", "cards/mine/").status_code == 204
    assert "Person 0001" in send("GET", "cards/file/csv/").content.decode("utf-8-sig")


def test_whoever_is_not_named_finds_nothing(scoped: Cast, company: Company, draft: Redesign, send: Send) -> None:
    before = now(draft)
    for method, path in (("GET", "placements/"), ("GET", "cards/"), ("POST", "placements/move/"), ("GET", "seats/")):
        assert send(method, path, who="owner").status_code == 404
        assert send(method, path, who="member").status_code in (403, 404)
    assert now(draft) == before
