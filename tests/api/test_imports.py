"""The import over the API: an HR system pushes its inventory every night, with nothing but HTTP."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from journeys.models import Skill
from roles.models import InventoryImport, Person, SkillLevel
from tests.cast import Cast
from tests.corpus import CASES, Case
from tests.roles.importing import applied, checked, csv_of, dump, run_jobs, uploaded
from uniengine.accounts.models import AuditEntry
from uniengine.accounts.services.tokens import token_create
from uniengine.jobs.models import Job

FILE = csv_of(
    "Personnel no,Full name,Ability,Score", "0007,Ana,Negotiation,4", "0008,Bo,Negotiation,3", "0008,Bo,Writing,1"
)
MAPPING = {
    "columns": {"Personnel no": "person_id", "Full name": "person_name", "Ability": "skill", "Score": "level"},
    "scale": {"kind": "1-5"},
    "new_skills": "add",
}
ROOT = "/api/v1/organizations/home/"


class Caller:
    """An HR system with a token."""

    def __init__(self, secret: str) -> None:
        self.client = Client()
        self.head = {"authorization": f"Bearer {secret}"}

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(ROOT + path, headers=self.head)
        assert answer.status_code == status, answer.content
        return answer.json()

    def send(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = getattr(self.client, method)(
            ROOT + path, json.dumps(body or {}), content_type="application/json", headers=self.head
        )
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    def upload(self, data: bytes, status: int = 201, **fields: Any) -> Any:
        file = SimpleUploadedFile("inventory.csv", data)
        answer = self.client.post(f"{ROOT}imports", {"file": file, **fields}, headers=self.head)
        assert answer.status_code == status, answer.content
        return answer.json()


@pytest.fixture
def caller(scoped: Cast) -> Caller:
    return Caller(token(scoped, ["inventory:write", "jobs:read", "jobs:write"]))


def token(cast: Cast, scopes: list[str], name: str = "admin") -> str:
    _, secret = token_create(actor=cast.actor(name), name="HR push", scopes=scopes, days=30)
    return secret


def test_it_takes_a_nightly_push_from_upload_to_result(caller: Caller) -> None:
    made = caller.upload(FILE, source="Nightly", mapping=json.dumps(MAPPING), auto_check="true")
    assert made["state"] == "checking"
    run_jobs()
    job = caller.get(f"jobs/{made['job']['id']}")
    assert (job["state"], job["open"], job["percent"]) == ("succeeded", False, 100)
    made = caller.get(f"imports/{made['id']}")
    assert (made["state"], made["counts"]["ratings"]["create"], made["counts"]["errors"]) == ("checked", 3, 0)
    started = caller.send("post", f"imports/{made['id']}/apply", {"version": made["version"]}, 202)
    assert started["state"] == "applying"
    run_jobs()
    assert caller.get(f"jobs/{started['job']['id']}")["result"]["people"] == {"create": 2, "update": 0}
    done = caller.get(f"imports/{made['id']}")
    assert (done["state"], done["result"]["ratings"]["create"]) == ("applied", 3)
    assert set(Person.objects.values_list("employee_id", "name")) == {("0007", "Ana"), ("0008", "Bo")}


def test_it_needs_no_mapping_the_second_night(caller: Caller) -> None:
    caller.upload(FILE, source="Nightly", mapping=json.dumps(MAPPING), auto_check="true")
    run_jobs()
    again = caller.upload(FILE.replace(b"Negotiation,3", b"Negotiation,5"), source="Nightly", auto_check="true")
    run_jobs()
    again = caller.get(f"imports/{again['id']}")
    assert again["state"] == "checked"
    assert again["found"]["remembered"]
    assert again["counts"]["ratings"]["create"] == 3


def test_it_goes_step_by_step_too(caller: Caller) -> None:
    made = caller.upload(FILE)
    assert (made["state"], made["found"]["labels"][0]) == ("read", "Personnel no")
    body = {"version": made["version"], "mapping": MAPPING, "source": "Steps"}
    mapped = caller.send("put", f"imports/{made['id']}/mapping", body)
    assert [column["field"] for column in mapped["mapping"]["columns"]] == list(MAPPING["columns"].values())
    assert caller.send("post", f"imports/{made['id']}/check", None, 202)["state"] == "checking"
    run_jobs()
    assert caller.get(f"imports/{made['id']}")["state"] == "checked"
    preview = caller.get(f"imports/{made['id']}/preview")
    assert [row["who"] for row in preview["people_new"]] == ["Ana (0007)", "Bo (0008)"]
    assert [row["name"] for row in caller.get("imports/sources")["results"]] == ["Steps"]
    assert caller.get("imports")["results"][0]["source"] == "Steps"


def test_it_says_which_column_a_mapping_names_in_vain(caller: Caller) -> None:
    made = caller.upload(FILE)
    body = {"version": made["version"], "mapping": {"columns": {"Emp": "person_id"}}}
    problem = caller.send("put", f"imports/{made['id']}/mapping", body, 400)
    assert (problem["code"], problem["status"]) == ("column_missing", 400)
    assert "'Emp'" in problem["detail"]


@pytest.mark.parametrize(
    "mapping",
    [
        "[]",
        '"x"',
        "{}",
        '{"columns": 3}',
        '{"columns": {"Score": "shoe size"}}',
        '{"columns": [{"label": "Score"}]}',
        '{"columns": {"Personnel no": "person_id"}, "scale": {"kind": "furlongs"}}',
        '{"columns": {"Personnel no": "person_id"}, "new_markets": "maybe"}',
        '{"columns": {"Personnel no": "person_id"}, "raters": {"x": "cousin"}}',
        '{"columns": {"Personnel no": "person_id"}, "column_scales": [1]}',
        '{"columns": {"Personnel no": "person_id"}, "header_line": "first"}',
        '{"columns": {"Personnel no": "person_id", "Score": {"a": 1}}}',
        "null",
    ],
)
def test_it_refuses_a_mapping_that_is_none(caller: Caller, mapping: str) -> None:
    made = caller.upload(FILE)
    body = {"version": made["version"], "mapping": json.loads(mapping)}
    assert caller.send("put", f"imports/{made['id']}/mapping", body, 400)["detail"]
    noted = caller.upload(FILE, mapping=mapping, auto_check="false")
    assert noted["state"] == "read"
    assert noted["error"] or mapping == "null"


def test_it_lists_every_problem_by_page_by_cause_and_as_a_file(caller: Caller, scoped: Cast) -> None:
    bad = FILE.replace(b"Negotiation,3", b"Negotiation,9") + b"\n,Nobody,Writing,2\n0009,Cy,Writing,0"
    made = caller.upload(bad, mapping=json.dumps(MAPPING), auto_check="true")
    run_jobs()
    page = caller.get(f"imports/{made['id']}/problems?page_size=2")
    assert (page["count"], len(page["results"])) == (3, 2)
    assert page["results"][0] == {
        "kind": "error",
        "line": 3,
        "column": "Score",
        "code": "level_out_of_range",
        "value": "9",
        "message": page["results"][0]["message"],
        "extent": "cell",
    }
    assert caller.get(f"imports/{made['id']}/problems?code=person_missing")["count"] == 1
    assert caller.get(f"imports/{made['id']}/problems?kind=note")["count"] == 0
    answer = caller.client.get(f"{ROOT}imports/{made['id']}/problems.csv", headers=caller.head)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert rows[0] == ["line", "column", "kind", "left out", "code", "value", "message"]
    assert [row[0] for row in rows[1:]] == ["3", "5", "6"]
    assert answer["Cache-Control"] == "no-store"
    found = caller.get(f"imports/{made['id']}")
    problem = caller.send("post", f"imports/{made['id']}/apply", {"version": found["version"]}, 400)
    assert (problem["code"], problem["details"]) == ("errors_need_consent", {"errors": 3})
    caller.send("post", f"imports/{made['id']}/apply", {"version": found["version"], "leave_out_errors": True}, 202)
    run_jobs()
    assert SkillLevel.objects.count() == 2


def test_it_settles_names_over_the_api(caller: Caller, scoped: Cast) -> None:
    negotiation = Skill.objects.create(organization=scoped.home, name="Negotiating", name_key="negotiating")
    asking = {**MAPPING, "new_skills": "queue"}
    made = caller.upload(FILE, source="Nightly", mapping=json.dumps(asking), auto_check="true")
    run_jobs()
    rows = caller.get(f"imports/{made['id']}/queue?open=true")["results"]
    assert [(row["name"], row["reason"], row["ratings"]) for row in rows] == [
        ("Negotiation", "unknown", 2),
        ("Writing", "unknown", 1),
    ]
    assert rows[0]["suggestions"][0]["skill"] == negotiation.pk
    path = f"imports/{made['id']}/queue"
    assert caller.send("post", f"{path}/{rows[0]['id']}", {"choice": "same"}, 400)["code"] == "skill_needed"
    assert caller.send("post", f"{path}/{rows[0]['id']}", {"choice": "same", "skill": 10**9}, 400)["code"] == (
        "skill_unknown"
    )
    body = {"choice": "same", "skill": negotiation.pk}
    assert caller.send("post", f"{path}/{rows[0]['id']}", body)["choice"] == "same"
    assert caller.send("post", f"{path}/all-new") == {"settled": 1}
    run_jobs()
    found = caller.get(f"imports/{made['id']}")
    assert (found["open_queue"], found["counts"]["skills"]["create"]) == (0, 1)


def test_it_undoes_and_discards(caller: Caller, scoped: Cast) -> None:
    before = dump()
    made = applied(scoped.actor(), FILE, **MAPPING_FULL)
    found = caller.get(f"imports/{made.pk}")
    problem = caller.send("delete", f"imports/{made.pk}?version={found['version']}", None, 400)
    assert problem["code"] == "import_is_applied"
    assert caller.send("post", f"imports/{made.pk}/undo", {"version": 1}, 409)["code"] == "import_changed"
    caller.send("post", f"imports/{made.pk}/undo", {"version": found["version"]}, 202)
    run_jobs()
    assert dump() == before
    found = caller.get(f"imports/{made.pk}")
    assert found["state"] == "undone"
    caller.send("delete", f"imports/{made.pk}?version={found['version']}", None, 204)
    caller.get(f"imports/{made.pk}", 404)


MAPPING_FULL = {
    "shape": "long",
    "columns": [
        {"label": "Personnel no", "field": "person_id"},
        {"label": "Full name", "field": "person_name"},
        {"label": "Ability", "field": "skill"},
        {"label": "Score", "field": "level"},
    ],
}


def test_it_answers_409_to_figures_of_yesterday(caller: Caller, scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE, **MAPPING_FULL)
    problem = caller.send("post", f"imports/{made.pk}/apply", {"version": made.version - 1}, 409)
    assert (problem["code"], problem["details"]) == (
        "import_changed",
        {"yours": made.version - 1, "current": made.version},
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_exports_the_inventory(caller: Caller, scoped: Cast, kind: str) -> None:
    applied(scoped.actor(), FILE, **MAPPING_FULL)
    answer = caller.client.get(f"{ROOT}inventory.{kind}", headers=caller.head)
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    again = checked(scoped.actor(), data, f"x.{kind}", source="Export")
    assert again.summary["changes"] == 0
    caller.get("inventory.pdf", 404)


def test_it_refuses_an_upload_over_the_limit_while_it_arrives(caller: Caller, settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    problem = caller.upload(b"x" * 2_000_000, 413)
    assert problem["code"] == "upload_too_large"
    assert not InventoryImport.objects.exists()


def test_it_says_so_when_there_is_no_file(caller: Caller) -> None:
    answer = caller.client.post(f"{ROOT}imports", {"source": "x"}, headers=caller.head)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert "file" in answer.json()["errors"]
    answer = caller.client.post(f"{ROOT}imports", b"{}", content_type="application/json", headers=caller.head)
    assert answer.status_code == 415


def test_it_needs_the_scope_of_the_token_and_the_role_of_its_owner(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FILE)
    before = dump()
    poor = Caller(token(scoped, ["gaps:read", "jobs:read"]))
    for path in ("imports", f"imports/{made.pk}", f"imports/{made.pk}/problems", "inventory.csv", "imports/sources"):
        assert poor.client.get(ROOT + path, headers=poor.head).status_code == 403
        for name, status in (("leader", 403), ("member", 403), ("outsider", 404), ("guest", 404), ("anonymous", 401)):
            assert scoped.client(name).get(ROOT + path).status_code == status, (path, name)
    poor.upload(FILE, 403)
    poor.send("post", f"imports/{made.pk}/check", None, 403)
    assert dump() == before
    assert InventoryImport.objects.count() == 1


def test_it_shows_no_import_of_another_organization(scoped: Cast) -> None:
    from uniengine.kit.scoping import scope

    with scope(scoped.away.pk):
        theirs = uploaded(scoped.actor("outsider"), FILE)
    ours = Caller(token(scoped, ["inventory:write"]))
    ours.get(f"imports/{theirs.pk}", 404)
    ours.send("post", f"imports/{theirs.pk}/check", None, 404)
    assert ours.get("imports")["count"] == 0


def test_it_logs_who_read_what(caller: Caller, scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE, **MAPPING_FULL)
    for path in ("", "/problems", "/preview"):
        caller.get(f"imports/{made.pk}{path}")
    found = set(AuditEntry.objects.filter(action__startswith="read.").values_list("action", flat=True))
    assert found == {"read.import", "read.import_problems", "read.import_changes"}


def test_it_lists_shows_and_cancels_jobs(caller: Caller, scoped: Cast) -> None:
    made = caller.upload(FILE, mapping=json.dumps(MAPPING), auto_check="true")
    jobs = caller.get("jobs/?kind=roles.import_check&state=queued")
    assert [row["id"] for row in jobs["results"]] == [made["job"]["id"]]
    assert caller.get("jobs/?state=succeeded")["count"] == 0
    cancelled = caller.send("post", f"jobs/{made['job']['id']}/cancel")
    assert (cancelled["state"], cancelled["open"]) == ("cancelled", False)
    assert caller.send("post", f"jobs/{made['job']['id']}/cancel", None, 400)["code"] == "job_finished"
    found = caller.get(f"imports/{made['id']}")
    assert (found["state"], found["error"]) == ("read", "It was cancelled. Nothing was changed.")
    other = scoped.client("member").post(f"{ROOT}jobs/{made['job']['id']}/cancel")
    assert other.status_code == 403
    assert Job.objects.get().state == "cancelled"


def test_it_tells_an_expired_token_apart(scoped: Cast) -> None:
    from uniengine.accounts.models import PersonalToken

    secret = token(scoped, ["inventory:write"])
    PersonalToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    answer = Client().get(f"{ROOT}imports", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.slow else []) for case in CASES]
)
def test_it_never_breaks_on_a_bad_upload(caller: Caller, case: Case) -> None:
    before = dump()
    file = SimpleUploadedFile(case.filename, case.make())
    answer = caller.client.post(f"{ROOT}imports", {"file": file, "auto_check": "true"}, headers=caller.head)
    assert answer.status_code in (201, 413), answer.content
    run_jobs()
    assert dump() == before
    assert not Job.objects.filter(error_code__startswith="internal").exists()
    if answer.status_code == 413:
        assert answer.json()["detail"].endswith(".")
        return
    made = caller.get(f"imports/{answer.json()['id']}")
    assert made["state"] in ("failed", "read", "checked")
    if case.outcome == "refused":
        assert made["error_code"] in (*case.codes, "mapping_questions")
        assert made["error"].endswith(".")
