"""Who does not see names sees counts of larger groups, and no name, number, title or address of anybody, anywhere."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from redesigns.api_urls_placements import urlpatterns as operations
from redesigns.models import DevelopmentItem, Redesign
from redesigns.placing_problem import EVERYBODY, Options
from redesigns.services.deciding import redesign_propose
from redesigns.services.development import development_generate
from redesigns.services.locks import ban_put
from redesigns.services.placing import placing_start
from redesigns.services.redesigns import collaborator_name
from redesigns.services.waves import wave_save
from redesigns.small_groups import Heads, shown
from redesigns.urls_placements import urlpatterns as pages
from roles.models import Person
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, put, seated, staffed
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry

NAME, TITLE, MAIL, BADGE, PLACE = "Zephyrine", "Quizzical", "canary.example", "BADGE", "Hushedunit"


@pytest.fixture
def company(scoped: Cast) -> Company:
    company = staffed(scoped, 14)
    company.work("Talk", fte={0: 1}, s0=3, s1=3)
    for place, person in enumerate(company.people):
        Person.objects.filter(pk=person.pk).update(
            name=f"{NAME} {place}",
            title=f"{TITLE} {place}",
            email=f"p{place}@{MAIL}",
            employee_id=f"{BADGE}{place}",
            department=f"{PLACE} {place}",
            manager=company.people[-1] if place < 13 else None,
        )
    return company


@pytest.fixture
def proposed(scoped: Cast, company: Company, run_jobs: Callable[[], int]) -> Redesign:
    """Everything there is about people, in a redesign that everybody may know of. The facilitator edits it."""
    cast, actor = scoped, scoped.actor("leader")
    draft = draft_of(cast, company)
    collaborator_name(actor=actor, redesign=draft, user=cast.users["facilitator"], may="edit")
    role = role_of(cast, company, draft, 3)
    put(cast, draft, seated(company.people[0].pk, role, company.markets[0].pk) | leaving(company, 2))
    wave_save(actor=actor, redesign=draft, name="First wave")
    ban_put(actor=actor, redesign=draft, number=company.people[4].pk, role=role)
    placing_start(actor=actor, redesign=Redesign.objects.get(pk=draft.pk), options=Options(who=EVERYBODY))
    run_jobs()
    development_generate(actor=actor, redesign=draft)
    assert DevelopmentItem.objects.filter(redesign=draft).exists()
    return Redesign.objects.get(pk=draft.pk)


def leaving(company: Company, count: int) -> dict[Any, Any]:
    away = {"state": "leaving", "role": None, "market": None, "wave": None, "locked": False}
    return {("placement", str(person.pk)): away for person in company.people[-count:]}


def addresses(company: Company, redesign: Redesign) -> Iterator[tuple[str, str]]:
    """(name of the route, address) of every page and operation of this area, for people who are there."""
    state = now(redesign)
    values = {
        "slug": "home",
        "pk": redesign.pk,
        "role": next(key for kind, key in state if kind == "role"),
        "wave": next(key for kind, key in state if kind == "wave"),
        "market": company.markets[0].pk,
        "number": company.people[0].pk,
        "position": redesign.revision,
        "file_format": "csv",
        "item": DevelopmentItem.objects.filter(redesign=redesign).values_list("pk", flat=True)[0],
    }
    for space, patterns in (("redesigns", pages), ("api", operations)):
        for pattern in patterns:
            wanted = {"slug", "pk", *pattern.pattern.converters}
            yield (
                f"{space}:{pattern.name}",
                reverse(f"{space}:{pattern.name}", kwargs={name: values[name] for name in wanted}),
            )


def answers(client: Client, address: str) -> Iterator[tuple[str, str]]:
    """What comes back for every method, with the headers."""
    client.raise_request_exception = False
    kind = "application/json" if address.startswith("/api/") else "application/x-www-form-urlencoded"
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if address.startswith("/api/") else ("GET", "POST"):
        response = client.generic(method, address, data=b"{}" if "json" in kind else b"", content_type=kind)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code < 500, f"{method} {address}"
        yield method, f"{dict(response.headers)} {body.decode('utf-8', 'replace')}"


def told(text: str, company: Company, address: str) -> list[str]:
    """The canaries in an answer. Numbers of people stand in addresses of theirs that were asked for; no other may."""
    words = [word for word in (NAME, TITLE, MAIL, BADGE, PLACE) if word in text]
    numbers = [f"/people/{person.pk}/" for person in company.people]
    return words + [number for number in numbers if number in text and number not in address]


@pytest.mark.parametrize("state", ["draft", "proposed"])
@pytest.mark.parametrize("who", ["facilitator", "owner", "admin", "pod_leader", "member"])
def test_no_canary_reaches_whoever_sees_no_names(
    scoped: Cast, company: Company, proposed: Redesign, who: str, state: str
) -> None:
    if state == "proposed":
        redesign_propose(actor=scoped.actor("leader"), redesign=proposed, version=proposed.version)
    client, found, before = scoped.client(who), [], now(proposed)
    for name, address in addresses(company, proposed):
        for method, text in answers(client, address):
            if canaries := told(text, company, address):
                found.append(f"{method} {name}: {canaries}")
    assert found == []
    people = {key: fields for key, fields in now(proposed).items() if key[0] in ("placement", "ban")}
    assert people == {key: fields for key, fields in before.items() if key[0] in ("placement", "ban")}
    assert not AuditEntry.objects.filter(action="read.placements", actor=scoped.users[who]).exists()


def test_whoever_is_named_and_may_sees_the_names(scoped: Cast, company: Company, proposed: Redesign) -> None:
    """The scan above would be worth nothing if nothing ever showed a name."""
    client, every = scoped.client("leader"), list(addresses(company, proposed))
    seen = {name for name, address in every if NAME in next(answers(client, address))[1]}
    silent = {name for name, _ in every} - seen
    assert silent == {
        "redesigns:placement-lock",
        "redesigns:placement-solve",
        "redesigns:ban",
        "redesigns:card-mine",
        "redesigns:development-generate",
        "redesigns:wave-list",
        "redesigns:wave-create",
        "redesigns:wave",
        "redesigns:wave-edit",
        "redesigns:wave-delete",
        "redesigns:placement-move",
        "api:redesign-seats",
        "api:redesign-placement-move",
        "api:redesign-placement-lock",
        "api:redesign-placement-solve",
        "api:redesign-ban",
        "api:redesign-card-mine",
        "api:redesign-wave-list",
        "api:redesign-wave",
    }
    assert AuditEntry.objects.filter(action="read.placements").count() >= len(seen)


def test_small_groups_are_hidden_from_the_facilitator(scoped: Cast, company: Company, proposed: Redesign) -> None:
    text = scoped.client("facilitator").get(f"/o/home/redesigns/{proposed.pk}/people/").content.decode()
    assert "14 people, 3 seats." in text
    assert "2 leave" not in text
    body = scoped.client("facilitator").get(f"/api/v1/organizations/home/redesigns/{proposed.pk}/seats/").json()
    assert (body["placed"], body["leaving"], body["vacant"]) == (None, None, None)
    assert {cell["filled"] for cell in body["cells"]} == {None}


counts = st.integers(0, 30)


@given(st.dictionaries(st.integers(0, 4), st.tuples(counts, counts, counts), min_size=1), st.integers(2, 8))
def test_nothing_small_follows_from_what_is_shown(people: dict[int, tuple[int, int, int]], smallest: int) -> None:
    """market -> (placed, bench, leaving): no union of hidden groups that a reader can work out is small."""
    heads = Heads(
        {("role", market): one[0] for market, one in people.items()},
        {market: one[1] for market, one in people.items()},
        {market: one[2] for market, one in people.items()},
        {market: sum(one) for market, one in people.items()},
    )
    found = shown(heads, smallest)
    whole = {"placed": found.placed, "bench": found.bench, "leaving": found.leaving}
    hidden = [name for name, count in whole.items() if count is None]
    true = {"placed": sum(heads.placed.values())}
    true |= {"bench": sum(heads.bench.values()), "leaving": sum(heads.leaving.values())}
    assert len(hidden) != 1
    assert not hidden or sum(true[name] for name in hidden) >= min(smallest, found.people)
    assert all(count == 0 or count >= smallest for count in whole.values() if count is not None)
    for total, parts, of in (
        (found.bench, found.bench_in, heads.bench),
        (found.leaving, found.leaving_in, heads.leaving),
    ):
        if total is None:
            assert set(parts.values()) <= {None} or not any(of.values())
        elif any(of.values()):
            rest = [market for market, count in parts.items() if count is None]
            assert not rest or total - sum(count or 0 for count in parts.values()) >= smallest
            known = [market for market, count in parts.items() if count is not None and heads.here[market]]
            assert all(min(of[market], heads.here[market] - of[market]) >= smallest for market in known)


def test_the_headline_never_lets_the_third_figure_follow() -> None:
    for placed, bench, gone in combinations(range(12), 3):
        found = shown(Heads({("r", 0): placed}, {0: bench}, {0: gone}, {0: placed + bench + gone}), 5)
        known = [found.placed, found.bench, found.leaving]
        assert known.count(None) != 1
        if None not in known:
            assert all(count == 0 or count >= 5 for count in known)
