"""Stages by name: the five standard ones and the colour a stage gets.

Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from journeys.draft import DraftStage
from journeys.names import name_key

STANDARD: Mapping[str, str] = {
    "learn": "Learn",
    "buy": "Buy",
    "order": "Order/Install",
    "adopt": "Adopt",
    "support": "Support",
}
"""Colour slot -> the name the stage has by default, in the order of the journey."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "learn": ("learn", "aware", "discover", "explore", "attract"),
    "order": ("order", "install", "ship", "deliver", "implement", "onboard"),
    "buy": ("buy", "purchase", "select", "decide", "consider", "evaluate"),
    "adopt": ("adopt", "use", "grow", "succeed"),
    "support": ("support", "service", "care", "renew", "maintain"),
}


def slot_of(name: str, stages: Collection[DraftStage]) -> str:
    """The colour of a new stage: by its name, else the first colour that is used least."""
    key = name_key(name)
    for slot, words in _WORDS.items():
        if any(part.startswith(words) for part in key.replace("/", " ").replace("-", " ").split()):
            return slot
    used = [stage.slot for stage in stages]
    return min(STANDARD, key=used.count)
