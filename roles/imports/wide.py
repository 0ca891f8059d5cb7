"""Wide files: one column per skill. Which columns those are, and what their header cells say."""

import re
from collections import Counter
from collections.abc import Mapping as Dict
from collections.abc import Sequence

from roles.imports import scales
from roles.imports.fields import IGNORE, RATER_WORDS, SKILL_COLUMN, header_key, rater_of
from roles.imports.mapping import ColumnMap
from roles.imports.profile import MANY_LEVELS, Column
from roles.imports.scales import NOT_RATED, Scale, normal
from roles.imports.shapes import Header, is_total

FEW_LEVELS = 15  # a single column with more different values than this is hardly a column of levels...
MANY_COLUMNS = 10  # ...but among so many it is: percentages have up to a hundred
TAXONOMY = re.compile(r"o\*?net|esco\b|sfia|lightcast|emsi|isco\b", re.IGNORECASE)
_RATER_SUFFIX = re.compile(r"(.+?)\s*(?:[(\[]\s*([^()\[\]]+?)\s*[)\]]|\s[-–—:/|]\s*([^-–—:/|]+))$")
_RANGE_SUFFIX = re.compile(r"\s*[(\[]\s*\d+\s*(?:-|–|to)\s*\d+\s*[)\]]$")


def skill_columns(
    chosen: Dict[int, ColumnMap], columns: Sequence[Column], header: Header, scale: Scale | None = None
) -> tuple[Scale, dict[int, ColumnMap]] | None:
    """The columns whose cells are levels and their scale, or None when the file is not wide.

    It takes three such columns, or one under a group, with a rater or remembered; up to half of a column's cells may be
    bad. An empty column further right is a skill nobody has. `scale`: the remembered one.
    """
    kept = {index: column for index, column in chosen.items() if column.field == SKILL_COLUMN}
    free = [
        columns[index] for index, column in chosen.items() if column.field == IGNORE and _may_be_skill(columns[index])
    ]
    most = MANY_LEVELS if len(free) >= MANY_COLUMNS else FEW_LEVELS
    few = [column for column in free if column.counts and len(column.counts) <= most]
    together: Counter[str] = Counter()
    for column in (*few, *(columns[index] for index in kept)):
        if column.looks_rated > 0.8:
            together.update(column.counts)
    scale = scale or scales.detect(together, "", header.preamble)
    skills = [column for column in few if column.decoded(scale) > 0.5 and not _only_blank_words(column)]
    marked = any(len(column.parts) > 1 or described(column).rater for column in skills)
    sure = any(column.decoded(scale) > 0.8 for column in skills)
    if not kept and (len(skills) < (1 if marked else 3) or not sure):
        return None
    first = min([column.index for column in skills] + list(kept))
    empty = [column for column in free if not column.counts and column.index > first]
    return scale, {column.index: described(column) for column in (*skills, *empty)} | kept


def _may_be_skill(column: Column) -> bool:
    """Whether a column has a name of its own that is neither a known field nor a total."""
    return bool(column.parts) and not column.named[0] and not is_total(column.parts[-1])


def _only_blank_words(column: Column) -> bool:
    return all(normal(value) in NOT_RATED for value in column.counts)


def described(column: Column) -> ColumnMap:
    """A skill column from its header cells, top down: group, skill, rater in any of the usual places."""
    parts, rater = list(column.parts), ""
    for part in list(parts):
        if header_key(part) in RATER_WORDS and len(parts) > 1:
            rater = rater_of(part)
            parts.remove(part)
    name = _RANGE_SUFFIX.sub("", parts[-1])
    found = _RATER_SUFFIX.match(name)
    if not rater and found and (suffix := rater_of(found[2] or found[3] or "")):
        name, rater = found[1], suffix
    group = " / ".join(parts[:-1])
    known = bool(TAXONOMY.search(group))
    return ColumnMap(
        column.label,
        SKILL_COLUMN,
        skill=name,
        taxonomy=group if known else "",
        category="" if known else group,
        rater=rater,
        confidence=0.9 if len(column.parts) > 1 else 0.8,
        samples=column.samples,
    )
