"""What is exported can be imported: the same journey comes out, as CSV and as XLSX."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from journeys import services
from journeys.draft import Draft
from journeys.models import Journey
from journeys.selectors import journey_draft, journey_rows, redundancy_rows
from journeys.services import DemandInput, NeedInput
from journeys.services.journeys import fill, journey_row
from journeys.sheet import Options
from tests.cast import Cast
from tests.journeys.boards import Small
from uniengine.kit.tables import csv_chunks, write_xlsx

NASTY = "=HYPERLINK(\"x\") & 'quotes', commas; semicolons"


def plain(draft: Draft) -> dict[str, Any]:
    """A draft by names, so that two journeys can be compared."""
    stages = {stage.key: stage.name for stage in draft.stages}
    activities = {row.key: row for row in draft.activities}
    skills = {row.key: (row.name, row.taxonomy, row.code, row.category) for row in draft.skills}
    jobs = {job.key: (stages[job.stage], job.name) for job in draft.jobs}
    return {
        "stages": [(stage.name, stage.slot) for stage in draft.stages],
        "jobs": [
            (
                jobs[job.key],
                [activities[key].name for key in job.activities],
                job.description,
                job.channels,
                job.buyer_roles,
                job.segment,
                {(jobs[to], note) for to, note in job.loops},
            )
            for job in draft.jobs
        ],
        "activities": {
            row.name: (
                row.code,
                row.note,
                {(skills[need.skill], need.level, need.share, need.mandatory) for need in row.needs},
                {(part.market, part.volume, part.hours) for part in row.demand},
                {(part.function, part.mfte) for part in row.effort},
            )
            for row in draft.activities
        },
    }


def filled(scoped: Cast, small: Small) -> Journey:
    """Everything a journey can hold, with names that try to break a file."""
    actor = scoped.actor()
    coded = services.skill_create(actor=actor, name="Writing", taxonomy="O*NET", code="2.A.1.c", category="Basic")
    services.activity_update(actor=actor, activity=small.show, version=1, name=NASTY, note="Two\nlines", code="A-1")
    needs = [
        NeedInput(small.analysis.pk, 5, 333),
        NeedInput(coded.pk, 1, 334, False),
        NeedInput(small.writing.pk, 2, 333),
    ]
    services.activity_skills_set(actor=actor, activity=small.show, version=2, needs=needs)
    rows = [DemandInput(small.canada.pk, "1234.5", "0.25")]
    services.activity_demand_set(actor=actor, activity=small.show, version=3, rows=rows)
    effort = {small.marketing.pk: 1234, small.sales.pk: None}
    services.activity_effort_set(actor=actor, activity=small.show, version=4, effort=effort)
    rows = [DemandInput(None, 10, 3)]
    services.activity_demand_set(actor=actor, activity=small.prove, version=1, rows=rows)
    services.activity_create(actor=actor, journey=small.journey, name="Wait without a job")
    services.buying_job_create(actor=actor, stage=small.learn, name="Compare vendors")
    services.buying_job_update(
        actor=actor,
        job=small.decide,
        version=1,
        description="First, talk.\nThen decide.",
        channels=["digital", "partner"],
        buyer_roles=["economic", "user"],
        segment="Schools",
    )
    targets = {small.see.pk: "", small.compare.pk: "new, facts"}
    services.loop_set(actor=actor, job=small.decide, version=2, targets=targets)
    return small.journey


def as_csv(rows: Any) -> bytes:
    return b"".join(csv_chunks(rows))


def as_xlsx(rows: Any) -> bytes:
    out = BytesIO()
    write_xlsx(rows, out)
    return out.getvalue()


@pytest.mark.parametrize("write", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_it_reads_back_what_it_exported(scoped: Cast, small: Small, write: Callable[[Any], bytes]) -> None:
    journey = filled(scoped, small)
    file = services.SheetFile(write(journey_rows(journey)), "journey")
    found = services.journey_sheet_check({"main": file}, Options())
    assert found.problems == ()
    assert plain(found.draft) == plain(journey_draft(journey))
    again = journey_row(scoped.actor(), "Again")
    fill(scoped.actor(), again, found.draft)
    assert plain(journey_draft(again)) == plain(journey_draft(journey))


def test_it_reads_back_the_template(scoped: Cast) -> None:
    journey = services.journey_create(actor=scoped.actor(), name="Template")
    file = services.SheetFile(as_csv(journey_rows(journey)), "journey.csv")
    found = services.journey_sheet_check({"main": file}, Options())
    assert (found.problems, found.preview["skills"]["new"]) == ((), 0)
    assert plain(found.draft) == plain(journey_draft(journey))


def test_it_copies_a_journey_with_everything(scoped: Cast, small: Small) -> None:
    journey = filled(scoped, small)
    copy = services.journey_copy(actor=scoped.actor(), journey=journey, name="Copy")
    assert plain(journey_draft(copy)) == plain(journey_draft(journey))
    assert {skill.key for skill in journey_draft(copy).skills} == {skill.key for skill in journey_draft(journey).skills}


def test_it_neutralises_formulas(scoped: Cast, small: Small) -> None:
    text = as_csv(journey_rows(filled(scoped, small))).decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text


def test_it_exports_redundancy_in_fte_and_money(scoped: Cast, small: Small) -> None:
    actor = scoped.actor()
    effort = {small.marketing.pk: 1500, small.sales.pk: 500}
    services.activity_effort_set(actor=actor, activity=small.show, version=1, effort=effort)
    rows = list(redundancy_rows(small.journey))
    assert rows[0][:5] == ["Activity", "Stages", "FTE: Marketing", "FTE: Sales", "FTE today"]
    # Half an FTE of sales outside marketing costs half of 120,000.00.
    assert rows[1] == [
        "Show comparable customers",
        "Learn; Buy",
        Decimal("1.5"),
        Decimal("0.5"),
        Decimal(2),
        None,
        Decimal("0.5"),
        Decimal("60000.00"),
        None,
        None,
        Decimal("1.60"),
    ]
