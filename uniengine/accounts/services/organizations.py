"""Organizations: create, and change their settings."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.currencies import CURRENCIES
from uniengine.accounts.hooks import organization_changed, organization_created
from uniengine.accounts.models import Market, Membership, Organization, Role, User, default_precedence
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope

SETTINGS = ("name", "currency", "productive_hours", "rater_precedence", "small_group")
HOURS = (1, 8784)
GROUP = (2, 100)
SLUG_CHARS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def organization_create(*, user: User, name: str, currency: str = "USD", request_id: str = "") -> Organization:
    """A new organization with `user` as owner and a market of kind company named like it."""
    name = _name(name)
    _check_currency(currency)
    organization = _create_with_free_slug(name, currency)
    Membership.objects.create(organization=organization, user=user, role=Role.OWNER)
    actor = Actor(organization=organization, user=user, role=Role.OWNER, request_id=request_id)
    with scope(organization.pk):
        root = Market.objects.create(organization=organization, name=name, kind=Market.Kind.COMPANY)
        Market.objects.filter(pk=root.pk).update(path=f"/{root.pk}/")
        audit_record(
            actor=actor, action="organization.create", target=organization, after=organization_values(organization)
        )
        organization_created(actor)
    return organization


@transaction.atomic
def organization_update(*, actor: Actor, changes: Mapping[str, Any]) -> Organization:
    """Change settings; `changes` holds only what is to change (of SETTINGS). Tells the listeners in hooks.py."""
    actor.require(Permission.ORGANIZATION_MANAGE)
    organization = Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)
    before = organization_values(organization)
    for field, value in _checked(changes).items():
        setattr(organization, field, value)
    after = organization_values(organization)
    changed = frozenset(field for field in SETTINGS if before[field] != after[field])
    if changed:
        organization.save(update_fields=sorted(changed))
        audit_record(
            actor=actor,
            action="organization.update",
            target=organization,
            before={field: before[field] for field in changed},
            after={field: after[field] for field in changed},
        )
        organization_changed(actor, changed)
    return organization


def organization_values(organization: Organization) -> dict[str, Any]:
    return {field: getattr(organization, field) for field in SETTINGS}


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, cleaned. Raises DomainError naming the field."""
    cleaned = dict(changes)
    if unknown := sorted(set(cleaned) - set(SETTINGS)):
        raise DomainError("setting_unknown", f"There is no setting {', '.join(unknown)}.")
    if "name" in cleaned:
        cleaned["name"] = _name(cleaned["name"])
    if "currency" in cleaned:
        _check_currency(cleaned["currency"])
    if "rater_precedence" in cleaned and sorted(cleaned["rater_precedence"]) != sorted(default_precedence()):
        raise DomainError(
            "precedence_incomplete",
            "Name assessment, manager and self once each, first the one that counts most.",
            field="rater_precedence",
        )
    _check_between(cleaned, "productive_hours", HOURS, "Hours of one FTE in a year")
    _check_between(cleaned, "small_group", GROUP, "The smallest group that is shown")
    return cleaned


def _check_between(cleaned: Mapping[str, Any], field: str, bounds: tuple[int, int], words: str) -> None:
    low, high = bounds
    if field in cleaned and not low <= cleaned[field] <= high:
        raise DomainError(f"{field}_out_of_range", f"{words} must lie between {low} and {high}.", field=field)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= 120:
        raise DomainError("name_invalid", "Enter a name of at most 120 characters.", field="name")
    return name


def _check_currency(code: str) -> None:
    if code not in CURRENCIES:
        raise DomainError(
            "currency_unknown", f"'{code}' is not a currency code. Use one such as EUR or USD.", field="currency"
        )


def _create_with_free_slug(name: str, currency: str) -> Organization:
    """The slug is part of every address; a taken one gets four letters more."""
    base = slugify(name)[:50].strip("-") or "organization"
    slug = base
    while Organization.objects.filter(slug=slug).exists():
        slug = f"{base}-{get_random_string(4, SLUG_CHARS)}"
    try:
        with transaction.atomic():
            return Organization.objects.create(slug=slug, name=name, currency=currency)
    except IntegrityError:  # somebody took it between the look and the insert
        return Organization.objects.create(
            slug=f"{base}-{get_random_string(8, SLUG_CHARS)}", name=name, currency=currency
        )
