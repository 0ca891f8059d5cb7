"""Markets, stages and legacy functions by id, as the gap pages name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.models import Journey, LegacyFunction, Stage
from roles.places import Tree, tree_of
from roles.slices import WITHOUT
from uniengine.accounts.models import Market


@dataclass(frozen=True)
class Places:
    """Everything a filter or a column can name. Three queries."""

    stages: Mapping[int, Stage]
    markets: Tree
    functions: Mapping[int, str]

    def stage_name(self, stage: int) -> str:
        return self.stages[stage].name if stage in self.stages else "No stage"

    def market_name(self, market: int) -> str:
        """Of a need: WITHOUT stands for one that anybody can serve."""
        return self.markets.name(market) if market != WITHOUT else "Anywhere"

    def function_name(self, function: int) -> str:
        return self.functions.get(function, "No function")


def places(journey: Journey) -> Places:
    """The stages of the journey in their order; markets as a tree, functions by name."""
    return Places(
        stages={stage.pk: stage for stage in Stage.objects.filter(journey=journey)},
        markets=market_tree(),
        functions=dict(LegacyFunction.objects.order_by("name").values_list("pk", "name")),
    )


def market_tree() -> Tree:
    """All markets of the organization. One query."""
    return tree_of(Market.objects.order_by("pk").values_list("pk", "name", "parent_id"))
