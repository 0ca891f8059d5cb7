"""Who is here: seen in the last minute, written at most every fifteen seconds."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from uniengine.accounts.services.tokens import token_create
from uniengine.workshops.models import Participant
from uniengine.workshops.services.presence import presence_note
from uniengine.workshops.services.workshops import workshop_current


def here(cast: Cast, name: str) -> list[str]:
    workshop = workshop_current(organization=cast.home)
    return [row.user.display_name for row in presence_note(actor=cast.actor(name), workshop=workshop)]


def age(seconds: int) -> None:
    Participant.objects.update(seen_at=timezone.now() - timedelta(seconds=seconds))


def test_it_counts_who_was_seen_in_the_last_minute(scoped: Cast) -> None:
    assert here(scoped, "leader") == ["Leader"]
    assert here(scoped, "member") == ["Leader", "Member"]
    age(61)
    assert here(scoped, "owner") == ["Owner"]
    assert here(scoped, "leader") == ["Owner", "Leader"]


def test_it_writes_only_when_it_is_due(scoped: Cast, django_assert_num_queries) -> None:
    workshop = workshop_current(organization=scoped.home)
    actor = scoped.actor("leader")
    presence_note(actor=actor, workshop=workshop)
    age(10)
    with django_assert_num_queries(1):
        presence_note(actor=actor, workshop=workshop)
    age(16)
    with django_assert_num_queries(2):
        presence_note(actor=actor, workshop=workshop)
    assert timezone.now() - Participant.objects.get().seen_at < timedelta(seconds=5)


def test_it_keeps_one_row_per_person(scoped: Cast) -> None:
    for seconds in (20, 70, 200):
        here(scoped, "leader")
        age(seconds)
    assert Participant.objects.count() == 1


def test_it_answers_the_poll_with_the_names(scoped: Cast) -> None:
    scoped.client("member").post("/o/home/here")
    answer = scoped.client("leader").post("/o/home/here")
    page = answer.content.decode()
    assert "2" in page
    assert "people here" in page
    assert "Member" in page
    assert scoped.client("leader").get("/o/home/here").status_code == 405


def test_it_answers_the_poll_before_anybody_opened_the_agenda(scoped: Cast) -> None:
    assert "1" in scoped.client("leader").get("/o/home/").content.decode()
    assert not Participant.objects.exists()
    assert scoped.client("leader").post("/o/home/here").status_code == 200
    assert Participant.objects.count() == 1


def test_it_wants_a_csrf_token(scoped: Cast) -> None:
    assert scoped.client("leader", enforce_csrf_checks=True).post("/o/home/here").status_code == 403


def test_it_does_not_take_a_program_for_a_person(scoped: Cast) -> None:
    _, secret = token_create(actor=scoped.actor("leader"), name="x", scopes=["workshop:read"], days=5)
    client = scoped.client("anonymous")
    assert (
        client.get("/api/v1/organizations/home/workshop", headers={"Authorization": f"Bearer {secret}"}).status_code
        == 200
    )
    assert not Participant.objects.exists()


def test_it_stays_inside_the_organization(scoped: Cast) -> None:
    scoped.client("leader").post("/o/home/here")
    assert "Leader" not in scoped.client("outsider").get("/o/away/").content.decode()
    assert scoped.client("outsider").post("/o/home/here").status_code == 404
