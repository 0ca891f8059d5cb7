"""Shared services candidates of a stored journey: figures, page, API, and what small groups give away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from demo.seats import SEATS
from demo.services import company_load
from journeys.models import Journey, LegacyFunction, Skill
from roles.models import DemandCell, Person, SupplyCell
from roles.selectors.shared_services import shared_services
from roles.services.rollup import inventory_lock, inventory_replaced
from roles.shared_services import Thresholds
from roles.views.shared_services import headline, why
from uniengine.accounts.access import Actor, actor_of_member
from uniengine.accounts.models import Organization, User
from uniengine.kit.scoping import scope

SHARED = {"Customer analytics", "Customer systems", "Digital content"}


@pytest.fixture
def firm(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organization]:
    """The demo company without its redesigns, which take seconds to work out."""
    monkeypatch.setattr("demo.services.redesigns_load", lambda organization, journey: [])
    organization = company_load().organization
    with scope(organization.pk):
        yield organization


def user_of(role: str) -> User:
    return User.objects.get(email=next(seat.email for seat in SEATS if seat.role == role))


def actor_of(role: str, organization: Organization) -> Actor:
    return actor_of_member(user_of(role), organization)


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(user_of(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def shrink(function: str, skill: str, to: int) -> None:
    """Leave `to` people of the function with the skill at any level."""
    people = Person.objects.filter(function__name=function, ratings__skill__name=skill).distinct()
    keep = [person.pk for person in people[:to]]
    for person in people.exclude(pk__in=keep):
        person.ratings.filter(skill__name=skill).delete()


def count_again(organization: Organization) -> None:
    inventory_replaced(inventory_lock(organization))


@pytest.mark.parametrize("role", ["leader", "member"])
def test_it_finds_three_candidates_in_the_demo_company(firm: Organization, role: str) -> None:
    found = shared_services(actor=actor_of(role, firm), journey=Journey.objects.get(), thresholds=Thresholds())
    assert {skill.name for skill in found.skills} == SHARED
    assert all(skill.stage_count == found.stage_count == 5 for skill in found.skills)
    assert headline(found).startswith("Three skills serve every stage and sit in ")
    assert not found.stale
    for skill in found.skills:
        assert sum(stage.mfte for stage in skill.stages) == skill.needed > 0


def test_it_adds_up_what_the_people_of_a_function_hold(firm: Organization) -> None:
    found = shared_services(actor=actor_of("owner", firm), journey=Journey.objects.get(), thresholds=Thresholds())
    for skill in found.skills:
        for function in skill.functions:
            people = Person.objects.filter(
                function=function.pk, ratings__skill=skill.pk, ratings__effective=True, ratings__level__gte=skill.level
            )
            assert function.people == people.count()
            assert function.mfte == sum(people.values_list("mfte", flat=True))
        assert sum(function.mfte or 0 for function in skill.functions) == skill.held
        assert skill.functions[0].share == 100


def test_it_shows_figures_of_people_to_those_alone_who_may_see_people(firm: Organization) -> None:
    for role in ("facilitator", "pod_leader", "member"):
        found = shared_services(
            actor=actor_of(role, firm), journey=Journey.objects.get(), thresholds=Thresholds(mfte=0)
        )
        assert found.thresholds.mfte == 1000
        for skill in found.skills:
            assert skill.held is None
            assert {(one.people, one.mfte, one.share) for one in skill.functions} == {(None, None, 0)}
            assert [one.name for one in skill.functions] == sorted(one.name for one in skill.functions)


def test_it_says_when_people_changed_since(firm: Organization) -> None:
    count_again(firm)
    found = shared_services(actor=actor_of("owner", firm), journey=Journey.objects.get(), thresholds=Thresholds())
    assert found.stale


def test_it_keeps_small_groups_from_those_who_see_no_names(firm: Organization) -> None:
    shrink("Commercial operations", "Customer analytics", 4)
    count_again(firm)
    journey = Journey.objects.get()
    for role, shown in (("leader", True), ("facilitator", False), ("member", False)):
        for mfte in (0, 1000):  # moving a threshold tells nothing about the hidden group
            found = shared_services(actor=actor_of(role, firm), journey=journey, thresholds=Thresholds(mfte=mfte))
            skill = next(skill for skill in found.skills if skill.name == "Customer analytics")
            assert ("Commercial operations" in [function.name for function in skill.functions]) == shown


def test_it_reads_with_the_same_queries_whatever_the_size(firm: Organization, django_assert_num_queries) -> None:
    actor, journey = actor_of("owner", firm), Journey.objects.get()
    with django_assert_num_queries(7):
        shared_services(actor=actor, journey=journey, thresholds=Thresholds())
    with django_assert_num_queries(7):
        shared_services(actor=actor, journey=journey, thresholds=Thresholds(stages=1, functions=1, mfte=0))


def test_it_says_why_in_words(firm: Organization) -> None:
    found = shared_services(
        actor=actor_of("owner", firm), journey=Journey.objects.get(), thresholds=Thresholds(1, 1, 10_000)
    )
    words = {skill.name: why(skill, found.stage_count) for skill in found.skills}
    assert words["Customer systems"].startswith("All five stages need it. ")
    assert words["Installation"] == "One stage needs it. One function holds it at level 2 or better."
    assert headline(found).endswith("each.")


def test_it_shows_the_page(firm: Organization) -> None:
    answer = client_of("member").get(f"/o/{firm.slug}/gaps/shared")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(name in text for name in SHARED)
    assert "Functions where fewer than 5 people hold a skill, or less than 1.0 FTE, are left out." in text
    assert 'name="fte"' not in text
    leaders = client_of("leader").get(f"/o/{firm.slug}/gaps/shared").content.decode()
    assert "left out" not in leaders
    assert 'name="fte"' in leaders


def test_it_moves_the_thresholds_by_the_address(firm: Organization) -> None:
    client = client_of("leader")
    none = client.get(f"/o/{firm.slug}/gaps/shared?functions=9").content.decode()
    assert "No skill serves three stages and sits in nine functions." in none
    more = client.get(f"/o/{firm.slug}/gaps/shared?stages=2").content.decode()
    assert "Solution design" in more
    wrong = client.get(f"/o/{firm.slug}/gaps/shared?stages=0")
    assert wrong.status_code == 422
    assert "greater than or equal to 1" in wrong.content.decode()
    assert client.get(f"/o/{firm.slug}/gaps/shared?journey=999999").status_code == 404
    assert client.get(f"/o/{firm.slug}/gaps/shared?journey=x").status_code == 404


def test_it_says_so_before_there_is_anything(cast) -> None:
    client = cast.client("leader")
    assert "There is no journey yet." in client.get("/o/home/gaps/shared").content.decode()
    with scope(cast.home.pk):
        Journey.objects.create(organization=cast.home, name="New")
    assert "not worked out yet" in client.get("/o/home/gaps/shared").content.decode()


def test_it_answers_by_api(firm: Organization) -> None:
    journey = Journey.objects.get()
    base = f"/api/v1/organizations/{firm.slug}/journeys/{journey.pk}/shared-services"
    answer = client_of("member").get(base).json()
    assert {skill["name"] for skill in answer["skills"]} == SHARED
    assert answer["small_group"] == 5
    assert len(answer["skills"][0]["stages"]) == 5
    assert answer["skills"][0]["functions"][0]["mfte"] is None
    assert client_of("admin").get(base).json()["skills"][0]["functions"][0]["mfte"] > 0
    assert client_of("member").get(base + "?functions=9").json()["skills"] == []
    wrong = client_of("member").get(base + "?mfte=-1")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid")


def test_it_shows_nothing_of_another_organization(firm: Organization, cast) -> None:
    journey = Journey.objects.get()
    assert cast.client("owner").get(f"/o/home/gaps/shared?journey={journey.pk}").status_code == 404
    path = f"/api/v1/organizations/home/journeys/{journey.pk}/shared-services"
    assert cast.client("owner").get(path).status_code == 404


def test_it_does_not_count_people_without_a_function(firm: Organization) -> None:
    LegacyFunction.objects.create(organization=firm, name="Empty")
    analytics = Skill.objects.get(name="Customer analytics")
    Person.objects.filter(ratings__skill=analytics).update(function=None)
    count_again(firm)
    found = shared_services(actor=actor_of("owner", firm), journey=Journey.objects.get(), thresholds=Thresholds())
    assert analytics.pk not in [skill.pk for skill in found.skills]


def page_of(role: str, query: str = "") -> str:
    return str(client_of(role).get(f"/o/tarnfjord/gaps/shared{query}").content, "utf-8")


def test_it_says_that_activities_need_a_stage_where_none_has_one(firm: Organization) -> None:
    DemandCell.objects.update(stage=None)
    text = page_of("leader")
    assert "No activity has a stage yet." in text
    assert f'<a class="btn" href="/o/tarnfjord/journeys/{Journey.objects.get().pk}/">Open the journey board</a>' in text
    assert "usual thresholds" not in text


def test_it_says_that_people_need_a_function_where_nobody_has_one(firm: Organization) -> None:
    SupplyCell.objects.exclude(function_key=0).delete()
    assert "Nobody with these skills has a legacy function." in page_of("owner")
    assert "Go to the imports" in page_of("owner")
    assert "Go to the imports" not in page_of("member")


def test_it_offers_the_usual_thresholds_only_where_others_are_set(firm: Organization) -> None:
    assert "Back to the usual thresholds" in page_of("leader", "?functions=9")
    SupplyCell.objects.filter(skill__name__in=SHARED).delete()
    text = page_of("leader")
    assert "No candidate under the usual thresholds" in text
    assert "Back to the usual thresholds" not in text
