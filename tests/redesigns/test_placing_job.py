"""The solver places people in the background: one change, the best there is, or nothing at all."""

from collections.abc import Callable

import pytest

from redesigns.models import Redesign, RedesignChange
from redesigns.placing_problem import EVERYBODY, Options
from redesigns.records import is_placed
from redesigns.services.history import change_undo
from redesigns.services.locks import ban_put
from redesigns.services.placements import placements_lock, placements_state
from redesigns.services.placing import SOLVE, placing_apply, placing_compute, placing_start
from redesigns.services.redesigns import collaborator_name
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, put, seated, seats
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company, company_of
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_cancel
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")
Run = Callable[[], int]


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    """Six people in the first market, each a level better than the one before, and one elsewhere."""
    company = company_of(cast)
    company.work("Talk", fte={0: 1}, s0=5)
    for level in (1, 2, 3, 4, 5, 0):
        company.staff(0, 0, s0=level)
    company.staff(1, 1, s0=5)
    return company


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


def solved(cast: Cast, draft: Redesign, run_jobs: Run, **options: object) -> Job:
    redesign = Redesign.objects.get(pk=draft.pk)
    job = placing_start(actor=cast.actor("leader"), redesign=redesign, options=Options(**options))  # type: ignore[arg-type]
    run_jobs()
    job.refresh_from_db()
    return job


def placed(draft: Redesign) -> set[int]:
    return {int(key) for (kind, key), fields in now(draft).items() if kind == "placement" and is_placed(fields)}


def numbers(company: Company, *places: int) -> set[int]:
    return {company.people[place].pk for place in places}


def test_it_gives_the_seats_to_those_who_fit_best(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    role_of(cast, company, draft, 2)
    job = solved(cast, draft, run_jobs)
    assert job.state == "succeeded"
    assert placed(draft) == numbers(company, 3, 4), "the one elsewhere is not in reach"
    change = RedesignChange.objects.get(redesign=draft, position=job.result["position"])  # type: ignore[index]
    assert (change.kind, change.label) == ("place", "Placed people by the solver")
    assert str(change.actor) == str(cast.users["leader"])


def test_the_result_says_nobody(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    role_of(cast, company, draft, 2)
    job = solved(cast, draft, run_jobs)
    assert job.result == {"redesign": draft.pk, "position": 2}, "everybody may read jobs"


def test_it_is_one_change_that_undo_takes_back(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    role_of(cast, company, draft, 3)
    before = now(draft)
    solved(cast, draft, run_jobs)
    assert now(draft) != before
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == before


def test_asked_again_it_gives_the_same(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    role_of(cast, company, draft, 3)
    solved(cast, draft, run_jobs)
    first = now(draft)
    again = solved(cast, draft, run_jobs, who=EVERYBODY)
    assert now(draft) == first
    assert again.result == {"redesign": draft.pk, "position": None}


def test_only_the_bench_is_placed_unless_everybody_may_move(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    role = role_of(cast, company, draft, 2)
    weak = company.people[0].pk
    put(cast, draft, seated(weak, role, company.markets[0].pk))
    solved(cast, draft, run_jobs)
    assert placed(draft) == {weak} | numbers(company, 4)
    solved(cast, draft, run_jobs, who=EVERYBODY)
    assert placed(draft) == numbers(company, 3, 4)


def test_locked_confirmed_and_kept_out_are_respected(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    role = role_of(cast, company, draft, 3)
    actor, market = cast.actor("leader"), company.markets[0].pk
    locked, sure, best = (company.people[place].pk for place in (0, 1, 4))
    put(cast, draft, seated(locked, role, market) | seated(sure, role, market))
    placements_lock(actor=actor, redesign=draft, numbers=[locked], locked=True)
    placements_state(actor=actor, redesign=draft, numbers=[sure], state="confirmed")
    ban_put(actor=actor, redesign=draft, number=best, role=role)
    solved(cast, draft, run_jobs, who=EVERYBODY)
    assert placed(draft) == {locked, sure} | numbers(company, 3)


def test_a_least_fit_and_readiness_leave_seats_vacant(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    role_of(cast, company, draft, 6)
    solved(cast, draft, run_jobs, least_fit=60)
    assert placed(draft) == numbers(company, 2, 3, 4)
    change_undo(actor=cast.actor("leader"), redesign=draft)
    solved(cast, draft, run_jobs, only_ready=True)
    assert placed(draft) == numbers(company, 4)


def test_a_plan_of_yesterday_is_not_written(cast: Cast, company: Company, draft: Redesign) -> None:
    role = role_of(cast, company, draft, 2)
    redesign = Redesign.objects.select_related("baseline", "journey__organization").get(pk=draft.pk)
    found = placing_compute(redesign, Options(), lambda done, total, words: None)
    put(cast, draft, seats(role, company.markets[0].pk, 4))
    before = now(draft)
    with pytest.raises(Conflict, match="Nothing was changed. Run it again"):
        placing_apply(actor=cast.actor("leader"), redesign=redesign, found=found)
    assert now(draft) == before


def test_what_the_plan_does_not_depend_on_may_change_meanwhile(cast: Cast, company: Company, draft: Redesign) -> None:
    role_of(cast, company, draft, 2)
    redesign = Redesign.objects.select_related("baseline", "journey__organization").get(pk=draft.pk)
    found = placing_compute(redesign, Options(), lambda done, total, words: None)
    put(cast, draft, {("wave", "a" * 12): {"name": "First", "starts_on": None, "note": ""}})
    assert placing_apply(actor=cast.actor("leader"), redesign=redesign, found=found) is not None


def test_cancelled_it_changes_nothing(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    role_of(cast, company, draft, 2)
    before = now(draft)
    actor = cast.actor("leader")
    job = placing_start(actor=actor, redesign=Redesign.objects.get(pk=draft.pk), options=Options())
    job_cancel(actor=actor, job=job)
    run_jobs()
    assert now(draft) == before
    assert Job.objects.get(pk=job.pk).state == "cancelled"


def test_whoever_may_not_place_people_starts_nothing(cast: Cast, company: Company, draft: Redesign) -> None:
    role_of(cast, company, draft, 2)
    redesign = Redesign.objects.get(pk=draft.pk)
    for name in ("owner", "admin", "facilitator", "pod_leader", "member"):
        with pytest.raises(NotAllowed):
            placing_start(actor=cast.actor(name), redesign=redesign, options=Options())
    assert not Job.objects.filter(kind=SOLVE).exists()


def test_without_seats_it_says_so(cast: Cast, company: Company, draft: Redesign) -> None:
    with pytest.raises(DomainError, match="no seats yet"):
        placing_start(actor=cast.actor("leader"), redesign=draft, options=Options())


def test_the_page_of_the_plan_says_who_is_left_out_and_why(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    role_of(cast, company, draft, 2)
    job = solved(cast, draft, run_jobs)
    address = f"/o/home/redesigns/{draft.pk}/people/solve/{job.result['position']}"  # type: ignore[index]
    text = cast.client("leader").get(address).content.decode()
    assert "2 of 7 people have a seat in this plan." in text
    assert "Total fit 1.8 of 7" in text
    assert "best possible, proved" in text
    assert "Others add more in the 2 seats they could take." in text
    assert "No role has a seat in their market" in text


def test_the_tray_gives_the_reason_of_the_solver_while_it_stands(
    cast: Cast, company: Company, draft: Redesign, run_jobs: Run
) -> None:
    role = role_of(cast, company, draft, 6)
    solved(cast, draft, run_jobs, least_fit=60)
    client, address = cast.client("leader"), f"/o/home/redesigns/{draft.pk}/people/"
    text = client.get(address).content.decode()
    assert "They fit none of the 6 seats in reach" in text
    assert "A vacant seat they could take" not in text, "the run asked for a fit of 60 %"
    put(cast, draft, seats(role, None, 1))
    text = client.get(address).content.decode()
    assert "A vacant seat they could take: <b>Buy expert, anywhere</b>, fit 100 %" in text


def test_a_reader_places_nobody_through_the_pages(cast: Cast, company: Company, draft: Redesign, run_jobs: Run) -> None:
    role = role_of(cast, company, draft, 2)
    collaborator_name(actor=cast.actor("leader"), redesign=draft, user=cast.users["admin"], may="read")
    client, before = cast.client("admin"), now(draft)
    base, number = f"/o/home/redesigns/{draft.pk}/people/", company.people[0].pk
    to = f"{role}:{company.markets[0].pk}"
    for path, body in (
        ("move", {"number": number, "to": to}),
        ("lock", {"number": number, "locked": "1"}),
        (f"{number}/not-here", {"role": role}),
        ("solve", {"who": "bench", "least_fit": "0"}),
        ("development/make", {}),
        ("waves/new", {"name": "Mine"}),
    ):
        assert client.post(base + path, body).status_code == 403, path
    run_jobs()
    assert now(draft) == before
