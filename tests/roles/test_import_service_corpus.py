"""Every bad upload through the real services: a message that says what to do, nothing changed, no broken worker."""

from typing import Any

import pytest

from roles.models import ImportState
from roles.selectors.imports import import_view, problem_causes
from roles.services.imports import import_check_start, import_map
from tests.cast import Cast
from tests.corpus import CASES, Case
from tests.roles.importing import apply, dump, run_jobs, uploaded
from uniengine.jobs.models import Job


def params() -> list[object]:
    marks = {True: [pytest.mark.slow], False: []}
    return [pytest.param(case, id=case.name, marks=marks[case.slow]) for case in CASES]


@pytest.mark.parametrize("case", params())
def test_it_ends_in_a_message_or_in_a_list_of_errors(scoped: Cast, settings: Any, case: Case) -> None:
    settings.UPLOAD_LIMIT_MB = 300  # the reader has to cope where an operator raised the limit
    before = dump()
    made = uploaded(scoped.actor(), case.make(), case.filename)
    if made.state == ImportState.READ:
        mapping = {**made.found["suggested"], "new_skills": "add"}
        try_check(scoped, made, mapping)
        made.refresh_from_db()
    view = import_view(made)
    assert dump() == before
    if case.outcome == "refused":
        assert view.failed_code in case.codes, view
        assert view.failed_message.endswith(".")
    elif case.outcome == "errors":
        assert {cause.code for cause in problem_causes(made)} == set(case.codes)
    else:
        assert (view.errors, view.failed_code) == (0, "")
    if made.state == ImportState.CHECKED:
        apply(scoped.actor(), made)
        assert made.result["people"]["create"] == case.people
        assert made.result["ratings"]["create"] == case.ratings
    assert not Job.objects.filter(error_code__startswith="internal").exists()


def try_check(cast: Cast, made: object, mapping: dict[str, object]) -> None:
    """Map and check; a mapping that lacks something is noted as a page would show it."""
    from uniengine.kit.errors import DomainError

    try:
        row = import_map(actor=cast.actor(), inventory_import=made, version=made.version, mapping=mapping)  # type: ignore
        import_check_start(actor=cast.actor(), inventory_import=row)
    except DomainError as error:
        made.error_code, made.error = error.code, error.message  # type: ignore[attr-defined]
        made.save()  # type: ignore[attr-defined]
    run_jobs()
