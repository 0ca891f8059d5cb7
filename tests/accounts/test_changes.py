"""The change log page: filtered, paged, exported, and only for owners and admins."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.cast import Cast
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import AuditEntry, Membership
from uniengine.accounts.selectors.changes import ChangeFilter, change_list, change_rows, field_changes
from uniengine.accounts.services.members import member_change


def note(cast: Cast, action: str, by: str = "owner", **more: object) -> AuditEntry:
    with transaction.atomic():
        return audit_record(actor=cast.actor(by), action=action, object_type="tests.thing", object_id="1", **more)


def test_it_says_who_and_about_whom_by_present_names(scoped: Cast) -> None:
    seat = Membership.objects.get(organization=scoped.home, user=scoped.users["member"])
    member_change(actor=scoped.actor("admin"), member=seat, role="leader", market=None)
    scoped.users["member"].name = "Renamed Person"
    scoped.users["member"].save()
    (row,) = change_rows(list(AuditEntry.objects.select_related("actor")))
    assert (row.actor, row.subject) == ("Admin", "Renamed Person")
    assert AuditEntry.objects.get().actor_name == ""


def test_it_lists_only_values_that_differ(scoped: Cast) -> None:
    entry = note(scoped, "thing.change", before={"a": 1, "b": [1]}, after={"a": 1, "b": [1, 2], "c": True})
    shown = [(change.field, change.before_words, change.after_words) for change in field_changes(entry)]
    assert shown == [("b", "[1]", "[1, 2]"), ("c", "–", "yes")]


def test_it_filters_by_action_person_and_days(scoped: Cast) -> None:
    note(scoped, "member.change", by="admin")
    note(scoped, "market.create", by="owner")
    today = timezone.localdate()
    assert change_list(ChangeFilter(action="member.")).count() == 1
    assert change_list(ChangeFilter(actor=scoped.users["owner"].pk)).get().action == "market.create"
    assert change_list(ChangeFilter(since=today, until=today)).count() == 2
    assert change_list(ChangeFilter(until=today - timedelta(days=1))).count() == 0
    assert change_list(ChangeFilter(since=today + timedelta(days=1))).count() == 0


def test_it_reads_a_page_in_a_fixed_number_of_queries(scoped: Cast, django_assert_max_num_queries) -> None:
    for number in range(120):
        note(scoped, f"thing.{number % 7}", before={"n": number}, after={"n": number + 1})
    client = scoped.client("admin")
    with django_assert_max_num_queries(14):
        page = client.get("/o/home/changes")
    assert "1–50 of 120" in page.content.decode()
    assert "101–120 of 120" in client.get("/o/home/changes?page=3").content.decode()


def test_it_says_when_days_are_the_wrong_way_round(scoped: Cast) -> None:
    answer = scoped.client().get("/o/home/changes?since=2026-05-02&until=2026-05-01")
    assert answer.status_code == 422
    assert "Swap them" in answer.content.decode()


def test_it_exports_what_is_filtered_and_logs_that(scoped: Cast) -> None:
    note(scoped, "member.change", after={"role": "leader"}, label="=HYPERLINK(1)")
    note(scoped, "market.create")
    answer = scoped.client("admin").get("/o/home/changes.csv?action=member.")
    text = answer.content.decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert '"{""role"": ""leader""}"' in lines[1]
    assert ",=HYPERLINK" not in text  # a formula is neutralised
    assert AuditEntry.objects.first().action == "read.audit_export"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["changes", "changes.csv"])
@pytest.mark.parametrize("name", ["leader", "facilitator", "pod_leader", "member"])
def test_it_is_for_owners_and_admins(cast: Cast, name: str, path: str) -> None:
    assert cast.client(name).get(f"/o/home/{path}").status_code == 403


def test_it_never_shows_another_organization(scoped: Cast) -> None:
    note(scoped, "market.create", label="Secret expansion")
    page = scoped.client("outsider").get("/o/away/changes").content.decode()
    assert "Secret expansion" not in page


def test_it_uses_the_index_of_recent_rows(scoped: Cast) -> None:
    plan = change_list(ChangeFilter())[:50].explain()
    assert "audit_recent" in plan or connection.vendor == "postgresql"  # PostgreSQL scans a table of few rows
