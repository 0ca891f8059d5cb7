"""A journey out of files: upload, check, options, confirm; exactly once, nothing half done."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from journeys import services
from journeys.models import (
    ActivitySkill,
    BuyingJob,
    FunctionEffort,
    Journey,
    JourneyImport,
    LegacyFunction,
    Skill,
    Stage,
    SupplierActivity,
)
from journeys.selectors import journey_redundancy, problem_rows
from tests import factories
from tests.cast import Cast
from tests.journeys.boards import Small
from uniengine.accounts.models import AuditEntry
from uniengine.jobs.models import Job, JobState
from uniengine.jobs.services import job_cancel
from uniengine.kit.errors import Conflict, DomainError

Run = Callable[[], int]
ACTIVITIES = "dwa_id,dwa,gwa,functions\nA1,Study market,Getting,marketing;sales\nA2,Sell things,Selling,sales\n"
SKILLS = "dwa_id,skill_id,skill\nA1,2.A.1.a,Reading\nA1,2.C.4.a,Mathematics\nA2,2.A.1.e,Mathematics\n"
STAGES = "dwa_ids,stage_hint\nA1;A2,Learn\nA2,Buy\n"


def upload(text: str | bytes, name: str = "file.csv") -> BytesIO:
    file = BytesIO(text if isinstance(text, bytes) else text.encode())
    file.name = name
    return file


def started(
    scoped: Cast, main: str = ACTIVITIES, options: Mapping[str, object] | None = None, **more: str
) -> JourneyImport:
    files = {"main": upload(main)} | {part: upload(text) for part, text in more.items()}
    return services.journey_import_start(actor=scoped.actor(), name="Imported", files=files, options=options)


def checked(scoped: Cast, run_jobs: Run, *given: str, **more: str) -> JourneyImport:
    made = started(scoped, *given, **more)
    assert run_jobs() == 1
    made.refresh_from_db()
    return made


def confirmed(scoped: Cast, made: JourneyImport, run_jobs: Run, **more: bool) -> JourneyImport:
    services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version, **more)
    run_jobs()
    made.refresh_from_db()
    return made


def test_it_makes_a_journey_of_three_files(scoped: Cast, run_jobs: Run) -> None:
    made = checked(scoped, run_jobs, skills=SKILLS, stages=STAGES)
    assert made.state == "checked"
    assert made.preview["counts"]["activity_skills"] == 3
    assert made.preview["skills"] == {"new": 3, "known": 0, "new_names": ["Reading", "Mathematics", "Mathematics"]}
    assert made.preview["functions"] == {"new": ["Marketing", "Sales"], "known": []}
    assert made.preview["files"]["main"]["columns"]["group"] == "gwa"
    assert not Journey.objects.exists(), "checking writes nothing"
    made = confirmed(scoped, made, run_jobs)
    assert (made.state, made.journey.name) == ("applied", "Imported")
    assert sorted(BuyingJob.objects.values_list("stage__name", "name")) == [
        ("Buy", "Selling"),
        ("Learn", "Getting"),
        ("Learn", "Selling"),
    ]
    assert ActivitySkill.objects.filter(level=3).count() == 3
    assert set(FunctionEffort.objects.values_list("mfte", flat=True)) == {None}
    assert AuditEntry.objects.get(action="journey.import").after["activities"] == 2


def test_it_drops_the_files_when_they_are_no_longer_needed(
    scoped: Cast, run_jobs: Run, django_capture_on_commit_callbacks: Any
) -> None:
    made = checked(scoped, run_jobs)
    assert stored(made).exists()
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(scoped, made, run_jobs)
    assert not stored(made).exists()


def stored(made: JourneyImport) -> Path:
    return Path(settings.MEDIA_ROOT) / made.files["main"]["stored"]


def test_it_checks_again_with_other_options(scoped: Cast, run_jobs: Run) -> None:
    made = checked(scoped, run_jobs, skills=SKILLS)
    assert made.preview["counts"]["without_job"] == 2
    options = {"default_stage": "Adopt", "default_level": 5, "jobs": "stage", "columns": {"main": {"functions": ""}}}
    made = services.journey_import_check_again(
        actor=scoped.actor(), journey_import=made, version=made.version, options=options, name="Renamed"
    )
    run_jobs()
    made.refresh_from_db()
    made = confirmed(scoped, made, run_jobs)
    assert made.journey.name == "Renamed"
    assert set(ActivitySkill.objects.values_list("level", flat=True)) == {5}
    assert BuyingJob.objects.get().helped_by.count() == 2
    assert not LegacyFunction.objects.exists()


def test_it_finds_skills_by_code_then_name_then_alias(scoped: Cast, run_jobs: Run) -> None:
    coded = factories.skill(scoped.home, "Reading", taxonomy="O*NET", code="2.A.1.a")
    named = factories.skill(scoped.home, "Mathematics")
    aliased = factories.skill(scoped.home, "Listening carefully")
    services.skill_alias_add(actor=scoped.actor(), skill=aliased, name="Active listening")
    main = (
        "Activity,Skill,Skill code\nShow,Reading comprehension,2.A.1.a\nShow,mathematics,\nShow,ACTIVE LISTENING,\n"
        "Show,Something new,\n"
    )
    made = confirmed(scoped, checked(scoped, run_jobs, main), run_jobs)
    assert made.preview["skills"]["new_names"] == ["Something new"]
    used = set(ActivitySkill.objects.values_list("skill_id", flat=True))
    assert used > {coded.pk, named.pk, aliased.pk}
    assert Skill.objects.count() == 4


def test_it_never_picks_between_two_skills_of_one_name(scoped: Cast, run_jobs: Run) -> None:
    factories.skill(scoped.home, "Mathematics", taxonomy="O*NET", code="2.A.1.e")
    factories.skill(scoped.home, "Mathematics", taxonomy="O*NET", code="2.C.4.a")
    made = checked(scoped, run_jobs, "Activity,Skill\nShow,Mathematics\nShow,Writing\n")
    (problem,) = made.problems
    assert (problem["line"], problem["column"], problem["code"]) == (2, "Skill", "skill_unclear")
    with pytest.raises(DomainError) as refused:
        confirmed(scoped, made, run_jobs)
    assert refused.value.code == "problems_left"
    confirmed(scoped, made, run_jobs, leave_out_problems=True)
    assert list(ActivitySkill.objects.values_list("skill__name", "share")) == [("Writing", 1000)]


def test_it_says_which_markets_it_does_not_know(scoped: Cast, run_jobs: Run) -> None:
    factories.organization_market(scoped.home, "Canada")
    main = (
        "Activity,Times per year: Canada,Hours each time: Canada,Times per year: Peru,Hours each time: Peru\n"
        "Show,1,2,3,4\n"
    )
    made = checked(scoped, run_jobs, main)
    assert [(problem["line"], problem["code"]) for problem in made.problems] == [(1, "market_unknown")]
    rows = list(problem_rows(made))
    assert rows[1][:4] == ["file.csv", 1, "Times per year: Peru", "Peru"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 nothing", "PDF"),
        (b"", "empty"),
        (b"Stage,Activity\n", "no rows"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_it_says_what_to_do_with_files_it_cannot_read(scoped: Cast, run_jobs: Run, content: bytes, words: str) -> None:
    files = {"main": upload(content)}
    made = services.journey_import_start(actor=scoped.actor(), name="Imported", files=files)
    run_jobs()
    made.refresh_from_db()
    assert made.state == "failed"
    assert words in made.error
    with pytest.raises(DomainError):
        services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version)
    services.journey_import_discard(actor=scoped.actor(), journey_import=made, version=made.version)
    assert not JourneyImport.objects.exists()


def test_it_applies_once_however_often_it_is_asked(scoped: Cast, run_jobs: Run) -> None:
    made = checked(scoped, run_jobs, skills=SKILLS)
    services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version)
    with pytest.raises(Conflict) as busy:
        services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version + 1)
    assert busy.value.code == "import_busy"
    run_jobs()
    made.refresh_from_db()
    with pytest.raises(DomainError) as done:
        services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version)
    assert done.value.code == "import_applied"
    assert Journey.objects.count() == 1


def test_it_keeps_nothing_of_an_import_that_fails_at_the_end(scoped: Cast, run_jobs: Run) -> None:
    made = checked(scoped, run_jobs, skills=SKILLS)
    services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version)
    services.journey_create(actor=scoped.actor(), name="imported", template="empty")
    run_jobs()
    made.refresh_from_db()
    job = Job.objects.get(pk=made.job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "name_taken")
    assert (Journey.objects.count(), Skill.objects.count(), SupplierActivity.objects.count()) == (1, 0, 0)
    assert stored(made).exists()
    renamed = services.journey_import_check_again(
        actor=scoped.actor(), journey_import=made, version=made.version, name="Another"
    )
    run_jobs()
    renamed.refresh_from_db()
    confirmed(scoped, renamed, run_jobs)
    assert Journey.objects.filter(name="Another").exists()


def test_it_can_be_cancelled_and_confirmed_again(scoped: Cast, run_jobs: Run) -> None:
    made = checked(scoped, run_jobs)
    made = services.journey_import_confirm(actor=scoped.actor(), journey_import=made, version=made.version)
    job_cancel(actor=scoped.actor(), job=made.job)
    run_jobs()
    assert not Journey.objects.exists()
    made.refresh_from_db()
    confirmed(scoped, made, run_jobs)
    assert Journey.objects.count() == 1


def test_it_refuses_names_and_options_that_cannot_be(scoped: Cast, small: Small) -> None:
    def start(**values: object) -> str:
        given = {"actor": scoped.actor(), "name": "New", "files": {"main": upload(ACTIVITIES)}} | values
        with pytest.raises(DomainError) as refused:
            services.journey_import_start(**given)
        return refused.value.code

    assert start(name=small.journey.name) == "name_taken"
    assert start(files={"skills": upload(SKILLS)}) == "file_missing"
    assert start(options={"default_level": 9}) == "options_invalid"
    assert not JourneyImport.objects.exists()


def test_it_refuses_uploads_beyond_the_limit_and_keeps_nothing(scoped: Cast, settings: Any) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    with pytest.raises(DomainError) as refused:
        started(scoped, "Activity\n" + "x" * 1024 * 1024)
    assert (refused.value.code, refused.value.status) == ("upload_too_large", 413)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_it_restores_an_archived_skill_that_is_needed_again(scoped: Cast, run_jobs: Run) -> None:
    old = factories.skill(scoped.home, "Reading", taxonomy="O*NET", code="2.A.1.a")
    services.skill_archive(actor=scoped.actor(), skill=old, version=1)
    made = checked(scoped, run_jobs, skills=SKILLS)
    services.journey_import_confirm(actor=scoped.actor("admin"), journey_import=made, version=made.version)
    run_jobs()
    old.refresh_from_db()
    assert (old.archived_at, old.version) == (None, 3)
    row = AuditEntry.objects.get(action="skill.restore")
    assert (row.object_id, row.actor) == (str(old.pk), scoped.users["admin"])
    with pytest.raises(Conflict) as stale:
        services.skill_archive(actor=scoped.actor(), skill=old, version=2)
    assert stale.value.details["changed_by"] == "Admin", "who saw it archived does not pass for current"


def test_it_logs_every_step_and_what_it_made(scoped: Cast, run_jobs: Run) -> None:
    factories.function(scoped.home, "Sales")
    made = checked(scoped, run_jobs, skills=SKILLS)
    made = services.journey_import_check_again(
        actor=scoped.actor(), journey_import=made, version=made.version, options={"default_level": 5}
    )
    run_jobs()
    made.refresh_from_db()
    made = confirmed(scoped, made, run_jobs)
    log = {row.action: row for row in AuditEntry.objects.all()}
    assert log["journey_import.check"].after["options"]["default_level"] == 5
    assert log["journey_import.apply_start"].object_id == str(made.pk)
    names = ["Reading", "Mathematics", "Mathematics"]
    assert log["skill.create_many"].after == {"count": 3, "names": names}
    assert log["function.create_many"].after == {"count": 1, "names": ["Marketing"]}
    assert log["function.create_many"].object_id == str(made.journey.pk)


def test_it_takes_the_real_activities_and_skills(scoped: Cast, run_jobs: Run, real_data: Path) -> None:
    """368 activities, 114 of them done in two or more functions, and 2,041 activity-skill pairs."""
    folder = real_data / "onet"
    names = {
        "main": "activities_function_agnostic.csv",
        "skills": "activity_skills.csv",
        "stages": "supplier_activities.csv",
    }
    files = {part: upload((folder / name).read_bytes(), name) for part, name in names.items()}
    made = services.journey_import_start(
        actor=scoped.actor(), name="O*NET", files=files, options={"default_stage": "Learn"}
    )
    run_jobs()
    made.refresh_from_db()
    assert made.problems == []
    made = confirmed(scoped, made, run_jobs)
    assert SupplierActivity.objects.filter(journey=made.journey).count() == 368
    assert ActivitySkill.objects.count() == 2041
    assert Skill.objects.filter(taxonomy="O*NET").count() == 32
    assert Stage.objects.filter(journey=made.journey).count() == 5
    assert SupplierActivity.objects.filter(served__isnull=True).count() == 0
    found = journey_redundancy(made.journey)
    assert (found.many, found.total_mfte, len(found.functions)) == (114, 0, 7)


def test_it_stores_problems_whatever_the_cells_hold(scoped: Cast, run_jobs: Run) -> None:
    main = "Activity,Skill,Level,Share %\nShow\x07 it,Re\x0bad,\x07" + "9" * 9000 + ",\x1f5\n"
    made = checked(scoped, run_jobs, main)
    assert made.state == "checked"
    assert [problem["code"] for problem in made.problems] == ["level_unreadable"]
    assert len(made.problems[0]["message"]) < 400
