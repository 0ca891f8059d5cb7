"""The workshop over the API."""

import pytest

from tests.cast import Cast
from uniengine.workshops.models import AgendaItem
from uniengine.workshops.services.workshops import workshop_current

PATH = "/api/v1/organizations/home/workshop"
JSON = "application/json"


def test_it_gives_the_agenda_in_order(cast: Cast) -> None:
    found = cast.client("member").get(PATH).json()
    assert found["headline"] == "No step is done yet. The journey map is next."
    steps = ["journey", "activities", "skills", "people", "gaps", "roles", "placement", "decision"]
    assert [step["key"] for step in found["steps"]] == steps
    assert found["steps"][0]["status"] == "now"


def test_it_plans_moves_and_settles_at_once(scoped: Cast) -> None:
    client = scoped.client("facilitator")
    lead = scoped.users["leader"].pk
    body = {"planned_for": "Day 2", "minutes": 90, "lead": lead, "position": 0, "settled": True}
    found = client.patch(f"{PATH}/steps/people", body, content_type=JSON).json()
    first = found["steps"][0]
    assert (first["key"], first["status"], first["lead"], first["minutes"]) == ("people", "done", lead, 90)
    found = client.patch(f"{PATH}/steps/people", {"settled": False}, content_type=JSON).json()
    assert found["steps"][0]["settled_at"] is None


def test_it_renames_the_workshop(cast: Cast) -> None:
    answer = cast.client("admin").patch(PATH, {"name": "Spring", "starts_on": "2027-03-23"}, content_type=JSON)
    assert (answer.json()["name"], answer.json()["starts_on"]) == ("Spring", "2027-03-23")


@pytest.mark.parametrize(
    ("body", "problem"),
    [({"minutes": 1}, "invalid"), ({"lead": 10**9}, "lead_unknown"), ({"position": -1}, "invalid"), ([], "invalid")],
)
def test_it_changes_nothing_when_a_value_is_wrong(scoped: Cast, body: object, problem: str) -> None:
    client = scoped.client()
    workshop_current(organization=scoped.home)
    before = list(AgendaItem.objects.values())
    answer = client.patch(f"{PATH}/steps/people", body, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, problem)
    assert list(AgendaItem.objects.values()) == before


def test_it_does_not_know_every_step(cast: Cast) -> None:
    answer = cast.client().patch(f"{PATH}/steps/nonsense", {"settled": True}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "step_unknown")


@pytest.mark.parametrize("name", ["leader", "pod_leader", "member"])
def test_it_is_run_by_few(scoped: Cast, name: str) -> None:
    client = scoped.client(name)
    workshop_current(organization=scoped.home)
    before = list(AgendaItem.objects.values())
    assert client.patch(f"{PATH}/steps/people", {"settled": True}, content_type=JSON).status_code == 403
    assert client.patch(PATH, {"name": "Mine"}, content_type=JSON).status_code == 403
    assert list(AgendaItem.objects.values()) == before
