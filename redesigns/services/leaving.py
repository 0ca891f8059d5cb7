"""When a member goes: their name comes off every redesign, and no draft is left without an editor."""

from redesigns.models import Collaborator, Redesign
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Membership, Role, User
from uniengine.kit.scoping import scope


def member_forget(actor: Actor, user: User) -> None:
    """Take the name off. A redesign that loses its last editor goes to the owners: nobody else could open it."""
    with scope(actor.organization.pk):
        theirs = list(Collaborator.objects.filter(user=user).values_list("redesign_id", flat=True))
        Collaborator.objects.filter(user=user).delete()
        for redesign in Redesign.objects.filter(pk__in=theirs).order_by("pk"):
            if not Collaborator.objects.filter(redesign=redesign, may=Collaborator.May.EDIT).exists():
                _to_owners(redesign)


def _to_owners(redesign: Redesign) -> None:
    for seat in Membership.objects.filter(organization=redesign.organization_id, role=Role.OWNER).select_related(
        "user"
    ):
        Collaborator.objects.update_or_create(
            redesign=redesign,
            user=seat.user,
            defaults={"organization_id": redesign.organization_id, "may": Collaborator.May.EDIT},
        )
