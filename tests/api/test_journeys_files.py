"""Files of journeys over the API: upload, check, confirm, poll; and what comes out can go in."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client

from journeys.models import Journey
from tests.cast import Cast
from tests.journeys.boards import Small, small_journey

BASE = "/api/v1/organizations/home"
ACTIVITIES = b"dwa_id,dwa,gwa,functions\nA1,Study market,Getting,marketing;sales\n"
SKILLS = b"dwa_id,skill_id,skill\nA1,2.A.1.a,Reading\nA1,,\n"


def file(content: bytes, name: str = "file.csv") -> BytesIO:
    found = BytesIO(content)
    found.name = name
    return found


@pytest.fixture
def client(scoped: Cast) -> Client:
    return scoped.client("leader")


def test_it_imports_a_journey_step_by_step(client: Client, run_jobs: Callable[[], int]) -> None:
    body = {"name": "Imported", "main": file(ACTIVITIES), "skills": file(SKILLS), "options": '{"default_stage": "Buy"}'}
    answer = client.post(f"{BASE}/journey-imports", body)
    made = answer.json()
    assert (answer.status_code, made["state"]) == (202, "checking")
    assert made["job"]
    path = f"{BASE}/journey-imports/{made['id']}"
    run_jobs()
    made = client.get(path).json()
    assert (made["state"], made["problem_count"], made["preview"]["counts"]["activities"]) == ("checked", 1, 1)
    problems = client.get(f"{path}/problems").json()
    assert [(row["part"], row["line"], row["code"]) for row in problems["results"]] == [("skills", 3, "skill_missing")]
    refused = client.post(f"{path}/confirm", {"version": made["version"]}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "problems_left")
    body = {"version": made["version"], "options": {"default_stage": "Learn", "default_level": 4}}
    again = client.patch(path, body, content_type="application/json")
    assert again.status_code == 202
    run_jobs()
    made = client.get(path).json()
    body = {"version": made["version"], "leave_out_problems": True}
    assert client.post(f"{path}/confirm", body, content_type="application/json").status_code == 202
    run_jobs()
    made = client.get(path).json()
    assert made["state"] == "applied"
    board = client.get(f"{BASE}/journeys/{made['journey']}/board").json()
    (activity,) = board["stages"][0]["jobs"][0]["activities"]
    assert (activity["name"], activity["skills"][0]["level"]) == ("Study market", 4)
    assert client.get(f"{BASE}/journey-imports").json()["count"] == 1


def test_it_names_what_an_upload_lacks(client: Client) -> None:
    assert client.post(f"{BASE}/journey-imports", {"name": "New"}).json()["errors"].keys() == {"main"}
    for options in ("no json", "[]", '{"default_level": 9}', '{"columns": []}'):
        body = {"name": "New", "main": file(ACTIVITIES), "options": options}
        answer = client.post(f"{BASE}/journey-imports", body)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), options
    answer = client.post(f"{BASE}/journey-imports", json.dumps({}), content_type="application/json")
    assert answer.status_code == 415


def test_it_discards_an_import(client: Client, run_jobs: Callable[[], int]) -> None:
    made = client.post(f"{BASE}/journey-imports", {"name": "Imported", "main": file(ACTIVITIES)}).json()
    path = f"{BASE}/journey-imports/{made['id']}"
    assert client.delete(f"{path}?version=1").json()["code"] == "import_busy"
    run_jobs()
    assert client.delete(f"{path}?version=1").status_code == 409
    assert client.delete(f"{path}?version=2").status_code == 204
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_imports_what_it_exported(scoped: Cast, client: Client, run_jobs: Callable[[], int], kind: str) -> None:
    small: Small = small_journey(scoped.home)
    answer = client.get(f"{BASE}/journeys/{small.journey.pk}/export.{kind}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="journey-{small.journey.pk}.{kind}"'
    made = client.post(f"{BASE}/journey-imports", {"name": "Again", "main": file(answer.content)}).json()
    run_jobs()
    path = f"{BASE}/journey-imports/{made['id']}"
    body = {"version": client.get(path).json()["version"]}
    client.post(f"{path}/confirm", body, content_type="application/json")
    run_jobs()
    again = Journey.objects.get(name="Again")
    boards = [client.get(f"{BASE}/journeys/{pk}/board").json() for pk in (small.journey.pk, again.pk)]
    assert boards[0]["counts"] == boards[1]["counts"]
    assert client.get(f"{BASE}/journeys/{again.pk}/redundancy.{kind}").status_code == 200
