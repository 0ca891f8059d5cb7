"""People are moved by hand, many at once, by the rules of the redesign, and every move can be taken back."""

import pytest

from redesigns.models import Redesign, RedesignChange
from redesigns.services.history import change_undo
from redesigns.services.locks import ban_put, ban_remove
from redesigns.services.placements import placements_lock, placements_move, placements_state, placements_wave
from redesigns.services.seating import Repair, Target
from redesigns.services.waves import wave_save
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    company = staffed(cast, 6)
    company.work("Talk", fte={0: 1}, s0=3, s1=3)
    return company


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


def role_of(cast: Cast, company: Company, draft: Redesign, count: int = 2, **fields: object) -> str:
    """A role that does the company's one activity, with seats in the first market."""
    uid, made = a_role("Buy expert")
    activity = company.journey.activities.all()[0].pk
    duty = {("duty", f"{uid}:{activity}"): {"role": uid, "activity": activity, "part": "doing", "skills": None}}
    put(cast, draft, made | duty | seats(uid, company.markets[0].pk, count, **fields))
    return uid


def placement(draft: Redesign, number: int) -> dict[str, object]:
    return dict(now(draft)["placement", str(number)])


def test_it_moves_many_at_once_and_names_nobody(cast: Cast, company: Company, draft: Redesign) -> None:
    role = role_of(cast, company, draft, 3)
    numbers = [person.pk for person in company.people[:3]]
    target = Target(role, company.markets[0].pk)
    change = placements_move(actor=cast.actor("leader"), redesign=draft, numbers=numbers, target=target)
    assert change is not None
    assert (change.label, change.kind) == ("Moved people to Buy expert in Canada", "place")
    assert {placement(draft, number)["state"] for number in numbers} == {"proposed"}
    before = now(draft)
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert {placement(draft, number)["state"] for number in numbers} == {"bench"}
    assert now(draft) != before


def test_it_refuses_a_full_group_with_what_would_mend_it(cast: Cast, company: Company, draft: Redesign) -> None:
    role = role_of(cast, company, draft, 1)
    one, two = (person.pk for person in company.people[:2])
    market = company.markets[0].pk
    put(cast, draft, seated(one, role, market))
    before = now(draft)
    with pytest.raises(DomainError) as refused:
        placements_move(actor=cast.actor("leader"), redesign=draft, numbers=[two], target=Target(role, market))
    assert refused.value.code == "seats_full"
    assert refused.value.details == {"seats": 1, "missing": 1, "raise_to": 2, "can_swap": True}
    assert now(draft) == before


def test_it_raises_the_seats_by_as_many_as_are_missing(cast: Cast, company: Company, draft: Redesign) -> None:
    role = role_of(cast, company, draft, 1)
    numbers = [person.pk for person in company.people[:3]]
    market = company.markets[0].pk
    target = Target(role, market, repair=Repair.RAISE)
    placements_move(actor=cast.actor("leader"), redesign=draft, numbers=numbers, target=target)
    assert now(draft)["headcount", f"{role}:{market}"]["seats"] == 3


def test_it_swaps_with_the_one_who_fits_least(cast: Cast, company: Company, draft: Redesign) -> None:
    role = role_of(cast, company, draft, 2)
    market = company.markets[0].pk
    weak, strong, comes = (company.people[place].pk for place in (0, 4, 2))  # levels 1, 5 and 3 of the first skill
    put(cast, draft, seated(weak, role, market) | seated(strong, role, market))
    target = Target(role, market, repair=Repair.SWAP)
    placements_move(actor=cast.actor("leader"), redesign=draft, numbers=[comes], target=target)
    assert [placement(draft, number)["state"] for number in (weak, strong, comes)] == ["bench", "proposed", "proposed"]


def test_a_swap_gives_the_seat_left(cast: Cast, company: Company, draft: Redesign) -> None:
    role, market = role_of(cast, company, draft, 1), company.markets[0].pk
    other, made = a_role("Learn expert")
    weak, comes = company.people[0].pk, company.people[4].pk
    put(cast, draft, made | seats(other, None, 1) | seated(weak, role, market) | seated(comes, other, None))
    target = Target(role, market, repair=Repair.SWAP)
    placements_move(actor=cast.actor("leader"), redesign=draft, numbers=[comes], target=target)
    assert placement(draft, comes)["role"] == role
    assert placement(draft, weak)["role"] == other


def test_a_swap_never_takes_a_locked_seat(cast: Cast, company: Company, draft: Redesign) -> None:
    role, market = role_of(cast, company, draft, 1), company.markets[0].pk
    one, two = (person.pk for person in company.people[:2])
    put(cast, draft, seated(one, role, market))
    placements_lock(actor=cast.actor("leader"), redesign=draft, numbers=[one], locked=True)
    before = now(draft)
    target = Target(role, market, repair=Repair.SWAP)
    with pytest.raises(DomainError, match="locked"):
        placements_move(actor=cast.actor("leader"), redesign=draft, numbers=[two], target=target)
    assert now(draft) == before


def test_whoever_is_locked_stays(cast: Cast, company: Company, draft: Redesign) -> None:
    actor, number = cast.actor("leader"), company.people[0].pk
    placements_lock(actor=actor, redesign=draft, numbers=[number], locked=True)
    with pytest.raises(DomainError, match="1 person is locked"):
        placements_move(actor=actor, redesign=draft, numbers=[number], target=Target(state="leaving"))
    placements_lock(actor=actor, redesign=draft, numbers=[number], locked=False)
    placements_move(actor=actor, redesign=draft, numbers=[number], target=Target(state="leaving"))
    assert placement(draft, number)["state"] == "leaving"


def test_not_here_empties_the_seat_and_keeps_it_so(cast: Cast, company: Company, draft: Redesign) -> None:
    role, market, number = role_of(cast, company, draft), company.markets[0].pk, company.people[0].pk
    put(cast, draft, seated(number, role, market))
    actor = cast.actor("leader")
    ban_put(actor=actor, redesign=draft, number=number, role=role)
    assert placement(draft, number)["state"] == "bench"
    with pytest.raises(DomainError, match="Not here"):
        placements_move(actor=actor, redesign=draft, numbers=[number], target=Target(role, market))
    ban_remove(actor=actor, redesign=draft, number=number, role=role)
    placements_move(actor=actor, redesign=draft, numbers=[number], target=Target(role, market))
    assert placement(draft, number)["role"] == role


def test_it_keeps_the_least_fte_of_a_seat(cast: Cast, company: Company) -> None:
    part_time = company.staff(0, 0, mfte=400, s0=4).pk
    draft = draft_of(cast, company)
    role = role_of(cast, company, draft, 2, least_mfte=800)
    with pytest.raises(DomainError, match=r"at least 0\.8 FTE, and 1 person"):
        target = Target(role, company.markets[0].pk)
        placements_move(actor=cast.actor("leader"), redesign=draft, numbers=[part_time], target=target)
    assert placement(draft, part_time)["state"] == "bench"


def test_states_and_waves_are_for_people_with_a_seat(cast: Cast, company: Company, draft: Redesign) -> None:
    role, market, number = role_of(cast, company, draft), company.markets[0].pk, company.people[0].pk
    actor = cast.actor("leader")
    wave = wave_save(actor=actor, redesign=draft, name="First wave")
    for act in (
        lambda: placements_state(actor=actor, redesign=draft, numbers=[number], state="confirmed"),
        lambda: placements_wave(actor=actor, redesign=draft, numbers=[number], wave=wave),
    ):
        with pytest.raises(DomainError, match="seat"):
            act()
    put(cast, draft, seated(number, role, market))
    placements_state(actor=actor, redesign=draft, numbers=[number], state="confirmed")
    placements_wave(actor=actor, redesign=draft, numbers=[number], wave=wave)
    assert (placement(draft, number)["state"], placement(draft, number)["wave"]) == ("confirmed", wave)


def test_a_stale_move_is_refused(cast: Cast, company: Company, draft: Redesign) -> None:
    role, market, number = role_of(cast, company, draft), company.markets[0].pk, company.people[0].pk
    actor, seen = cast.actor("leader"), Redesign.objects.get(pk=draft.pk).revision
    placements_move(actor=actor, redesign=draft, numbers=[number], target=Target(role, market), seen=seen)
    with pytest.raises(Conflict, match="Moved people to Buy expert in Canada"):
        placements_move(actor=actor, redesign=draft, numbers=[number], target=Target(state="leaving"), seen=seen)
    assert placement(draft, number)["role"] == role


def test_only_named_leaders_place_people(cast: Cast, company: Company, draft: Redesign) -> None:
    before, number = now(draft), company.people[0].pk
    for name in ("owner", "admin", "facilitator", "pod_leader", "member"):
        with pytest.raises(NotAllowed):
            target = Target(state="leaving")
            placements_move(actor=cast.actor(name), redesign=draft, numbers=[number], target=target)
    assert now(draft) == before
    assert not RedesignChange.objects.filter(redesign=draft).exists()


def test_a_role_with_braces_in_its_name_can_be_filled(cast: Cast, company: Company, draft: Redesign) -> None:
    role, made = a_role("Buy {expert}")
    put(cast, draft, made | seats(role, None, 1))
    change = placements_move(
        actor=cast.actor("leader"), redesign=draft, numbers=[company.people[0].pk], target=Target(role)
    )
    assert change is not None
    assert change.label == "Moved people to Buy {expert}"
