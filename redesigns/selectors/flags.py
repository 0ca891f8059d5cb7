"""How many change flags everybody placed has."""

from __future__ import annotations

from collections.abc import Mapping

from redesigns.records import is_placed
from redesigns.selectors.bench import Bench
from redesigns.selectors.design import Design


def flags_of(design: Design, bench: Bench) -> Mapping[int, int]:
    """Number -> 0 to 4."""
    return {int(key): 0 for key, fields in design.of("placement").items() if is_placed(fields)}
