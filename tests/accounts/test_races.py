"""What must hold when two people act in the same moment. Real transactions in real threads."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tests.cast import Cast, cast_of
from uniengine.accounts.models import Market, Membership
from uniengine.accounts.services.invitations import invitation_accept, invitation_create
from uniengine.accounts.services.markets import market_change, market_create
from uniengine.accounts.services.members import member_change, member_remove
from uniengine.accounts.services.tokens import secret_hash
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(home: int, *acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same time; gives the code of each refusal, "" where there was none."""
    start = threading.Barrier(len(acts))
    said = [""] * len(acts)

    def run(place: int) -> None:
        try:
            with scope(home):
                start.wait(10)
                acts[place]()
        except DomainError as error:
            said[place] = error.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


@pytest.fixture
def crowd() -> Cast:
    return cast_of()


def seat(cast: Cast, name: str) -> Membership:
    return Membership.objects.get(organization=cast.home, user=cast.users[name])


def test_it_keeps_one_owner_when_two_step_down_at_once(crowd: Cast) -> None:
    with scope(crowd.home.pk):
        member_change(actor=crowd.actor(), member=seat(crowd, "admin"), role="owner", market=None)
    first, second = seat(crowd, "owner"), seat(crowd, "admin")
    one, two = crowd.actor("owner"), crowd.actor("admin")
    said = at_once(
        crowd.home.pk,
        lambda: member_change(actor=one, member=first, role="admin", market=None),
        lambda: member_remove(actor=two, member=second),
    )
    assert sorted(said) == ["", "last_owner"]
    assert Membership.objects.filter(organization=crowd.home, role="owner").count() == 1


def test_it_gives_one_seat_for_one_invitation(crowd: Cast) -> None:
    with scope(crowd.home.pk):
        offer = invitation_create(
            actor=crowd.actor(), email="guest@example.com", role="leader", market=None, site="http://x"
        )
    hashed = secret_hash(offer.link.rpartition("/")[2])
    guest, outsider = crowd.users["guest"], crowd.users["outsider"]
    said = at_once(
        crowd.home.pk,
        lambda: invitation_accept(user=guest, hashed=hashed),
        lambda: invitation_accept(user=outsider, hashed=hashed, other_address=True),
    )
    assert sorted(said) == ["", "invitation_gone"]
    assert Membership.objects.filter(organization=crowd.home, user__in=[guest, outsider]).count() == 1


def test_it_never_closes_a_circle_of_markets(crowd: Cast) -> None:
    with scope(crowd.home.pk):
        root = Market.objects.create(organization=crowd.home, name="Company", kind="company")
        Market.objects.filter(pk=root.pk).update(path=f"/{root.pk}/")
        root.refresh_from_db()
        north = market_create(actor=crowd.actor(), name="North", kind="region", parent=root)
        south = market_create(actor=crowd.actor(), name="South", kind="region", parent=root)
    actor = crowd.actor()
    said = at_once(
        crowd.home.pk,
        lambda: market_change(actor=actor, market=north, parent=south),
        lambda: market_change(actor=actor, market=south, parent=north),
    )
    assert sorted(said) == ["", "market_cycle"]
    with scope(crowd.home.pk):
        paths = dict(Market.objects.values_list("name", "path"))
    assert all(path.startswith(f"/{root.pk}/") for path in paths.values())
