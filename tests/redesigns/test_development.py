"""A development programme follows the placements, keeps what has begun, and tells nobody who may not know."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from redesigns.models import DevelopmentItem, Redesign
from redesigns.services.development import development_generate, development_update
from redesigns.services.history import change_undo
from redesigns.services.placements import placements_move, placements_wave
from redesigns.services.redesigns import collaborator_name
from redesigns.services.seating import Target
from redesigns.services.waves import wave_save
from roles.models import Rater
from roles.services.ratings import rating_set
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, put, seated, seats, staffed
from tests.redesigns.test_placements import role_of
from tests.roles.gap_company import Company
from uniengine.accounts.models import AuditEntry
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    company = staffed(cast, 6)
    company.work("Talk", fte={0: 1}, s0=3, s1=3)
    return company


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    """The weakest has a seat in which they miss two levels of one skill."""
    draft = draft_of(cast, company)
    role = role_of(cast, company, draft)
    put(cast, draft, seated(company.people[0].pk, role, company.markets[0].pk))
    return draft


def made(cast: Cast, draft: Redesign) -> list[tuple[int, object, int | None, int | None, str]]:
    """Bring it up to date and read it."""
    development_generate(actor=cast.actor("leader"), redesign=draft)
    rows = DevelopmentItem.objects.filter(redesign=draft).order_by("number", "pk")
    return [(row.number, row.skill_id or row.topic, row.from_level, row.to_level, row.progress) for row in rows]


def test_it_has_a_line_for_every_skill_below_the_role(cast: Cast, company: Company, draft: Redesign) -> None:
    assert made(cast, draft) == [(company.people[0].pk, company.skills[0].pk, 1, 3, "planned")]


def test_team_leaders_get_their_topics(cast: Cast, company: Company, draft: Redesign) -> None:
    role, records = a_role("Market leader", leads=True)
    leader = company.people[3].pk
    put(cast, draft, records | seats(role, None, 1) | seated(leader, role, None))
    topics = [row[1] for row in made(cast, draft) if row[0] == leader]
    assert "coaching" in topics
    assert len(topics) == 6


def test_items_are_due_when_the_wave_begins(cast: Cast, company: Company, draft: Redesign) -> None:
    actor, number = cast.actor("leader"), company.people[0].pk
    wave = wave_save(actor=actor, redesign=draft, name="First", starts_on=date(2027, 4, 1))
    placements_wave(actor=actor, redesign=draft, numbers=[number], wave=wave)
    development_generate(actor=actor, redesign=draft)
    assert DevelopmentItem.objects.get(number=number).due == date(2027, 4, 1)


def test_bringing_it_up_to_date_keeps_what_has_begun(cast: Cast, company: Company, draft: Redesign) -> None:
    actor = cast.actor("leader")
    made(cast, draft)
    item = DevelopmentItem.objects.get()
    changes = {"progress": "running", "how": "With a mentor", "owner": cast.users["leader"], "due": date(2027, 5, 1)}
    development_update(actor=actor, item=item, version=item.version, changes=changes)
    assert made(cast, draft)[0][4] == "running"
    kept = DevelopmentItem.objects.get()
    assert (kept.how, kept.owner, kept.due) == ("With a mentor", cast.users["leader"], date(2027, 5, 1))


def test_it_closes_what_is_not_needed_and_reopens_it(cast: Cast, company: Company, draft: Redesign) -> None:
    actor, number = cast.actor("leader"), company.people[0].pk
    made(cast, draft)
    placements_move(actor=actor, redesign=draft, numbers=[number], target=Target())
    assert [row[4] for row in made(cast, draft)] == ["dropped"]
    change_undo(actor=actor, redesign=draft)
    assert [row[4] for row in made(cast, draft)] == ["planned"], "undo brought the seat back, not the item"


def test_what_has_been_learned_is_done(cast: Cast, company: Company, draft: Redesign) -> None:
    made(cast, draft)
    rating_set(actor=cast.actor(), person=company.people[0], skill=company.skills[0], rater=Rater.ASSESSMENT, level=3)
    assert [row[4] for row in made(cast, draft)] == ["done"]


def test_undo_leaves_the_programme_alone(cast: Cast, company: Company, draft: Redesign) -> None:
    before = made(cast, draft)
    change_undo(actor=cast.actor("leader"), redesign=draft)
    rows = DevelopmentItem.objects.filter(redesign=draft).count()
    assert rows == len(before)
    text = cast.client("leader").get(f"/o/home/redesigns/{draft.pk}/people/development/").content.decode()
    assert "Undo leaves it alone" in text


def test_a_stale_edit_is_a_conflict_with_both_versions(cast: Cast, company: Company, draft: Redesign) -> None:
    actor = cast.actor("leader")
    made(cast, draft)
    item = DevelopmentItem.objects.get()
    development_update(actor=actor, item=item, version=1, changes={"progress": "running"})
    with pytest.raises(Conflict) as refused:
        development_update(actor=actor, item=item, version=1, changes={"progress": "done"})
    assert refused.value.details["theirs"] == {"progress": "running"}
    assert DevelopmentItem.objects.get().progress == "running"


def test_owners_are_members_who_see_names_here(cast: Cast, company: Company, draft: Redesign) -> None:
    made(cast, draft)
    item = DevelopmentItem.objects.get()
    collaborator_name(actor=cast.actor("leader"), redesign=draft, user=cast.users["facilitator"], may="read")
    for name in ("admin", "facilitator", "outsider"):
        with pytest.raises(DomainError, match="named on this redesign"):
            changes = {"owner": cast.users[name]}
            development_update(actor=cast.actor("leader"), item=item, version=1, changes=changes)
    assert DevelopmentItem.objects.get().owner is None


def test_whoever_sees_to_an_item_works_on_it_without_being_an_editor(
    cast: Cast, company: Company, draft: Redesign
) -> None:
    made(cast, draft)
    actor, admin = cast.actor("leader"), cast.actor("admin")
    collaborator_name(actor=actor, redesign=draft, user=cast.users["admin"], may="read")
    item = DevelopmentItem.objects.get()
    with pytest.raises(NotAllowed):
        development_update(actor=admin, item=item, version=1, changes={"progress": "done"})
    development_update(actor=actor, item=item, version=1, changes={"owner": cast.users["admin"]})
    development_update(actor=admin, item=item, version=2, changes={"progress": "done"})
    assert DevelopmentItem.objects.get().progress == "done"


def test_the_change_log_keeps_no_words_about_anybody(cast: Cast, company: Company, draft: Redesign) -> None:
    made(cast, draft)
    item = DevelopmentItem.objects.get()
    development_update(actor=cast.actor("leader"), item=item, version=1, changes={"how": "Ada shows Ben how"})
    log = f"{list(AuditEntry.objects.values_list('object_label', 'before', 'after'))}"
    assert "Ada shows Ben" not in log


def test_the_list_is_filtered_by_person_owner_progress_and_overdue(
    cast: Cast, company: Company, draft: Redesign
) -> None:
    made(cast, draft)
    item = DevelopmentItem.objects.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    changes = {"due": yesterday, "owner": cast.users["leader"]}
    development_update(actor=cast.actor("leader"), item=item, version=1, changes=changes)
    client, owner = cast.client("leader"), cast.users["leader"].pk

    def count(query: str) -> int:
        page = client.get(f"/o/home/redesigns/{draft.pk}/people/development/?{query}").context["page"]
        return len(page.object_list)

    assert [count(query) for query in ("q=0001", "q=0002", f"owner={owner}", "owner=0")] == [1, 0, 1, 0]
    assert [count(query) for query in ("overdue=on", "progress=planned", "progress=done")] == [1, 1, 0]
    text = client.get(f"/o/home/redesigns/{draft.pk}/people/development/").content.decode()
    assert "1 person with 1 thing to learn, all still open. 1 is overdue." in text


def test_it_is_exported_with_names_for_those_who_see_them(cast: Cast, company: Company, draft: Redesign) -> None:
    made(cast, draft)
    response = cast.client("leader").get(f"/o/home/redesigns/{draft.pk}/people/development/file?format=csv")
    assert "Person 0001" in response.content.decode("utf-8-sig")
    assert cast.client("owner").get(f"/o/home/redesigns/{draft.pk}/people/development/file").status_code == 404
