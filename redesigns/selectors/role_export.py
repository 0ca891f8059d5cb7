"""The roles of a redesign as tables. They hold nothing about single people: who sits where is not in them."""

from __future__ import annotations

from collections.abc import Iterator

from redesigns.selectors.designer import Designer
from redesigns.selectors.role_sheet import role_sheet

Line = tuple[object, ...]
PARTS = ("roles", "profiles", "activities", "headcount")


def roles_table(designer: Designer) -> Iterator[Line]:
    """One line per role."""
    yield (
        "role", "job title", "purpose", "stage", "shared services group", "leads its team", "activities", "skills",
        "leverage (FTE per skill)", "cohesion", "distinctness", "focus", "people who fit", "seats", "placed", "vacant",
    )  # fmt: skip
    design = designer.design
    for line in designer.lines:
        shape, fields = design.shapes[line.uid], design.roles[line.uid]
        yield (
            line.name,
            line.title or line.name,
            fields["purpose"],
            design.stage_name(line.stage),
            line.group,
            "yes" if line.leads else "no",
            line.duties,
            line.skills,
            _ratio(None if shape.leverage is None else shape.leverage / 1000),
            _ratio(shape.cohesion),
            _ratio(shape.distinctness),
            f"{design.stage_name(shape.focus.stage)} {int(100 * shape.focus.share)} %" if shape.focus else "",
            "" if line.able is None else str(line.able),
            line.seats,
            _known(line.placed),
            _known(line.vacant),
        )


def profiles_table(designer: Designer) -> Iterator[Line]:
    """One line per role and skill it asks for."""
    yield (
        "role", "skill", "level", "mandatory", "weight (%)", "level set by hand", "at the level", "one level below",
    )  # fmt: skip
    for line in designer.lines:
        for row in role_sheet(designer, line.uid).profile:
            if row.asked is not None:
                yield (
                    line.name,
                    row.name,
                    row.asked.level,
                    "yes" if row.asked.mandatory else "no",
                    row.share,
                    "yes" if row.mark else "no",
                    str(row.at),
                    str(row.near),
                )


def activities_table(designer: Designer) -> Iterator[Line]:
    """One line per role and activity."""
    yield ("role", "activity", "stage", "part", "skills", "fte")
    for line in designer.lines:
        for duty in role_sheet(designer, line.uid).duties:
            skills = ", ".join(skill.name for skill in duty.skills if skill.mine)
            yield line.name, duty.name, duty.stage_name, duty.part, skills, duty.mfte / 1000


def headcount_table(designer: Designer) -> Iterator[Line]:
    """One line per role and market."""
    yield ("role", "market", "seats", "placed", "vacant", "least fte")
    for line in designer.lines:
        for row in role_sheet(designer, line.uid).seats:
            yield line.name, row.name, row.seats, _known(row.placed), _known(row.vacant), row.least_mfte / 1000


TABLES = {
    "roles": roles_table,
    "profiles": profiles_table,
    "activities": activities_table,
    "headcount": headcount_table,
}


def _ratio(value: object) -> object:
    """Rounded for a cell; empty where it is not defined."""
    return "" if value is None else round(float(value), 3)  # type: ignore[arg-type]


def _known(value: int | None) -> object:
    return "hidden" if value is None else value
