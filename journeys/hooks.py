"""Where higher layers listen, because journeys must not import them. They register in AppConfig.ready().

A reaction runs inside the transaction of the change, so that either both happen or neither.
"""

from collections.abc import Callable, Sequence

_reactions: list[Callable[[Sequence[int]], None]] = []


def on_journey_change(react: Callable[[Sequence[int]], None]) -> None:
    """Call `react(journey ids)` whenever the content of journeys changes, and when one is new."""
    if react not in _reactions:
        _reactions.append(react)


def journeys_changed(*journeys: int) -> None:
    for react in _reactions:
        react(journeys)


_rate_reactions: list[Callable[[], None]] = []


def on_rates_change(react: Callable[[], None]) -> None:
    """Call `react()` whenever what an FTE of a legacy function costs has changed."""
    if react not in _rate_reactions:
        _rate_reactions.append(react)


def rates_changed() -> None:
    for react in _rate_reactions:
        react()
