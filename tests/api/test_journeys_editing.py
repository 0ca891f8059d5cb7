"""Journeys over the API: the same services as the pages, with versions, problems and pages of results."""

import json
from typing import Any

import pytest
from django.test import Client

from journeys.models import Journey, Skill
from tests.cast import Cast
from tests.journeys.boards import Small, picture, small_journey

BASE = "/api/v1/organizations/home"


@pytest.fixture
def small(scoped: Cast) -> Small:
    return small_journey(scoped.home)


class Api:
    """A client that speaks JSON and gives (status, body)."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        answer = self.client.generic(
            method, f"{BASE}/{path}", "" if body is None else json.dumps(body), content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def leader(scoped: Cast) -> Api:
    return Api(scoped.client("leader"))


def test_it_creates_lists_copies_archives_and_restores_journeys(scoped: Cast, leader: Api) -> None:
    status, made = leader("POST", "journeys", {"name": "Schools", "segment": "K12"})
    assert (status, made["name"], made["version"]) == (201, "Schools", 1)
    status, listed = leader("GET", "journeys?search=k12")
    assert (listed["count"], listed["results"][0]["activity_count"]) == (1, 60)
    status, copy = leader("POST", f"journeys/{made['id']}/copy", {"name": "Colleges"})
    assert (status, copy["segment"]) == (201, "K12")
    status, gone = leader("POST", f"journeys/{copy['id']}/archive", {"version": 1})
    assert status == 200
    assert gone["archived_at"]
    assert leader("GET", "journeys")[1]["count"] == 1
    assert leader("GET", "journeys?archived=true")[1]["count"] == 1
    status, _ = leader("POST", f"journeys/{copy['id']}/restore", {"version": gone["version"]})
    assert status == 200
    status, renamed = leader("PATCH", f"journeys/{made['id']}", {"version": 1, "name": "Primary schools"})
    assert (status, renamed["name"], renamed["version"]) == (200, "Primary schools", 2)
    status, taken = leader("POST", "journeys", {"name": "colleges"})
    assert (status, taken["code"], taken["field"]) == (400, "name_taken", "name")


def test_it_answers_a_stale_edit_with_both_versions(scoped: Cast, small: Small, leader: Api) -> None:
    admin = Api(scoped.client("admin"))
    path = f"activities/{small.show.pk}"
    assert admin("PATCH", path, {"version": 1, "name": "Show peers"})[0] == 200
    status, problem = leader("PATCH", path, {"version": 1, "name": "Show customers"})
    assert (status, problem["code"]) == (409, "stale_edit")
    assert problem["details"] == {
        "yours": {"name": "Show customers"},
        "theirs": {"name": "Show peers"},
        "changed_by": "Admin",
        "version": 2,
    }


def test_it_works_the_whole_board(small: Small, leader: Api) -> None:
    journey = small.journey.pk
    _, stage = leader("POST", f"journeys/{journey}/stages", {"name": "Prepare", "slot": "learn", "position": 0})
    _, stage = leader("PATCH", f"stages/{stage['id']}", {"version": 1, "name": "Get ready"})
    _, stage = leader("POST", f"stages/{stage['id']}/move", {"version": 2, "position": 1})
    assert (stage["name"], stage["position"]) == ("Get ready", 1)
    body = {"stage": stage["id"], "name": "See", "channels": ["digital"], "buyer_roles": ["user"]}
    status, job = leader("POST", f"journeys/{journey}/buying-jobs", body)
    assert (status, job["channels"]) == (201, ["digital"])
    _, job = leader("PATCH", f"buying-jobs/{job['id']}", {"version": 1, "description": "At last"})
    _, job = leader("POST", f"buying-jobs/{job['id']}/move", {"version": 2, "stage": small.buy.pk, "position": 0})
    loops = {"version": 3, "loops": [{"job": small.see.pk, "note": "again"}]}
    _, job = leader("PUT", f"buying-jobs/{job['id']}/loops", loops)
    assert (job["stage"], job["loops"]) == (small.buy.pk, [{"job": small.see.pk, "note": "again"}])
    status, made = leader("POST", f"journeys/{journey}/activities", {"name": "Tell it", "jobs": [job["id"]]})
    path = f"activities/{made['activity']['id']}"
    needs = {"version": 1, "skills": [{"skill": small.writing.pk, "level": 4}]}
    assert leader("PUT", f"{path}/skills", needs)[1]["activity"]["skills"][0]["share"] == 1000
    demand = {"version": 2, "demand": [{"market": small.canada.pk, "volume": "800", "hours": "2.5"}]}
    assert leader("PUT", f"{path}/demand", demand)[1]["demand"][0]["mfte"] == 1250
    effort = {"version": 3, "effort": [{"function": small.sales.pk, "mfte": None}]}
    assert leader("PUT", f"{path}/effort", effort)[1]["activity"]["done_by"] == "one"
    move = {"version": 4, "from_job": job["id"], "to_job": small.decide.pk}
    assert leader("POST", f"{path}/move", move)[1]["activity"]["jobs"] == [small.decide.pk]
    assert leader("PUT", f"{path}/jobs", {"version": 5, "jobs": []})[1]["activity"]["jobs"] == []
    _, board = leader("GET", f"journeys/{journey}/board")
    assert [column["name"] for column in board["stages"]][:2] == ["Learn", "Get ready"]
    assert [row["name"] for row in board["unplaced"]] == ["Tell it"]
    _, found = leader("GET", f"journeys/{journey}/activities?done_by=one&search=tell&skill={small.writing.pk}")
    assert [row["name"] for row in found["results"]] == ["Tell it"]
    assert leader("DELETE", f"{path}?version=6")[0] == 204
    assert leader("DELETE", f"buying-jobs/{job['id']}?version={job['version']}")[0] == 204
    assert leader("DELETE", f"stages/{stage['id']}?version={stage['version']}&with_activities=true")[0] == 204


def test_it_undoes_and_redoes_and_tells_what_happened(small: Small, leader: Api) -> None:
    before = picture(small.journey)
    path = f"journeys/{small.journey.pk}"
    assert leader("POST", f"{path}/undo")[1]["code"] == "nothing_to_undo"
    leader("PATCH", f"activities/{small.show.pk}", {"version": 1, "name": "Show peers"})
    status, change = leader("POST", f"{path}/undo")
    assert (status, change["label"], change["by"]) == (200, "Changed “Show comparable customers”", "Leader")
    assert picture(small.journey) == before
    assert leader("POST", f"{path}/redo")[0] == 200
    assert [row["undone_at"] for row in leader("GET", f"{path}/changes")[1]["results"]] == [None]


def test_it_keeps_the_taxonomy_and_the_functions(scoped: Cast, leader: Api) -> None:
    status, skill = leader("POST", "skills", {"name": "Writing", "taxonomy": "O*NET", "code": "2.A.1.c"})
    assert (status, skill["activity_count"], skill["aliases"]) == (201, 0, [])
    path = f"skills/{skill['id']}"
    assert (
        leader("POST", "skills", {"name": "Other", "taxonomy": "O*NET", "code": "2.A.1.c"})[1]["code"] == "code_taken"
    )
    _, alias = leader("POST", f"{path}/aliases", {"name": "Copywriting"})
    assert [row["name"] for row in leader("GET", "skills?search=copy")[1]["results"]] == ["Writing"]
    assert leader("DELETE", f"{path}/aliases/{alias['id']}")[0] == 204
    _, skill = leader("PATCH", path, {"version": 1, "category": "Content"})
    _, skill = leader("POST", f"{path}/archive", {"version": skill["version"]})
    assert skill["archived_at"]
    assert leader("GET", "skills")[1]["count"] == 0
    assert leader("GET", path)[0] == 200, "an archived skill can still be looked at"
    _, function = leader("POST", "functions", {"name": "Sales", "cost_per_fte": 12_000_000})
    _, function = leader("PATCH", f"functions/{function['id']}", {"version": 1, "cost_per_fte": 1})
    assert (function["cost_per_fte"], function["version"]) == (1, 2)
    assert leader("GET", "functions")[1]["count"] == 1


def test_it_shows_flags_redundancy_and_coverage(small: Small, leader: Api) -> None:
    path = f"journeys/{small.journey.pk}"
    _, flags = leader("GET", f"{path}/flags")
    assert flags["counts"] == {"job_without_activity": 1}
    assert flags["flags"][0]["id"] == small.decide.pk
    effort = [{"function": small.sales.pk, "mfte": 500}, {"function": small.marketing.pk, "mfte": 1500}]
    leader("PUT", f"activities/{small.show.pk}/effort", {"version": 1, "effort": effort})
    _, found = leader("GET", f"{path}/redundancy")
    assert (found["consolidatable_mfte"], found["pairs"][0]["mfte"], found["many"]) == (500, 500, 1)
    _, found = leader("GET", f"{path}/coverage")
    assert (found["inventory"], found["outlooks"]) == (False, {"skill_missing": 2})


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("PATCH", "activities/{show}", {"name": "No version"}, "version"),
        ("PATCH", "activities/{show}", {"version": "x"}, "version"),
        ("DELETE", "activities/{show}", None, "version"),
        ("DELETE", "activities/{show}?version=1e3", None, "version"),
        ("POST", "journeys/{journey}/buying-jobs", {"stage": 10**18, "name": "x"}, "stage"),
        ("POST", "journeys/{journey}/buying-jobs", {"stage": 10**30, "name": "x"}, "stage"),
        ("PUT", "activities/{show}/skills", {"version": 1, "skills": [{"skill": 1, "level": 6}]}, "skills"),
        ("PUT", "activities/{show}/effort", {"version": 1, "effort": [{"function": 1}]}, "effort"),
        ("GET", "journeys/{journey}/activities?job=abc", None, "job"),
        ("POST", "activities/{show}/move", {"version": 1, "to_job": 10**9}, "to_job"),
    ],
)
def test_it_names_the_field_that_is_wrong(
    small: Small, leader: Api, method: str, path: str, body: object, field: str
) -> None:
    before = picture(small.journey)
    status, problem = leader(method, path.format(show=small.show.pk, journey=small.journey.pk), body)
    assert (status, problem["code"]) == (400, "invalid")
    assert field in problem["errors"]
    assert picture(small.journey) == before


@pytest.mark.parametrize("path", ["journeys/{n}", "stages/{n}", "activities/{n}", "skills/{n}", "journeys/{n}/board"])
def test_it_finds_nothing_under_ids_that_are_not_there(scoped: Cast, leader: Api, path: str) -> None:
    for number in (10**9, 10**25):
        assert leader("GET", path.format(n=number))[0] == 404


def test_it_refuses_members_and_changes_nothing(scoped: Cast, small: Small) -> None:
    member, before = Api(scoped.client("member")), picture(small.journey)
    tries = [
        ("POST", "journeys", {"name": "New"}),
        ("PATCH", f"activities/{small.show.pk}", {"version": 1, "name": "New"}),
        ("DELETE", f"stages/{small.buy.pk}?version=1", None),
        ("POST", "skills", {"name": "New"}),
        ("POST", f"journeys/{small.journey.pk}/undo", {}),
    ]
    for method, path, body in tries:
        assert member(method, path, body)[0] == 403
    assert picture(small.journey) == before
    assert (Journey.objects.count(), Skill.objects.count()) == (1, 2)
