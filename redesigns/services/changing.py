"""The one way a redesign's records change: permission, transaction, lock, stale check, rules, history, audit.

The redesign's row lock makes changes of one redesign take turns. History and audit name nobody: people are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from redesigns.changes import applied, entries
from redesigns.models import Redesign, RedesignChange
from redesigns.records import Key, Puts, State
from redesigns.rules import broken
from redesigns.selectors.access import is_editor
from redesigns.selectors.states import state_of
from redesigns.services.following import effects_follow
from redesigns.services.writing import records_write, tallies_count
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import Conflict, DomainError, NotAllowed

Decide = Callable[[State], Puts]
"""Looks at the records as they are under the lock and says what to put. May raise DomainError."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from, beyond an edit: what it takes back, or what was merged."""

    kind: str = RedesignChange.Kind.EDIT
    undoes: RedesignChange | None = None
    source: Redesign | None = None
    source_position: int = 0


EDIT = Origin()
PLACE = Origin(RedesignChange.Kind.PLACE)
ADOPT = Origin(RedesignChange.Kind.ADOPT)


@transaction.atomic
def redesign_change(
    *,
    actor: Actor,
    redesign: Redesign,
    label: str,
    decide: Decide,
    seen: int | None = None,
    origin: Origin = EDIT,
    permission: Permission = Permission.REDESIGN_EDIT,
) -> RedesignChange | None:
    """One change of a draft; None when nothing differs.

    seen: the revision the person looked at. Raises Conflict when one of the touched records has changed since,
    DomainError when the result would break a rule, NotAllowed for those who are not editors of it.
    """
    actor.require(permission)
    locked = redesign_locked(redesign.pk)
    ensure_editable(actor, locked)
    state = state_of(locked)
    puts = decide(state)
    made = entries(state, puts)
    if not made:
        return None
    ensure_people(actor, made)
    if seen is not None:
        ensure_fresh(locked, seen, [(one["kind"], one["key"]) for one in made])
    ensure_rules(applied(state, puts))
    records_write(locked, puts)
    change = _append(actor, locked, label, made, origin)
    tallies_count(locked)
    effects_follow(locked)
    return change


def redesign_locked(pk: int) -> Redesign:
    """The redesign's row, locked until the transaction ends. Raises Conflict when it is gone.

    Locked without a join: PostgreSQL would lose the row when a rebase that we waited for has changed its baseline.
    """
    found = Redesign.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise Conflict("redesign_gone", "This redesign was deleted meanwhile. Go back to the list.")
    return found


def ensure_editable(actor: Actor, redesign: Redesign) -> None:
    """Raises unless it is a draft in use and the actor one of its editors."""
    if redesign.archived_at is not None:
        raise DomainError("redesign_archived", "This redesign is archived. Restore it before you change it.")
    if not redesign.is_draft:
        state = redesign.get_state_display().lower()
        words = f"This redesign is {state} and cannot be changed. Branch it, and change the branch."
        raise DomainError("redesign_not_draft", words)
    if not is_editor(actor, redesign):
        raise NotAllowed("Only editors of this redesign can change it. Ask one of them to name you.")


def ensure_people(actor: Actor, made: Iterable[Mapping[str, Any]]) -> None:
    """Whoever may not place people neither moves anybody nor takes seats away, taken or not: a refusal that depended
    on who sits there would tell how many do."""
    if not actor.may(Permission.PLACEMENTS_EDIT) and any(_about_people(one) for one in made):
        raise NotAllowed("This moves people or takes seats away. Somebody who may see people by name has to do it.")


def _about_people(entry: Mapping[str, Any]) -> bool:
    if entry["kind"] == "headcount":
        before, after = entry["before"], entry["after"]
        return before is not None and (after is None or after["seats"] < before["seats"])
    return entry["kind"] in ("placement", "ban")


def ensure_fresh(redesign: Redesign, seen: int, keys: Iterable[Key]) -> None:
    """Raises Conflict when one of these records has changed since revision `seen`."""
    touched = set(keys)
    for later in changes_since(redesign, seen):
        if any((one["kind"], one["key"]) in touched for one in later.entries):
            name = later.actor.display_name if later.actor else "Somebody"
            raise Conflict(
                "redesign_stale",
                f"{name} changed the same thing meanwhile ({later.label}). Look at it now, then change it again.",
                details={"revision": redesign.revision, "their_label": later.label, "changed_by": name},
            )


def changes_since(redesign: Redesign, position: int) -> QuerySet[RedesignChange]:
    """Changes after so many, newest first."""
    rows = RedesignChange.objects.filter(redesign=redesign, position__gt=position)
    return rows.select_related("actor").order_by("-position")


def ensure_rules(state: State) -> None:
    """Raises DomainError that names the first rule the state breaks."""
    for problem in broken(state):
        raise DomainError(problem.code, problem.message)


def _append(actor: Actor, redesign: Redesign, label: str, made: list[dict[str, Any]], origin: Origin) -> RedesignChange:
    redesign.revision += 1
    change = RedesignChange.objects.create(
        organization_id=redesign.organization_id,
        redesign=redesign,
        position=redesign.revision,
        kind=origin.kind,
        label=label[:200],
        entries=made,
        undoes=origin.undoes,
        source=origin.source,
        source_position=origin.source_position,
        actor=actor.user,
    )
    log_record(actor, redesign, f"redesign.{origin.kind}", change=change.position)
    return change


def log_record(actor: Actor, redesign: Redesign, action: str, **after: object) -> None:
    """The change log knows a redesign by its number only: whoever reads the log need not be named on the draft."""
    audit_record(actor=actor, action=action, target=redesign, label=f"Redesign {redesign.pk}", after=after)
