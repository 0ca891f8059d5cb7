"""Journeys as files. Pure: rows of cells in, a draft with every problem out; a draft in, rows out."""

from journeys.sheet.columns import ALIASES, FIELDS, LABELS, MAIN, PARTS, SKILLS, STAGES, Columns
from journeys.sheet.finishing import Assembled, Group, assemble
from journeys.sheet.options import Options, options_of
from journeys.sheet.reading import Problem, Reading, read_part
from journeys.sheet.writing import sheet_rows

__all__ = [
    "ALIASES",
    "FIELDS",
    "LABELS",
    "MAIN",
    "PARTS",
    "SKILLS",
    "STAGES",
    "Assembled",
    "Columns",
    "Group",
    "Options",
    "Problem",
    "Reading",
    "assemble",
    "options_of",
    "read_part",
    "sheet_rows",
]
