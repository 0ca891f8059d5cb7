"""Uploads and plans name people: nothing of them stays on disk once the import, the check or a person is gone."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import TestCase

from roles.models import InventoryImport, Person
from roles.services.imports import import_check_start, import_discard, import_read_again
from roles.services.imports.check import check_store, import_check
from roles.services.people import person_erase
from tests.cast import Cast
from tests.factories import person
from tests.roles.importing import check_again, checked, csv_of, run_jobs, uploaded
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.running import LeaseLost

FILE = csv_of("Employee ID,Name,Skill,Level (1-5)", "1001,Ana Diaz,Negotiation,4", "1002,Bo Li,Negotiation,3")


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def cut_off(made: InventoryImport) -> None:
    """A check whose worker is killed after the plan is written: no code of ours runs any more."""
    import_check(made)


def erase(cast: Cast, employee_id: str) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        found = Person.objects.get(employee_id=employee_id)
        person_erase(actor=cast.actor(), person=found, reason="Asked for it")


def test_it_forgets_the_plan_of_a_check_that_was_cut_off_with_the_person(scoped: Cast) -> None:
    person(scoped.home, "1001", name="Ana Diaz")
    made = checked(scoped.actor(), FILE)
    cut_off(made)
    assert len(on_disk()) == 3
    erase(scoped, "1001")
    assert on_disk() == []


def test_it_deletes_the_plan_of_a_check_that_was_cut_off_with_the_import(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    cut_off(made)
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_discard(actor=scoped.actor(), inventory_import=made, version=made.version)
    assert on_disk() == []


def test_it_keeps_only_the_plan_of_the_latest_check(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    cut_off(made)
    with TestCase.captureOnCommitCallbacks(execute=True):
        check_again(scoped.actor(), made)
    names = {str(path.relative_to(settings.MEDIA_ROOT)) for path in on_disk()}
    assert names == {made.stored_name, made.plan_name}


@pytest.mark.parametrize("fault", [LeaseLost, ZeroDivisionError])
def test_it_leaves_no_plan_of_a_check_that_was_not_stored(
    scoped: Cast, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    made = uploaded(scoped.actor(), FILE)

    def refused(**given: Any) -> dict[str, Any]:
        assert len(on_disk()) == 2
        raise fault

    monkeypatch.setattr("roles.tasks.imports.check_store", refused)
    import_check_start(actor=scoped.actor(), inventory_import=made)
    run_jobs()
    assert [path.name for path in on_disk()] == [Path(made.stored_name).name]


def test_it_stores_no_check_that_began_before_somebody_was_erased(
    scoped: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(scoped.home, "1001", name="Ana Diaz")
    made = uploaded(scoped.actor(), FILE)

    def erased_first(**given: Any) -> dict[str, Any]:
        erase(scoped, "1001")
        return check_store(**given)

    monkeypatch.setattr("roles.tasks.imports.check_store", erased_first)
    job = import_check_start(actor=scoped.actor(), inventory_import=made)
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "import_changed")
    assert on_disk() == []


def test_it_keeps_no_look_that_began_before_somebody_was_erased(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from roles.services.imports.upload import import_read

    def erased_first(**given: Any) -> InventoryImport:
        erase(scoped, "1001")
        return import_read(**given)

    person(scoped.home, "1001", name="Ana Diaz")
    monkeypatch.setattr("roles.services.imports.upload.AT_ONCE_TEXT", 10)
    monkeypatch.setattr("roles.tasks.imports.import_read", erased_first)
    made = uploaded(scoped.actor(), FILE)
    assert Job.objects.get().error_code == "import_changed"
    assert "Ana Diaz" not in str(made.found)


def test_it_forgets_the_dry_run_when_the_file_is_read_again(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE.replace(b",3", b",9"), new_skills="queue")
    assert made.problems.count() == 1
    assert made.queue.count() == 1
    client = scoped.client()
    assert "Ana Diaz" in client.get(f"/o/home/imports/{made.pk}/changes").content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = import_read_again(actor=scoped.actor(), inventory_import=made, version=made.version)
    assert (made.plan_name, made.summary, made.mapping) == ("", {}, {})
    assert not made.problems.exists()
    assert not made.queue.exists()
    assert "Ana Diaz" not in client.get(f"/o/home/imports/{made.pk}/changes").content.decode()
    assert [path.name for path in on_disk()] == [Path(made.stored_name).name]
