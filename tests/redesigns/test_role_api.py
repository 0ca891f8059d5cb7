"""Roles, proposals and groups for other systems: the same rules, the same privacy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from redesigns.models import Collaborator, Redesign
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, staffed
from tests.roles.gap_company import Company


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    home = staffed(cast, 8)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3, s1=2)
    home.work("Host events", 0, {1: 0.5}, s1=2)
    return home


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


class Api:
    """Somebody who talks JSON with one redesign."""

    def __init__(self, client: Client, draft: Redesign) -> None:
        self.client, self.root = client, f"/api/v1/organizations/home/redesigns/{draft.pk}/"

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        send = getattr(self.client, method)
        answer = (
            send(f"{self.root}{path}", data=body, content_type="application/json") if body else send(self.root + path)
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def api(cast: Cast, draft: Redesign) -> Api:
    return Api(cast.client("leader"), draft)


def activity(company: Company, name: str) -> int:
    return company.journey.activities.get(name=name).pk


def test_a_role_from_first_to_last(api: Api, company: Company, draft: Redesign) -> None:
    stage, market, skill = company.stages[1].pk, company.markets[0].pk, company.skills[0].pk
    status, made = api("post", "roles/", name="Buy expert", stage=stage)
    assert (status, made["name"], made["stage"]) == (201, "Buy expert", stage)
    here = f"roles/{made['key']}/"
    status, body = api("put", f"{here}duties/{activity(company, 'Advise buyers')}/", part="doing", skills=[skill])
    assert (status, body["duties"][0]["skills"], body["duties"][0]["part"]) == (200, [skill], "doing")
    assert api("put", f"{here}marks/{skill}/", level=4)[1]["marks"][0]["level"] == 4
    assert api("put", f"{here}headcounts/{market}/", seats=3)[1]["headcounts"][0]["seats"] == 3
    assert api("put", f"{here}headcounts/0/", seats=1, least_mfte=500)[0] == 200
    status, figures = api("get", f"{here}figures/")
    assert (figures["leverage_mfte"], figures["profile"][0]["level"]) == (1000, 4)
    assert figures["fitting"]["ready"] == {"count": 2, "at_least": False}
    assert api("patch", here, purpose="Helps buyers")[1]["purpose"] == "Helps buyers"
    listed = api("get", "roles/")[1]["results"]
    assert [(one["name"], one["seats"], one["activities"]) for one in listed] == [("Buy expert", 4, 1)]
    for part in (f"marks/{skill}/", f"duties/{activity(company, 'Advise buyers')}/"):
        assert api("delete", here + part)[0] == 204
        assert api("delete", here + part)[0] == 404
    assert api("delete", f"{here}headcounts/{market}/")[0] == 204
    assert [one["market"] for one in api("get", here)[1]["headcounts"]] == [0]
    assert api("delete", here)[0] == 204
    assert not [key for key in now(draft) if key[0] in ("role", "headcount")]


def test_a_stale_change_is_a_conflict(api: Api, draft: Redesign) -> None:
    made = api("post", "roles/", name="Buy expert")[1]
    assert api("patch", f"roles/{made['key']}/", name="Mine", seen=made["revision"])[0] == 200
    status, problem = api("patch", f"roles/{made['key']}/", name="Theirs", seen=made["revision"])
    assert (status, problem["code"]) == (409, "redesign_stale")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("roles/", {"name": ""}),
        ("roles/", {"name": "a\0b"}),
        ("roles/", {"name": "Role", "stage": 2**60}),
        ("roles/", {"name": "Role", "stage": 5_000_000}),
        ("proposals/", {"sharing": "both"}),
        ("proposals/", {"most_skills": 0}),
        ("groups/", {"name": "Group", "skills": [5_000_000]}),
        ("groups/", {"name": "Group", "services": [{"stage": 5_000_000, "share": 5}]}),
    ],
)
def test_what_makes_no_sense_is_refused(api: Api, draft: Redesign, path: str, body: dict[str, Any]) -> None:
    before = now(draft)
    assert api("post", path, **body)[0] == 400
    assert now(draft) == before


def test_ids_that_are_nothing_are_not_found(api: Api) -> None:
    made = api("post", "roles/", name="Buy expert")[1]["key"]
    for path in ("duties/9223372036854775999/", "marks/9223372036854775999/", "headcounts/9223372036854775999/"):
        body = {"seats": 1} if "head" in path else {"level": 3} if "marks" in path else {"part": "doing"}
        assert api("put", f"roles/{made}/{path}", **body)[0] == 404
    assert api("get", "roles/nothing/")[0] == 404
    assert api("get", "groups/nothing/")[0] == 404
    assert api("get", "proposals/99999/")[0] == 404


def test_proposals_are_found_and_adopted(api: Api, draft: Redesign, run_jobs: Callable[[], int]) -> None:
    status, job = api("post", "proposals/", most_stages=1, seconds=5)
    assert status == 202
    assert job["job"]
    run_jobs()
    found = api("get", "proposals/")[1]["results"][0]
    assert (found["found"], found["proved"]) == (2, True)
    here = f"proposals/{found['id']}/"
    assert api("post", f"{here}adopt/", positions=[7])[0] == 400
    assert api("post", f"{here}adopt/", positions=[1])[0] == 201
    roles = api("get", here)[1]["roles"]
    assert [bool(role["adopted"]) for role in roles] == [True, False]
    assert len(api("get", "role-flags/")[1]["unowned"]) == 1
    assert api("delete", here)[0] == 204
    assert api("get", "proposals/")[1]["count"] == 0


def test_groups_have_skills_services_and_roles(api: Api, company: Company) -> None:
    role = api("post", "roles/", name="Analyst")[1]["key"]
    services = [{"stage": company.stages[0].pk, "share": 700}]
    status, made = api(
        "post", "groups/", name="Analytics", skills=[company.skills[0].pk], services=services, roles=[role]
    )
    assert (status, made["off"], made["roles"]) == (201, 300, [role])
    assert api("post", "groups/", name="B", services=services * 2)[0] == 400
    assert api("patch", f"groups/{made['key']}/", roles=[])[1]["roles"] == []
    assert api("get", "groups/")[1]["count"] == 1
    assert api("delete", f"groups/{made['key']}/")[0] == 204


def test_the_template_fills_an_empty_designer_once(api: Api) -> None:
    status, roles = api("post", "role-template/")
    assert (status, roles["count"]) == (201, 9)
    assert api("post", "role-template/")[0] == 409


def test_names_are_for_those_who_see_names(api: Api, cast: Cast, company: Company, draft: Redesign) -> None:
    role = api("post", "roles/", name="Buy expert")[1]["key"]
    api("put", f"roles/{role}/duties/{activity(company, 'Advise buyers')}/", part="accountable")
    status, people = api("get", f"roles/{role}/people/")
    assert (status, people["count"], people["results"][0]["readiness"]) == (200, 8, "ready")
    assert people["results"][0]["name"].startswith("Person")
    Collaborator.objects.create(organization=cast.home, redesign=draft, user=cast.users["facilitator"], may="edit")
    other = Api(cast.client("facilitator"), draft)
    assert other("get", f"roles/{role}/people/")[0] in (403, 404)
    fitting = other("get", f"roles/{role}/figures/")[1]["fitting"]
    assert all(one["count"] is None or one["count"] % 5 == 0 for one in fitting.values())
    unnamed = Api(cast.client("admin"), draft)
    assert unnamed("get", "roles/")[0] == 404
    assert unnamed("post", "roles/", name="Mine")[0] == 404
