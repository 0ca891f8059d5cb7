"""What each field of a record may hold, and the sentence that says so to a person. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from redesigns.records import ACCOUNTABLE, DOING, SPECIALIST, STATES, WHOLE

Test = Callable[[Any], bool]
HIGHEST_LEVEL = 5


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return value is True or value is False


def _is_number(value: Any) -> bool:
    return type(value) is int


def _is_list_of(test: Test) -> Test:
    return lambda value: isinstance(value, list | tuple) and all(test(item) for item in value)


def _is_ascending(value: Any) -> bool:
    return _is_list_of(_is_number)(value) and list(value) == sorted(set(value))


def _is_date(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _from(least: int, most: int | None = None) -> Test:
    return lambda value: type(value) is int and least <= value and (most is None or value <= most)


def _one_of(*known: str) -> Test:
    return lambda value: isinstance(value, str) and value in known


def _or_none(test: Test) -> Test:
    return lambda value: value is None or test(value)


_share = _from(0, WHOLE)

RANGES: Mapping[str, Mapping[str, tuple[Test, str]]] = MappingProxyType(
    {
        "basis": {"baseline": (_or_none(_is_number), "A redesign stands on one baseline.")},
        "group": {
            "name": (_is_text, "The name of a group is text."),
            "purpose": (_is_text, "The purpose of a group is text."),
        },
        "group_skill": {"skill": (_is_number, "A group's skill is one of the known skills.")},
        "service": {
            "stage": (_is_number, "A group serves one of the known stages."),
            "share": (_share, "A group's share for a stage lies between 0 and 100 %."),
        },
        "wave": {
            "name": (_is_text, "The name of a wave is text."),
            "starts_on": (_or_none(_is_date), "A wave starts on a date, or has none yet."),
            "note": (_is_text, "The note on a wave is text."),
        },
        "role": {
            "name": (_is_text, "The name of a role is text."),
            "title": (_is_text, "The job title of a role is text."),
            "purpose": (_is_text, "The purpose of a role is text."),
            "stage": (_or_none(_is_number), "A role has one of the known stages, or none."),
            "leads": (_is_flag, "A role either leads its team or does not."),
            "fixed_share": (_or_none(_share), "The fixed share of pay lies between 0 and 100 %."),
            "needed_fixed_share": (_or_none(_share), "The fixed share the outcome needs lies between 0 and 100 %."),
            "position": (_is_number, "The position of a role in the list is a whole number."),
        },
        "duty": {
            "activity": (_is_number, "A duty is one of the known activities."),
            "part": (_one_of(ACCOUNTABLE, DOING), "A role is accountable for an activity or does it."),
            "skills": (_or_none(_is_ascending), "The skills of a duty are listed in order, each once."),
        },
        "mark": {
            "skill": (_is_number, "A role's skill is one of the known skills."),
            "level": (_or_none(_from(1, HIGHEST_LEVEL)), "A level lies between 1 and 5."),
            "mandatory": (_or_none(_is_flag), "A skill is mandatory or not."),
        },
        "headcount": {
            "market": (_or_none(_is_number), "Seats are in one of the known markets, or anywhere."),
            "seats": (_from(1), "A headcount has at least 1 seat."),
            "least_mfte": (_share, "The FTE a seat takes at the least lies between 0 and 1."),
        },
        "measure": {
            "name": (_is_text, "The name of a measure is text."),
            "weight": (_share, "The weight of a measure lies between 0 and 100 %."),
            "needed": (_share, "The weight a measure needs lies between 0 and 100 %."),
            "influences": (_is_flag, "A role can influence a measure or cannot."),
            "pod_metric": (_is_flag, "A measure is a pod metric or is not."),
        },
        "segment": {
            "name": (_is_text, "The name of a segment is text."),
            "local_presence": (_is_flag, "A segment needs local presence or does not."),
            "specialist": (_is_flag, "A segment needs a specialist or does not."),
            "markets": (_is_ascending, "The markets of a segment are listed in order, each once."),
            "handover": (_is_text, "How the hand-over works is text."),
            "problem_route": (_is_list_of(_is_text), "The route of a problem is a list of roles."),
        },
        "cover": {
            "stage": (_is_number, "A segment is covered in one of the known stages."),
            "part": (_one_of(ACCOUNTABLE, DOING, SPECIALIST), "A role is accountable, does the work or is specialist."),
        },
        "placement": {
            "state": (_one_of(*STATES), "Somebody is proposed, selected, confirmed, on the bench or leaving."),
            "market": (_or_none(_is_number), "A seat is in one of the known markets, or anywhere."),
            "locked": (_is_flag, "A placement is locked or is not."),
        },
        "ban": {"person": (_is_number, "Only a known person can be kept out of a role.")},
    }
)
"""Kind -> field -> (what holds for a good value, the sentence for a bad one). References are checked by the rules."""
