"""Pages of an import in every state it can be in: each says how things stand, leads on, and never breaks."""

import re
from io import BytesIO

import pytest

from roles.agenda import people_step
from roles.models import ImportState, InventoryImport, Person
from roles.selectors.progress import inventory_progress
from roles.services.imports import import_apply_start, import_check_start, import_undo_start, import_upload
from tests.cast import Cast
from tests.roles.importing import applied, check_again, checked, csv_of, run_jobs, undone, uploaded
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_cancel
from uniengine.workshops.agenda import Reading

FILE = csv_of("Employee ID,Name,Skill,Level (1-5)", "1,Ana,Negotiation,4", "2,Bo,Negotiation,3")
STATES = ("uploaded", "stopped", "read", "checking", "checked", "applying", "applied", "undoing", "undone", "failed")
MAPPABLE = ("read", "checked", "undone")


def large(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> InventoryImport:
    """An upload that waits to be read by a job."""
    monkeypatch.setattr("roles.services.imports.upload.AT_ONCE_TEXT", 10)
    return import_upload(actor=cast.actor(), file=BytesIO(FILE), name="large.csv")


def stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> InventoryImport:
    """The same after somebody cancelled the reading."""
    made = large(cast, monkeypatch)
    job_cancel(actor=cast.actor(), job=Job.objects.get(kind="roles.import_read"))
    return made


def import_in(state: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> InventoryImport:
    actor = cast.actor()
    if state in ("uploaded", "stopped"):
        return (large if state == "uploaded" else stopped)(cast, monkeypatch)
    if state == "failed":
        return uploaded(actor, b"%PDF-1.7 ...")
    if state in ("read", "checking"):
        made = uploaded(actor, FILE)
    else:
        made = checked(actor, FILE) if state in ("checked", "applying") else applied(actor, FILE)
    if state == "undone":
        return undone(actor, made)
    if state == "checking":
        import_check_start(actor=actor, inventory_import=made)
    if state == "applying":
        import_apply_start(actor=actor, inventory_import=made, version=made.version)
    if state == "undoing":
        import_undo_start(actor=actor, inventory_import=made, version=made.version)
    return made


def version_in(page: str) -> str:
    found = re.findall(r'name="version" value="(\d+)"', page)
    assert found, "the form carries no version"
    return str(found[0])


@pytest.mark.parametrize("state", STATES)
def test_it_matches_columns_only_where_there_are_any(scoped: Cast, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    made, client = import_in(state, scoped, monkeypatch), scoped.client()
    where = f"/o/home/imports/{made.pk}/"
    answers = (
        client.get(f"{where}columns"),
        client.post(f"{where}columns", {"version": 99}),
        client.post(f"{where}columns/levels", {"scale": "1-5"}),
    )
    if state in MAPPABLE:
        assert [answer.status_code for answer in answers] == [200, 409, 200]
        return
    assert [answer.headers.get("Location") or answer.headers.get("HX-Redirect") for answer in answers] == [where] * 3


@pytest.mark.parametrize("state", STATES)
def test_it_answers_a_stale_reading_again_with_the_step_it_is_at(
    scoped: Cast, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    made = import_in(state, scoped, monkeypatch)
    answer = scoped.client().post(f"/o/home/imports/{made.pk}/read-again", {"version": 99})
    assert answer.status_code == 409
    assert "Reload it" in answer.content.decode()


def test_it_offers_to_read_again_what_was_not_read_to_the_end(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made, client = stopped(scoped, monkeypatch), scoped.client()
    where = f"/o/home/imports/{made.pk}/"
    page = client.get(where).content.decode()
    assert "This file has not been read." in page
    assert "It was cancelled. Nothing was changed." in page
    assert "Delete this file" in page
    assert "waits to be read" not in page
    client.post(f"{where}read-again", {"version": version_in(page)})
    assert "Reading the file" in client.get(where).content.decode()
    run_jobs()
    made.refresh_from_db()
    assert made.state == ImportState.READ


def test_it_says_that_an_import_is_at_work_while_it_is(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    found = inventory_progress(scoped.actor())
    assert (found.working, found.waiting) == (True, False)
    run_jobs()
    found = inventory_progress(scoped.actor())
    assert (found.working, found.waiting) == (False, False)


def test_it_does_not_stay_at_work_when_the_reading_was_cancelled(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = large(scoped, monkeypatch)
    assert inventory_progress(scoped.actor()).working
    job_cancel(actor=scoped.actor(), job=Job.objects.get(kind="roles.import_read"))
    found = inventory_progress(scoped.actor())
    assert (found.working, found.waiting, found.newest) == (False, True, made.pk)
    step = people_step(Reading(scoped.actor()))
    assert (step.action, step.url) == ("Go on with the import", f"/o/home/imports/{made.pk}/")


@pytest.mark.parametrize("asked_on", ["page", "plain page"])
def test_it_undoes_only_what_was_looked_at(scoped: Cast, asked_on: str) -> None:
    made, client = applied(scoped.actor(), FILE), scoped.client()
    where = f"/o/home/imports/{made.pk}/"
    version = version_in(client.get(where if asked_on == "page" else f"{where}undo").content.decode())
    undone(scoped.actor(), made)
    made = check_again(scoped.actor(), made)
    import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    run_jobs()
    answer = client.post(f"{where}undo", {"version": version})
    run_jobs()
    assert answer.status_code == 409
    assert Person.objects.count() == 2
    assert client.post(f"{where}undo").status_code == 409, "without a version nothing is undone"
    made.refresh_from_db()
    assert client.post(f"{where}undo", {"version": made.version}).status_code == 302


def test_it_deletes_only_what_was_looked_at(scoped: Cast) -> None:
    made, client = checked(scoped.actor(), FILE), scoped.client()
    where = f"/o/home/imports/{made.pk}/"
    version = version_in(client.get(f"{where}discard").content.decode())
    made = check_again(scoped.actor(), made)
    assert client.post(f"{where}discard", {"version": version}).status_code == 409
    assert InventoryImport.objects.exists()
    version = version_in(client.get(f"{where}discard").content.decode())
    page = client.post(f"{where}discard", {"version": version}, follow=True).content.decode()
    assert "hr.csv was deleted. Nothing had been imported from it." in page
    assert not InventoryImport.objects.exists()


def test_it_says_of_an_undone_import_that_it_was_taken_back(scoped: Cast) -> None:
    made, client = undone(scoped.actor(), applied(scoped.actor(), FILE)), scoped.client()
    where = f"/o/home/imports/{made.pk}/discard"
    asked = client.get(where).content.decode()
    assert "has been taken back already" in asked
    page = client.post(where, {"version": version_in(asked)}, follow=True).content.decode()
    assert "What was imported from it had been taken back before." in page
    assert "Nothing had been imported" not in page
