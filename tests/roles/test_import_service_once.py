"""An import happens once or not at all: crashes, repeats, cancelling, and changes between check and apply."""

from typing import Any

import pytest

from roles.models import Person, Rater, SkillLevel
from roles.selectors.imports import import_view
from roles.services.imports import import_apply_start, import_check_start
from roles.services.imports.files import stored_path
from roles.services.ratings import rating_set
from tests.cast import Cast
from tests.factories import person, skill
from tests.roles.importing import applied, apply, check_again, checked, csv_of, dump, run_jobs, uploaded, written
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.services import job_cancel

FILE = csv_of("Employee ID,Name,Skill,Level (1-5)", "1,Ana,Negotiation,4", "1,Ana,Writing,2", "2,Bo,Negotiation,3")
STEPS = ("_places", "_skills", "_aliases", "_people", "_ratings")


def started(cast: Cast) -> tuple[Any, Job]:
    made = checked(cast.actor(), FILE)
    return made, import_apply_start(actor=cast.actor(), inventory_import=made, version=made.version)


@pytest.mark.parametrize("step", STEPS)
def test_it_keeps_nothing_of_an_apply_that_breaks_off(scoped: Cast, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    from roles.services.imports.writing import PlanWriter

    made, job = started(scoped)
    before, original = dump(), getattr(PlanWriter, step)

    def breaks_off(writer: PlanWriter, *rest: Any) -> None:
        original(writer, *rest)
        raise ZeroDivisionError

    monkeypatch.setattr(PlanWriter, step, breaks_off)
    run_jobs()
    job.refresh_from_db()
    made.refresh_from_db()
    assert job.state == JobState.FAILED
    assert dump() == before
    assert made.state == "checked"
    view = import_view(made)
    assert view.may_apply
    assert "Nothing was changed" in view.failed_message
    monkeypatch.undo()
    apply(scoped.actor(), made)
    assert SkillLevel.objects.count() == 3


def test_it_does_nothing_when_the_message_is_delivered_again(scoped: Cast) -> None:
    made, job = started(scoped)
    run_jobs()
    from celery import current_app

    before = dump()
    with written() as rows:
        current_app.tasks["roles.import_apply"].run(str(job.pk))
    assert rows == [0]
    assert dump() == before
    made.refresh_from_db()
    assert made.state == "applied"


def test_it_rolls_back_when_another_worker_has_taken_over(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made, job = started(scoped)
    before = dump()
    from roles.services.imports.writing import PlanWriter

    original = PlanWriter._ratings

    def overtaken(writer: PlanWriter) -> None:
        original(writer)
        Job.objects.filter(pk=job.pk).update(lease_owner="another")

    monkeypatch.setattr(PlanWriter, "_ratings", overtaken)
    run_jobs()
    assert dump() == before
    made.refresh_from_db()
    assert made.state == "checked"


@pytest.mark.parametrize("kind", ["check", "apply"])
def test_it_can_be_cancelled_and_leaves_nothing(scoped: Cast, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr("uniengine.jobs.running.PROGRESS_EVERY", 0)
    monkeypatch.setattr("roles.imports.reading.TOLD_EVERY", 1)
    before = dump()
    if kind == "check":
        made = uploaded(scoped.actor(), FILE)
        job = import_check_start(actor=scoped.actor(), inventory_import=made)
        cancel_when(monkeypatch, "roles.tasks.imports.import_check", job, scoped)
    else:
        made, job = started(scoped)
        cancel_when(monkeypatch, "roles.tasks.imports.apply_prepare", job, scoped)
    state = made.state
    run_jobs()
    job.refresh_from_db()
    made.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert dump() == before
    assert made.state == state
    assert import_view(made).failed_message == "It was cancelled. Nothing was changed."


def cancel_when(monkeypatch: pytest.MonkeyPatch, place: str, job: Job, cast: Cast) -> None:
    """Cancel while the named step is about to run."""
    from importlib import import_module

    module, _, name = place.rpartition(".")
    original = getattr(import_module(module), name)

    def cancelled(*args: Any, **kwargs: Any) -> Any:
        job_cancel(actor=cast.actor(), job=Job.objects.get(pk=job.pk))
        return original(*args, **kwargs)

    monkeypatch.setattr(place, cancelled)


def test_it_cancels_a_waiting_job_at_once(scoped: Cast) -> None:
    made, job = started(scoped)
    job_cancel(actor=scoped.actor(), job=job)
    run_jobs()
    made.refresh_from_db()
    assert made.state == "checked"
    assert import_view(made).may_apply


def test_it_goes_on_when_the_change_meanwhile_makes_no_difference(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    applied(scoped.actor(), csv_of("Employee ID,Name,Skill,Level", "99,Zoe,Negotiation,1"), source="Other")
    made.refresh_from_db()
    job = import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    run_jobs()
    job.refresh_from_db()
    # Negotiation was new at the check and is known now: this is not what was agreed to.
    assert (job.state, job.error_code) == ("failed", "inventory_changed")
    made = check_again(scoped.actor(), made)
    person(scoped.home, "50")
    rating_set(
        actor=scoped.actor(),
        person=Person.objects.get(employee_id="50"),
        skill=skill(scoped.home, "Juggling"),
        rater=Rater.SELF,
        level=1,
    )
    apply(scoped.actor(), made)  # somebody else's rating in a skill the file does not name
    assert SkillLevel.objects.count() == 5


def test_it_stops_when_people_of_the_file_changed_since_the_check(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    person(scoped.home, "1", name="Somebody")
    job = import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    from roles.models import InventoryState

    InventoryState.objects.create(organization=scoped.home, revision=7)
    before = dump()
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "inventory_changed")
    assert "Check the import again" in job.error
    assert dump() == before


def test_it_says_so_when_a_row_came_in_between_that_no_revision_knows_of(scoped: Cast) -> None:
    made, job = started(scoped)
    person(scoped.home, "2", name="Came past the services")
    before = dump()
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "inventory_changed")
    assert dump() == before
    assert made.pk


def test_it_plans_again_when_the_stored_plan_is_gone(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    stored_path(made.plan_name).unlink()
    apply(scoped.actor(), made)
    assert SkillLevel.objects.count() == 3


def test_it_says_so_when_the_upload_is_gone_too(scoped: Cast) -> None:
    made = checked(scoped.actor(), FILE)
    stored_path(made.plan_name).unlink()
    stored_path(made.stored_name).unlink()
    job = import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "file_gone")


def test_it_forgets_a_check_that_was_overtaken_by_another_mapping(
    scoped: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = uploaded(scoped.actor(), FILE)
    job = import_check_start(actor=scoped.actor(), inventory_import=made)
    monkeypatch.setattr("roles.tasks.imports.check_store", _overtaken)
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "import_changed")


def _overtaken(**given: Any) -> dict[str, Any]:
    from roles.models import InventoryImport
    from roles.services.imports.check import check_store

    InventoryImport.objects.filter(pk=given["inventory_import"].pk).update(version=99)
    return check_store(**given)
