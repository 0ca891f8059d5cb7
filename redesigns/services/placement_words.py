"""How changes of placements are called: heads and seats, never a name."""

from redesigns.models import Redesign, Role
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError


def heads(count: int) -> str:
    """ "1 person", "3 people"."""
    return f"{count:,} {'person' if count == 1 else 'people'}"


def role_name(redesign: Redesign, role: str) -> str:
    """Raises DomainError when there is no such role."""
    name = Role.objects.filter(redesign=redesign, key=role).values_list("name", flat=True).first()
    if name is None:
        raise DomainError("role_gone", "This role does not exist any more. Choose another.", field="to")
    return name


def seat_words(redesign: Redesign, role: str, market: int | None) -> str:
    """ "Buy expert in DACH"."""
    name = role_name(redesign, role)
    if market is None:
        return name
    place = Market.objects.filter(pk=market).values_list("name", flat=True).first()
    return f"{name} in {place or 'a removed market'}"
