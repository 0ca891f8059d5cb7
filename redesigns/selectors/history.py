"""A redesign's changes in order, and which of them can be taken back or done again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from redesigns.models import Redesign, RedesignChange

UNDO = RedesignChange.Kind.UNDO


@dataclass(frozen=True, slots=True)
class Steps:
    """What Undo and Redo would do now; None: nothing."""

    undo: RedesignChange | None
    redo: RedesignChange | None


def changes_of(redesign: Redesign) -> QuerySet[RedesignChange]:
    """The history, newest first, without the records themselves."""
    rows = RedesignChange.objects.filter(redesign=redesign).defer("entries")
    return rows.select_related("actor", "undoes", "undone_by", "source").order_by("-position")


def steps_of(redesign: Redesign) -> Steps:
    """Undo takes back the newest change that stands; Redo takes back the newest undo nothing was built on."""
    undo = redo = None
    built = False
    for change in changes_of(redesign).filter(undone_by__isnull=True).iterator(chunk_size=50):
        if takes_back(change):
            redo = change if redo is None and not built else redo
            continue
        built = True
        undo = change
        break
    return Steps(undo, redo)


def takes_back(change: RedesignChange) -> bool:
    """Whether the change is an undo. An undo of an undo does something again, so it is not."""
    return change.kind == UNDO and change.undoes is not None and change.undoes.kind != UNDO
