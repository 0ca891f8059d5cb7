"""The operator deletes an organization: its people are gone, its change log stays, nobody else notices."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demo.places import SLUG
from demo.services import company_load
from roles.models import Person
from tests.cast import Cast
from tests.factories import organization_market, person
from uniengine.accounts.models import AuditEntry, Market, Membership, Organization, User
from uniengine.accounts.services.deletion import tenant_models
from uniengine.accounts.services.profiles import account_erase
from uniengine.kit.scoping import scope


def delete(slug: str, *, yes: bool) -> str:
    out = StringIO()
    call_command("organization_delete", slug, yes=yes, stdout=out)
    return out.getvalue()


def rows(organization: Organization) -> int:
    return sum(model._base_manager.filter(organization=organization).count() for model in tenant_models())


def test_it_deletes_everything_but_the_change_log(db: None) -> None:
    home = company_load().organization
    with scope(home.pk):
        logged = AuditEntry.objects.count()
    assert "people 250" in delete(SLUG, yes=True)
    assert rows(home) == 0
    home.refresh_from_db()
    assert (home.name, home.slug) == ("Deleted organization", f"deleted-{home.pk}")
    with scope(home.pk):
        assert AuditEntry.objects.count() == logged + 1
        entry = AuditEntry.objects.first()
    assert (entry.action, entry.actor, entry.before["people"]) == ("organization.delete", None, 250)


def test_it_touches_neither_other_organizations_nor_accounts(scoped: Cast) -> None:
    organization_market(scoped.home)
    users, seats = User.objects.count(), Membership.objects.filter(organization=scoped.home).count()
    delete(scoped.away.slug, yes=True)
    assert Market.objects.count() == 1
    assert User.objects.count() == users
    assert Membership.objects.filter(organization=scoped.home).count() == seats


def test_it_says_what_would_go_and_waits_for_a_yes(scoped: Cast) -> None:
    person(scoped.home, "1")
    with pytest.raises(CommandError, match=r"Home Instruments has .*people 1.* Say --yes"):
        delete("home", yes=False)
    assert Person.objects.count() == 1
    with pytest.raises(CommandError, match="no organization 'nowhere'"):
        delete("nowhere", yes=True)


def test_it_reaches_what_the_last_member_left_behind(cast: Cast) -> None:
    with scope(cast.away.pk):
        person(cast.away, "1")
    page = cast.client("outsider").get("/you/erase").content.decode()
    assert f"manage.py organization_delete {cast.away.slug}" in page
    account_erase(user=cast.users["outsider"])
    assert "people 1" in delete(cast.away.slug, yes=True)
    assert rows(cast.away) == 0
