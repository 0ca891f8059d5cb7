"""Many activities without a job are placed in one step, from the tray of the board."""

import pytest

from journeys import services
from journeys.models import ActivityJob, BoardChange, SupplierActivity
from tests import factories
from tests.cast import Cast
from tests.journeys.asking import board, hx, swapped, text
from tests.journeys.boards import Small, picture
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError, NotAllowed


def waiting(small: Small, count: int, words: str = "Do thing") -> list[int]:
    return [factories.activity(small.journey, f"{words} {number}").pk for number in range(count)]


def placed(small: Small) -> list[int]:
    return list(ActivityJob.objects.filter(job=small.decide).order_by("position").values_list("activity", flat=True))


def test_it_places_many_in_one_step_that_one_undo_takes_back(scoped: Cast, small: Small) -> None:
    actor, chosen = scoped.actor(), waiting(small, 12)
    before, entries = picture(small.journey), AuditEntry.objects.count()
    services.activities_place(actor=actor, journey=small.journey, activities=chosen, job=small.decide)
    assert sorted(placed(small)) == sorted(chosen)
    assert AuditEntry.objects.count() == entries + 1
    change = BoardChange.objects.get()
    assert change.label == "Moved 12 activities to “Decide together”"
    after = picture(small.journey)
    services.change_undo(actor=actor, journey=small.journey)
    assert picture(small.journey) == before
    services.change_redo(actor=actor, journey=small.journey)
    assert picture(small.journey) == after


def test_it_puts_them_after_those_that_are_there(scoped: Cast, small: Small) -> None:
    services.activity_jobs_set(actor=scoped.actor(), activity=small.show, version=1, jobs=[small.decide])
    chosen = waiting(small, 2)
    services.activities_place(actor=scoped.actor(), journey=small.journey, activities=chosen, job=small.decide)
    assert placed(small) == [small.show.pk, *chosen]


def test_it_leaves_alone_what_somebody_else_has_placed_meanwhile(scoped: Cast, small: Small) -> None:
    chosen = waiting(small, 2)
    made = services.activities_place(
        actor=scoped.actor(), journey=small.journey, activities=[*chosen, small.prove.pk], job=small.decide
    )
    assert made == chosen
    assert BoardChange.objects.get().label.endswith("(1 was placed or removed by somebody else)")
    assert list(small.prove.jobs.all()) == [small.compare]


def test_it_says_when_nothing_is_left_to_place(scoped: Cast, small: Small) -> None:
    with pytest.raises(Conflict) as nothing:
        services.activities_place(
            actor=scoped.actor(), journey=small.journey, activities=[small.prove.pk], job=small.decide
        )
    assert nothing.value.code == "placed_meanwhile"
    with pytest.raises(DomainError) as none:
        services.activities_place(actor=scoped.actor(), journey=small.journey, activities=[], job=small.decide)
    assert none.value.code == "none_chosen"
    assert not BoardChange.objects.exists()


def test_it_takes_neither_a_job_nor_activities_of_another_journey(scoped: Cast, small: Small) -> None:
    other = factories.journey(small.journey.organization, name="Other")
    theirs = factories.activity(other, "Do theirs")
    job = factories.buying_job(other.stages.all()[0], "Their job")
    chosen = waiting(small, 1)
    with pytest.raises(Conflict):
        services.activities_place(actor=scoped.actor(), journey=small.journey, activities=chosen, job=job)
    services.activities_place(
        actor=scoped.actor(), journey=small.journey, activities=[*chosen, theirs.pk], job=small.decide
    )
    assert placed(small) == chosen


def test_only_those_who_may_edit_place(scoped: Cast, small: Small) -> None:
    chosen = waiting(small, 1)
    with pytest.raises(NotAllowed):
        services.activities_place(
            actor=scoped.actor("member"), journey=small.journey, activities=chosen, job=small.decide
        )
    data = {"activities": chosen, "place": small.decide.pk}
    assert scoped.client("member").post(f"{board(small)}activities/place", data).status_code == 403
    assert placed(small) == []


def test_an_edit_that_saw_it_waiting_is_stale(scoped: Cast, small: Small) -> None:
    (pk,) = waiting(small, 1)
    activity = SupplierActivity.objects.get(pk=pk)
    services.activities_place(actor=scoped.actor(), journey=small.journey, activities=[pk], job=small.decide)
    with pytest.raises(Conflict):
        services.activity_jobs_set(actor=scoped.actor(), activity=activity, version=activity.version, jobs=[small.see])


def test_the_page_places_without_a_script(scoped: Cast, small: Small) -> None:
    chosen = waiting(small, 3)
    data = {"activities": chosen[:2], "place": small.decide.pk}
    answer = scoped.client("leader").post(f"{board(small)}activities/place", data, follow=True)
    assert "Moved 2 activities to “Decide together”." in text(answer)
    assert placed(small) == chosen[:2]


def test_the_page_draws_only_what_changed(scoped: Cast, small: Small) -> None:
    data = {"activities": waiting(small, 3)[:2], "place": small.decide.pk}
    answer = hx(scoped.client("leader"), f"{board(small)}activities/place", data, on=board(small))
    assert {f"job-{small.decide.pk}", "tray", "undo-toast"} <= swapped(answer)
    assert f"job-{small.see.pk}" not in swapped(answer)


@pytest.mark.parametrize("data", [{}, {"place": "x"}, {"activities": "x"}])
def test_the_page_asks_for_what_is_missing(scoped: Cast, small: Small, data: dict[str, str]) -> None:
    data = {"place": str(small.decide.pk)} | data if "activities" in data else data
    answer = hx(scoped.client("leader"), f"{board(small)}activities/place", data, on=board(small))
    assert answer.status_code == 422
    assert not BoardChange.objects.exists()


def test_the_tray_shows_fifty_then_more(scoped: Cast, small: Small) -> None:
    waiting(small, 60)
    client = scoped.client("leader")
    page = client.get(board(small)).content.decode()
    assert page.count('name="activities"') == 50
    assert "Show 10 more" in page
    assert client.get(f"{board(small)}?tray=60").content.decode().count('name="activities"') == 60


def test_the_tray_is_narrowed_by_words_of_its_own(scoped: Cast, small: Small) -> None:
    waiting(small, 2)
    waiting(small, 3, "Ship order")
    page = scoped.client("leader").get(f"{board(small)}?waiting=ship").content.decode()
    assert page.count('name="activities"') == 3
    assert "Prove the value" in page
    assert 'name="activities"' not in scoped.client("member").get(board(small)).content.decode()


def test_the_tray_offers_a_job_as_soon_as_there_is_one(scoped: Cast, small: Small) -> None:
    waiting(small, 1)
    client = scoped.client("leader")
    answer = hx(client, f"{board(small)}jobs/new?stage={small.learn.pk}", {"name": "Ask around"}, on=board(small))
    assert "tray" in swapped(answer)
    assert ">Ask around</option>" in answer.content.decode()
