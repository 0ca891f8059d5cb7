"""Two people at once lose nothing: the later of two edits of one thing is shown both versions."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from journeys import services
from journeys.models import ActivitySkill, BoardChange, FunctionEffort, Journey, SupplierActivity
from journeys.services import NeedInput
from tests.cast import Cast, cast_of
from tests.journeys.boards import Small, picture, small_journey
from uniengine.accounts.access import Actor
from uniengine.kit.errors import Conflict
from uniengine.kit.scoping import scope

Edit = Callable[[Actor, Small, int], object]

EDITS: dict[str, Edit] = {
    "journey": lambda who, at, seen: services.journey_update(actor=who, journey=at.journey, version=seen, name="Mine"),
    "stage": lambda who, at, seen: services.stage_update(actor=who, stage=at.buy, version=seen, name="Mine"),
    "stage move": lambda who, at, seen: services.stage_move(actor=who, stage=at.buy, version=seen, position=4),
    "stage delete": lambda who, at, seen: services.stage_delete(actor=who, stage=at.buy, version=seen),
    "job": lambda who, at, seen: services.buying_job_update(actor=who, job=at.compare, version=seen, name="Mine"),
    "job move": lambda who, at, seen: services.buying_job_move(actor=who, job=at.compare, version=seen, stage=at.learn),
    "job delete": lambda who, at, seen: services.buying_job_delete(actor=who, job=at.compare, version=seen),
    "job with loops": lambda who, at, seen: services.buying_job_update(
        actor=who, job=at.compare, version=seen, name="Mine", loops=[at.see.pk]
    ),
    "loops": lambda who, at, seen: services.loop_set(actor=who, job=at.compare, version=seen, targets=[at.see.pk]),
    "activity": lambda who, at, seen: services.activity_update(actor=who, activity=at.show, version=seen, note="Mine"),
    "activity move": lambda who, at, seen: services.activity_move(
        actor=who, activity=at.show, version=seen, from_job=at.see, to_job=at.decide
    ),
    "activity jobs": lambda who, at, seen: services.activity_jobs_set(
        actor=who, activity=at.show, version=seen, jobs=[at.decide]
    ),
    "activity skills": lambda who, at, seen: services.activity_skills_set(
        actor=who, activity=at.show, version=seen, needs=[NeedInput(at.writing.pk, 5)]
    ),
    "activity skills by name": lambda who, at, seen: services.activity_skills_name(
        actor=who, activity=at.show, version=seen, needs=[services.NamedNeed("New", 5)], create=True
    ),
    "activity demand": lambda who, at, seen: services.activity_demand_set(
        actor=who, activity=at.show, version=seen, rows=[services.DemandInput(None, 10, 2)]
    ),
    "activity effort": lambda who, at, seen: services.activity_effort_set(
        actor=who, activity=at.show, version=seen, effort={at.sales.pk: 500}
    ),
    "activity delete": lambda who, at, seen: services.activity_delete(actor=who, activity=at.show, version=seen),
    "skill": lambda who, at, seen: services.skill_update(actor=who, skill=at.writing, version=seen, name="Mine"),
    "skill archive": lambda who, at, seen: services.skill_archive(actor=who, skill=at.writing, version=seen),
    "function": lambda who, at, seen: services.function_update(
        actor=who, function=at.sales, version=seen, cost_per_fte=7
    ),
}


def first_edits(actor: Actor, at: Small) -> None:
    """Somebody changes one thing of each kind."""
    services.journey_update(actor=actor, journey=at.journey, version=1, segment="Schools")
    services.stage_update(actor=actor, stage=at.buy, version=1, name="Choose")
    services.buying_job_update(actor=actor, job=at.compare, version=1, name="Weigh vendors")
    services.activity_update(actor=actor, activity=at.show, version=1, note="Theirs")
    services.skill_update(actor=actor, skill=at.writing, version=1, category="Content")
    services.function_update(actor=actor, function=at.sales, version=1, cost_per_fte=5)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_it_shows_both_versions_of_a_stale_edit_and_changes_nothing(scoped: Cast, small: Small, edit: Edit) -> None:
    first_edits(scoped.actor("leader"), small)
    before = picture(small.journey)
    with pytest.raises(Conflict) as stale:
        edit(scoped.actor("admin"), small, 1)
    details = stale.value.details
    assert stale.value.code == "stale_edit"
    assert (details["changed_by"], details["version"]) == ("Leader", 2)
    assert details["yours"]
    assert details["theirs"]
    assert picture(small.journey) == before
    edit(scoped.actor("admin"), small, 2)


def test_it_names_what_each_of_two_editors_wrote(scoped: Cast, small: Small) -> None:
    services.activity_update(actor=scoped.actor("leader"), activity=small.show, version=1, name="Show peers")
    with pytest.raises(Conflict) as stale:
        services.activity_update(actor=scoped.actor("admin"), activity=small.show, version=1, name="Show customers")
    assert stale.value.details == {
        "yours": {"name": "Show customers"},
        "theirs": {"name": "Show peers"},
        "changed_by": "Leader",
        "version": 2,
    }


def test_it_says_who_removed_what_one_edits(scoped: Cast, small: Small) -> None:
    services.activity_delete(actor=scoped.actor("leader"), activity=small.show, version=1)
    with pytest.raises(Conflict) as gone:
        services.activity_update(actor=scoped.actor("admin"), activity=small.show, version=1, name="Show peers")
    assert (gone.value.code, gone.value.details) == ("gone", {"changed_by": "Leader"})


def test_it_lets_neighbours_move_without_a_conflict(scoped: Cast, small: Small) -> None:
    services.buying_job_move(actor=scoped.actor("leader"), job=small.decide, version=1, stage=small.buy, position=0)
    services.buying_job_update(actor=scoped.actor("admin"), job=small.compare, version=1, name="Weigh vendors")


def both(*works: Callable[[], object]) -> list[object]:
    """Run them at once, each in its own thread and connection; results or the conflict in order."""
    start, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        try:
            start.wait()
            found[place] = works[place]()
        except Conflict as conflict:
            found[place] = conflict
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_it_lets_exactly_one_of_two_simultaneous_edits_win(transactional_db: None) -> None:
    cast = cast_of()
    with scope(cast.home.pk):
        at = small_journey(cast.home)
    actors = [cast.actor("leader"), cast.actor("admin")]

    def edit(actor: Actor, seen: int, mfte: int) -> SupplierActivity:
        with scope(cast.home.pk):
            effort = {at.sales.pk: mfte}
            return services.activity_effort_set(actor=actor, activity=at.show, version=seen, effort=effort)

    for seen in range(1, 13):
        found = both(
            lambda seen=seen: edit(actors[0], seen, 1000 + seen), lambda seen=seen: edit(actors[1], seen, 2000 + seen)
        )
        lost = [one for one in found if isinstance(one, Conflict)]
        assert len(lost) == 1
        winner = 1000 if lost[0] is found[1] else 2000
        assert lost[0].details["theirs"] == {"effort": {"Sales": winner + seen}}
        with scope(cast.home.pk):
            assert FunctionEffort.objects.get().mfte == winner + seen
    with scope(cast.home.pk):
        assert BoardChange.objects.count() == 12
        assert Journey.objects.get(pk=at.journey.pk).revision == 12


def test_it_keeps_simultaneous_edits_of_different_things(transactional_db: None) -> None:
    cast = cast_of()
    with scope(cast.home.pk):
        at = small_journey(cast.home)
    actors = [cast.actor("leader"), cast.actor("admin")]

    def add(actor: Actor, number: int) -> object:
        with scope(cast.home.pk):
            return services.activity_create(
                actor=actor, journey=at.journey, name=f"{actor.name} {number}", jobs=[at.see], position=0
            )

    for number in range(10):
        found = both(lambda n=number: add(actors[0], n), lambda n=number: add(actors[1], n))
        assert all(isinstance(one, SupplierActivity) for one in found)
    with scope(cast.home.pk):
        places = sorted(at.see.helped_by.values_list("position", flat=True))
        assert places == list(range(21)), "one place each"
        assert ActivitySkill.objects.count() == 3
