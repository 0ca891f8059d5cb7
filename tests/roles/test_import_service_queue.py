"""Skills that cannot be placed wait for a decision, which is remembered."""

import pytest

from journeys.models import Skill, SkillAlias
from roles.models import ImportQueueEntry, ImportSource, SkillLevel
from roles.selectors.imports import import_view, queue_of
from roles.services.imports import import_apply_start, queue_entry_settle, queue_settle_all_new
from tests.cast import Cast
from tests.factories import skill
from tests.roles.importing import apply, checked, csv_of, run_jobs, uploaded
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

FILE = csv_of(
    "Employee ID,Skill,Level", "1,Negotiaton,4", "2,Negotiaton,3", "1,Mathematics,2", "1,Juggling,5", "1,Writing,3"
)


@pytest.fixture
def taxonomy(scoped: Cast) -> dict[str, Skill]:
    return {
        "negotiation": skill(scoped.home, "Negotiation"),
        "skill": skill(scoped.home, "Mathematics", taxonomy="O*NET skill"),
        "knowledge": skill(scoped.home, "Mathematics", taxonomy="O*NET knowledge"),
        "writing": skill(scoped.home, "Writing"),
    }


def entry(name: str) -> ImportQueueEntry:
    return ImportQueueEntry.objects.get(name=name)


def settle(cast: Cast, name: str, choice: str, chosen: Skill | None = None) -> ImportQueueEntry:
    return queue_entry_settle(actor=cast.actor(), entry=entry(name), choice=choice, skill=chosen)


def test_it_asks_about_unknown_and_ambiguous_skills_with_suggestions(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    rows = {row.name: (row.reason, row.ratings, row.choice) for row in queue_of(made)}
    assert rows == {
        "Negotiaton": ("unknown", 2, "open"),
        "Mathematics": ("ambiguous", 1, "open"),
        "Juggling": ("unknown", 1, "open"),
    }
    assert entry("Negotiaton").suggestions[0]["skill"] == taxonomy["negotiation"].pk
    assert {one["skill"] for one in entry("Mathematics").suggestions} >= {
        taxonomy["skill"].pk,
        taxonomy["knowledge"].pk,
    }
    assert import_view(made).open_queue == 3
    assert made.summary["ratings"] == {"create": 1, "cannot": 0, "waiting": 4}


def test_it_applies_nothing_while_a_question_is_open(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    with pytest.raises(DomainError) as refusal:
        import_apply_start(actor=scoped.actor(), inventory_import=made, version=made.version)
    assert (refusal.value.code, refusal.value.details) == ("queue_open", {"open": 3})


def test_it_checks_again_by_itself_once_everything_is_settled(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    settle(scoped, "Negotiaton", "same", taxonomy["negotiation"])
    made.refresh_from_db()
    assert import_view(made).stale
    assert not import_view(made).may_apply
    settle(scoped, "Mathematics", "same", taxonomy["knowledge"])
    settle(scoped, "Juggling", "leave_out")
    run_jobs()
    made.refresh_from_db()
    assert not import_view(made).stale
    assert made.summary["ratings"]["create"] == 4
    assert made.summary["ratings_left_out"] == 1
    apply(scoped.actor(), made)
    rated = set(SkillLevel.objects.values_list("person__employee_id", "skill", "level"))
    knowledge, negotiation = taxonomy["knowledge"].pk, taxonomy["negotiation"].pk
    assert rated == {
        ("1", negotiation, 4),
        ("2", negotiation, 3),
        ("1", knowledge, 2),
        ("1", taxonomy["writing"].pk, 3),
    }


def test_it_shows_what_was_settled_and_lets_it_be_changed(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    for name in ("Negotiaton", "Mathematics", "Juggling"):
        settle(scoped, name, "leave_out")
    run_jobs()
    assert {row.choice for row in queue_of(made)} == {"leave_out"}
    settle(scoped, "Juggling", "new")
    run_jobs()
    made.refresh_from_db()
    assert made.summary["skills"]["create"] == 1
    settle(scoped, "Juggling", "open")
    made.refresh_from_db()
    assert import_view(made).open_queue == 1


def test_it_turns_a_name_settled_as_same_into_an_alias(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    settle(scoped, "Negotiaton", "same", taxonomy["negotiation"])
    settle(scoped, "Mathematics", "leave_out")
    settle(scoped, "Juggling", "leave_out")
    run_jobs()
    made.refresh_from_db()
    apply(scoped.actor(), made)
    assert list(SkillAlias.objects.values_list("skill__name", "name")) == [("Negotiation", "Negotiaton")]
    other_source = checked(scoped.actor(), FILE, source="Another system", new_skills="queue")
    assert {row.name for row in queue_of(other_source, open_only=True)} == {"Mathematics", "Juggling"}


def test_it_remembers_answers_for_the_next_file_of_the_source(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, source="Nightly", new_skills="queue")
    settle(scoped, "Mathematics", "same", taxonomy["skill"])
    settle(scoped, "Negotiaton", "leave_out")
    settle(scoped, "Juggling", "new")
    run_jobs()
    made.refresh_from_db()
    apply(scoped.actor(), made)
    juggling = Skill.objects.get(name="Juggling")
    assert sorted(map(str, ImportSource.objects.get().skill_choices.values())) == sorted(
        [str(taxonomy["skill"].pk), "leave out", str(juggling.pk)]
    )
    again = checked(scoped.actor(), FILE, source="Nightly", new_skills="queue")
    assert again.summary["changes"] == 0
    assert import_view(again).open_queue == 0
    assert {row.name: row.choice for row in queue_of(again)} == {
        "Mathematics": "same",
        "Negotiaton": "leave_out",
        "Juggling": "same",
    }


def test_it_asks_again_when_a_remembered_skill_is_gone(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    settle(scoped, "Negotiaton", "same", taxonomy["negotiation"])
    taxonomy["negotiation"].delete()
    again = checked(scoped.actor(), FILE, new_skills="queue")
    assert "Negotiaton" in {row.name for row in queue_of(again, open_only=True)}
    assert made.pk != again.pk


def test_it_adds_all_unknown_skills_at_once_but_no_ambiguous_one(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    assert queue_settle_all_new(actor=scoped.actor(), inventory_import=made) == 2
    made.refresh_from_db()
    assert [row.name for row in queue_of(made, open_only=True)] == ["Mathematics"]
    assert run_jobs() == 0
    settle(scoped, "Mathematics", "leave_out")
    assert run_jobs() == 1
    made.refresh_from_db()
    assert made.summary["skills"]["create"] == 2


def test_it_does_not_take_a_choice_without_its_skill(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    checked(scoped.actor(), FILE, new_skills="queue")
    for choice, chosen in (("same", None), ("new", taxonomy["writing"]), ("maybe", None)):
        with pytest.raises(DomainError):
            settle(scoped, "Juggling", choice, chosen)
    with pytest.raises(NotAllowed):
        queue_entry_settle(actor=scoped.actor("leader"), entry=entry("Juggling"), choice="new")
    assert entry("Juggling").choice == "open"


def test_it_says_so_when_a_new_check_has_replaced_the_question(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = checked(scoped.actor(), FILE, new_skills="queue")
    old = entry("Juggling")
    settle(scoped, "Mathematics", "leave_out")
    settle(scoped, "Negotiaton", "leave_out")
    settle(scoped, "Juggling", "leave_out")
    run_jobs()
    with pytest.raises(Conflict, match="replaced"):
        queue_entry_settle(actor=scoped.actor(), entry=old, choice="new")
    assert made.pk


def test_it_needs_no_source(scoped: Cast, taxonomy: dict[str, Skill]) -> None:
    made = uploaded(scoped.actor(), FILE, source="")
    assert made.source is None
    made = checked(scoped.actor(), FILE, source="", new_skills="queue")
    queue_settle_all_new(actor=scoped.actor(), inventory_import=made)
    settle(scoped, "Mathematics", "leave_out")
    run_jobs()
    made.refresh_from_db()
    apply(scoped.actor(), made)
    assert Skill.objects.filter(name="Juggling").count() == 1
