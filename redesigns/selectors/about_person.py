"""Everything redesigns know about one person, for the export of their data.

Who is where in a redesign is told to those named on it only; of the others the export says how many there are, so that
whoever asked for their data knows whom else to ask.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from journeys.models import Skill
from redesigns.models import Ban, BaselinePerson, DevelopmentItem, Placement, Redesign
from redesigns.programmes import LEADER_TOPICS
from redesigns.selectors.access import sees_names
from redesigns.selectors.bench import bench_load
from redesigns.selectors.cards import deck_of
from redesigns.selectors.design import design_load
from redesigns.selectors.placed_people import Crew
from roles.models import Person
from uniengine.accounts.access import Actor

TOPICS = {topic.key: topic.name for topic in LEADER_TOPICS}


def person_told(actor: Actor, person: Person) -> dict[str, Any]:
    """Their row in every baseline; their place, card, bans and development in the redesigns the actor sees names in."""
    rows = Redesign.objects.filter(placement_rows__number=person.pk).select_related("journey__organization", "baseline")
    every = list(rows.order_by("pk").distinct())
    open_to = [redesign for redesign in every if sees_names(actor, redesign)]
    known = [redesign.pk for redesign in open_to]
    return {
        "baselines": _baselines(person.pk),
        "placements": _placements(person.pk, known),
        "cards": [_card(actor, redesign, person.pk) for redesign in open_to],
        "not_here": _bans(person.pk, known),
        "development": _development(person.pk, known),
        "redesigns_not_shown": len(every) - len(open_to),
    }


def _baselines(number: int) -> list[dict[str, Any]]:
    rows = BaselinePerson.objects.filter(number=number).select_related("baseline").order_by("baseline_id")
    skills = Skill.objects.in_bulk(sorted({int(skill) for row in rows for skill in row.levels}))
    return [
        {
            "taken_at": row.baseline.taken_at,
            "title": row.title,
            "department": row.department,
            "fte": row.mfte / 1000,
            "levels": {str(skills.get(int(skill), skill)): level for skill, level in row.levels.items()},
        }
        for row in rows
    ]


def _placements(number: int, known: Collection[int]) -> list[dict[str, Any]]:
    rows = Placement.objects.filter(number=number, redesign__in=known)
    return [
        {
            "redesign": row.redesign.name,
            "redesign_state": row.redesign.state,
            "state": row.state,
            "role": row.headcount.role.name if row.headcount else None,
            "wave": row.wave.name if row.wave else None,
            "locked": row.locked,
        }
        for row in rows.select_related("redesign", "headcount__role", "wave").order_by("redesign_id")
    ]


def _card(actor: Actor, redesign: Redesign, number: int) -> dict[str, Any]:
    deck = deck_of(actor, Crew(design_load(redesign), bench_load(redesign.baseline)))
    held = deck.held(number)
    lines = deck.lines(held) if held else []
    return {
        "redesign": redesign.name,
        "changes": held.flags if held else None,
        "lines": [
            {"what": line.label, "before": line.before, "after": line.after, "changed": line.changed} for line in lines
        ],
    }


def _bans(number: int, known: Collection[int]) -> list[dict[str, Any]]:
    rows = Ban.objects.filter(person=number, redesign__in=known).select_related("redesign", "role")
    return [{"redesign": row.redesign.name, "role": row.role.name} for row in rows.order_by("redesign_id", "pk")]


def _development(number: int, known: Collection[int]) -> list[dict[str, Any]]:
    rows = DevelopmentItem.objects.filter(number=number, redesign__in=known)
    return [
        {
            "redesign": row.redesign.name,
            "about": row.skill.name if row.skill else TOPICS.get(row.topic, row.topic),
            "from_level": row.from_level,
            "to_level": row.to_level,
            "how": row.how,
            "due": row.due,
            "owner": row.owner.display_name if row.owner else None,
            "progress": row.progress,
        }
        for row in rows.select_related("redesign", "skill", "owner").order_by("redesign_id", "pk")
    ]
