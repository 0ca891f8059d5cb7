"""Markets and legacy functions that a file names: found by name in any case, or made where the mapping says so."""

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from journeys.models import LegacyFunction
from journeys.names import cleaned
from journeys.services.functions import function_create
from roles.imports.mapping import MappingError
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Market

ADD, REFUSE = "add", "refuse"
PLACE_CHOICES = (ADD, REFUSE)
LONGEST = 120


@dataclass(frozen=True)
class PlaceOptions:
    """What happens to names nobody knows yet: 'add' makes them, 'refuse' reports an error and leaves the cell out."""

    new_markets: str = ADD
    new_functions: str = ADD

    @classmethod
    def from_dict(cls, data: Dict[str, Any]) -> "PlaceOptions":
        """Raises MappingError for another word."""
        options = cls(str(data.get("new_markets") or ADD), str(data.get("new_functions") or ADD))
        for name, value in options.to_dict().items():
            if value not in PLACE_CHOICES:
                raise MappingError("mapping_invalid", f"{name} is '{value}'. Choose add or refuse.", field="mapping")
        return options

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


@lru_cache(maxsize=10_000)  # 100,000 people share a few places
def place_key(name: str) -> str:
    """What two spellings of one place share."""
    return cleaned(name).casefold()


@dataclass
class Places:
    """Names of one kind of place -> ids. `new`: names to make, in the order of the alphabet once sorted."""

    known: dict[str, int]
    add: bool
    new: dict[str, str] = field(default_factory=dict)  # key -> name, of several spellings the first in the alphabet
    judged: dict[str, str] = field(default_factory=dict)  # name -> what is wrong with it, or nothing

    def problem(self, name: str) -> str:
        """Why a name cannot be used, or nothing. A usable new name is noted in `new`."""
        if name not in self.judged:
            self.judged[name] = self._judge(name)
        return self.judged[name]

    def _judge(self, name: str) -> str:
        key = place_key(name)
        if key in self.known:
            return ""
        if len(name) > LONGEST:
            return f"The name has {len(name)} characters; at most {LONGEST} fit. Shorten it in the file."
        if not self.add:
            return f"There is no '{name}'. Add it first, or choose in the mapping that new ones are added."
        self.new[key] = min(name, self.new.get(key, name))
        return ""


def markets_known() -> dict[str, int]:
    return {place_key(name): pk for pk, name in Market.objects.values_list("pk", "name")}


def functions_known() -> dict[str, int]:
    return {place_key(name): pk for pk, name in LegacyFunction.objects.values_list("pk", "name")}


def markets_make(actor: Actor, names: Iterable[str]) -> tuple[dict[str, int], list[Market]]:
    """The ids of all markets with the new names among them, and what was made: below the company, in order of names."""
    known, made = markets_known(), []
    wanted = {place_key(name): cleaned(name) for name in names}
    if wanted.keys() - known.keys():
        root = Market.objects.filter(parent=None).order_by("pk").first()
        if root is None:
            root = _market(actor, _root_name(actor, known), Market.Kind.COMPANY, None)
            made.append(root)
            known[place_key(root.name)] = root.pk
        for key in sorted(wanted.keys() - known.keys()):
            market = _market(actor, wanted[key], Market.Kind.MARKET, root)
            made.append(market)
            known[key] = market.pk
    return known, made


def _root_name(actor: Actor, known: Dict[str, int]) -> str:
    return actor.organization.name[:LONGEST] if place_key(actor.organization.name) not in known else "Company"


def _market(actor: Actor, name: str, kind: str, parent: Market | None) -> Market:
    market = Market.objects.create(organization=actor.organization, name=name, kind=kind, parent=parent)
    market.path = f"{parent.path if parent else '/'}{market.pk}/"
    market.save(update_fields=["path"])
    after = {"name": name, "kind": str(kind), "parent": parent.name if parent else None}
    audit_record(actor=actor, action="market.create", target=market, after=after, reason="HR inventory import")
    return market


def functions_make(actor: Actor, names: Iterable[str]) -> tuple[dict[str, int], list[LegacyFunction]]:
    """The ids of all legacy functions with the new names among them, and what was made."""
    known, made = functions_known(), []
    wanted = {place_key(name): name for name in names}
    for key in sorted(wanted.keys() - known.keys()):
        function = function_create(actor=actor, name=wanted[key])
        made.append(function)
        known[key] = function.pk
    return known, made
