"""Undo takes back one's own newest change, never over somebody else's."""

import pytest

from journeys import services
from journeys.models import BoardChange, BuyingJob, SupplierActivity
from journeys.services.undo import change_to_redo, change_to_undo
from tests.cast import Cast
from tests.journeys.boards import Small, picture
from tests.journeys.test_stale_edits import EDITS, Edit
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError

BOARD_EDITS = {name: edit for name, edit in EDITS.items() if not name.startswith(("skill", "function"))}


@pytest.mark.parametrize("edit", BOARD_EDITS.values(), ids=BOARD_EDITS)
def test_it_takes_back_and_does_again_every_kind_of_edit(scoped: Cast, small: Small, edit: Edit) -> None:
    actor, before = scoped.actor(), picture(small.journey)
    edit(actor, small, 1)
    after = picture(small.journey)
    assert after != before
    services.change_undo(actor=actor, journey=small.journey)
    assert picture(small.journey) == before
    services.change_redo(actor=actor, journey=small.journey)
    assert picture(small.journey) == after


def test_it_walks_back_and_forth_and_forgets_the_future_after_a_new_edit(scoped: Cast, small: Small) -> None:
    actor, seen = scoped.actor(), [picture(small.journey)]
    for position in (4, 3, 2):
        services.stage_move(actor=actor, stage=small.learn, version=position_version(small), position=position)
        seen.append(picture(small.journey))
    for expected in reversed(seen[:-1]):
        services.change_undo(actor=actor, journey=small.journey)
        assert picture(small.journey) == expected
    with pytest.raises(Conflict) as nothing:
        services.change_undo(actor=actor, journey=small.journey)
    assert nothing.value.code == "nothing_to_undo"
    services.change_redo(actor=actor, journey=small.journey)
    assert picture(small.journey) == seen[1]
    services.activity_update(actor=actor, activity=small.show, version=1, note="new")
    with pytest.raises(Conflict) as nothing:
        services.change_redo(actor=actor, journey=small.journey)
    assert nothing.value.code == "nothing_to_redo"


def position_version(small: Small) -> int:
    small.learn.refresh_from_db()
    return small.learn.version


def test_it_redoes_what_was_undone_last_also_after_a_forgotten_future(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    services.stage_create(actor=actor, journey=small.journey, name="One")
    services.stage_create(actor=actor, journey=small.journey, name="Two")
    services.change_undo(actor=actor, journey=small.journey)
    services.stage_create(actor=actor, journey=small.journey, name="Three")
    services.change_undo(actor=actor, journey=small.journey)
    redo = change_to_redo(actor, small.journey)
    assert redo is not None
    assert redo.label == "Added the stage “Three”"
    services.change_redo(actor=actor, journey=small.journey)
    assert change_to_redo(actor, small.journey) is None
    undo = change_to_undo(actor, small.journey)
    assert undo is not None
    assert undo.label == "Added the stage “Three”"


def test_it_leaves_the_changes_of_others_alone(scoped: Cast, small: Small) -> None:
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    services.activity_update(actor=leader, activity=small.show, version=1, note="leader's")
    services.activity_update(actor=admin, activity=small.prove, version=1, note="admin's")
    services.change_undo(actor=leader, journey=small.journey)
    notes = dict(SupplierActivity.objects.values_list("pk", "note"))
    assert notes == {small.show.pk: "", small.prove.pk: "admin's"}


def test_it_refuses_to_undo_over_a_later_change_and_says_whose(scoped: Cast, small: Small) -> None:
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    services.activity_update(actor=leader, activity=small.show, version=1, name="Show peers")
    services.activity_update(actor=admin, activity=small.show, version=2, note="Ask first")
    before = picture(small.journey)
    with pytest.raises(Conflict) as blocked:
        services.change_undo(actor=leader, journey=small.journey)
    assert blocked.value.code == "undo_blocked"
    assert blocked.value.details["changed_by"] == "Admin"
    assert blocked.value.details["their_label"] == "Changed “Show peers”"
    assert picture(small.journey) == before
    services.change_undo(actor=admin, journey=small.journey)
    services.change_undo(actor=leader, journey=small.journey)


def test_it_refuses_to_undo_what_somebody_else_changed_there_and_back(scoped: Cast, small: Small) -> None:
    """The row stands as the leader left it, but it was the admin who decided that it should."""
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    services.stage_update(actor=leader, stage=small.buy, version=1, name="Choose")
    services.stage_update(actor=admin, stage=small.buy, version=2, name="Decide")
    services.stage_update(actor=admin, stage=small.buy, version=3, name="Choose")
    before = picture(small.journey)
    with pytest.raises(Conflict) as blocked:
        services.change_undo(actor=leader, journey=small.journey)
    assert (blocked.value.code, blocked.value.details["changed_by"]) == ("undo_blocked", "Admin")
    assert picture(small.journey) == before
    for _ in range(2):
        services.change_undo(actor=admin, journey=small.journey)
    services.change_undo(actor=leader, journey=small.journey)


def test_it_refuses_to_undo_a_stage_that_others_filled(scoped: Cast, small: Small) -> None:
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    stage = services.stage_create(actor=leader, journey=small.journey, name="Prepare")
    services.buying_job_create(actor=admin, stage=stage, name="Get ready")
    with pytest.raises(Conflict) as blocked:
        services.change_undo(actor=leader, journey=small.journey)
    assert blocked.value.details["changed_by"] == "Admin"
    assert BuyingJob.objects.filter(name="Get ready").exists()


def test_it_refuses_to_bring_back_what_has_no_place_any_more(scoped: Cast, small: Small) -> None:
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    services.buying_job_delete(actor=leader, job=small.decide, version=1)
    services.stage_delete(actor=admin, stage=small.buy, version=1)
    before = picture(small.journey)
    with pytest.raises(Conflict) as blocked:
        services.change_undo(actor=leader, journey=small.journey)
    assert blocked.value.details["changed_by"] == "Admin"
    assert picture(small.journey) == before


def test_it_refuses_to_bring_back_a_name_that_is_taken(scoped: Cast, small: Small) -> None:
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    services.activity_delete(actor=leader, activity=small.prove, version=1)
    services.activity_create(actor=admin, journey=small.journey, name="Prove the value")
    before = picture(small.journey)
    with pytest.raises(Conflict) as blocked:
        services.change_undo(actor=leader, journey=small.journey)
    assert blocked.value.code == "undo_blocked"
    assert picture(small.journey) == before


def test_it_raises_versions_also_when_it_goes_back(scoped: Cast, small: Small) -> None:
    """An older copy must never pass for the current one."""
    actor = scoped.actor()
    services.activity_delete(actor=actor, activity=small.show, version=1)
    services.change_undo(actor=actor, journey=small.journey)
    with pytest.raises(Conflict):
        services.activity_update(actor=scoped.actor("admin"), activity=small.show, version=1, name="Show peers")
    small.show.refresh_from_db()
    services.activity_update(actor=actor, activity=small.show, version=small.show.version, name="Show peers")
    small.show.refresh_from_db()
    seen = small.show.version
    services.change_undo(actor=actor, journey=small.journey)
    small.show.refresh_from_db()
    assert small.show.version > seen


def test_it_ignores_that_neighbours_moved(scoped: Cast, small: Small) -> None:
    leader, admin = scoped.actor("leader"), scoped.actor("admin")
    services.stage_move(actor=leader, stage=small.learn, version=1, position=1)
    services.stage_move(actor=admin, stage=small.buy, version=1, position=3)
    services.change_undo(actor=leader, journey=small.journey)


def test_it_audits_undo_and_counts_it_as_a_change(scoped: Cast, small: Small) -> None:
    actor = scoped.actor("leader")
    services.activity_update(actor=actor, activity=small.show, version=1, name="Show peers")
    services.change_undo(actor=actor, journey=small.journey)
    entry = AuditEntry.objects.get(action="change.undo")
    assert (entry.object_type, entry.object_id) == ("journeys.supplieractivity", str(small.show.pk))
    small.journey.refresh_from_db()
    assert small.journey.revision == 2
    with pytest.raises(Conflict) as stale:
        services.activity_update(actor=scoped.actor("admin"), activity=small.show, version=1, name="Mine")
    assert stale.value.details["changed_by"] == "Leader"


def test_it_lets_only_editors_undo(scoped: Cast, small: Small) -> None:
    services.activity_update(actor=scoped.actor("leader"), activity=small.show, version=1, note="x")
    with pytest.raises(DomainError):
        services.change_undo(actor=scoped.actor("member"), journey=small.journey)
    assert BoardChange.objects.get().undone_at is None
