"""From the form of the match step to a mapping: what the admin chose, laid over what was suggested."""

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from typing import Any

from roles.imports.fields import FIELDS, SKILL_COLUMN
from roles.imports.mapping import GROUPED, LONG, PEOPLE, WIDE
from roles.imports.scales import KINDS, normal

AS_SCALE, NOT_RATED = "", "none"


def mapping_chosen(base: Dict[str, Any], posted: Dict[str, str]) -> dict[str, Any]:
    """The mapping of a posted form. `base`: the mapping shown, whose details (samples, options) are kept."""
    columns = [column_chosen(column, posted.get(f"field-{place}", "")) for place, column in enumerate(base["columns"])]
    mapping = dict(base) | {"columns": columns, "shape": shape_of(columns, str(base.get("shape", LONG)))}
    mapping["scale"] = scale_chosen(dict(base.get("scale") or {}), posted)
    if posted.get("scale") and posted["scale"] != (base.get("scale") or {}).get("kind"):
        mapping["column_scales"] = {}
    for name in ("default_rater", "taxonomy", "new_skills"):
        if name in posted:
            mapping[name] = posted[name].strip()
    if mapping["shape"] != GROUPED:
        mapping["group_by"] = ""
    return mapping


def column_chosen(column: Dict[str, Any], field: str) -> dict[str, Any]:
    """One column with the chosen field; a column turned into a skill takes its own name as the skill."""
    if not field or field == column["field"]:
        return dict(column)
    changed = dict(column) | {"field": field, "confidence": 1.0, "option": ""}
    changed["skill"] = (column.get("skill") or column["label"]) if field == SKILL_COLUMN else ""
    return changed


def shape_of(columns: list[dict[str, Any]], suggested: str) -> str:
    """The shape follows from the fields: skill columns make it wide, a skill field long (or grouped as found)."""
    fields = {column["field"] for column in columns}
    if SKILL_COLUMN in fields:
        return WIDE
    if fields & {"skill", "skill_code"}:
        return suggested if suggested in (LONG, GROUPED) else LONG
    return PEOPLE


def scale_chosen(scale: dict[str, Any], posted: Dict[str, str]) -> dict[str, Any]:
    """Kind and single decisions. Another kind drops the decisions made for the old one unless posted again."""
    kind = posted.get("scale") or str(scale.get("kind", "1-5"))
    if kind not in KINDS:
        kind = "1-5"
    overrides = dict(overrides_chosen(posted))
    kept = dict(scale.get("overrides") or {}) if kind == scale.get("kind") and not shows_levels(posted) else {}
    return scale | {"kind": kind, "overrides": kept | overrides, "sure": True}


def shows_levels(posted: Dict[str, str]) -> bool:
    return any(name.startswith("raw-") for name in posted)


def overrides_chosen(posted: Dict[str, str]) -> Iterator[tuple[str, int | None]]:
    """Pairs of `raw-3` (the value in the file) and `level-3` (0..5, 'none' = not rated, '' = as the scale says)."""
    for name, raw in posted.items():
        choice = posted.get(f"level-{name[4:]}", AS_SCALE) if name.startswith("raw-") else AS_SCALE
        if choice == NOT_RATED:
            yield normal(raw), None
        elif choice in {"0", "1", "2", "3", "4", "5"}:
            yield normal(raw), int(choice)


def field_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Fields in groups for the select of a column."""
    titles = {"person": "Person", "skill": "Skill", "rating": "Rating", "unused": "Not imported"}
    groups: dict[str, list[tuple[str, str]]] = {title: [] for title in titles.values()}
    for field in FIELDS.values():
        groups[titles[field.group]].append((field.key, field.label))
    groups["Skill"].append((SKILL_COLUMN, "A skill: its cells are levels"))
    return list(groups.items())


def confidence_words(confidence: float) -> str:
    if confidence >= 0.95:
        return "Sure"
    return "Likely" if confidence >= 0.6 else "A guess, please check"
