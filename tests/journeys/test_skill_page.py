"""The taxonomy and the legacy functions as pages."""

import pytest

from journeys import services
from journeys.models import LegacyFunction, Skill, SkillAlias
from tests import factories
from tests.cast import Cast
from tests.journeys.asking import HOME, text
from tests.journeys.boards import Small

SKILLS, FUNCTIONS = f"{HOME}skills/", f"{HOME}functions/"


def test_it_finds_skills_by_name_alias_and_use(scoped: Cast, small: Small) -> None:
    factories.skill(scoped.home, "Juggling", category="Circus")
    services.skill_alias_add(actor=scoped.actor("leader"), skill=small.writing, name="Copywriting")
    client = scoped.client("member")

    def rows(query: str) -> str:
        return text(client.get(f"{SKILLS}?{query}")).split("Also called", 1)[-1]

    assert "Writing" in rows("q=copywr")
    assert "Juggling" not in rows("q=copywr")
    assert "Juggling" in rows("show=unneeded")
    assert "Writing" not in rows("show=unneeded")
    assert "Juggling" in rows("category=Circus")


@pytest.mark.parametrize("sort", ["name", "-name", "category", "activities", "-stages", "code", "nonsense"])
def test_it_sorts_skills(scoped: Cast, small: Small, sort: str) -> None:
    assert scoped.client("member").get(f"{SKILLS}?sort={sort}").status_code == 200


def test_it_pages_long_lists_and_keeps_the_filter(scoped: Cast) -> None:
    for number in range(60):
        factories.skill(scoped.home, f"Skill {number:02}", category="Many")
    page = scoped.client("member").get(f"{SKILLS}?category=Many").content.decode()
    assert "1–50 of 60" in page
    assert "category=Many&amp;page=2" in page


def test_a_skill_shows_every_activity_that_needs_it(scoped: Cast, small: Small) -> None:
    said = text(scoped.client("member").get(f"{SKILLS}{small.analysis.pk}/"))
    assert "2 activities need it" in said
    assert "1 at level 3, 1 at level 4" in said


def test_it_adds_edits_and_retires_a_skill(scoped: Cast) -> None:
    client = scoped.client("leader")
    client.post(f"{SKILLS}new", {"name": "Story telling", "category": "Words"})
    skill = Skill.objects.get(name="Story telling")
    client.post(f"{SKILLS}{skill.pk}/edit", {"name": "Storytelling", "category": "Words", "version": 1})
    client.post(f"{SKILLS}{skill.pk}/archive", {"archived": "1", "version": 2})
    skill.refresh_from_db()
    assert (skill.name, skill.archived_at is not None) == ("Storytelling", True)
    assert "Retired" in text(client.get(f"{SKILLS}{skill.pk}/"))


def test_a_stale_edit_of_a_skill_shows_both_versions(scoped: Cast, small: Small) -> None:
    services.skill_update(actor=scoped.actor("facilitator"), skill=small.writing, version=1, name="Prose")
    path = f"{SKILLS}{small.writing.pk}/edit"
    answer = scoped.client("leader").post(path, {"name": "Copy", "version": 1})
    assert answer.status_code == 409
    assert "Prose" in text(answer)
    assert "Copy" in text(answer)


def test_it_keeps_other_names(scoped: Cast, small: Small) -> None:
    client, path = scoped.client("leader"), f"{SKILLS}{small.writing.pk}/names"
    client.post(path, {"name": "Copywriting"})
    refused = client.post(path, {"name": "writing"})
    assert refused.status_code == 422
    assert "own name already" in text(refused)
    alias = SkillAlias.objects.get()
    assert alias.name == "Copywriting"
    client.post(f"{path}/{alias.pk}/remove")
    assert not SkillAlias.objects.exists()


def test_functions_take_their_cost_in_whole_units_of_money(scoped: Cast) -> None:
    client = scoped.client("leader")
    client.post(f"{FUNCTIONS}new", {"name": "Marketing", "cost": "95000.75"})
    function = LegacyFunction.objects.get()
    assert function.cost_per_fte == 9_500_075
    assert "USD 95,001" in text(client.get(FUNCTIONS)), "rounded to whole units"
    client.post(f"{FUNCTIONS}{function.pk}/", {"name": "Marketing", "cost": "", "version": 1})
    function.refresh_from_db()
    assert function.cost_per_fte == 0
    assert "not known" in text(client.get(FUNCTIONS))


def test_a_function_name_is_used_once(scoped: Cast, small: Small) -> None:
    answer = scoped.client("leader").post(f"{FUNCTIONS}new", {"name": "marketing"})
    assert answer.status_code == 422
    assert "Use that one" in text(answer)


@pytest.mark.parametrize("path", [f"{SKILLS}new", f"{FUNCTIONS}new"])
def test_readers_cannot_add(scoped: Cast, path: str) -> None:
    assert scoped.client("member").post(path, {"name": "x"}).status_code == 403
    assert not Skill.objects.exists()
    assert not LegacyFunction.objects.exists()
