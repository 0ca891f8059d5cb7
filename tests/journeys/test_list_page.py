"""Journeys as a whole: start, copy, rename, put away, and make one from files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from journeys import services
from journeys.models import Journey, JourneyImport, SupplierActivity
from tests.cast import Cast
from tests.journeys.asking import HOME, board, text
from tests.journeys.boards import Small

ROWS = b"""Stage,Job,Activity,Skill,Level,FTE: Sales
Learn,Notice,Publish explanations,Writing,3,0.5
Buy,Compare,Show proof,Analysis,9,1
"""


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/csv")


def test_it_starts_from_the_template(scoped: Cast) -> None:
    answer = scoped.client("leader").post(f"{HOME}new", {"name": "Hospitals", "segment": "Care", "template": "b2b"})
    journey = Journey.objects.get()
    assert answer.url == f"{HOME}{journey.pk}/"
    assert SupplierActivity.objects.filter(journey=journey).count() == 60


def test_a_name_in_use_is_said_at_the_field(scoped: Cast, small: Small) -> None:
    answer = scoped.client("leader").post(f"{HOME}new", {"name": small.journey.name, "template": "empty"})
    assert answer.status_code == 422
    assert "Another journey is called" in text(answer)


def test_it_copies_renames_and_puts_away(scoped: Cast, small: Small) -> None:
    client = scoped.client("leader")
    client.post(f"{board(small)}copy", {"name": "A copy"})
    copy = Journey.objects.get(name="A copy")
    assert copy.activities.count() == 2
    client.post(f"{HOME}{copy.pk}/edit", {"name": "Second", "segment": "Small", "description": "", "version": 1})
    client.post(f"{HOME}{copy.pk}/archive", {"version": 2})
    assert "“Second” is archived." in text(client.get(HOME))
    assert "Second" not in text(client.get(HOME))
    assert "Second" in text(client.get(f"{HOME}?archived=1"))
    client.post(f"{HOME}{copy.pk}/restore", {"version": 3})
    assert "Second" in text(client.get(HOME))


def test_a_stale_rename_of_the_journey_shows_both(scoped: Cast, small: Small) -> None:
    services.journey_update(actor=scoped.actor("facilitator"), journey=small.journey, version=1, name="Theirs")
    data = {"name": "Mine", "segment": "", "description": "", "version": 1}
    answer = scoped.client("leader").post(f"{board(small)}edit", data)
    assert answer.status_code == 409
    assert "Theirs" in text(answer)


def test_it_finds_and_sorts_journeys(scoped: Cast, small: Small) -> None:
    services.journey_create(actor=scoped.actor("leader"), name="Zebra farms", template="empty")
    client = scoped.client("member")
    assert small.journey.name not in text(client.get(f"{HOME}?q=zebra"))
    assert text(client.get(f"{HOME}?sort=-name")).index("Zebra") < text(client.get(f"{HOME}?sort=name")).index("Zebra")
    assert "No journey has “yak”" in text(client.get(f"{HOME}?q=yak"))


def test_it_makes_a_journey_from_a_file(scoped: Cast, run_jobs: Callable[[], int]) -> None:
    client = scoped.client("leader")
    start = client.post(f"{HOME}import", {"name": "From a file", "main": upload("map.csv", ROWS)})
    assert start.status_code == 302
    assert "Reading the files" in text(client.get(start.url))
    run_jobs()
    said = text(client.get(start.url))
    assert "1 activity can be made. 1 thing needs work." in said
    assert "map.csv" in said
    found = JourneyImport.objects.get()
    refused = client.post(f"{start.url}confirm", {"version": found.version}, follow=True)
    assert "Correct them, or leave their rows out" in text(refused)
    client.post(f"{start.url}confirm", {"version": found.version, "leave_out_problems": "1"})
    run_jobs()
    done = client.get(start.url)
    journey = Journey.objects.get()
    assert done.url == f"{HOME}{journey.pk}/"


def test_every_problem_can_be_downloaded(scoped: Cast, run_jobs: Callable[[], int]) -> None:
    client = scoped.client("leader")
    start = client.post(f"{HOME}import", {"name": "From a file", "main": upload("map.csv", ROWS)})
    run_jobs()
    answer = client.get(f"{start.url}problems.csv")
    assert "map.csv,3,Level,9" in answer.content.decode("utf-8-sig")


def test_other_columns_can_be_chosen(scoped: Cast, run_jobs: Callable[[], int]) -> None:
    rows = b"Phase,What we do\nLearn,Publish explanations\n"
    client = scoped.client("leader")
    start = client.post(f"{HOME}import", {"name": "From a file", "main": upload("map.csv", rows)})
    run_jobs()
    found = JourneyImport.objects.get()
    data = {
        "version": found.version,
        "name": "From a file",
        "default_level": 3,
        "jobs": "stage",
        "mandatory": "on",
        "default_stage": "",
        "column-main-activity": "What we do",
        "column-main-stage": "Phase",
    }
    assert client.post(start.url, data).status_code == 302
    run_jobs()
    assert "1 activity is ready." in text(client.get(start.url))


def test_activities_without_a_stage_can_be_placed_before_the_journey_is_made(
    scoped: Cast, run_jobs: Callable[[], int]
) -> None:
    rows = b"Activity,Group\nPublish explanations,Telling\nShip goods,Moving\n"
    client = scoped.client("leader")
    start = client.post(f"{HOME}import", {"name": "From a file", "main": upload("map.csv", rows)})
    run_jobs()
    page = client.get(start.url)
    body = page.content.decode()
    assert "2 activities have no stage yet. You can place them now or later on the board." in text(page)
    assert '<details class="card options" open id="stages">' in body
    assert body.index('name="default_stage"') < body.index("Make “From a file”")
    data = {
        "version": JourneyImport.objects.get().version,
        "name": "From a file",
        "default_level": 3,
        "jobs": "group",
        "default_stage": "Learn",
        "group-0": "Order/Install",
        "column-main-activity": "Activity",
        "column-main-group": "Group",
    }
    assert client.post(start.url, data | {"group-0": "Nowhere"}).status_code == 422
    assert client.post(start.url, data).status_code == 302
    run_jobs()
    assert JourneyImport.objects.get().options["group_stages"] == {"Moving": "Order/Install"}
    assert "have no stage yet" not in text(client.get(start.url))


def test_a_file_that_is_no_table_is_said_and_nothing_is_made(scoped: Cast, run_jobs: Callable[[], int]) -> None:
    client = scoped.client("leader")
    start = client.post(f"{HOME}import", {"name": "Broken", "main": upload("map.xlsx", b"PK\x03\x04broken")})
    run_jobs()
    assert "The files cannot be read" in text(client.get(start.url))
    found = JourneyImport.objects.get()
    client.post(f"{start.url}discard", {"version": found.version})
    assert not JourneyImport.objects.exists()
    assert not Journey.objects.exists()


def test_an_upload_without_a_file_is_refused_in_place(scoped: Cast) -> None:
    answer = scoped.client("leader").post(f"{HOME}import", {"name": "Nothing"})
    assert answer.status_code == 422
    assert "This field is required" in text(answer)


@pytest.mark.slow
def test_it_makes_a_journey_from_three_onet_files(scoped: Cast, run_jobs: Callable[[], int], real_data: Path) -> None:
    onet = real_data / "onet"
    names = {
        "main": "activities_function_agnostic.csv",
        "skills": "activity_skills.csv",
        "stages": "supplier_activities.csv",
    }
    files = {part: upload(name, (onet / name).read_bytes()) for part, name in names.items()}
    client = scoped.client("leader")
    start = client.post(f"{HOME}import", {"name": "O*NET", **files})
    run_jobs()
    assert "368 activities are ready." in text(client.get(start.url))
    client.post(f"{start.url}confirm", {"version": JourneyImport.objects.get().version})
    run_jobs()
    page = client.get(client.get(start.url).url)
    assert page.status_code == 200
    assert "368 activities" in text(page)
