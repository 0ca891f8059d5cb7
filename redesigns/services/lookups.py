"""What services find among the records they are about to change."""

from __future__ import annotations

from redesigns.records import Fields, State
from uniengine.kit.errors import Conflict

WORDS = {
    "role": "This role was deleted meanwhile. Go back to the roles.",
    "group": "This shared services group was deleted meanwhile. Go back to the groups.",
    "duty": "This activity was taken out of the role meanwhile.",
    "headcount": "These seats were taken away meanwhile.",
}


def existing(state: State, kind: str, key: str) -> Fields:
    """The record. Raises Conflict when somebody took it away meanwhile."""
    found = state.get((kind, key))
    if found is None:
        raise Conflict(f"{kind}_gone", WORDS.get(kind, "This was taken away meanwhile."))
    return found
