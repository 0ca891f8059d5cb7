"""What the role designer says: where things stand, and what each figure of a role is made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.contrib.humanize.templatetags.humanize import apnumber

from redesigns.role_counts import Heads
from redesigns.selectors.designer import Designer
from redesigns.selectors.role_sheet import RoleSheet
from uniengine.kit.figures import fte


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a role: how it is shown, what it is called, what it says and how it comes about."""

    key: str
    value: str
    label: str
    why: str
    rule: str


def count(number: int, noun: str, plural: str = "") -> str:
    """ "One role", "nine roles", "12 roles"."""
    return f"{apnumber(number)} {noun if number == 1 else plural or f'{noun}s'}"


def headline(designer: Designer) -> str:
    """Where the roles stand, in a sentence."""
    total, roles = len(designer.design.journey.activities), len(designer.lines)
    if not roles:
        return "There are no roles yet."
    left = len(designer.flags.unowned)
    who = count(roles, "role").capitalize()
    if not total:
        return f"{who}, and no activity on the journey yet."
    if not left:
        return f"{who} {'takes' if roles == 1 else 'take'} care of every activity."
    verb = "belongs" if left == 1 else "belong"
    return f"{who}. {count(left, 'activity', 'activities').capitalize()} {verb} to none of them."


def lede(designer: Designer) -> str:
    """Seats, and how many of them are taken."""
    seats = sum(line.seats for line in designer.lines)
    if not designer.lines:
        return "A role is a bundle of activities. What it asks of people, and who fits, follows from them."
    if not seats:
        return "No role has seats yet. Open a role to say how many people it needs, and where."
    placed = designer.heads.placed
    taken = "" if placed is None else f" {placed} of them {'is' if placed == 1 else 'are'} taken."
    return f"{seats} {'seat' if seats == 1 else 'seats'} in all.{taken}"


def figures_of(designer: Designer, sheet: RoleSheet) -> list[Figure]:
    """The five figures of a role."""
    return [
        _leverage(sheet),
        _cohesion(sheet),
        _distinctness(designer, sheet),
        _fillability(sheet),
        _focus(designer, sheet),
    ]


def _leverage(sheet: RoleSheet) -> Figure:
    shape = sheet.shape
    value = "–" if shape.leverage is None else fte(round(shape.leverage), 2)
    why = (
        f"{fte(round(shape.mfte))} FTE of work over {shape.skills} {'skill' if shape.skills == 1 else 'skills'}."
        if shape.skills
        else "Its activities take no skills yet."
    )
    rule = "The FTE its activities need, divided by the distinct skills they take. More work on fewer skills is better."
    return Figure("leverage", value, "FTE per skill (leverage)", why, rule)


def _cohesion(sheet: RoleSheet) -> Figure:
    shape = sheet.shape
    if shape.cohesion is None:
        return Figure("cohesion", "–", "Cohesion", "It takes two activities with skills to compare.", COHESION)
    named = sum(bool(duty.skills) for duty in sheet.duties)
    why = (
        f"On average, two of its {named} activities share {_percent(shape.cohesion)} of the skills they take together."
    )
    return Figure("cohesion", _percent(shape.cohesion), "Cohesion", why, COHESION)


COHESION = "The mean overlap (Jaccard) of the skill sets of all pairs of its activities."


def _distinctness(designer: Designer, sheet: RoleSheet) -> Figure:
    shape = sheet.shape
    rule = "One minus the largest overlap (Jaccard) of its skills with those of another role."
    if shape.distinctness is None:
        return Figure("distinctness", "–", "Distinctness", "It takes another role, and skills, to compare.", rule)
    if shape.nearest is None:
        return Figure("distinctness", "100 %", "Distinctness", "It shares no skill with any other role.", rule)
    other = designer.design.roles[shape.nearest]["name"]
    share = _percent(1 - shape.distinctness)
    why = f"The nearest is {other}: {share} of the skills of the two are shared."
    return Figure("distinctness", _percent(shape.distinctness), "Distinctness", why, rule)


def _fillability(sheet: RoleSheet) -> Figure:
    rule = "People with a fit of at least 70 % who have every skill the role cannot do without, at its level."
    if sheet.fitting is None:
        return Figure("fillability", "–", "People who fit", "The role asks for no skill yet.", rule)
    able = sheet.fitting.able
    if able.count is None:
        why = "So few people, or so few others, that a figure would tell about single ones. Those who see names see it."
        return Figure("fillability", "hidden", "People who fit", why, rule)
    more = f", {fte(sheet.able_mfte)} FTE between them" if sheet.able_mfte is not None else ""
    return Figure("fillability", str(able), "People who fit", f"{heads(able)} of {sheet.people}{more}.", rule)


def _focus(designer: Designer, sheet: RoleSheet) -> Figure:
    rule = "The largest share of its effort that belongs to one stage, each activity split evenly over its jobs."
    focus = sheet.shape.focus
    if focus is None:
        return Figure("focus", "–", "Focus", "None of its work belongs to a stage.", rule)
    stage = designer.design.stage_name(focus.stage)
    return Figure("focus", _percent(focus.share), f"Focus: {stage}", f"{_percent(focus.share)} of its effort.", rule)


def heads(found: Heads) -> str:
    """ "23 people", "At least 20 people", "A hidden number"."""
    if found.count is None:
        return "A hidden number"
    many = f"{found.count} {'person' if found.count == 1 else 'people'}"
    return f"At least {many}" if found.at_least else many


def _percent(value: Fraction) -> str:
    return f"{int(100 * value)} %"
