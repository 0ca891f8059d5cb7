"""People by name: found, edited, rated, exported and erased by those who may, and by nobody else."""

import json
import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from roles.models import Person, Rater, SkillLevel
from roles.services.people import person_create, person_erase, person_update
from roles.services.ratings import rating_remove, rating_set
from tests import factories
from tests.cast import Cast
from tests.roles.gap_company import Company, company_of
from uniengine.accounts.models import AuditEntry
from uniengine.accounts.services.organizations import organization_update
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

Run = Callable[[], int]
API = "/api/v1/organizations/home/people"


@pytest.fixture
def home(scoped: Cast) -> Company:
    home = company_of(scoped)
    home.staff(0, 0, s0=4, s1=2)
    home.staff(1, 1, s0=2)
    return home


def form_of(person: Person, **changes: object) -> dict[str, object]:
    """What the edit page sends."""
    return {
        "name": person.name,
        "employee_id": person.employee_id,
        "email": person.email,
        "market": person.market_id or "",
        "function": person.function_id or "",
        "fte": "1",
        "version": person.version,
    } | changes


def test_it_finds_people_by_word_place_and_skill(scoped: Cast, home: Company) -> None:
    def names(query: str) -> list[str]:
        rows = scoped.client("leader").get(f"/o/home/people/?{query}").context["page"]
        return [person.name for person in rows]

    assert names("") == ["Person 0001", "Person 0002"]
    assert names("q=0002") == ["Person 0002"]
    assert names(f"market={home.markets[0].pk}") == ["Person 0001"]
    assert names(f"market={home.root.pk}&sort=-name") == ["Person 0002", "Person 0001"]
    assert names("skill=Skill 0&level=3") == ["Person 0001"]
    assert names("here=gone") == []


def test_it_says_when_it_knows_no_such_skill(scoped: Cast, home: Company) -> None:
    response = scoped.client().get("/o/home/people/?skill=Juggling")
    assert response.status_code == 422
    assert "No skill has this name." in response.content.decode()


def test_it_shows_every_rater_with_the_one_that_counts(scoped: Cast, home: Company) -> None:
    person = home.people[0]
    rating_set(actor=scoped.actor(), person=person, skill=home.skills[0], rater=Rater.SELF, level=5)
    text = scoped.client("leader").get(f"/o/home/people/{person.pk}/").content.decode()
    assert "<b>Manager 4</b>, counts" in text
    assert "Self 5" in text
    assert "Remove" not in text, "a leader looks"


@pytest.mark.parametrize("address", ["", "{pk}/", "{pk}/file", "{pk}/edit", "file"])
def test_it_logs_every_read_and_lets_no_browser_keep_it(scoped: Cast, home: Company, address: str) -> None:
    response = scoped.client().get("/o/home/people/" + address.format(pk=home.people[0].pk))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(action__startswith="read.").count() == 1


def test_it_keeps_no_name_in_the_change_log(scoped: Cast, home: Company) -> None:
    actor, person = scoped.actor(), home.people[0]
    values = {"name": "Zoe Unheard", "email": "zoe@example.com", "employee_id": "777"}
    made = person_create(actor=actor, values=values)
    person_update(actor=actor, person=person, version=1, changes={"name": "Zoe Unheard", "mfte": 500})
    person_erase(actor=actor, person=made, reason="Asked for it")
    log = json.dumps([[e.object_label, e.before, e.after, e.reason] for e in AuditEntry.objects.all()])
    assert not [word for word in ("Zoe", "777", "zoe@", "Person 0001") if word in log]
    assert AuditEntry.objects.get(action="person.update").after == {"name": "(not kept)", "mfte": 500}


def test_it_saves_an_edit(scoped: Cast, home: Company) -> None:
    person = home.people[0]
    sent = form_of(person, title="Planner", fte="0.8", manager="0002")
    assert scoped.client("admin").post(f"/o/home/people/{person.pk}/edit", sent).status_code == 302
    person.refresh_from_db()
    assert (person.title, person.mfte, person.manager, person.version) == ("Planner", 800, home.people[1], 2)


def test_it_shows_both_versions_of_a_stale_edit(scoped: Cast, home: Company) -> None:
    person = home.people[0]
    sent = form_of(person, title="Mine", fte="0.8")
    person_update(actor=scoped.actor(), person=person, version=1, changes={"title": "Theirs", "mfte": 750})
    response = scoped.client("admin").post(f"/o/home/people/{person.pk}/edit", sent)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in text
    assert "Mine" in text
    assert re.search(r"FTE</th>\s*<td[^>]*>0\.750</td>\s*<td[^>]*>0\.800</td>", text)
    assert Person.objects.get(pk=person.pk).title == "Theirs"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"employee_id": "0002"}, "employee_id_taken"),
        ({"employee_id": "", "email": ""}, "key_missing"),
        ({"mfte": 1001}, "fte_range"),
    ],
)
def test_it_refuses_what_cannot_be(scoped: Cast, home: Company, changes: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        person_update(actor=scoped.actor(), person=home.people[0], version=1, changes=changes)
    assert refused.value.code == code


def test_it_lets_nobody_be_their_own_manager_in_circles(scoped: Cast, home: Company) -> None:
    first, second = home.people
    person_update(actor=scoped.actor(), person=first, version=1, changes={"manager": second})
    with pytest.raises(DomainError) as refused:
        person_update(actor=scoped.actor(), person=second, version=1, changes={"manager": first})
    assert refused.value.code == "manager_circle"


def test_it_finds_a_circle_however_long(scoped: Cast, home: Company) -> None:
    chain = [factories.person(scoped.home, f"c{number}") for number in range(60)]
    for above, below in pairwise(chain):
        Person.objects.filter(pk=below.pk).update(manager=above)
    with pytest.raises(DomainError) as refused:
        person_update(actor=scoped.actor(), person=chain[0], version=1, changes={"manager": chain[-1]})
    assert refused.value.code == "manager_circle"


def test_it_ends_at_a_circle_an_older_file_has_left(scoped: Cast, home: Company) -> None:
    first, second = home.people
    Person.objects.filter(pk=first.pk).update(manager=second)
    Person.objects.filter(pk=second.pk).update(manager=first)
    third = factories.person(scoped.home, "third")
    person_update(actor=scoped.actor(), person=third, version=1, changes={"manager": first})
    assert Person.objects.get(pk=third.pk).manager == first


def test_it_erases_a_person_with_everything(scoped: Cast, home: Company) -> None:
    first, second = home.people
    Person.objects.filter(pk=second.pk).update(manager=first)
    sent = {"reason": "Asked for it"}
    assert scoped.client("admin").post(f"/o/home/people/{first.pk}/erase", sent).status_code == 302
    assert list(Person.objects.values_list("pk", "manager")) == [(second.pk, None)]
    assert not SkillLevel.objects.filter(person_id=first.pk).exists()


@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_changes_nothing_for_those_who_may_not(scoped: Cast, home: Company, name: str) -> None:
    before = list(Person.objects.values()), list(SkillLevel.objects.values())
    client, person = scoped.client(name), home.people[0]
    for address in ("edit", "erase", "ratings", f"ratings/{home.skills[0].pk}/2/remove"):
        assert client.post(f"/o/home/people/{person.pk}/{address}", {"reason": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        person_update(actor=scoped.actor(name), person=person, version=1, changes={"mfte": 1})
    assert before == (list(Person.objects.values()), list(SkillLevel.objects.values()))


def test_it_rates_by_hand_and_takes_a_rating_away(scoped: Cast, home: Company) -> None:
    person, client = home.people[0], scoped.client("admin")
    sent = {"skill": "Skill 2", "rater": 1, "level": 5}
    assert client.post(f"/o/home/people/{person.pk}/ratings", sent).status_code == 302
    row = SkillLevel.objects.get(person=person, skill=home.skills[2])
    assert (row.level, row.rater, row.effective, row.raw) == (5, Rater.ASSESSMENT, True, "")
    assert client.post(f"/o/home/people/{person.pk}/ratings/{home.skills[2].pk}/1/remove").status_code == 302
    assert not SkillLevel.objects.filter(pk=row.pk).exists()


def test_it_marks_by_the_order_of_raters_of_now_and_not_of_when_the_request_came(scoped: Cast, home: Company) -> None:
    person, skill, actor = home.people[0], home.skills[0], scoped.actor()
    organization_update(actor=scoped.actor(), changes={"rater_precedence": ["self", "manager", "assessment"]})
    assert actor.organization.rater_precedence[0] == "assessment"
    rating_set(actor=actor, person=person, skill=skill, rater=Rater.SELF, level=1)
    rating_set(actor=actor, person=person, skill=skill, rater=Rater.ASSESSMENT, level=5)
    counts = SkillLevel.objects.get(person=person, skill=skill, effective=True)
    assert (counts.rater, counts.level) == (Rater.SELF, 1)
    rating_remove(actor=actor, person=person, skill=skill, rater=Rater.SELF)
    assert SkillLevel.objects.get(person=person, skill=skill, effective=True).rater == Rater.MANAGER


def test_it_exports_all_that_is_known_of_a_person(scoped: Cast, home: Company) -> None:
    found = scoped.client("leader").get(f"/o/home/people/{home.people[0].pk}/file").json()
    assert (found["employee_id"], found["market"], found["fte"]) == ("0001", "Canada", 1.0)
    assert {(row["skill"], row["level"]) for row in found["ratings"]} == {("Skill 0", 4), ("Skill 1", 2)}


def test_it_does_all_of_it_over_the_api(scoped: Cast, home: Company) -> None:
    client = scoped.client("admin")
    made = client.post(API, json.dumps({"employee_id": "0815", "name": "New"}), content_type="application/json")
    assert made.status_code == 201
    pk, skill = made.json()["id"], home.skills[0].pk
    put = client.put(f"{API}/{pk}/ratings/{skill}/manager", json.dumps({"level": 3}), content_type="application/json")
    assert (put.status_code, put.json()["counts"]) == (200, True)
    stale = client.patch(f"{API}/{pk}", json.dumps({"version": 9, "title": "x"}), content_type="application/json")
    assert (stale.status_code, stale.json()["code"]) == (409, "person_stale")
    good = client.patch(f"{API}/{pk}", json.dumps({"version": 1, "title": "x"}), content_type="application/json")
    assert (good.status_code, good.json()["version"]) == (200, 2)
    assert client.get(f"{API}?skill={skill}&level=3").json()["count"] == 2
    gone = client.delete(f"{API}/{pk}", json.dumps({"reason": "Left"}), content_type="application/json")
    assert gone.status_code == 204
    assert client.get(f"{API}/{pk}").status_code == 404


def test_it_takes_no_market_of_another_organization(scoped: Cast, home: Company) -> None:
    foreign = factories.organization_market(scoped.away, "Elsewhere")
    body = json.dumps({"version": 1, "market": foreign.pk})
    sent = scoped.client("admin").patch(f"{API}/{home.people[0].pk}", body, content_type="application/json")
    assert sent.status_code == 400


def test_it_refuses_an_edit_of_somebody_who_is_gone(scoped: Cast, home: Company) -> None:
    with pytest.raises(Conflict):
        person_update(actor=scoped.actor(), person=Person(pk=424242), version=1, changes={"title": "x"})
