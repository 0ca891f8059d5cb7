"""Files of a journey: what is read, what is said about it, and that what is written is read back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from journeys.draft import Draft
from journeys.sheet import Assembled, Options, assemble, options_of, read_part, sheet_rows
from journeys.sheet.cells import CellError, effort_of, level_of, names_of, number_of, yes_of


def rows(text: str) -> list[tuple[int, list[str]]]:
    """Lines with | between the cells, as (line, cells)."""
    lines = enumerate(text.strip("\n").split("\n"), start=1)
    return [(line, [cell.strip() for cell in cells.split("|")]) for line, cells in lines]


def read(main: str, skills: str = "", stages: str = "", **options: object) -> Assembled:
    decided = options_of(options)
    parts = {"main": main, "skills": skills, "stages": stages}
    readings = [read_part(part, rows(text), decided.columns.get(part)) for part, text in parts.items() if text]
    return assemble(readings, decided)


def said(found: Assembled) -> list[tuple[str, int, str, str]]:
    return [(problem.part, problem.line, problem.column, problem.code) for problem in found.problems]


def jobs(draft: Draft) -> dict[tuple[str, str], list[str]]:
    names = {activity.key: activity.name for activity in draft.activities}
    stages = {stage.key: stage.name for stage in draft.stages}
    return {(stages[job.stage], job.name): [names[key] for key in job.activities] for job in draft.jobs}


WHOLE = """
Stage | Job            | Activity   | Skill       | Level | Share % | Mandatory | FTE: Sales | Volume | Hours
Learn | Notice it      | Show peers | Analysis    | 4     | 60      | yes       | 1.5        | 100    | 2,5
Learn | Notice it      | Show peers | Writing     | 2     | 40      | no        |            |                |
Buy   | Compare        | Show peers |             |       |         |           |            |                |
Buy   | Decide         |            |             |       |         |           |            |                |
Adopt |                |            |             |       |         |           |            |                |
      |                | Wait       |             |       |         |           | x          |                |
"""


def test_it_reads_a_whole_journey_from_one_file() -> None:
    found = read(WHOLE)
    draft = found.draft
    assert said(found) == []
    assert [(stage.name, stage.slot) for stage in draft.stages] == [
        ("Learn", "learn"),
        ("Buy", "buy"),
        ("Adopt", "adopt"),
    ]
    assert jobs(draft) == {
        ("Learn", "Notice it"): ["Show peers"],
        ("Buy", "Compare"): ["Show peers"],
        ("Buy", "Decide"): [],
    }
    show, wait = draft.activities
    assert [(need.level, need.share, need.mandatory) for need in show.needs] == [(4, 600, True), (2, 400, False)]
    assert [(part.function, part.mfte) for part in show.effort] == [("Sales", 1500)]
    assert [(part.market, part.volume, part.hours) for part in show.demand] == [(None, Decimal(100), Decimal("2.5"))]
    assert [(part.function, part.mfte) for part in wait.effort] == [("Sales", None)]
    assert found.counts["without_job"] == 1


ACTIVITIES = """
dwa_id | dwa          | gwa     | functions
A1     | Study market | Getting | marketing;sales
A2     | Sell things  | Selling | sales
A3     | Fix things   | Fixing  |
"""
SKILLS = """
dwa_id | skill_id | skill
A1     | 2.A.1.a  | Reading
A1     | 2.C.4.a  | Mathematics
A2     | 2.A.1.e  | Mathematics
"""
STAGES = """
activity | dwa_ids | stage_hint
Task one | A1;A2   | Learn
Task two | A1      | Support
Task six | A9      | Buy
"""


def test_it_puts_three_files_together() -> None:
    found = read(ACTIVITIES, SKILLS, STAGES, default_stage="Buy", default_level=2)
    assert said(found) == []
    assert jobs(found.draft) == {
        ("Learn", "Getting"): ["Study market"],
        ("Learn", "Selling"): ["Sell things"],
        ("Buy", "Fixing"): ["Fix things"],
        ("Support", "Getting"): ["Study market"],
    }
    assert [(skill.name, skill.taxonomy, skill.code) for skill in found.draft.skills] == [
        ("Reading", "O*NET", "2.A.1.a"),
        ("Mathematics", "O*NET", "2.C.4.a"),
        ("Mathematics", "O*NET", "2.A.1.e"),
    ]
    first = found.draft.activities[0]
    assert [(need.level, need.share) for need in first.needs] == [(2, 500), (2, 500)]
    assert [(part.function, part.mfte) for part in first.effort] == [("Marketing", None), ("Sales", None)]
    assert found.notes == (
        "3 required levels are not in the file; each becomes 2.",
        "1 activities name no stage; they go where you chose.",
        "3 times the file says who does an activity but not for how long; it stays unknown.",
        "1 activities have no skill in the files.",
        "1 entries of the stages file fit no activity; they are left out.",
    )
    assert [(group.name, group.activities, group.stages) for group in found.groups] == [
        ("Fixing", 1, ("Buy",)),
        ("Getting", 1, ("Learn", "Support")),
        ("Selling", 1, ("Learn",)),
    ]


def test_it_places_by_group_and_makes_one_job_per_stage_when_asked() -> None:
    found = read(ACTIVITIES, group_stages={"Getting": "Learn", "Selling": "Buy"}, jobs="stage")
    assert jobs(found.draft) == {
        ("Learn", "Learn: describe the job"): ["Study market"],
        ("Buy", "Buy: describe the job"): ["Sell things"],
    }
    assert found.counts["without_job"] == 1


def test_it_offers_the_five_stages_when_the_files_name_none() -> None:
    assert [stage.name for stage in read(ACTIVITIES).draft.stages] == [
        "Learn",
        "Buy",
        "Order/Install",
        "Adopt",
        "Support",
    ]


def test_it_finds_the_header_below_a_preamble_and_takes_chosen_columns() -> None:
    text = "Exported\n\nWhat | Who | Code\nSell | Sales | 7\n"
    found = read(text, columns={"main": {"activity": "What", "functions": "Who", "activity_code": ""}})
    activity = found.draft.activities[0]
    assert (activity.name, activity.code, activity.effort[0].function) == ("Sell", "", "Sales")


def test_it_says_which_column_is_missing() -> None:
    found = read("Name | Colour of eyes\nA | B\n")
    assert said(found) == [("main", 0, "activity", "column_missing")]


WRONG = """
Stage | Job    | Activity | Activity code | Skill | Skill code | Level | Share % | Mandatory | Volume | FTE: Sales
Learn | See    | Show     | 1             | Read  | R1         | 3     |         |           |                | 1
Learn | See    | Show     | 1             | Write | W1         | 7     |         |           |                |
Learn | See    | Show     | 1             | Write | W1         | three |         | perhaps   |                |
Learn | See    | Prove    | 1             |       |            |       |         |           |                |
Learn | See    | Show     | 2             |       |            |       |         |           |                |
Learn | See    | Show     | 1             | Read  | R1         | 4     |         |           |                |
Learn | See    | Show     | 1             | Read  | W1         |       |         |           |                |
Learn | See    | Show     | 1             | Speak | R1         |       |         |           |                |
Learn | See    | Show     | 1             |       |            |       |         |           | 10             |
Learn | See    | Show     | 1             |       |            |       |         |           |                | 2
Learn | See    | Sell     | 3             | Read  |            |       | 60      |           |                |
Learn | See    | Sell     | 3             | Write |            |       | 30      |           |                |
      | Decide |          |               |       |            |       |         |           |                |
Learn | See    |          |               | Read  |            |       |         |           |                |
Learn | See    |          | 99            |       |            |       |         |           |                |
"""


def test_it_reports_every_problem_with_line_and_column_at_once() -> None:
    assert said(read(WRONG)) == [
        ("main", 3, "Level", "level_out_of_range"),
        ("main", 4, "Level", "level_unreadable"),
        ("main", 4, "Mandatory", "yes_or_no"),
        ("main", 5, "Activity", "code_with_two_names"),
        ("main", 6, "Activity", "name_with_two_codes"),
        ("main", 7, "Skill", "skill_twice"),
        ("main", 9, "Skill", "code_with_two_names"),
        ("main", 10, "Hours each time", "demand_incomplete"),
        ("main", 11, "FTE: Sales", "figure_twice"),
        ("main", 12, "Share %", "shares_off"),
        ("main", 14, "Stage", "stage_missing"),
        ("main", 15, "Activity", "activity_missing"),
        ("main", 16, "Activity", "activity_missing"),
    ]


def test_it_names_what_the_other_files_get_wrong() -> None:
    skills = "dwa_id | skill_id | skill | level\nA1 | S1 | Read | 3\nA7 | S1 | Read | 3\nA2 | | |\nA2 | S1 | Read | 9\n"
    assert said(read(ACTIVITIES, skills)) == [
        ("skills", 3, "Activity", "activity_unknown"),
        ("skills", 4, "Skill", "skill_missing"),
        ("skills", 5, "level", "level_out_of_range"),
    ]


def test_it_links_loops_by_name_and_says_which_it_cannot() -> None:
    text = """
    Stage | Job    | Loops back to | Loop notes
    Learn | See    |               |
    Buy   | See    | Learn > See   | new facts
    Buy   | Decide | See           |
    Buy   | Agree  | Decide        |
    """
    found = read(text)
    assert said(found) == [("main", 4, "Loops back to", "loop_unknown")]
    names = {job.key: (job.stage, job.name) for job in found.draft.jobs}
    loops = {job.name: [(names[to], note) for to, note in job.loops] for job in found.draft.jobs if job.loops}
    assert loops == {"See": [(("learn", "See"), "new facts")], "Agree": [(("buy", "Decide"), "")]}


@pytest.mark.parametrize(
    ("given", "level"),
    [("", None), ("3", 3), ("3.0", 3), ("4 - Advanced", 4), ("expert", 5), ("1 (novice)", 1), ("5–Expert", 5)],
)
def test_it_reads_levels(given: str, level: int | None) -> None:
    assert level_of(given) == level


@pytest.mark.parametrize("given", ["0", "6", "-1", "3.5", "high", "1e1", "9" * 5000])
def test_it_refuses_levels_outside_one_to_five(given: str) -> None:
    with pytest.raises(CellError):
        level_of(given)


@pytest.mark.parametrize(
    ("given", "value"),
    [("1,5", "1.5"), ("1.5", "1.5"), ("1,200", "1200"), ("1,200,000.5", "1200000.5"), ("1 200", "1200"), ("0", "0")],
)
def test_it_reads_figures_with_point_or_comma(given: str, value: str) -> None:
    assert number_of(given, "Figure", Decimal(10**9)) == Decimal(value)


@pytest.mark.parametrize("given", ["-1", "many", "nan", "inf", "10000000000", "1e-999999999", "1e9", "9" * 9000])
def test_it_refuses_figures_that_are_none(given: str) -> None:
    with pytest.raises(CellError):
        number_of(given, "Figure", Decimal(10**9))


def test_it_reads_who_does_it_and_yes_or_no() -> None:
    assert [effort_of(text) for text in ("", "0", "no", "x", "yes", "0.25", "1")] == [
        (False, None),
        (False, None),
        (False, None),
        (True, None),
        (True, None),
        (True, 250),
        (True, 1000),
    ]
    assert [yes_of(text) for text in ("", "Y", "0")] == [None, True, False]
    assert names_of("support & delivery; sales") == ["support & delivery", "sales"]
    assert names_of("marketing, sales") == ["marketing", "sales"]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("60", "40"), [600, 400]),
        (("0.6", "0,4"), [600, 400]),
        (("60 %", "40 %"), [600, 400]),
        (("600", "400"), [600, 400]),
        (("33.3", "66.7"), [333, 667]),
        (("", ""), [500, 500]),
    ],
)
def test_it_takes_shares_in_any_unit(shares: tuple[str, str], expected: list[int]) -> None:
    text = f"Activity | Skill | Share\nShow | Read | {shares[0]}\nShow | Write | {shares[1]}\n"
    found = read(text)
    assert said(found) == []
    assert [need.share for need in found.draft.activities[0].needs] == expected


@pytest.mark.parametrize("bad", [{"default_level": 6}, {"jobs": "x"}, {"columns": {"main": 3}}, {"mandatory": "yes"}])
def test_it_refuses_options_that_mean_nothing(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        options_of(bad)
    assert options_of(Options(default_stage="Buy").as_json()) == Options(default_stage="Buy")


def test_it_reads_back_what_it_writes() -> None:
    once = written_and_read(read(WHOLE).draft)
    again = written_and_read(once.draft)
    assert said(again) == []
    assert again.draft == once.draft


def written_and_read(draft: Draft) -> Assembled:
    table: list[Sequence[object]] = list(sheet_rows(draft))
    cells = [(line, ["" if cell is None else str(cell) for cell in row]) for line, row in enumerate(table, start=1)]
    return assemble([read_part("main", cells)], Options())
