"""Whatever is done to redesigns, in any order: tallies are true, no rule is broken, every past state is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from redesigns.changes import taken_away
from redesigns.models import Headcount, Placement, Redesign
from redesigns.records import State, record
from redesigns.rules import broken, seats, tally
from redesigns.selectors.reconciling import brought, newer_inventory, reconciliation_open
from redesigns.selectors.states import state_at, state_of
from redesigns.services import deciding
from redesigns.services.changing import redesign_change
from redesigns.services.history import change_redo, change_undo
from redesigns.services.reconciling import (
    merge_start,
    rebase_start,
    reconciliation_apply,
    reconciliation_choose,
    reconciliation_discard,
)
from redesigns.services.redesigns import redesign_branch
from roles.models import Person
from roles.services.people import person_create, person_update
from tests.cast import Cast
from tests.redesigns.designs import a_role, draft_of, seated, staffed
from tests.redesigns.designs import seats as seats_of
from tests.roles.gap_company import Company
from uniengine.kit.errors import DomainError

DICE = st.integers(0, 30)
MOST = 4
"""Redesigns in one run."""


class Redesigns(RuleBasedStateMachine):
    """Redesigns of one company; `known` remembers the records after every change of each."""

    def __init__(self, cast: Cast, company: Company) -> None:
        super().__init__()
        self.cast, self.company = cast, company
        self.known: dict[int, list[State]] = {}
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def first(self) -> None:
        self.remember(draft_of(self.cast, self.company, "First"))

    def pick(self, number: int) -> Redesign:
        pks = sorted(self.known)
        rows = Redesign.objects.select_related("baseline", "journey__organization")
        return rows.get(pk=pks[number % len(pks)])

    def remember(self, redesign: Redesign) -> None:
        """Keep the state after the newest change, if there is a new one."""
        found = Redesign.objects.select_related("baseline").get(pk=redesign.pk)
        states = self.known.setdefault(found.pk, [])
        if len(states) == found.revision:
            states.append(state_of(found))
        assert len(states) == found.revision + 1

    def attempt(self, redesign: Redesign, act: Callable[[], object]) -> None:
        """What is refused leaves everything as it was."""
        before = state_of(redesign)
        try:
            with transaction.atomic():
                act()
        except DomainError:
            assert state_of(self.pick_pk(redesign.pk)) == before
        self.remember(redesign)

    def pick_pk(self, pk: int) -> Redesign:
        return Redesign.objects.select_related("baseline").get(pk=pk)

    def change(self, redesign: Redesign, decide: Callable[[State], object]) -> None:
        actor = self.cast.actor("leader")
        self.attempt(
            redesign,
            lambda: redesign_change(actor=actor, redesign=redesign, label="Changed", decide=decide),  # type: ignore[arg-type]
        )

    @rule(at=DICE, number=DICE)
    def add_role(self, at: int, number: int) -> None:
        role, made = a_role(f"Role {number}")
        market = self.company.markets[number % 2].pk if number % 3 else None
        self.change(self.pick(at), lambda state: made | seats_of(role, market, 1 + number % 3))

    @rule(at=DICE, number=DICE, seat=DICE)
    def place(self, at: int, number: int, seat: int) -> None:
        def decide(state: State) -> object:
            people = sorted(key[1] for key in state if key[0] == "placement")
            places = sorted(key for key in state if key[0] == "headcount")
            if not places:
                return {}
            fields = state[places[seat % len(places)]]
            return seated(int(people[number % len(people)]), fields["role"], fields["market"])

        self.change(self.pick(at), decide)

    @rule(at=DICE, number=DICE, state_name=st.sampled_from(["bench", "leaving"]))
    def unplace(self, at: int, number: int, state_name: str) -> None:
        def decide(state: State) -> object:
            people = sorted(key for key in state if key[0] == "placement")
            return {people[number % len(people)]: record("placement", state=state_name)}

        self.change(self.pick(at), decide)

    @rule(at=DICE, number=DICE)
    def remove_role(self, at: int, number: int) -> None:
        def decide(state: State) -> object:
            roles = sorted(key for key in state if key[0] == "role")
            return taken_away(state, roles[number % len(roles)]) if roles else {}

        self.change(self.pick(at), decide)

    @rule(at=DICE)
    def undo(self, at: int) -> None:
        redesign = self.pick(at)
        self.attempt(redesign, lambda: change_undo(actor=self.cast.actor("leader"), redesign=redesign))

    @rule(at=DICE, position=DICE)
    def undo_one(self, at: int, position: int) -> None:
        redesign = self.pick(at)
        actor = self.cast.actor("leader")
        self.attempt(redesign, lambda: change_undo(actor=actor, redesign=redesign, position=1 + position % 9))

    @rule(at=DICE)
    def redo(self, at: int) -> None:
        redesign = self.pick(at)
        self.attempt(redesign, lambda: change_redo(actor=self.cast.actor("leader"), redesign=redesign))

    @precondition(lambda self: len(self.known) < MOST)
    @rule(at=DICE)
    def branch(self, at: int) -> None:
        redesign = self.pick(at)
        made = redesign_branch(actor=self.cast.actor("leader"), redesign=redesign, name=f"Branch {len(self.known)}")
        self.remember(made)
        assert self.known[made.pk][0] == self.known[redesign.pk][-1]

    @rule(at=DICE, other=DICE, answers=DICE)
    def merge(self, at: int, other: int, answers: int) -> None:
        ours, theirs = self.pick(at), self.pick(other)
        untouched = state_of(theirs)

        def act() -> None:
            row = merge_start(actor=self.cast.actor("leader"), redesign=ours, source=theirs)
            self.answer_and_apply(ours, answers, row.pk, theirs.revision)

        self.attempt(ours, act)
        if ours.pk != theirs.pk:
            assert state_of(theirs) == untouched

    @rule(at=DICE, answers=DICE)
    def rebase(self, at: int, answers: int) -> None:
        ours = self.pick(at)

        def act() -> None:
            row = rebase_start(actor=self.cast.actor("leader"), redesign=ours)
            self.answer_and_apply(ours, answers, row.pk, 0)
            assert not newer_inventory(self.pick_pk(ours.pk))

        self.attempt(ours, act)

    def answer_and_apply(self, ours: Redesign, answers: int, pk: int, theirs: int) -> None:
        """Every question gets some answer; those that follow from answers take the suggestion."""
        leader, row = self.cast.actor("leader"), reconciliation_open(ours)
        assert row is not None
        assert row.pk == pk
        asked = brought(row, ours).conflicts
        choices = {one.id: one.options[(answers + n) % len(one.options)].value for n, one in enumerate(asked)}
        row = reconciliation_choose(actor=leader, reconciliation=row, choices=choices)
        reconciliation_apply(actor=leader, reconciliation=row, version=row.version, ours=ours.revision, theirs=theirs)

    @rule(number=DICE, what=st.sampled_from(["join", "leave", "move"]))
    def people_change(self, number: int, what: str) -> None:
        owner = self.cast.actor("owner")
        people = list(Person.objects.filter(left_on__isnull=True).order_by("pk"))
        if what == "join":
            values = {"employee_id": f"new-{Person.objects.count()}", "market": self.company.markets[number % 2]}
            person_create(actor=owner, values=values)
        elif len(people) > 2:
            person = people[number % len(people)]
            other = next(market for market in self.company.markets if market.pk != person.market_id)
            changes = {"left_on": "2026-01-31"} if what == "leave" else {"market": other}
            person_update(actor=owner, person=person, version=person.version, changes=changes)

    @rule(at=DICE, step=st.sampled_from(["propose", "approve", "publish", "unpublish", "withdraw", "discard"]))
    def decide(self, at: int, step: str) -> None:
        redesign = self.pick(at)
        who = self.cast.actor("leader" if step == "propose" else "admin")

        def act() -> None:
            if step == "discard":
                row = reconciliation_open(redesign)
                if row:
                    reconciliation_discard(actor=self.cast.actor("leader"), reconciliation=row)
                return
            reason = {"reason": "Because"} if step == "unpublish" else {}
            getattr(deciding, f"redesign_{step}")(actor=who, redesign=redesign, version=redesign.version, **reason)

        self.attempt(redesign, act)

    @invariant()
    def tallies_are_true(self) -> None:
        for pk in self.known:
            redesign = self.pick_pk(pk)
            state = state_of(redesign)
            counted = tally(state)
            stored = {name: getattr(redesign, name) for name in counted.__slots__}
            assert stored == {name: getattr(counted, name) for name in counted.__slots__}
            people = frozenset(redesign.baseline.members.values_list("number", flat=True))
            assert broken(state, people) == []
            filled = dict(Headcount.objects.filter(redesign=redesign).values_list("key", "filled"))
            assert filled == {key[1]: taken for key, (_, taken) in seats(state).items()}
            assert Placement.objects.filter(redesign=redesign).count() == redesign.people

    @invariant()
    def the_past_is_known(self) -> None:
        for pk, states in self.known.items():
            redesign = self.pick_pk(pk)
            at = redesign.revision // 2
            assert state_at(redesign, at) == states[at]
            assert state_of(redesign) == states[-1]

    @invariant()
    def at_most_one_is_published(self) -> None:
        published = Redesign.objects.filter(state="published")
        assert published.count() <= 1
        assert not Redesign.objects.filter(approved_by__isnull=False, approved_by=self.cast.users["leader"]).exists()


@pytest.mark.usefixtures("scoped")
def test_nothing_anybody_does_breaks_a_redesign(cast: Cast) -> None:
    company = staffed(cast, people=5)
    few = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(lambda: Redesigns(cast, company), settings=few)
