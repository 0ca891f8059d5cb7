"""How many change flags everybody placed has."""

from __future__ import annotations

from collections.abc import Mapping

from redesigns.selectors.bench import Bench
from redesigns.selectors.cards import BEFORE_KINDS, cards_of, published_before
from redesigns.selectors.design import Design
from redesigns.selectors.states import state_of


def flags_of(design: Design, bench: Bench) -> Mapping[int, int]:
    """Number -> 0 to 4."""
    earlier = published_before(design.redesign)
    published = None if earlier is None else state_of(earlier, kinds=BEFORE_KINDS)
    return {number: card.flags.count for number, card in cards_of(design, bench, published).items() if card.flags}
