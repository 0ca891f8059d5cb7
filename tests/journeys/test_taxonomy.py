"""The taxonomy and the functions: names, codes, other names, and what may not collide."""

import pytest

from journeys import services
from journeys.models import Skill, SkillAlias
from journeys.names import cleaned, cleaned_text, name_key
from tests.cast import Cast
from tests.journeys.boards import Small
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError


def test_it_lets_names_repeat_but_no_code_within_a_taxonomy(scoped: Cast) -> None:
    actor = scoped.actor()
    first = services.skill_create(actor=actor, name="Mathematics", taxonomy="O*NET", code="2.A.1.e")
    services.skill_create(actor=actor, name="Mathematics", taxonomy="O*NET", code="2.C.4.a")
    services.skill_create(actor=actor, name="Mathematics", taxonomy="ESCO", code="2.A.1.e")
    with pytest.raises(DomainError) as taken:
        services.skill_create(actor=actor, name="Sums", taxonomy="O*NET", code="2.A.1.e")
    assert (taken.value.code, taken.value.field) == ("code_taken", "code")
    second = Skill.objects.get(code="2.C.4.a")
    with pytest.raises(DomainError):
        services.skill_update(actor=actor, skill=second, version=1, code="2.A.1.e")
    services.skill_update(actor=actor, skill=first, version=1, code="", name="Sums")
    services.skill_update(actor=actor, skill=second, version=1, code="2.A.1.e")


def test_it_finds_a_renamed_skill_under_its_new_name(scoped: Cast, small: Small) -> None:
    renamed = services.skill_update(actor=scoped.actor(), skill=small.writing, version=1, name="Plain   WRITING")
    assert (renamed.name, renamed.name_key) == ("Plain WRITING", "plain writing")
    entry = AuditEntry.objects.get(action="skill.update")
    assert entry.before["name"] == "Writing"


def test_it_keeps_other_names_once(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    for name in ("Copywriting", " copywriting "):
        services.skill_alias_add(actor=actor, skill=small.writing, name=name)
    assert SkillAlias.objects.get().name == "Copywriting"
    with pytest.raises(DomainError) as own:
        services.skill_alias_add(actor=actor, skill=small.writing, name="writing")
    assert own.value.code == "alias_is_name"
    services.skill_alias_add(actor=actor, skill=small.analysis, name="Copywriting")
    services.skill_alias_remove(actor=actor, alias=SkillAlias.objects.get(skill=small.writing))
    assert SkillAlias.objects.get().skill == small.analysis


def test_it_archives_and_restores_a_skill(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    archived = services.skill_archive(actor=actor, skill=small.writing, version=1)
    assert archived.archived_at is not None
    assert services.skill_archive(actor=actor, skill=small.writing, version=2).version == 2, "once is enough"
    restored = services.skill_archive(actor=actor, skill=small.writing, version=2, archived=False)
    assert (restored.archived_at, restored.version) == (None, 3)


def test_it_keeps_function_names_apart_in_any_case(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    with pytest.raises(DomainError) as taken:
        services.function_create(actor=actor, name="SALES")
    assert taken.value.code == "name_taken"
    renamed = services.function_update(actor=actor, function=small.sales, version=1, name="sales", cost_per_fte=5)
    assert (renamed.name, renamed.cost_per_fte, renamed.version) == ("sales", 5, 2)
    for cost in (-1, 10**13):
        with pytest.raises(DomainError) as wrong:
            services.function_update(actor=actor, function=small.sales, version=2, cost_per_fte=cost)
        assert wrong.value.field == "cost_per_fte"


def test_it_says_when_a_skill_is_gone(scoped: Cast) -> None:
    gone = Skill(pk=10**6, name="Gone")
    with pytest.raises(Conflict) as conflict:
        services.skill_update(actor=scoped.actor(), skill=gone, version=1, name="Back")
    assert conflict.value.code == "gone"


def test_it_cleans_names_of_what_no_database_takes() -> None:
    assert cleaned(" a\0b \t c\ud800\n") == "ab c"
    assert cleaned_text("a\r\nb\0\n ") == "a\nb"
    assert name_key("  Ｄata\u00a0ANALYSIS ") == "data analysis"
    assert name_key("Straße") == name_key("STRASSE")


@pytest.mark.parametrize("name", ["\0", "\ud800", " \n ", "\x07"])
def test_it_refuses_names_of_nothing(scoped: Cast, name: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.skill_create(actor=scoped.actor(), name=name)
    assert refused.value.code == "name_missing"
