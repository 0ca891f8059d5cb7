"""Redesigns: the baseline they start from, their records, their history, and what is decided about them."""

from redesigns.models.baselines import Baseline, BaselinePerson
from redesigns.models.decisions import Publication, Reconciliation, ReconciliationKind, ReconciliationState
from redesigns.models.people import Ban, DevelopmentItem, Placement, PlacementState, Progress, Wave
from redesigns.models.redesigns import Collaborator, Redesign, RedesignChange, RedesignState
from redesigns.models.results import EffectResult, Proposal, ProposedRole
from redesigns.models.roles import (
    Cover,
    Duty,
    Group,
    GroupService,
    GroupSkill,
    Headcount,
    Mark,
    Measure,
    Part,
    Role,
    Segment,
)

__all__ = [
    "Ban",
    "Baseline",
    "BaselinePerson",
    "Collaborator",
    "Cover",
    "DevelopmentItem",
    "Duty",
    "EffectResult",
    "Group",
    "GroupService",
    "GroupSkill",
    "Headcount",
    "Mark",
    "Measure",
    "Part",
    "Placement",
    "PlacementState",
    "Progress",
    "Proposal",
    "ProposedRole",
    "Publication",
    "Reconciliation",
    "ReconciliationKind",
    "ReconciliationState",
    "Redesign",
    "RedesignChange",
    "RedesignState",
    "Role",
    "Segment",
    "Wave",
]
