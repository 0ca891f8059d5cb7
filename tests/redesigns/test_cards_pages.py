"""A change card says before and after; everybody reads their own once it is published, and no other."""

import csv
import io

import pytest
from allauth.account.models import EmailAddress

from redesigns.models import Redesign
from redesigns.services.deciding import redesign_approve, redesign_propose, redesign_publish
from redesigns.services.redesigns import collaborator_name
from roles.models import Person
from tests.cast import Cast
from tests.redesigns.designs import draft_of, put, seated, staffed
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    company = staffed(cast, 6)
    company.work("Talk", fte={0: 1}, s0=3, s1=3)
    Person.objects.filter(pk=company.people[0].pk).update(title="Account manager", email="member@example.com")
    return company


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    """One person placed in the first market, everybody else on the bench."""
    draft = draft_of(cast, company)
    role = role_of(cast, company, draft)
    put(cast, draft, seated(company.people[0].pk, role, company.markets[0].pk))
    return Redesign.objects.get(pk=draft.pk)


def published(cast: Cast, draft: Redesign) -> Redesign:
    """Lived by; the owner agrees and makes it so."""
    collaborator_name(actor=cast.actor("leader"), redesign=draft, user=cast.users["owner"], may="read")
    redesign_propose(actor=cast.actor("leader"), redesign=draft, version=Redesign.objects.get(pk=draft.pk).version)
    for act in (redesign_approve, redesign_publish):
        act(actor=cast.actor("owner"), redesign=draft, version=Redesign.objects.get(pk=draft.pk).version)
    return Redesign.objects.get(pk=draft.pk)


def text_of(cast: Cast, who: str, address: str) -> str:
    return cast.client(who).get(f"/o/home/redesigns/{address}").content.decode()


def test_a_card_says_what_changes_and_why_here(cast: Cast, company: Company, draft: Redesign) -> None:
    text = text_of(cast, "leader", f"{draft.pk}/people/{company.people[0].pk}/")
    assert "Account manager" in text
    assert "Buy expert" in text
    assert "3 of 4 things change" in text, "nobody leads the team yet, so the manager cannot be said"
    assert "Skill 0 1 of 3" in text
    assert AuditEntry.objects.filter(action="read.placements", object_label__contains="card of person").exists()


def test_cards_are_filtered_by_what_changes_and_where(cast: Cast, company: Company, draft: Redesign) -> None:
    client = cast.client("leader")

    def names(query: str) -> list[str]:
        page = client.get(f"/o/home/redesigns/{draft.pk}/people/cards?{query}").context["page"]
        return [one.person.name for one in page]

    assert names("flags=3") == ["Person 0001"]
    assert names("state=proposed") == ["Person 0001"]
    assert len(names("state=bench")) == 5
    assert len(names(f"market={company.markets[1].pk}")) == 3
    assert names("flags=3&sort=-name&q=0001") == ["Person 0001"]
    assert names("flags=4") == []


def test_cards_come_as_a_file_with_every_line_of_the_card(cast: Cast, company: Company, draft: Redesign) -> None:
    response = cast.client("leader").get(f"/o/home/redesigns/{draft.pk}/people/cards/file?format=csv&state=proposed")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["name"], row["title before"], row["title after"], row["changes (0-4)"]) for row in rows] == [
        ("Person 0001", "Account manager", "Buy expert", "3")
    ]
    assert "no-store" in response["Cache-Control"]


def test_a_member_reads_their_own_card_once_it_is_published(cast: Cast, company: Company, draft: Redesign) -> None:
    assert cast.client("member").get(f"/o/home/redesigns/{draft.pk}/people/mine").status_code == 404, "a draft"
    live = published(cast, draft)
    text = text_of(cast, "member", f"{live.pk}/people/mine")
    assert "Account manager" in text
    assert not [one.name for one in company.people[1:] if one.name in text], "nothing about others"
    assert "No card for you here" in text_of(cast, "pod_leader", f"{live.pk}/people/mine")


def test_an_unconfirmed_address_is_nobodys(cast: Cast, company: Company, draft: Redesign) -> None:
    live = published(cast, draft)
    user = cast.users["member"]
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    text = text_of(cast, "member", f"{live.pk}/people/mine")
    assert "No card for you here" in text
    assert "Account manager" not in text


def test_before_is_the_redesign_lived_by(cast: Cast, company: Company, draft: Redesign) -> None:
    from redesigns.services.redesigns import redesign_branch

    live = published(cast, draft)
    branch = redesign_branch(actor=cast.actor("leader"), redesign=live, name="Next year")
    text = text_of(cast, "leader", f"{branch.pk}/people/{company.people[0].pk}/")
    assert "1 of 4 things changes" in text, "role, team and seat stay; only the title of HR differs"
