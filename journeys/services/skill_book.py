"""Which skill of the organization a draft means: by (taxonomy, code), then by name, then by alias; else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F

from journeys.draft import DraftSkill
from journeys.models import Journey, Skill, SkillAlias
from journeys.names import name_key
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Organization

MOST_NAMES = 200
"""Of many new things the change log names this many."""


class SkillBook:
    """All skills of the organization, read once with two queries. Archived ones are only found by their code."""

    def __init__(self) -> None:
        self._by_code: dict[tuple[str, str], Skill] = {}
        self._by_name: dict[str, list[Skill]] = {}
        self._by_alias: dict[str, list[Skill]] = {}
        for skill in Skill.objects.all():
            if skill.code:
                self._by_code[(skill.taxonomy.casefold(), skill.code)] = skill
            if skill.archived_at is None:
                self._by_name.setdefault(skill.name_key, []).append(skill)
        for alias in SkillAlias.objects.filter(skill__archived_at__isnull=True).select_related("skill"):
            self._by_alias.setdefault(alias.name_key, []).append(alias.skill)

    def candidates(self, wanted: DraftSkill) -> Sequence[Skill]:
        """Every skill it may mean: none = new, one = that one, several = a person has to say which.

        A code decides where it is known; a new code can still mean a skill of that name without a code. Where the
        source says that there is no code, skills without one come first.
        """
        if wanted.code:
            exact = self._by_code.get((wanted.taxonomy.casefold(), wanted.code))
            if exact is not None:
                return [exact]
            return [skill for skill in self._by_name.get(name_key(wanted.name), []) if not skill.code][:1]
        key = name_key(wanted.name)
        named = self._by_name.get(key, [])
        uncoded = [skill for skill in named if not skill.code] if wanted.uncoded else []
        return uncoded or named or self._by_alias.get(key, [])


def skills_resolve(*, actor: Actor, journey: Journey, skills: Iterable[DraftSkill]) -> dict[str, Skill]:
    """The organization's skills for those of a draft, by draft key. New ones are created with their aliases, also
    where several could be meant; archived ones come back, for they are needed again. journey: who needs them.

    Inside the caller's transaction.
    """
    skills, book = list(skills), SkillBook()
    found: dict[str, Skill] = {}
    for skill in skills:
        candidates = book.candidates(skill)
        if len(candidates) == 1:
            found[skill.key] = candidates[0]
    for retired in {skill.pk: skill for skill in found.values() if skill.archived_at is not None}.values():
        _restore(actor, retired)
    new = [skill for skill in skills if skill.key not in found]
    if new:
        after = {"count": len(new), "names": [skill.name for skill in new[:MOST_NAMES]]}
        audit_record(actor=actor, action="skill.create_many", target=journey, after=after)
    return found | _created(actor.organization, new)


def _restore(actor: Actor, skill: Skill) -> None:
    """Logged as when it is done by hand, so that an edit that saw the skill archived names who brought it back."""
    rows = Skill.objects.filter(pk=skill.pk, archived_at__isnull=False)
    if rows.update(archived_at=None, version=F("version") + 1):
        before, after = {"archived_at": skill.archived_at}, {"archived_at": None}
        audit_record(actor=actor, action="skill.restore", target=skill, before=before, after=after)


def _created(organization: Organization, skills: Sequence[DraftSkill]) -> dict[str, Skill]:
    made = Skill.objects.bulk_create(
        Skill(
            organization=organization,
            name=skill.name,
            name_key=name_key(skill.name),
            category=skill.category,
            taxonomy=skill.taxonomy,
            code=skill.code,
        )
        for skill in skills
    )
    created = dict(zip((skill.key for skill in skills), made, strict=True))
    SkillAlias.objects.bulk_create(
        (
            SkillAlias(organization=organization, skill=created[skill.key], name=alias, name_key=name_key(alias))
            for skill in skills
            for alias in dict.fromkeys(skill.aliases)
        ),
        ignore_conflicts=True,
    )
    return created
