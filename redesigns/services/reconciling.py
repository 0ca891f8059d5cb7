"""Merge one redesign into another, and bring a redesign onto a newer inventory: ask first, then one change.

The answers are kept by question. Questions follow from both sides as they are, so they are worked out anew each time;
whoever applies sends along what they looked at, and is asked to look again when either side has moved.
Questions are about people, so it takes somebody who may place people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from redesigns.conflicts import Conflict as Question
from redesigns.models import Baseline, Reconciliation, ReconciliationKind, ReconciliationState, Redesign, RedesignChange
from redesigns.records import Puts, State
from redesigns.selectors.reconciling import (
    MERGE,
    Brought,
    brought,
    may_bring,
    newer_inventory,
    reconciliation_open,
)
from redesigns.services.baselines import baseline_take
from redesigns.services.changing import Origin, ensure_editable, log_record, redesign_change, redesign_locked
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

OPEN, APPLIED, DISCARDED = ReconciliationState.OPEN, ReconciliationState.APPLIED, ReconciliationState.DISCARDED


@transaction.atomic
def merge_start(*, actor: Actor, redesign: Redesign, source: Redesign) -> Reconciliation:
    """Begin to bring the other redesign into this one. Returns the one under way if it is this very merge."""
    actor.require(Permission.PLACEMENTS_EDIT)
    sides = _locked(redesign.pk, source.pk)
    ensure_editable(actor, sides[redesign.pk])
    _ensure_known(actor, source)
    _ensure_mergeable(sides[redesign.pk], sides[source.pk])
    return _begin(actor, sides[redesign.pk], MERGE, source=sides[source.pk])


@transaction.atomic
def rebase_start(*, actor: Actor, redesign: Redesign) -> Reconciliation:
    """Begin to bring the redesign onto the inventory as it is now. Raises DomainError when there is nothing new."""
    locked = _editable(actor, redesign)
    if not newer_inventory(locked):
        raise DomainError("inventory_same", "Nothing has changed in the inventory since this redesign took it.")
    return _begin(actor, locked, ReconciliationKind.REBASE, baseline=baseline_take(actor))


@transaction.atomic
def reconciliation_choose(
    *, actor: Actor, reconciliation: Reconciliation, choices: Mapping[str, str]
) -> Reconciliation:
    """Keep answers. Those to questions that are not asked (any more) are kept out; others stay as they are."""
    redesign = _editable(actor, reconciliation.redesign)
    locked = _open(reconciliation)
    _ensure_known(actor, locked.source)
    known = {one.id: one for one in _brought(locked, redesign).conflicts}
    answers = {key: value for key, value in choices.items() if key in known and _is_option(known[key], value)}
    if {**locked.choices, **answers} != locked.choices:
        locked.choices = {**locked.choices, **answers}
        locked.version += 1
        locked.save(update_fields=["choices", "version"])
    return locked


@transaction.atomic
def reconciliation_apply(
    *,
    actor: Actor,
    reconciliation: Reconciliation,
    version: int,
    ours: int,
    theirs: int,
    shown: Collection[str] | None = None,
) -> RedesignChange | None:
    """Do it, as one change; None when nothing differs. Unanswered questions take the suggested answer.

    version, ours, theirs: the answers and the changes of both sides the person looked at; shown: the questions they
    saw (None: not compared). Raises Conflict when any of them has moved: look again, every answer is kept.
    """
    actor.require(Permission.PLACEMENTS_EDIT)
    sides = _locked(reconciliation.redesign_id, reconciliation.source_id)
    locked = _open(reconciliation)
    redesign, source = sides[locked.redesign_id], sides.get(locked.source_id or 0)
    ensure_editable(actor, redesign)
    _ensure_known(actor, source)
    if (locked.version, redesign.revision, source.revision if source else 0) != (version, ours, theirs):
        raise _moved()
    if source is not None:
        _ensure_mergeable(redesign, source)

    def decide(state: State) -> Puts:
        found = _brought(locked, redesign, state)
        if shown is not None and not {one.id for one in found.conflicts} <= set(shown):
            raise _moved()
        return found.puts

    change = redesign_change(
        actor=actor, redesign=redesign, label=_label(locked, source), decide=decide, origin=_origin(locked, source)
    )
    _end(locked, APPLIED, source)
    log_record(actor, redesign, f"redesign.{locked.kind}_apply", reconciliation=locked.pk)
    return change


@transaction.atomic
def reconciliation_discard(*, actor: Actor, reconciliation: Reconciliation) -> Reconciliation:
    """Leave it; the redesign stays as it is."""
    redesign = _editable(actor, reconciliation.redesign)
    locked = _open(reconciliation)
    _end(locked, DISCARDED, None)
    log_record(actor, redesign, f"redesign.{locked.kind}_discard", reconciliation=locked.pk)
    return locked


def _editable(actor: Actor, redesign: Redesign) -> Redesign:
    actor.require(Permission.PLACEMENTS_EDIT)
    locked = redesign_locked(redesign.pk)
    ensure_editable(actor, locked)
    return locked


def _locked(*pks: int | None) -> dict[int, Redesign]:
    """Locked in order of their ids, so that two merges the other way round cannot wait for each other."""
    return {pk: redesign_locked(pk) for pk in sorted({pk for pk in pks if pk is not None})}


def _ensure_known(actor: Actor, source: Redesign | None) -> None:
    if source is not None and not may_bring(actor, source):
        raise NotAllowed("Only people named on the other redesign can merge it. Ask one of its editors to name you.")


def _ensure_mergeable(ours: Redesign, theirs: Redesign) -> None:
    if ours.pk == theirs.pk:
        raise DomainError("merge_itself", "A redesign cannot be merged with itself. Choose another.")
    if ours.journey_id != theirs.journey_id:
        raise DomainError("merge_journeys", "These redesigns serve different journeys, so they cannot be merged.")
    if theirs.archived_at is not None:
        raise DomainError("redesign_archived", "The other redesign is archived. Restore it first.")
    if ours.baseline_id != theirs.baseline_id:
        words = "These redesigns stand on different inventories. Bring both onto the same inventory first."
        raise DomainError("merge_baselines", words)


def _begin(
    actor: Actor,
    redesign: Redesign,
    kind: ReconciliationKind,
    source: Redesign | None = None,
    baseline: Baseline | None = None,
) -> Reconciliation:
    under_way = reconciliation_open(redesign)
    if under_way is not None:
        if (under_way.kind, under_way.source, under_way.baseline_id) == (kind, source, baseline and baseline.pk):
            return under_way
        words = "A merge or a new inventory is under way already. Finish or discard it first."
        raise DomainError("reconciliation_open", words)
    made = Reconciliation.objects.create(
        organization=actor.organization,
        redesign=redesign,
        kind=kind,
        source=source,
        baseline=baseline,
        created_by=actor.user,
    )
    log_record(actor, redesign, f"redesign.{kind}_start", reconciliation=made.pk)
    return made


def _open(reconciliation: Reconciliation) -> Reconciliation:
    rows = Reconciliation.objects.select_for_update(of=("self",)).select_related("redesign", "source", "baseline")
    locked = rows.filter(pk=reconciliation.pk).first()
    if locked is None or locked.state != OPEN:
        raise Conflict("reconciliation_ended", "Somebody finished or discarded this meanwhile.")
    return locked


def _end(reconciliation: Reconciliation, state: ReconciliationState, source: Redesign | None) -> None:
    reconciliation.state, reconciliation.ended_at = state, timezone.now()
    reconciliation.source_position = source.revision if source else 0
    reconciliation.version += 1
    reconciliation.save(update_fields=["state", "ended_at", "source_position", "version"])


def _brought(reconciliation: Reconciliation, redesign: Redesign, state: State | None = None) -> Brought:
    try:
        return brought(reconciliation, redesign, state)
    except ValueError as error:
        words = "Both sides stand on different inventories now. Discard this, and bring both onto the same one first."
        raise DomainError("merge_baselines", words) from error


def _is_option(question: Question, value: str) -> bool:
    return any(option.value == value for option in question.options)


def _moved() -> Conflict:
    words = "Something changed while you were looking. Your answers are kept; look at the questions again."
    return Conflict("reconciliation_moved", words)


def _origin(reconciliation: Reconciliation, source: Redesign | None) -> Origin:
    if source is None:
        return Origin(RedesignChange.Kind.REBASE)
    return Origin(RedesignChange.Kind.MERGE, source=source, source_position=source.revision)


def _label(reconciliation: Reconciliation, source: Redesign | None) -> str:
    """Readers of this redesign's history may not know the other one: it is named by its number."""
    return f"Merged redesign {source.pk}" if source else "Brought in the new inventory"
