"""Which skill of the organization a draft means: by (taxonomy, code), then by name, then by alias; else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from journeys.draft import DraftSkill
from journeys.models import Skill, SkillAlias
from journeys.names import name_key
from uniengine.accounts.models import Organization


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


def skills_resolve(organization: Organization, skills: Iterable[DraftSkill]) -> dict[str, Skill]:
    """The organization's skills for those of a draft, by draft key. New ones are created with their aliases, also
    where several could be meant; archived ones come back, for they are needed again."""
    skills, book = list(skills), SkillBook()
    found: dict[str, Skill] = {}
    for skill in skills:
        candidates = book.candidates(skill)
        if len(candidates) == 1:
            found[skill.key] = candidates[0]
    retired = [skill.pk for skill in found.values() if skill.archived_at is not None]
    Skill.objects.filter(pk__in=retired).update(archived_at=None)
    return found | _created(organization, [skill for skill in skills if skill.key not in found])


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
