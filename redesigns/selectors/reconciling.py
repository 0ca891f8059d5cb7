"""What a merge or a new inventory would do now: its questions, its changes, and where both sides were last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404

from redesigns.conflicts import Choices, Conflict, undecided
from redesigns.mending import BENCHED
from redesigns.merging import merge
from redesigns.models import Reconciliation, ReconciliationKind, ReconciliationState, Redesign, RedesignChange
from redesigns.rebasing import rebase
from redesigns.records import Fields, Key, Puts, State
from redesigns.renewal import Note, Renewal
from redesigns.rules import BASIS
from redesigns.selectors.access import is_editor, named_on, redesign_for
from redesigns.selectors.bench import bench_load
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.states import state_at, state_of
from roles.models import InventoryState
from uniengine.accounts.access import Actor

MERGE = ReconciliationKind.MERGE


@dataclass(frozen=True)
class Brought:
    """What comes of it with the answers given so far. notes: of a rebase, what is new about people."""

    ours: State
    theirs: State
    puts: Puts
    conflicts: tuple[Conflict, ...]
    state: State
    notes: Mapping[str, tuple[Note, ...]]

    def open(self, choices: Choices) -> int:
        """How many questions nobody has answered."""
        return len(undecided(self.conflicts, choices))


def reconciliation_for(actor: Actor, redesign: Redesign, pk: int) -> Reconciliation:
    """One of a redesign's, for its editors who also know the other side. Raises Http404."""
    rows = Reconciliation.objects.select_related("redesign__baseline", "redesign__journey", "source", "baseline")
    found = rows.filter(redesign=redesign, pk=pk).first()
    if found is None or not is_editor(actor, redesign):
        raise Http404
    if found.source is not None and not may_bring(actor, found.source):
        raise Http404
    return found


def reconciliation_open(redesign: Redesign) -> Reconciliation | None:
    """The merge or rebase under way."""
    rows = Reconciliation.objects.filter(redesign=redesign, state=ReconciliationState.OPEN)
    return rows.select_related("source", "created_by").first()


def may_bring(actor: Actor, source: Redesign) -> bool:
    """Whether the actor may merge from it: like a branch, it takes placements along, so only those named on it."""
    return actor.user is None or named_on(actor, source)


def merge_sources(actor: Actor, redesign: Redesign) -> list[Redesign]:
    """Redesigns that could be merged into this one: same journey and inventory, in use, the actor named on them."""
    rows = Redesign.objects.filter(
        journey=redesign.journey_id, baseline=redesign.baseline_id, archived_at__isnull=True
    ).exclude(pk=redesign.pk)
    if actor.user is not None:
        rows = rows.filter(collaborators__user=actor.user)
    return list(rows.order_by("name", "pk"))


def newer_inventory(redesign: Redesign) -> bool:
    """Whether people, ratings or markets have changed since the redesign's inventory was taken."""
    state = InventoryState.objects.filter(organization=redesign.organization_id).first()
    return state is not None and state.revision > redesign.baseline.inventory_revision


def side_positions(reconciliation: Reconciliation) -> tuple[int, int]:
    """Changes of ours and of theirs, as they are now."""
    pks = [reconciliation.redesign_id, reconciliation.source_id or 0]
    found = dict(Redesign.objects.filter(pk__in=pks).values_list("pk", "revision"))
    return found[reconciliation.redesign_id], found.get(reconciliation.source_id or 0, 0)


def brought(reconciliation: Reconciliation, redesign: Redesign, ours: State | None = None) -> Brought:
    """Worked out from both sides as they are now. Raises ValueError when they stand on different people.

    ours: the records of the redesign, if they are known already.
    """
    state = state_of(redesign) if ours is None else ours
    if reconciliation.kind == MERGE:
        return _merged(reconciliation, redesign, state)
    return _rebased(reconciliation, design_load(redesign, state))


def _merged(reconciliation: Reconciliation, redesign: Redesign, ours: State) -> Brought:
    source = Redesign.objects.select_related("baseline").get(pk=reconciliation.source_id or 0)
    theirs = state_of(source)
    base = common_state(redesign, source, theirs)
    found = merge(base, ours, theirs, reconciliation.choices)
    return Brought(ours, theirs, found.puts, found.conflicts, found.state, {})


def _rebased(reconciliation: Reconciliation, design: Design) -> Brought:
    assert reconciliation.baseline is not None
    old, new = bench_load(design.redesign.baseline), bench_load(reconciliation.baseline)
    profiles = {
        role: {skill: (asked.level, asked.mandatory) for skill, asked in skills.items()}
        for role, skills in design.profiles.items()
    }
    renewal = Renewal(reconciliation.baseline.pk, old.people, new.people, profiles, new.serves)
    found = rebase(design.state, renewal, reconciliation.choices)
    return Brought(design.state, found.state, found.puts, found.conflicts, found.state, found.notes)


def common_state(ours: Redesign, theirs: Redesign, theirs_now: State) -> State:
    """The records where both were last one: the last merge between them, else where their lines part.

    Redesigns with no common line have everybody on the bench in common, and nothing else.
    """
    point = last_merge(ours, theirs) or fork(ours, theirs)
    if point is None:
        people = {key: BENCHED for key in theirs_now if key[0] == "placement"}
        base: dict[Key, Fields] = {BASIS: theirs_now[BASIS], **people}
        return base
    redesign, position = point
    return state_at(redesign, position)


def last_merge(ours: Redesign, theirs: Redesign) -> tuple[Redesign, int] | None:
    """Whose records, and after how many changes, both sides had in common after the last merge that stands."""
    found = [*_merges(ours, theirs), *_merges(theirs, ours)]
    if not found:
        return None
    _, source, position = max(found, key=lambda one: one[0])
    return source, position


def _merges(into: Redesign, source: Redesign) -> Iterator[tuple[float, Redesign, int]]:
    """(when, source, position) of every merge that stands, also of those that had nothing to change."""
    changes = RedesignChange.objects.filter(redesign=into, source=source, kind=RedesignChange.Kind.MERGE)
    known = list(changes.defer("entries"))
    for change in known:
        if stands(change):
            yield change.at.timestamp(), source, change.source_position
    rows = Reconciliation.objects.filter(redesign=into, source=source, state=ReconciliationState.APPLIED)
    for row in rows.exclude(source_position__in=[change.source_position for change in known]):
        assert row.ended_at is not None
        yield row.ended_at.timestamp(), source, row.source_position


def stands(change: RedesignChange) -> bool:
    """Whether a change is in force: nobody took it back, or taking it back was taken back."""
    back = RedesignChange.objects.filter(undoes=change).defer("entries").first()
    return back is None or not stands(back)


def fork(ours: Redesign, theirs: Redesign) -> tuple[Redesign, int] | None:
    """The nearest redesign both come from, and after how many of its changes their lines parted."""
    mine, other = line(ours), line(theirs)
    shared = next((pk for pk in mine if pk in other), None)
    if shared is None:
        return None
    return mine[shared][0], min(mine[shared][1], other[shared][1])


def line(redesign: Redesign) -> dict[int, tuple[Redesign, int]]:
    """The redesign and all it was branched from, nearest first, with the changes of each that came along."""
    found = {redesign.pk: (redesign, redesign.revision)}
    at = redesign
    while at.parent_id is not None and at.parent_id not in found:
        parent = Redesign.objects.select_related("baseline").get(pk=at.parent_id)
        found[parent.pk] = (parent, at.fork_position)
        at = parent
    return found


def other_for(actor: Actor, pk: int) -> Redesign:
    """The other side of a merge. Raises Http404 for one the actor may not know of."""
    return redesign_for(actor, pk)
