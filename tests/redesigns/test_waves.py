"""People change in waves: planned, filled, moved and removed, and counted without giving anybody away."""

from datetime import date

import pytest

from redesigns.models import Redesign
from redesigns.selectors.waves import waves_of
from redesigns.services.history import change_undo
from redesigns.services.placements import placements_wave
from redesigns.services.waves import wave_remove, wave_save
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    return staffed(cast, 12)


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    """Everybody has a seat."""
    draft = draft_of(cast, company)
    role, made = a_role("Buy expert")
    everybody = {key: one for person in company.people for key, one in seated(person.pk, role, None).items()}
    put(cast, draft, made | seats(role, None, 12) | everybody)
    return draft


def filled(cast: Cast, company: Company, draft: Redesign, name: str, *places: int) -> str:
    actor = cast.actor("leader")
    wave = wave_save(actor=actor, redesign=draft, name=name)
    people = [company.people[place].pk for place in places]
    placements_wave(actor=actor, redesign=draft, numbers=people, wave=wave)
    return wave


def test_it_counts_people_per_wave_and_those_without(cast: Cast, company: Company, draft: Redesign) -> None:
    filled(cast, company, draft, "First", 0, 1, 2)
    found = waves_of(draft)
    assert [(row.name, row.people) for row in found.rows] == [("First", 3)]
    assert (found.without, found.placed) == (9, 12)


def test_it_lists_them_by_their_first_day(cast: Cast, draft: Redesign) -> None:
    actor = cast.actor("leader")
    wave_save(actor=actor, redesign=draft, name="Later", starts_on=date(2027, 9, 1))
    wave_save(actor=actor, redesign=draft, name="Some day")
    wave_save(actor=actor, redesign=draft, name="Soon", starts_on=date(2027, 1, 1))
    assert [row.name for row in waves_of(draft).rows] == ["Soon", "Later", "Some day"]


def test_removing_a_wave_leaves_everybody_in_their_seat(cast: Cast, company: Company, draft: Redesign) -> None:
    wave = filled(cast, company, draft, "First", 0, 1)
    full = now(draft)
    wave_remove(actor=cast.actor("leader"), redesign=draft, wave=wave)
    placements = [fields for (kind, _), fields in now(draft).items() if kind == "placement"]
    assert {fields["state"] for fields in placements} == {"proposed"}
    assert {fields["wave"] for fields in placements} == {None}
    change_undo(actor=cast.actor("leader"), redesign=draft)
    assert now(draft) == full


def test_two_waves_never_have_one_name(cast: Cast, draft: Redesign) -> None:
    actor = cast.actor("leader")
    first = wave_save(actor=actor, redesign=draft, name="First")
    with pytest.raises(DomainError, match="Another wave"):
        wave_save(actor=actor, redesign=draft, name=" FIRST ")
    wave_save(actor=actor, redesign=draft, name="First", note="Moved", wave=first)
    assert [row.note for row in waves_of(draft).rows] == ["Moved"]


def test_a_wave_that_is_gone_is_a_conflict(cast: Cast, draft: Redesign) -> None:
    with pytest.raises(Conflict):
        wave_remove(actor=cast.actor("leader"), redesign=draft, wave="a" * 12)
    with pytest.raises(Conflict):
        wave_save(actor=cast.actor("leader"), redesign=draft, name="First", wave="a" * 12)


def test_only_editors_plan_waves(cast: Cast, draft: Redesign) -> None:
    before = now(draft)
    for name in ("owner", "facilitator", "member"):
        with pytest.raises(NotAllowed):
            wave_save(actor=cast.actor(name), redesign=draft, name="Mine")
    assert now(draft) == before


def test_small_waves_are_hidden_with_what_would_give_them_away(cast: Cast, company: Company, draft: Redesign) -> None:
    filled(cast, company, draft, "Small", 0, 1)
    found = waves_of(draft, smallest=5)
    assert [row.people for row in found.rows] == [None]
    assert found.without is None, "12 less 10 is 2"
    filled(cast, company, draft, "Large", 2, 3, 4, 5, 6)
    found = waves_of(draft, smallest=5)
    known = {row.name: row.people for row in found.rows} | {"none": found.without}
    assert known["Small"] is None
    assert sorted(known.values(), key=str) == [5, None, None], "with two of three known the third would follow"


def test_the_page_plans_changes_and_removes(cast: Cast, company: Company, draft: Redesign) -> None:
    client, base = cast.client("leader"), f"/o/home/redesigns/{draft.pk}/people/waves/"
    assert "Plan who changes first" in client.get(base).content.decode()
    assert client.post(f"{base}new", {"name": ""}).status_code == 422
    client.post(f"{base}new", {"name": "North", "starts_on": "2027-03-01", "note": "Pilot"})
    wave = waves_of(draft).rows[0]
    assert (wave.name, wave.starts_on) == ("North", date(2027, 3, 1))
    client.post(f"{base}{wave.key}/edit", {"name": "North first", "starts_on": ""})
    text = client.get(base).content.decode()
    assert "One wave. 12 of 12 people with a seat are in none." in text
    assert "No date yet" in text
    client.post(f"{base}{wave.key}/remove")
    assert waves_of(draft).rows == ()
