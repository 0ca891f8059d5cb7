"""An undo where later files lean on what the import made: checks are forgotten, applied ones are named."""

import pytest

from journeys.models import Skill
from roles.models import ImportQueueEntry, ImportSource, InventoryImport
from roles.services.imports import import_undo_start, queue_entry_settle, queue_settle_all_new
from tests.cast import Cast
from tests.roles.importing import applied, apply, check_again, checked, csv_of, dump, run_jobs, undone
from uniengine.kit.errors import Conflict, DomainError

FILE = csv_of("Employee ID,Name,Skill,Level", "1,Ana,Negotiation,4", "2,Bo,Writing,3")


def answered_new(cast: Cast, data: bytes = FILE, name: str = "first.csv", source: str = "HR") -> InventoryImport:
    """Applied, its skills added as new ones on the page of names."""
    made = checked(cast.actor(), data, name, source, new_skills="queue")
    queue_settle_all_new(actor=cast.actor(), inventory_import=made)
    run_jobs()
    made.refresh_from_db()
    return apply(cast.actor(), made)


def test_it_undoes_an_import_that_a_later_check_of_the_source_refers_to(scoped: Cast) -> None:
    before = dump()
    first = answered_new(scoped)
    later = checked(scoped.actor(), FILE, "later.csv", new_skills="queue")
    assert ImportQueueEntry.objects.filter(inventory_import=later, skill__isnull=False).exists()
    undone(scoped.actor(), first)
    assert dump() == before
    later.refresh_from_db()
    assert (later.state, later.summary, later.plan_name) == ("read", {}, "")
    assert "'first.csv' was undone" in later.error
    assert not ImportQueueEntry.objects.filter(skill__isnull=False).exists()


def test_it_asks_for_a_new_check_of_the_later_file_and_then_applies_it(scoped: Cast) -> None:
    first = answered_new(scoped)
    later = checked(scoped.actor(), FILE, "later.csv")
    undone(scoped.actor(), first)
    later.refresh_from_db()
    with pytest.raises(DomainError):
        apply(scoped.actor(), later)
    later = check_again(scoped.actor(), later)
    assert (later.error, later.summary["skills"]["create"]) == ("", 2)
    apply(scoped.actor(), later)
    assert Skill.objects.count() == 2


@pytest.mark.parametrize("source", ["HR", ""])
def test_it_undoes_an_import_after_a_later_one_was_undone(scoped: Cast, source: str) -> None:
    before = dump()
    first = answered_new(scoped, source=source)
    third = csv_of("Employee ID,Skill,Level", "1,Negotiation,5", "3,Haggling,2")
    later = answered_new(scoped, third, "later.csv", source)
    undone(scoped.actor(), later)
    undone(scoped.actor(), first)
    assert dump() == before
    later.refresh_from_db()
    apply(scoped.actor(), check_again(scoped.actor(), answer_new(scoped, later)))


def answer_new(cast: Cast, made: InventoryImport) -> InventoryImport:
    """Checked, and whatever it asks answered with a new skill."""
    made = check_again(cast.actor(), made)
    queue_settle_all_new(actor=cast.actor(), inventory_import=made)
    run_jobs()
    made.refresh_from_db()
    return made


def test_it_undoes_although_a_later_check_was_answered_with_its_skill(scoped: Cast) -> None:
    first = applied(scoped.actor(), FILE, "first.csv", "")
    skill = Skill.objects.get(name="Negotiation")
    later = checked(scoped.actor(), csv_of("Employee ID,Skill,Level", "9,Haggling,3", "9,Xyz,3"), new_skills="queue")
    entry = ImportQueueEntry.objects.get(inventory_import=later, name="Haggling")
    queue_entry_settle(actor=scoped.actor(), entry=entry, choice="same", skill=skill)
    undone(scoped.actor(), first)
    assert ImportSource.objects.get().skill_choices == {}
    later = check_again(scoped.actor(), later)
    assert set(ImportQueueEntry.objects.values_list("name", "choice")) == {("Haggling", "open"), ("Xyz", "open")}


def test_it_remembers_that_its_skills_were_new_ones(scoped: Cast) -> None:
    first = answered_new(scoped)
    assert all(isinstance(choice, int) for choice in ImportSource.objects.get().skill_choices.values())
    undone(scoped.actor(), first)
    assert set(ImportSource.objects.get().skill_choices.values()) == {"new"}
    again = checked(scoped.actor(), FILE, "again.csv", new_skills="queue")
    assert again.summary["skills"] | {"create": 2, "waiting": 0} == again.summary["skills"]


def test_it_names_the_applied_file_that_needs_its_skills(scoped: Cast) -> None:
    first = answered_new(scoped)
    later = applied(scoped.actor(), csv_of("Employee ID,Skill,Level", "7,Negotiation,5"), "needs it.csv")
    with pytest.raises(Conflict) as refusal:
        import_undo_start(actor=scoped.actor(), inventory_import=first, version=first.version)
    assert (refusal.value.code, refusal.value.details) == ("undo_later_first", {"imports": [later.pk]})
    assert "'needs it.csv'" in refusal.value.message
    undone(scoped.actor(), later)
    undone(scoped.actor(), first)
    assert not Skill.objects.exists()


def test_it_undoes_below_an_applied_file_that_changed_nothing(scoped: Cast) -> None:
    first = answered_new(scoped)
    same = applied(scoped.actor(), FILE, "same.csv")
    undone(scoped.actor(), first)
    undone(scoped.actor(), same)
    same.refresh_from_db()
    apply(scoped.actor(), check_again(scoped.actor(), same))
    assert Skill.objects.count() == 2
