"""The pages of the role designer: what they say, small edits, and who sees what."""

import pytest
from django.test import Client

from redesigns.models import Collaborator, Redesign, RedesignChange
from redesigns.records import key_of, record
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    home = staffed(cast, 8)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3, s1=2)
    home.work("Host events", 0, {1: 0.5}, s1=2)
    return home


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


@pytest.fixture
def role(cast: Cast, company: Company, draft: Redesign) -> str:
    uid, made = a_role("Buy expert", stage=company.stages[1].pk, purpose="Helps buyers decide")
    put(cast, draft, made | duty(uid, activity_of(company, "Advise buyers")))
    return uid


def duty(role: str, activity: int, **fields: object) -> dict:
    made = record("duty", role=role, activity=activity, **fields)
    return {key_of("duty", made): made}


def activity_of(company: Company, name: str) -> int:
    return company.journey.activities.get(name=name).pk


def address(draft: Redesign, rest: str = "") -> str:
    return f"/o/home/redesigns/{draft.pk}/roles/{rest}"


def leader(cast: Cast) -> Client:
    return cast.client("leader")


def name_facilitator(cast: Cast, draft: Redesign, may: str = "edit") -> Client:
    Collaborator.objects.create(organization=cast.home, redesign=draft, user=cast.users["facilitator"], may=may)
    return cast.client("facilitator")


def test_it_begins_with_three_ways(cast: Cast, draft: Redesign) -> None:
    text = leader(cast).get(address(draft)).content.decode()
    assert "There are no roles yet." in text
    assert "Propose roles" in text
    assert "Use the template" in text


def test_it_says_which_activities_belong_to_no_role(cast: Cast, draft: Redesign, role: str) -> None:
    text = leader(cast).get(address(draft)).content.decode()
    assert "One role. One activity belongs to none of them." in text
    assert "Host events" in text


def test_the_sheet_shows_what_follows_from_the_activities(cast: Cast, draft: Redesign, role: str) -> None:
    text = leader(cast).get(address(draft, f"{role}/")).content.decode()
    assert "2.0 FTE of work over 2 skills." in text  # 2,000 mfte on two skills: a leverage of 1.00
    assert "1.00" in text
    assert "Skill 0" in text
    assert "It takes another role, and skills, to compare." in text


def test_it_adds_activities_and_takes_them_out(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    client, events = leader(cast), activity_of(company, "Host events")
    seen = Redesign.objects.get(pk=draft.pk).revision
    answer = client.post(address(draft, f"{role}/activities/"), {"activity": [events], "seen": seen})
    assert answer["Location"] == address(draft, f"{role}/#activities")
    assert now(draft)["duty", f"{role}:{events}"]["part"] == "accountable"
    assert "Every activity" in client.get(address(draft)).content.decode()
    client.post(address(draft, f"{role}/activities/{events}/remove/"), {"seen": seen + 1})
    assert ("duty", f"{role}:{events}") not in now(draft)


def test_it_finds_activities_by_words_those_without_a_role_first(
    cast: Cast, company: Company, draft: Redesign, role: str
) -> None:
    other, made = a_role("Event host")
    put(cast, draft, made)
    text = leader(cast).get(address(draft, f"{other}/")).content.decode()
    assert text.index("Host events") < text.index("Advise buyers")
    found = leader(cast).get(address(draft, f"{other}/"), {"find": "ADVISE"}).content.decode()
    part = found[found.index('id="finds"') :]
    assert "Advise buyers" in part[: part.index("</form>")]
    assert "Host events" not in part[: part.index("</form>")]


def test_a_role_carries_only_the_skills_chosen(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    activity, skill = activity_of(company, "Advise buyers"), company.skills[0].pk
    sent = {"some": "1", "skills": [skill], "seen": 99}
    leader(cast).post(address(draft, f"{role}/activities/{activity}/"), sent)
    assert now(draft)["duty", f"{role}:{activity}"]["skills"] == [skill]
    text = leader(cast).get(address(draft, f"{role}/")).content.decode()
    assert "1.0 FTE of work over 1 skill." in text
    leader(cast).post(address(draft, f"{role}/activities/{activity}/"), {"some": "1", "seen": 99})
    assert now(draft)["duty", f"{role}:{activity}"]["skills"] == [skill]  # none at all is refused


def test_a_mark_overrides_and_is_cleared(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    skill = company.skills[0].pk
    leader(cast).post(address(draft, f"{role}/skills/{skill}/"), {"level": "5", "mandatory": "no", "seen": 99})
    assert now(draft)["mark", f"{role}:{skill}"]["level"] == 5
    text = leader(cast).get(address(draft, f"{role}/")).content.decode()
    assert "Set by hand" in text
    leader(cast).post(address(draft, f"{role}/skills/{skill}/clear/"), {"seen": 99})
    assert ("mark", f"{role}:{skill}") not in now(draft)


def test_seats_by_market_and_none_at_all(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    market = company.markets[0].pk
    sent = {"market": market, "seats": 2, "least": "0.5", "seen": 99}
    leader(cast).post(address(draft, f"{role}/seats/"), sent)
    assert now(draft)["headcount", f"{role}:{market}"]["least_mfte"] == 500
    put(cast, draft, seated(company.people[0].pk, role, market))
    leader(cast).post(address(draft, f"{role}/seats/"), sent | {"seats": 0})
    state = now(draft)
    assert ("headcount", f"{role}:{market}") not in state
    assert state["placement", str(company.people[0].pk)]["state"] == "bench"


def test_a_stale_edit_changes_nothing_and_says_so(cast: Cast, draft: Redesign, role: str) -> None:
    seen = Redesign.objects.get(pk=draft.pk).revision
    sent = {"name": "Buy expert", "purpose": "First", "seen": seen}
    assert leader(cast).post(address(draft, f"{role}/edit/"), sent).status_code == 302
    answer = leader(cast).post(address(draft, f"{role}/edit/"), sent | {"purpose": "Second"})
    assert answer.status_code == 409
    assert "changed the same thing meanwhile" in answer.content.decode()
    assert now(draft)["role", role]["purpose"] == "First"


def test_two_roles_cannot_have_one_name(cast: Cast, draft: Redesign, role: str) -> None:
    answer = leader(cast).post(address(draft, "new/"), {"name": "buy EXPERT"})
    assert answer.status_code == 422
    assert "Another role has this name" in answer.content.decode()


def test_deleting_says_how_many_go_to_the_bench(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    one, two = (person.pk for person in company.people[:2])
    put(cast, draft, seats(role, None, 2) | seated(one, role, None) | seated(two, role, None))
    text = leader(cast).get(address(draft, f"{role}/delete/")).content.decode()
    assert '<b class="num">2</b> people placed in it go to the bench.' in " ".join(text.split())
    seen = Redesign.objects.get(pk=draft.pk).revision
    leader(cast).post(address(draft, f"{role}/delete/"), {"seen": seen})
    assert Redesign.objects.get(pk=draft.pk).bench == 8


def test_names_are_for_those_who_see_names_and_every_look_is_noted(
    cast: Cast, company: Company, draft: Redesign, role: str
) -> None:
    name = company.people[0].name
    page = leader(cast).get(address(draft, f"{role}/"))
    assert name in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert AuditEntry.objects.filter(action="read.role_people").count() == 1
    facilitator = name_facilitator(cast, draft)
    text = facilitator.get(address(draft, f"{role}/")).content.decode()
    assert not [person.name for person in company.people if person.name in text]
    assert facilitator.get(address(draft, f"{role}/people/")).status_code in (403, 404)
    assert AuditEntry.objects.filter(action="read.role_people").count() == 1


def test_it_lists_everybody_against_a_role(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    text = leader(cast).get(address(draft, f"{role}/people/")).content.decode()
    assert all(person.name in text for person in company.people)
    ready = leader(cast).get(address(draft, f"{role}/people/"), {"show": "ready"}).content.decode()
    shown = {person.name for person in company.people if person.name in ready}
    assert shown == {company.people[number].name for number in (2, 3, 4, 7)}  # level 3 and up of the first skill


def test_readers_and_members_do_not_edit(cast: Cast, company: Company, draft: Redesign, role: str) -> None:
    client = name_facilitator(cast, draft, "read")
    before, count = now(draft), RedesignChange.objects.count()
    for rest, sent in (
        ("new/", {"name": "Mine"}),
        (f"{role}/edit/", {"name": "Mine"}),
        (f"{role}/delete/", {}),
        (f"{role}/activities/", {"activity": [activity_of(company, "Host events")]}),
        (f"{role}/seats/", {"seats": 3}),
        ("template/", {}),
        ("proposals/new/", {"sharing": "whole", "seconds": 5}),
        ("groups/new/", {"name": "Mine"}),
    ):
        assert client.post(address(draft, rest), sent).status_code == 403, rest
    assert (now(draft), RedesignChange.objects.count()) == (before, count)
    assert "Add a role" not in client.get(address(draft)).content.decode()


def test_what_is_gone_from_the_journey_is_told_and_tidied(
    cast: Cast, company: Company, draft: Redesign, role: str
) -> None:
    company.journey.activities.get(name="Advise buyers").delete()
    text = leader(cast).get(address(draft)).content.decode()
    assert "are still in 1 role" in text
    leader(cast).post(address(draft, "activities/tidy/"))
    assert [key for key in now(draft) if key[0] == "duty"] == []


def test_roles_without_seats_get_those_their_work_takes(
    cast: Cast, company: Company, draft: Redesign, role: str
) -> None:
    assert "no seats" in leader(cast).get(address(draft)).content.decode()
    leader(cast).post(address(draft, "seats/"))
    assert now(draft)["headcount", f"{role}:{company.markets[0].pk}"]["seats"] == 2  # 2.0 FTE in Canada
    again = leader(cast).post(address(draft, "seats/"), follow=True).content.decode()
    assert "Every role has seats already" in again
