"""The tree of markets: add, rename, move, delete. Writers queue on the organization's lock, so no cycle can slip in."""

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, Value
from django.db.models.functions import Concat, Substr

from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.hooks import organization_changed
from uniengine.accounts.models import Market, Membership
from uniengine.accounts.policy import Permission
from uniengine.accounts.services.members import organization_lock
from uniengine.kit.errors import DomainError

MOST_LEVELS = 6


@transaction.atomic
def market_create(*, actor: Actor, name: str, kind: str, parent: Market) -> Market:
    """A new node below `parent`."""
    actor.require(Permission.MARKETS_MANAGE)
    organization_lock(actor.organization)
    parent = _fresh(parent)
    _check_levels(parent, below=1)
    market = Market(organization=actor.organization, name=_name(name), kind=_kind(kind), parent=parent)
    _save(market)
    market.path = f"{parent.path}{market.pk}/"
    market.save(update_fields=["path"])
    audit_record(actor=actor, action="market.create", target=market, after=market_values(market))
    organization_changed(actor, frozenset({"markets"}))
    return market


@transaction.atomic
def market_change(
    *, actor: Actor, market: Market, name: str | None = None, kind: str | None = None, parent: Market | None = None
) -> Market:
    """Rename, re-kind or move a node; None leaves a value as it is. A move takes the whole subtree along."""
    actor.require(Permission.MARKETS_MANAGE)
    organization_lock(actor.organization)
    market = _fresh(market)
    before = market_values(market)
    old_path = market.path
    if parent is not None and parent.pk != market.parent_id:
        _place(market, _fresh(parent))
    if name is not None:
        market.name = _name(name)
    if kind is not None and kind != market.kind:
        market.kind = _rekind(market, kind)
    after = market_values(market)
    if after != before:
        _save(market)
        _carry_along(old_path, market.path)
        audit_record(actor=actor, action="market.change", target=market, before=before, after=after)
        organization_changed(actor, frozenset({"markets"}))
    return market


@transaction.atomic
def market_delete(*, actor: Actor, market: Market) -> None:
    """Delete a node nothing hangs on. Raises DomainError saying what does."""
    actor.require(Permission.MARKETS_MANAGE)
    organization_lock(actor.organization)
    market = _fresh(market)
    if market.parent_id is None:
        raise DomainError("market_is_root", "The company itself cannot be deleted. Rename it instead.")
    if uses := market_uses(market):
        raise DomainError(
            "market_in_use",
            f"{market.name} is in use: {', '.join(uses)}. Move them elsewhere, then delete it.",
            details={"uses": uses},
        )
    audit_record(actor=actor, action="market.delete", target=market, before=market_values(market))
    try:
        with transaction.atomic():
            market.delete()
    except ProtectedError:
        raise DomainError("market_in_use", f"{market.name} is in use now. Reload the page.") from None
    organization_changed(actor, frozenset({"markets"}))


def market_uses(market: Market) -> list[str]:
    """What hangs on a market, in words: ["2 markets below", "14 people"]. Found through the foreign keys."""
    uses = []
    for relation in Market._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        if relation.on_delete is not models.PROTECT and relation.related_model is not Membership:
            continue
        model = relation.related_model
        assert not isinstance(model, str)
        count = model._base_manager.filter(**{relation.field.name: market.pk}).count()
        if count and model is Market:
            uses.append(f"{count} {'market' if count == 1 else 'markets'} below")
        elif count:
            names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            uses.append(f"{count} {names}")
    return uses


def market_values(market: Market) -> dict[str, object]:
    return {"name": market.name, "kind": market.kind, "parent": market.parent.name if market.parent else None}


def level_of(market: Market) -> int:
    """1 for the root."""
    return market.path.count("/") - 1


def _fresh(market: Market) -> Market:
    """The node as it is now. Raises DomainError when it is gone."""
    found = Market.objects.select_related("parent").filter(pk=market.pk).first()
    if found is None:
        raise DomainError("market_gone", "This market is not there any more. Reload the page.")
    return found


def _place(market: Market, parent: Market) -> None:
    if market.parent_id is None:
        raise DomainError("market_is_root", "The company itself stays at the top.", field="parent")
    if parent.path.startswith(market.path):
        raise DomainError(
            "market_cycle", f"{parent.name} lies below {market.name}. Choose a place outside of it.", field="parent"
        )
    deepest = max(Market.objects.filter(path__startswith=market.path).values_list("path", flat=True), key=len_in_ids)
    _check_levels(parent, below=len_in_ids(deepest) - len_in_ids(market.path) + 1)
    market.parent = parent
    market.path = f"{parent.path}{market.pk}/"


def len_in_ids(path: str) -> int:
    return path.count("/") - 1


def _carry_along(old_path: str, new_path: str) -> None:
    if old_path != new_path:
        Market.objects.filter(path__startswith=old_path).update(
            path=Concat(Value(new_path), Substr("path", len(old_path) + 1))
        )


def _check_levels(parent: Market, below: int) -> None:
    if level_of(parent) + below > MOST_LEVELS:
        raise DomainError(
            "tree_too_deep", f"The tree may have {MOST_LEVELS} levels. Choose a place higher up.", field="parent"
        )


def _rekind(market: Market, kind: str) -> str:
    if market.parent_id is None:
        raise DomainError("market_is_root", "The top of the tree is the company.", field="kind")
    return _kind(kind)


def _kind(kind: str) -> str:
    if kind not in (Market.Kind.REGION, Market.Kind.MARKET):
        raise DomainError("kind_unknown", "Choose region or market.", field="kind")
    return kind


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= 120:
        raise DomainError("name_invalid", "Enter a name of at most 120 characters.", field="name")
    return name


def _save(market: Market) -> None:
    try:
        with transaction.atomic():
            market.save()
    except IntegrityError:
        raise DomainError(
            "market_name_taken", f"There is already a market called {market.name}. Choose another name.", field="name"
        ) from None
