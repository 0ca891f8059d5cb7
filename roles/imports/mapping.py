"""What the admin confirms and the product remembers per source: which column is what, and the scale.

A mapping names columns by their labels, not their positions, so it fits next month's file with the columns in
another order. `bind` finds them in one file.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from roles.imports.fields import FIELDS, LEVEL_RATERS, RATERS, SKILL_COLUMN, UNUSED, header_key, rater_of
from roles.imports.scales import NOT_GIVEN, Scale
from roles.imports.shapes import Header, LayoutError

LONG, WIDE, GROUPED, PEOPLE = "long", "wide", "grouped", "people"
SHAPES = (LONG, WIDE, GROUPED, PEOPLE)
QUEUE, ADD = "queue", "add"


class MappingError(LayoutError):
    """The mapping lacks something or does not fit this file."""


@dataclass(frozen=True)
class ColumnMap:
    """One column: its label and what it is.

    `option`: dates dmy/mdy, names last_first, departments no_brackets, FTE percent. `skill`, `taxonomy`,
    `category` and `rater` describe a skill column of a wide file. `confidence` 0..1 and `samples` are for the page.
    """

    label: str
    field: str
    option: str = ""
    skill: str = ""
    taxonomy: str = ""
    category: str = ""
    rater: str = ""
    confidence: float = 1.0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """Everything needed to read a file of one source. JSON by to_dict and from_dict.

    `group_by` (shape grouped): person or skill, whose cells are blank on continuation rows. `default_rater`: who
    rated where no column says so. `raters`: the file's own words -> self, manager, assessment. `column_scales`:
    label -> scale where a column has another than `scale`. `taxonomy`: meant where no column names one.
    `new_skills`: 'queue' asks about unknown skills, 'add' adds them all. `header_line` 0: found in the file.
    `questions` are sentences about what the file left open.
    """

    shape: str
    columns: tuple[ColumnMap, ...]
    scale: Scale = field(default_factory=Scale)
    column_scales: Dict[str, Scale] = field(default_factory=dict)
    group_by: str = ""
    default_rater: str = "assessment"
    raters: Dict[str, str] = field(default_factory=dict)
    taxonomy: str = ""
    new_skills: str = QUEUE
    header_line: int = 0
    questions: tuple[str, ...] = ()

    def of(self, key: str) -> ColumnMap | None:
        """The column mapped to a field, if any."""
        return next((column for column in self.columns if column.field == key), None)

    def to_dict(self) -> dict[str, Any]:
        data = asdict(self)
        data["scale"] = self.scale.to_dict()
        data["column_scales"] = {label: scale.to_dict() for label, scale in self.column_scales.items()}
        data["columns"] = [{**column, "samples": list(column["samples"])} for column in data["columns"]]
        data["questions"] = list(self.questions)
        data["raters"] = dict(self.raters)
        return data

    @classmethod
    def from_dict(cls, data: Dict[str, Any]) -> "Mapping":
        """Raises MappingError for unknown fields, shapes, raters or scales."""
        try:
            columns = tuple(_column(column) for column in data["columns"])
            plain = {
                name: data[name]
                for name in ("shape", "group_by", "default_rater", "taxonomy", "new_skills", "header_line")
                if name in data
            }
            mapping = cls(
                columns=columns,
                scale=Scale.from_dict(data.get("scale") or {"sure": False, "reason": NOT_GIVEN}),
                column_scales={
                    str(label): Scale.from_dict(scale) for label, scale in dict(data.get("column_scales") or {}).items()
                },
                raters={header_key(str(word)): str(rater) for word, rater in dict(data.get("raters") or {}).items()},
                questions=tuple(map(str, data.get("questions") or ())),
                **plain,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise MappingError(
                "mapping_invalid", f"The mapping cannot be read ({fault}). Map the columns again."
            ) from None
        mapping.check_words()
        return mapping

    @classmethod
    def by_name(cls, columns: Dict[str, str], **more: Any) -> "Mapping":
        """From header name -> field, as an HR system sends it. The shape follows from the fields unless given.

        Options and scale are taken as given; `columns.suggest_mapping(table, this)` finds those left out in the file.
        """
        keys = set(columns.values())
        shape = WIDE if SKILL_COLUMN in keys else LONG if keys & {"skill", "skill_code"} else PEOPLE
        maps = [
            {"label": label, "field": key, "skill": label if key == SKILL_COLUMN else ""}
            for label, key in columns.items()
        ]
        return cls.from_dict({"shape": shape, "columns": maps, **more})

    def check_words(self) -> None:
        """Raises MappingError where a word is not one of ours."""
        for column in self.columns:
            if column.field not in FIELDS and column.field != SKILL_COLUMN:
                raise MappingError(
                    "field_unknown",
                    f"'{column.field}' is not a field. Choose one of: {', '.join([*FIELDS, SKILL_COLUMN])}.",
                )
        choices = (
            ("shape", self.shape, SHAPES),
            ("new_skills", self.new_skills, (QUEUE, ADD)),
            ("default_rater", self.default_rater, RATERS),
            ("group_by", self.group_by, ("", "person", "skill")),
        )
        for name, value, allowed in (*choices, *(("rater", rater, RATERS) for rater in self.raters.values())):
            if value not in allowed:
                raise MappingError("mapping_invalid", f"{name} is '{value}'. Choose one of: {', '.join(allowed)}.")
        if type(self.header_line) is not int or self.header_line < 0:
            raise MappingError("mapping_invalid", "header_line must be a line number, or 0 to find the column names.")

    def with_new_skills(self, choice: str) -> "Mapping":
        """The same mapping, asking about unknown skills ('queue') or adding them all ('add')."""
        return replace(self, new_skills=choice)


_COLUMN_NAMES = {item.name for item in dataclass_fields(ColumnMap)}


def _column(data: Dict[str, Any]) -> ColumnMap:
    values = {name: value for name, value in data.items() if name in _COLUMN_NAMES}
    texts = {name: str(values[name]) for name in values if name not in ("confidence", "samples")}
    return ColumnMap(
        **texts, confidence=float(values.get("confidence", 1.0)), samples=tuple(map(str, values.get("samples") or ()))
    )


@dataclass(frozen=True)
class LevelColumn:
    """A column of levels in one file. `skill`... are empty in long files, `rater` where a rater column or the
    default says it."""

    index: int
    label: str
    rater: str
    scale: Scale
    skill: str = ""
    taxonomy: str = ""
    category: str = ""


@dataclass(frozen=True)
class Bound:
    """A mapping found in one file: field -> column index, and the columns of levels."""

    header: Header
    at: Dict[str, int]
    options: Dict[str, str]
    levels: tuple[LevelColumn, ...]

    def label(self, key: str) -> str:
        """The column name of a field as the file has it, or the field's own name where the file has none."""
        return self.header.labels[self.at[key]] if key in self.at else FIELDS[key].label


def bind(mapping: Mapping, header: Header) -> Bound:
    """Find the mapped columns in this file. Raises MappingError naming every column that is missing, or what the
    mapping lacks."""
    places = {header_key(label): index for index, label in reversed(list(enumerate(header.labels)))}
    wanted = [
        column for column in mapping.columns if column.field == SKILL_COLUMN or FIELDS[column.field].group != UNUSED
    ]
    if missing := [column.label for column in wanted if header_key(column.label) not in places]:
        raise MappingError(
            "column_missing", f"The file has no column {_listed(missing)}. Map the columns of this file again."
        )
    at: dict[str, int] = {}
    levels: list[LevelColumn] = []
    for column in wanted:
        index = places[header_key(column.label)]
        if column.field in (SKILL_COLUMN, *LEVEL_RATERS):
            levels.append(_level_column(mapping, column, index))
        if column.field in at:
            raise MappingError(
                "field_twice", f"Two columns are mapped to '{FIELDS[column.field].label}'. Keep one of them."
            )
        if column.field != SKILL_COLUMN:
            at[column.field] = index
    _check_complete(mapping, at, levels)
    options = {column.field: column.option for column in wanted if column.field != SKILL_COLUMN}
    return Bound(header, at, options, tuple(levels))


def _level_column(mapping: Mapping, column: ColumnMap, index: int) -> LevelColumn:
    rater = column.rater or LEVEL_RATERS.get(column.field, "")
    scale = mapping.column_scales.get(column.label, mapping.scale)
    skill = column.skill or column.label if column.field == SKILL_COLUMN else ""
    return LevelColumn(index, column.label, rater, scale, skill, column.taxonomy, column.category)


def _check_complete(mapping: Mapping, at: Dict[str, int], levels: Sequence[LevelColumn]) -> None:
    if "person_id" not in at and "email" not in at:
        raise MappingError(
            "no_person_column",
            "No column is mapped to Employee ID or E-mail. People are never matched by name: map one of the two.",
        )
    if mapping.shape in (LONG, GROUPED) and not {"skill", "skill_code"} & at.keys():
        raise MappingError(
            "no_skill_column", "No column is mapped to Skill or Skill code. Map one, or choose the shape 'people only'."
        )
    if mapping.shape != PEOPLE and not levels:
        raise MappingError(
            "no_level_column",
            "No column is mapped to a level. Map the column with the ratings, or choose the shape 'people only'.",
        )


def _listed(names: Iterable[str]) -> str:
    texts = [f"'{name}'" for name in names]
    return ", ".join(texts[:10]) + (f" and {len(texts) - 10} more" if len(texts) > 10 else "")


def rater_word(mapping: Mapping, text: str) -> str:
    """self, manager or assessment for a cell of the rater column; '' when unknown."""
    return mapping.raters.get(header_key(text)) or rater_of(text)
