"""People and their skills, the imports they came from, and the stored figures of the skill gap."""

from roles.models.gaps import DemandCell, GapResult, InventoryState, SupplyCell
from roles.models.imports import (
    ImportProblem,
    ImportQueueEntry,
    ImportSource,
    ImportState,
    InventoryImport,
    UndoRow,
)
from roles.models.people import Person, Rater, SkillLevel

__all__ = [
    "DemandCell",
    "GapResult",
    "ImportProblem",
    "ImportQueueEntry",
    "ImportSource",
    "ImportState",
    "InventoryImport",
    "InventoryState",
    "Person",
    "Rater",
    "SkillLevel",
    "SupplyCell",
    "UndoRow",
]
