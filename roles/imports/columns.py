"""Suggest what each column of a file is: by its name, then by what is in it. The admin confirms."""

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import replace

from roles.imports import cleaning, scales, shapes
from roles.imports.cleaning import CellError, clean_date, date_order, order_matters
from roles.imports.fields import FIELDS, IGNORE, LEVEL_RATERS, PLACES, SKILL_COLUMN, header_key, rater_of
from roles.imports.grouped import SAMPLED, group_by
from roles.imports.mapping import GROUPED, LONG, PEOPLE, WIDE, ColumnMap, Mapping
from roles.imports.profile import Column, header_of, profile
from roles.imports.scales import NOT_GIVEN, Scale
from roles.imports.shapes import Header
from roles.imports.wide import TAXONOMY, skill_columns
from uniengine.kit.tables import Table

_SALUTATION = frozenset(("mr", "ms", "mrs", "miss", "dr", "prof", "herr", "frau", "mr.", "ms.", "mrs.", "dr."))


def suggest_mapping(
    table: Table,
    remembered: Mapping | None = None,
    *,
    known_markets: Collection[str] = (),
    header_line: int = 0,
    columns: Sequence[Column] | None = None,
) -> Mapping:
    """The likely mapping of a file, each column with confidence and samples.

    `remembered` is the source's last mapping: what it says about a column of the same name is taken over.
    `known_markets`: names of markets that people already have; they tell a market column from an office column.
    `header_line`: the line of the column names where somebody chose it. `columns`: the profile, if there is one.
    Raises LayoutError when no header is found. Reads the whole table once, or not at all with `columns`.
    """
    line = header_line or (remembered.header_line if remembered else 0)
    header = header_of(table, line)
    columns = profile(table, header) if columns is None else columns
    chosen = _assigned(columns, {name.casefold() for name in known_markets})
    if remembered:
        _remember(chosen, columns, remembered)
    shape, scale, column_scales = _shape(chosen, columns, header, remembered)
    parent = group_by(table.head(SAMPLED), header, chosen) if shape == LONG else ""
    if remembered and remembered.shape == GROUPED and shape == LONG:
        parent = remembered.group_by
    mapping = Mapping(
        GROUPED if parent else shape,
        tuple(chosen[index] for index in sorted(chosen)),
        scale=scale,
        column_scales=column_scales,
        group_by=parent,
        raters=_raters(chosen, columns),
    )
    if remembered:
        mapping = replace(
            mapping,
            default_rater=remembered.default_rater,
            taxonomy=remembered.taxonomy,
            raters={**mapping.raters, **remembered.raters},
        )
    return replace(mapping, header_line=line, questions=tuple(_questions(mapping, columns, header)))


# Which column is which field


def _assigned(columns: Sequence[Column], markets: Collection[str]) -> dict[int, ColumnMap]:
    """Column index -> map: the surest pairs first, each field once."""
    pairs = []
    for column in columns:
        keys, confidence = column.named
        for rank, key in enumerate(keys):
            certainty = confidence * _fit(key, column, markets)
            if certainty > 0:
                pairs.append((-certainty, rank, _place_rank(key, column, markets), column.index, key))
    taken: dict[int, ColumnMap] = {}
    used: set[str] = set()
    for negative, _, _, index, key in sorted(pairs):
        if index in taken or (key in used and FIELDS[key].group != "unused"):
            continue
        used.add(key)
        column = columns[index]
        taken[index] = ColumnMap(
            column.label, key, option=_option(key, column), confidence=round(-negative, 2), samples=column.samples
        )
    for column in columns:
        taken.setdefault(column.index, ColumnMap(column.label, IGNORE, confidence=0.0, samples=column.samples))
    return taken


def _place_rank(key: str, column: Column, markets: Collection[str]) -> float:
    """Orders the columns that could be the market: the most values that are markets already, else the usual names."""
    if key != "market":
        return 0.0
    name = header_key(column.parts[-1]) if column.parts else ""
    return PLACES.index(name) - 100 * column.share(markets) if name in PLACES else 99.0


_WEAK_IDS = frozenset(("code", "id", "user", "login", "employee", "worker", "reports to", "manager", "supervisor"))
_AT, _DIGIT, _SPACE, _WORD = re.compile("@"), re.compile(r"\d"), re.compile(r"\S\s+\S"), re.compile(r"[^\W\d_]")


def _fit(key: str, column: Column, markets: Collection[str]) -> float:
    """How well the content suits the field: 0 rules it out. Empty columns keep their name's meaning, less surely."""
    if not column.counts:
        return 0.6
    if key in ("email", "manager_email"):
        return 1.0 if column.share(_AT) > 0.5 else 0.7 if "mail" in header_key(column.label) else 0.0
    if key in ("person_id", "manager_id"):
        weak = header_key(column.label) in _WEAK_IDS
        named = column.share(_AT) > 0.5 or column.share(_SPACE) > 0.5 or (weak and column.share(_DIGIT) < 0.5)
        return 0.0 if named else 0.7 if weak else 1.0
    if key in ("person_name", "first_name", "last_name", "skill"):
        return float(column.share(_WORD) > 0.5)
    if key == "title":
        return float(column.share(_SALUTATION) < 0.5)
    if key == "market":
        return _market_fit(column, markets)
    if key == IGNORE:
        return 0.6  # less than any other meaning of the name that fits
    if key == "location":
        return 0.9  # less than market: the first place column is the market, others are places of work
    if key == "rater":
        return float(sum(1 for value in column.counts if rater_of(value)) > len(column.counts) / 2)
    if key == "taxonomy" and header_key(column.label) == "source":
        return float(column.share(TAXONOMY) > 0.5)
    if key in ("start_date", "assessed_on"):
        return float(_dates(column) >= 0.5)
    return 1.0 if key not in LEVEL_RATERS or column.looks_rated > 0.5 else 0.4


def _market_fit(column: Column, markets: Collection[str]) -> float:
    if column.share(markets) >= 0.5:
        return 1.0
    office = header_key(column.parts[-1]) in PLACES[PLACES.index("location") :] if column.parts else False
    return (0.0 if markets else 0.95) if office else 0.99


def _dates(column: Column) -> float:
    hits = 0
    for value in column.counts:
        try:
            hits += clean_date(value, cleaning.DAY_FIRST) is not None
        except CellError as fault:
            hits += (
                bool(re.fullmatch(r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}.*", value.strip())) and fault.code == "date_invalid"
            )
    return hits / max(1, len(column.counts))


def _option(key: str, column: Column) -> str:
    if key in ("assessed_on", "start_date"):
        return date_order(column.values)
    if key == "person_name":
        commas = column.share(re.compile(r"^[^,]+,[^,]+$"))
        return "last_first" if commas > 0.9 or (commas > 0.5 and "," in column.label) else ""
    if key == "department" and header_key(column.label) == "supervisory organization":
        return "no_brackets" if column.share(re.compile(r"\([^()]*\)\s*$")) > 0.9 else ""
    if key == "fte":
        numbers = [
            float(found[0].replace(",", "."))
            for value in column.counts
            if (found := re.match(r"\d{1,4}([.,]\d+)?", value))
        ]
        return "percent" if numbers and max(numbers) > 1 else ""
    return ""


# Long, wide or people only; which scale


def _shape(
    chosen: dict[int, ColumnMap], columns: Sequence[Column], header: Header, remembered: Mapping | None
) -> tuple[str, Scale, dict[str, Scale]]:
    """Decides the shape and, on the way, completes `chosen`: skill columns of wide files, levels that are none."""
    keys = {column.field for column in chosen.values()}
    if keys & {"skill", "skill_code"}:
        scale, column_scales = _long_scales(chosen, columns, header, remembered)
        return LONG, scale, column_scales
    for index, column in chosen.items():
        if column.field in (*LEVEL_RATERS, "rater", "assessed_on", "taxonomy", "category") and columns[index].named[0]:
            chosen[index] = replace(column, field=IGNORE, option="", confidence=0.5)
    last = remembered.scale if remembered and remembered.shape == WIDE and remembered.scale.given else None
    if found := skill_columns(chosen, columns, header, last):
        scale, skills = found
        chosen.update(skills)
        return WIDE, scale, {}
    return PEOPLE, Scale(sure=False, reason=NOT_GIVEN), {}


def _long_scales(
    chosen: Dict[int, ColumnMap], columns: Sequence[Column], header: Header, remembered: Mapping | None
) -> tuple[Scale, dict[str, Scale]]:
    levels = [index for index, column in chosen.items() if column.field in LEVEL_RATERS]
    if remembered and remembered.scale.given:
        return remembered.scale, dict(remembered.column_scales)
    found = {
        columns[index].label: scales.detect(columns[index].counts, columns[index].label, header.preamble)
        for index in levels
    }
    if not found:
        return Scale(sure=False, reason=NOT_GIVEN), {}
    main = max(
        found.values(), key=lambda scale: (scale.sure, sum(other.kind == scale.kind for other in found.values()))
    )
    return main, {
        label: scale
        for label, scale in found.items()
        if scale.kind != main.kind and columns[_index(columns, label)].counts
    }


def _index(columns: Sequence[Column], label: str) -> int:
    return next(column.index for column in columns if column.label == label)


# What was remembered, and what stays open


def _remember(chosen: dict[int, ColumnMap], columns: Sequence[Column], remembered: Mapping) -> None:
    known = {header_key(column.label): column for column in remembered.columns}
    used = set()
    for index, column in chosen.items():
        last = known.get(header_key(column.label))
        if last is None:
            continue
        option = last.option or _option(last.field, columns[index])
        chosen[index] = replace(last, label=column.label, option=option, confidence=1.0, samples=column.samples)
        used.add(last.field)
    for index, column in chosen.items():
        if (
            column.field in used
            and header_key(column.label) not in known
            and column.field not in (SKILL_COLUMN, IGNORE)
        ):
            chosen[index] = replace(column, field=IGNORE, option="", confidence=0.0)


def _raters(chosen: Dict[int, ColumnMap], columns: Sequence[Column]) -> dict[str, str]:
    index = next((index for index, column in chosen.items() if column.field == "rater"), -1)
    return (
        {header_key(value): rater_of(value) for value in columns[index].counts if rater_of(value)} if index >= 0 else {}
    )


def _bad_levels(mapping: Mapping, rated: Sequence[ColumnMap], by_label: Dict[str, Column]) -> dict[str, list[str]]:
    """Raw values no level is known for: by column, or together where there are many columns."""
    found: dict[str, dict[str, None]] = {}
    for column in rated:
        scale = mapping.column_scales.get(column.label, mapping.scale)
        place = f"'{column.label}'" if len(rated) <= 4 else "the skill columns"
        if bad := scale.bad_values(by_label[column.label].counts):
            found.setdefault(place, {}).update(dict.fromkeys(bad))
    return {place: list(bad) for place, bad in found.items()}


def _questions(mapping: Mapping, columns: Sequence[Column], header: Header) -> Iterator[str]:
    by_label = {column.label: column for column in columns}
    if mapping.shape != PEOPLE and not mapping.scale.sure:
        yield (
            f"The scale is not certain; {scales.KINDS[mapping.scale.kind].label} was assumed. Check the "
            "level of each value."
        )
    rated = [column for column in mapping.columns if column.field in (SKILL_COLUMN, *LEVEL_RATERS)]
    for label, bad in _bad_levels(mapping, rated, by_label).items():
        yield f"In {label} these values have no level: {', '.join(bad[:5])}. Say which level each means."
    if mapping.shape == GROUPED:
        yield f"Rows without a {mapping.group_by} were read as belonging to the {mapping.group_by} above. Check that."
    for column in mapping.columns:
        values = by_label[column.label].values
        if column.field in ("assessed_on", "start_date") and not column.option and order_matters(values):
            yield f"In '{column.label}' the day or the month may come first. Choose which."
        if column.field == "market" and column.confidence < 0.96:
            yield f"'{column.label}' was taken as the market. Choose another column if markets are larger than offices."
        if column.field == "rater":
            unknown = [value for value in values if not rater_of(value) and header_key(value) not in mapping.raters]
            if unknown:
                yield f"In '{column.label}' these raters are not known: {', '.join(unknown[:5])}. Say who they are."
    for label in shapes.duplicates(header):
        yield f"The column name '{label}' occurs more than once. Check which of them is meant."
