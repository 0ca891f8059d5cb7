"""Many people change one redesign at the same moment. Real transactions in real threads."""

import threading
from typing import Any

import pytest
from django.db.models import F

from redesigns.models import Headcount, Redesign, RedesignChange
from redesigns.rules import broken, tally
from redesigns.selectors.states import state_at
from redesigns.services import reconciling
from redesigns.services.changing import redesign_change
from redesigns.services.history import change_undo
from redesigns.services.reconciling import rebase_start, reconciliation_apply
from redesigns.services.redesigns import collaborator_name
from roles.models import InventoryState
from tests.accounts.test_races import at_once
from tests.cast import Cast, cast_of
from tests.redesigns.designs import a_role, draft_of, now, put, seated, seats, staffed
from uniengine.kit.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)
MOVERS = 8


@pytest.fixture
def crowd() -> Cast:
    return cast_of()


def test_it_gives_away_no_seat_twice_and_loses_no_move(crowd: Cast) -> None:
    with scope(crowd.home.pk):
        company = staffed(crowd, MOVERS)
        draft = draft_of(crowd, company)
        role, made = a_role("Buy expert")
        put(crowd, draft, made | seats(role, None, 3))
        start = now(draft)
    actor = crowd.actor("leader")

    def move(number: int) -> None:
        redesign_change(
            actor=actor, redesign=draft, label="Placed 1 person", decide=lambda state: seated(number, role, None)
        )

    said = at_once(crowd.home.pk, *(lambda n=person.pk: move(n) for person in company.people))
    with scope(crowd.home.pk):
        found, state = Redesign.objects.get(pk=draft.pk), now(draft)
        assert sorted(said) == [""] * 3 + ["overfull"] * (MOVERS - 3)
        assert (found.placed, found.vacant, found.bench, found.revision) == (3, 0, MOVERS - 3, 4)
        assert Headcount.objects.get().filled == 3
        assert broken(state) == []
        assert tally(state).people == MOVERS
        assert state_at(found, 1) == start


def test_it_takes_a_change_back_once(crowd: Cast) -> None:
    with scope(crowd.home.pk):
        draft = draft_of(crowd, staffed(crowd))
        start = now(draft)
        put(crowd, draft, a_role("Buy expert")[1])
    actor = crowd.actor("leader")
    said = at_once(crowd.home.pk, *[lambda: change_undo(actor=actor, redesign=draft, position=1)] * 4)
    with scope(crowd.home.pk):
        assert sorted(said) == ["", "undone_already", "undone_already", "undone_already"]
        assert now(draft) == start
        assert RedesignChange.objects.count() == 2


def test_an_edit_waits_for_a_new_inventory_and_then_happens(crowd: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with scope(crowd.home.pk):
        company = staffed(crowd, 4)
        draft = draft_of(crowd, company)
        role, made = a_role("Buy expert")
        put(crowd, draft, made | seats(role, None, 2))
        company.staff(0, 0, s0=3)
        InventoryState.objects.update(revision=F("revision") + 1)  # somebody joined
        leader, owner = crowd.actor("leader"), crowd.users["owner"]
        collaborator_name(actor=leader, redesign=draft, user=owner, may="edit")
        rebase = rebase_start(actor=leader, redesign=draft)
        ours = Redesign.objects.get(pk=draft.pk).revision
    reached, original = threading.Event(), reconciling._end

    def slowly(*given: Any) -> Any:
        reached.set()
        threading.Event().wait(0.5)  # long enough for the edit to reach the lock
        return original(*given)

    monkeypatch.setattr(reconciling, "_end", slowly)

    def edit() -> None:
        reached.wait(10)
        puts = seated(company.people[0].pk, role, None)
        redesign_change(actor=crowd.actor("owner"), redesign=draft, label="Placed", decide=lambda state: puts)

    def apply() -> None:
        reconciliation_apply(actor=leader, reconciliation=rebase, version=rebase.version, ours=ours, theirs=0)

    assert at_once(crowd.home.pk, apply, edit) == ["", ""]
    with scope(crowd.home.pk):
        found = Redesign.objects.get(pk=draft.pk)
        assert (found.people, found.placed, found.bench) == (5, 1, 4)
