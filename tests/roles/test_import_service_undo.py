"""Undo makes the database what it was, to the last row and id (versions rise), or says why it cannot."""

import pytest
from django.test import TestCase

from journeys.models import ActivitySkill, LegacyFunction, Skill, SkillAlias
from roles.models import ImportProblem, ImportQueueEntry, InventoryState, Person, Rater, SkillLevel, SupplyCell, UndoRow
from roles.services.imports import import_undo_start, queue_entry_settle, untouched
from roles.services.imports.files import stored_path
from roles.services.people import person_create, person_erase, person_update
from roles.services.ratings import rating_remove, rating_set
from tests.cast import Cast
from tests.factories import activity, journey
from tests.roles.importing import (
    applied,
    apply,
    but_versions,
    check_again,
    checked,
    csv_of,
    dump,
    run_jobs,
    undone,
    uploaded,
)
from uniengine.accounts.models import AuditEntry, Market
from uniengine.kit.errors import Conflict, DomainError

FIRST = csv_of(
    "Employee ID,Name,Department,Market,Manager ID,Skill,Level,Rater",
    "1,Ana,Sales,Canada,2,Negotiation,4,self",
    "1,Ana,Sales,Canada,2,Writing,2,self",
    "2,Bo,Sales,Canada,,Negotiation,3,self",
)
# New people, a changed title and market, a changed level, another rater whose rating comes first, a new skill.
SECOND = csv_of(
    "Employee ID,Name,Department,Market,Manager ID,Skill,Level,Rater",
    "1,Ana B,Marketing,Nordics,3,Negotiation,5,self",
    "1,Ana B,Marketing,Nordics,3,Writing,1,manager",
    "2,Bo,Sales,Canada,3,Negotiation,1,manager",
    "3,Cy,Success,Nordics,,Analytics,2,assessment",
    "3,Cy,Success,Nordics,,Negotiation,2,assessment",
)


def cells() -> set[tuple[int, ...]]:
    return set(SupplyCell.objects.values_list("skill_id", "level", "market_key", "function_key", "people", "mfte"))


def test_it_takes_back_a_first_import_without_a_trace(scoped: Cast) -> None:
    before = dump()
    made = applied(scoped.actor(), FIRST)
    undone(scoped.actor(), made)
    assert dump() == before
    assert not UndoRow.objects.exists()
    assert cells() == set()


def test_it_restores_every_row_the_import_overwrote(scoped: Cast) -> None:
    applied(scoped.actor(), FIRST)
    before, supply, revision = dump(), cells(), InventoryState.objects.get().revision
    made = applied(scoped.actor(), SECOND)
    assert Person.objects.get(employee_id="1").name == "Ana B"
    assert but_versions(dump()) != but_versions(before)
    undone(scoped.actor(), made)
    assert but_versions(dump()) == but_versions(before)
    assert cells() == supply
    state = InventoryState.objects.get()
    assert (state.revision, state.rolled_up_revision) == (revision + 2, revision + 2)


def test_it_can_be_checked_and_applied_again(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    once = [{**row, "id": 0, "person_id": 0, "skill_id": 0} for row in dump()["roles.SkillLevel"]]
    undone(scoped.actor(), made)
    made.refresh_from_db()
    apply(scoped.actor(), check_again(scoped.actor(), made))
    assert [{**row, "id": 0, "person_id": 0, "skill_id": 0} for row in dump()["roles.SkillLevel"]] == once


def test_it_takes_back_aliases_that_came_from_answers(scoped: Cast) -> None:
    skill = Skill.objects.create(organization=scoped.home, name="Negotiation", name_key="negotiation")
    before = dump()
    made = checked(scoped.actor(), csv_of("Employee ID,Skill,Level", "1,Haggling,3"), new_skills="queue")
    entry = ImportQueueEntry.objects.get(inventory_import=made)
    queue_entry_settle(actor=scoped.actor(), entry=entry, choice="same", skill=skill)
    run_jobs()
    made.refresh_from_db()
    apply(scoped.actor(), made)
    assert [alias.name for alias in skill.aliases.all()] == ["Haggling"]
    undone(scoped.actor(), made)
    assert dump() == before


def refused(scoped: Cast, made: object) -> Conflict:
    made.refresh_from_db()  # type: ignore[attr-defined]
    before = dump()
    with pytest.raises(Conflict) as refusal:
        import_undo_start(actor=scoped.actor(), inventory_import=made, version=made.version)  # type: ignore
    assert dump() == before
    return refusal.value


def test_it_wants_later_imports_undone_first(scoped: Cast) -> None:
    first = applied(scoped.actor(), FIRST)
    before = dump()
    second = applied(scoped.actor(), SECOND, name="second.csv")
    refusal = refused(scoped, first)
    assert (refusal.code, refusal.details) == ("undo_later_first", {"imports": [second.pk]})
    assert "'second.csv'" in refusal.message
    undone(scoped.actor(), second)
    assert but_versions(dump()) == but_versions(before)
    undone(scoped.actor(), first)
    assert not Person.objects.exists()


def test_it_never_gives_a_version_twice(scoped: Cast) -> None:
    """A form opened after the import must not pass for one opened after the undo."""
    applied(scoped.actor(), FIRST)
    made = applied(scoped.actor(), SECOND)
    opened = Person.objects.get(employee_id="1")
    undone(scoped.actor(), made)
    now = Person.objects.get(employee_id="1")
    assert (now.name, now.version) == ("Ana", opened.version + 1)
    with pytest.raises(Conflict):
        person_update(actor=scoped.actor(), person=opened, version=opened.version, changes={"title": "Mine"})


def test_it_still_knows_of_an_edit_from_before_a_later_import_that_was_undone(scoped: Cast) -> None:
    first = applied(scoped.actor(), FIRST)
    ana = Person.objects.get(employee_id="1")
    person_update(actor=scoped.actor(), person=ana, version=ana.version, changes={"title": "Head"})
    undone(scoped.actor(), applied(scoped.actor(), SECOND))
    assert "1 person changed or deleted by hand since" in refused(scoped, first).message


def test_it_undoes_an_earlier_import_whose_rows_nobody_touched(scoped: Cast) -> None:
    first = applied(scoped.actor(), csv_of("Employee ID,Skill,Level", "1,Negotiation,3"))
    applied(scoped.actor(), csv_of("Employee ID,Skill,Level", "2,Writing,4"))
    undone(scoped.actor(), first)
    assert list(Person.objects.values_list("employee_id", flat=True)) == ["2"]
    assert list(Skill.objects.values_list("name", flat=True)) == ["Writing"]


def test_it_refuses_when_a_person_was_edited_since(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    ana = Person.objects.get(employee_id="1")
    person_update(actor=scoped.actor(), person=ana, version=ana.version, changes={"title": "Head"})
    refusal = refused(scoped, made)
    assert refusal.code == "rows_changed"
    assert "1 person changed or deleted by hand since" in refusal.message


def test_it_does_not_miss_a_person_who_was_erased(scoped: Cast) -> None:
    """Neither in the import that made them nor in the one that changed them, and their data is gone from both."""
    first = applied(scoped.actor(), FIRST)
    second = applied(scoped.actor(), SECOND)
    paths = [stored_path(name) for made in (first, second) for name in (made.stored_name, made.plan_name)]
    assert all(path.exists() for path in paths)
    ana = Person.objects.get(employee_id="1")
    Person.objects.filter(pk=ana.pk).update(name="Ana Long Name")
    with TestCase.captureOnCommitCallbacks(execute=True):
        person_erase(actor=scoped.actor(), person=Person.objects.get(pk=ana.pk), reason="She asked for it")
    assert not any(path.exists() for path in paths)
    undone(scoped.actor(), second)
    assert list(Person.objects.values_list("employee_id", flat=True)) == ["2"]
    undone(scoped.actor(), first)
    assert not Person.objects.exists()


def test_it_forgets_an_erased_person_in_samples_and_problems(scoped: Cast) -> None:
    data = FIRST.replace(b"1,Ana,Sales,Canada,2", b"A1234,Ana Diaz,Sales,Canada,A1234")  # her own manager
    made = applied(scoped.actor(), data)
    assert "A1234" in str(made.found)
    assert ImportProblem.objects.filter(message__contains="A1234").exists()
    person_erase(actor=scoped.actor(), person=Person.objects.get(employee_id="A1234"), reason="She asked for it")
    made.refresh_from_db()
    kept = str(made.found) + str(made.mapping)
    assert "A1234" not in kept
    assert "Ana Diaz" not in kept
    assert not ImportProblem.objects.filter(message__contains="A1234").exists()


def test_it_refuses_when_a_rating_was_changed_or_removed_since(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    ana, skill = Person.objects.get(employee_id="1"), Skill.objects.get(name="Negotiation")
    rating_set(actor=scoped.actor(), person=ana, skill=skill, rater=Rater.SELF, level=1)
    assert "1 rating changed" in refused(scoped, made).message
    rating_remove(actor=scoped.actor(), person=ana, skill=skill, rater=Rater.SELF)
    assert "1 rating changed or deleted" in refused(scoped, made).message


def test_it_refuses_when_something_leans_on_what_it_made(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    ana, skill = Person.objects.get(employee_id="1"), Skill.objects.get(name="Negotiation")
    person_create(actor=scoped.actor(), values={"employee_id": "9", "manager": ana})
    assert "1 person added since on people of this import" in refused(scoped, made).message
    Person.objects.filter(employee_id="9").delete()
    activity(journey(scoped.home), "Qualify demand", needs={skill: 3})
    assert ActivitySkill.objects.count() == 1
    assert "1 need of an activity added since on skills of this import" in refused(scoped, made).message


def test_it_has_a_word_for_all_that_can_lean_on_an_import() -> None:
    made = (Person, SkillLevel, Skill, SkillAlias, LegacyFunction, Market)
    leaning = {relation.related_model for model in made for relation in untouched._relations(model)}
    assert leaning - set(untouched.DERIVED) <= set(untouched.NAMES)


def test_it_refuses_in_the_job_too_when_the_change_came_in_between(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    job = import_undo_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    ana = Person.objects.get(employee_id="1")
    person_update(actor=scoped.actor(), person=ana, version=ana.version, changes={"title": "Head"})
    before = dump()
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "rows_changed")
    assert dump() == before


def test_it_refuses_when_the_order_of_raters_has_changed(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    scoped.home.rater_precedence = ["self", "manager", "assessment"]
    scoped.home.save()
    assert "order of raters" in refused(scoped, made).message


def test_it_undoes_only_what_was_applied(scoped: Cast) -> None:
    made = uploaded(scoped.actor(), FIRST)
    with pytest.raises(DomainError) as refusal:
        import_undo_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    assert refusal.value.code == "not_applied"


def test_it_leaves_everything_as_it_is_when_the_undo_breaks_off(scoped: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = applied(scoped.actor(), FIRST)
    before = dump()
    monkeypatch.setattr("roles.services.imports.undo._delete_made", lambda *rest: 1 / 0)
    job = import_undo_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    run_jobs()
    job.refresh_from_db()
    assert job.state == "failed"
    assert dump() == before
    made.refresh_from_db()
    assert made.state == "applied"


def test_it_says_in_the_log_what_was_taken_back(scoped: Cast) -> None:
    made = applied(scoped.actor(), FIRST)
    undone(scoped.actor(), made)
    entry = AuditEntry.objects.get(action="import.undo")
    assert entry.after["deleted"]["ratings"] == 3
    assert SkillLevel.objects.count() == 0
