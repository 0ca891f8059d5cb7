"""The skill taxonomy: create, rename and archive skills, and keep the names other systems use for them."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from journeys.models import Skill, SkillAlias
from journeys.names import name_key
from journeys.services.editing import gone, named, row_set, short_text, stale, version_take, written
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError


@transaction.atomic
def skill_create(
    *, actor: Actor, name: str, category: str = "", taxonomy: str = "", code: str = "", description: str = ""
) -> Skill:
    """A new skill. Names may repeat; a code may not repeat within its taxonomy. Raises DomainError code_taken."""
    actor.require(Permission.SKILLS_EDIT)
    values = _values(name, category, taxonomy, code, description)
    _code_free(values)
    try:
        with transaction.atomic():
            skill = Skill.objects.create(organization=actor.organization, **values)
    except IntegrityError:
        raise _code_taken(values["code"]) from None
    audit_record(actor=actor, action="skill.create", target=skill, after=values)
    return skill


@transaction.atomic
def skill_update(
    *,
    actor: Actor,
    skill: Skill,
    version: int,
    name: str | None = None,
    category: str | None = None,
    taxonomy: str | None = None,
    code: str | None = None,
    description: str | None = None,
) -> Skill:
    """Change what is given. Raises Conflict stale_edit, DomainError code_taken."""
    actor.require(Permission.SKILLS_EDIT)
    values = _values(name, category, taxonomy, code, description)
    before = Skill.objects.filter(pk=skill.pk).values(*(values or {"name": ""})).first()
    if before is None:
        raise gone(Skill, skill.pk)
    _code_free({"taxonomy": skill.taxonomy, "code": skill.code} | values, skill)
    try:
        with transaction.atomic():
            changed = row_set(skill, version, values)
    except IntegrityError:
        raise _code_taken(str(values.get("code", skill.code))) from None
    if changed:
        audit_record(actor=actor, action="skill.update", target=skill, before=before, after=values)
    return Skill.objects.get(pk=skill.pk)


@transaction.atomic
def skill_archive(*, actor: Actor, skill: Skill, version: int, archived: bool = True) -> Skill:
    """Retire a skill (or bring it back): it stays where it is used but cannot be added or matched by imports."""
    actor.require(Permission.SKILLS_EDIT)
    current = Skill.objects.filter(pk=skill.pk).first()
    if current is None:
        raise gone(Skill, skill.pk)
    if current.version == version and (current.archived_at is not None) == archived:
        return current
    at = timezone.now() if archived else None
    if not version_take(skill, version, {"archived_at": at}):
        raise stale(skill, {"archived": archived}, {"archived": current.archived_at is not None, "name": current.name})
    action = "skill.archive" if archived else "skill.restore"
    before, after = {"archived_at": current.archived_at}, {"archived_at": at}
    audit_record(actor=actor, action=action, target=current, before=before, after=after)
    return Skill.objects.get(pk=skill.pk)


@transaction.atomic
def skill_alias_add(*, actor: Actor, skill: Skill, name: str) -> SkillAlias:
    """Another name for the skill; adding it twice changes nothing. Several skills may share one: imports then ask."""
    actor.require(Permission.SKILLS_EDIT)
    if not Skill.objects.select_for_update().filter(pk=skill.pk).exists():
        raise gone(Skill, skill.pk)
    chosen = named(name)
    if name_key(chosen) == skill.name_key:
        raise DomainError("alias_is_name", "That is the skill's own name already.", field="name")
    alias, made = SkillAlias.objects.get_or_create(
        organization=actor.organization, skill=skill, name_key=name_key(chosen), defaults={"name": chosen}
    )
    if made:
        audit_record(actor=actor, action="skill.alias_add", target=skill, after={"alias": chosen})
    return alias


@transaction.atomic
def skill_alias_remove(*, actor: Actor, alias: SkillAlias) -> None:
    """Forget another name of a skill."""
    actor.require(Permission.SKILLS_EDIT)
    deleted, _ = SkillAlias.objects.filter(pk=alias.pk).delete()
    if deleted:
        audit_record(actor=actor, action="skill.alias_remove", target=alias.skill, before={"alias": alias.name})


def _values(
    name: str | None, category: str | None, taxonomy: str | None, code: str | None, description: str | None
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = named(name)
        values["name_key"] = name_key(values["name"])
    if category is not None:
        values["category"] = short_text(category, "category", 120)
    if taxonomy is not None:
        values["taxonomy"] = short_text(taxonomy, "taxonomy", 60)
    if code is not None:
        values["code"] = short_text(code, "code", 120)
    if description is not None:
        values["description"] = written(description, "description")
    return values


def _code_free(values: dict[str, Any], skill: Skill | None = None) -> None:
    if not values["code"]:
        return
    taken = Skill.objects.filter(taxonomy=values["taxonomy"], code=values["code"])
    if skill is not None:
        taken = taken.exclude(pk=skill.pk)
    if taken.exists():
        raise _code_taken(values["code"])


def _code_taken(code: str) -> DomainError:
    return DomainError("code_taken", f"Another skill has the code {code} in this taxonomy.", field="code")
