"""An undo that fails says so, with a number for support; the page does not celebrate the import meanwhile."""

import pytest

from roles.services.imports import import_undo_start
from tests.cast import Cast
from tests.roles.importing import applied, checked, csv_of, run_jobs, undone
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_cancel

FILE = csv_of("Employee ID,Name,Skill,Level", "1,Ana,Negotiation,4", "2,Bo,Writing,3")


def test_it_says_that_the_undo_failed_and_under_which_number(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = applied(scoped.actor(), FILE)
    monkeypatch.setattr("roles.services.imports.undo._delete_made", lambda *rest: 1 / 0)
    job = import_undo_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    run_jobs()
    page = scoped.client().get(f"/o/home/imports/{made.pk}/").content.decode()
    assert "<h1>The undo failed.</h1>" in page
    assert f"Job number {str(job.pk)[:8]}." in page
    assert "Nothing was changed: what this file brought in is still there." in page
    assert "ratings imported" not in page
    assert 'class="steps"' not in page


def test_it_says_that_the_undo_was_cancelled(scoped: Cast) -> None:
    made = applied(scoped.actor(), FILE)
    import_undo_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    job_cancel(actor=scoped.actor(), job=Job.objects.get(kind="roles.import_undo"))
    page = scoped.client().get(f"/o/home/imports/{made.pk}/").content.decode()
    assert "<h1>The undo was stopped.</h1>" in page
    assert "Job number" not in page


def test_it_says_that_a_later_file_has_to_be_checked_again(scoped: Cast) -> None:
    first = applied(scoped.actor(), FILE, "first.csv")
    later = checked(scoped.actor(), FILE, "later.csv")
    undone(scoped.actor(), first)
    page = scoped.client().get(f"/o/home/imports/{later.pk}/").content.decode()
    assert "This file has to be checked again." in page
    assert "&#x27;first.csv&#x27; was undone after this file was checked" in page
    assert "Check once more" in page


def test_it_says_nothing_of_the_gap_when_nothing_had_to_change(scoped: Cast) -> None:
    applied(scoped.actor(), FILE)
    same = applied(scoped.actor(), FILE, "same.csv")
    page = scoped.client().get(f"/o/home/imports/{same.pk}/").content.decode()
    assert "Nothing had to change." in page
    assert "worked out again" not in page
    assert "Undo this import" not in page
