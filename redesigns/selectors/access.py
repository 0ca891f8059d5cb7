"""Who sees which redesign, and who sees names in it. Pages, API and exports all ask here.

A draft is visible to those named on it, nobody else. Names of people are shown to those who are named on the redesign
and may see people at all: whoever sees the whole staff list and the names of everybody placed would know who is not.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from redesigns.models import Collaborator, Redesign, RedesignState
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission


def redesigns_visible(actor: Actor, *, archived: bool = False) -> QuerySet[Redesign]:
    """Redesigns the actor may know of, by name: those in use, or those archived."""
    return _visible(actor).filter(archived_at__isnull=not archived)


def redesign_for(actor: Actor, pk: int) -> Redesign:
    """A redesign the actor may see, archived or not. Raises Http404."""
    found = _visible(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_edit(actor: Actor, redesign: Redesign) -> bool:
    """Whether the actor may change it now: named as editor, the role allows it, and it is a draft in use."""
    return redesign.is_draft and redesign.archived_at is None and is_editor(actor, redesign)


def is_editor(actor: Actor, redesign: Redesign) -> bool:
    """Named as editor, with a role that allows it. The system is an editor of everything."""
    if not actor.may(Permission.REDESIGN_EDIT):
        return False
    return actor.user is None or named_on(actor, redesign, Collaborator.May.EDIT)


def sees_names(actor: Actor, redesign: Redesign) -> bool:
    """Whether the actor may learn who is where in this redesign."""
    return actor.may(Permission.PLACEMENTS_VIEW) and (actor.user is None or named_on(actor, redesign))


def named_on(actor: Actor, redesign: Redesign, may: str = "") -> bool:
    """Whether the actor is named on the redesign, to edit or to read."""
    rows = _named(actor).filter(redesign=redesign)
    return (rows.filter(may=may) if may else rows).exists()


def _visible(actor: Actor) -> QuerySet[Redesign]:
    rows = Redesign.objects.select_related("journey", "baseline", "parent", "created_by")
    if actor.user is None:
        return rows
    named = Exists(_named(actor).filter(redesign=OuterRef("pk")))
    return rows.filter(named | ~Q(state=RedesignState.DRAFT))


def _named(actor: Actor) -> QuerySet[Collaborator]:
    return Collaborator.objects.filter(user=actor.user)
