"""Proposals of a redesign: what was asked, what was found, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from redesigns.models import Proposal, ProposedRole, Redesign
from redesigns.selectors.design import Design
from roles.fit import Duty
from roles.leverage import leverage
from uniengine.jobs.models import Job

FIND = "redesigns.proposal_find"
"""The kind of work that looks for roles."""


@dataclass(frozen=True, slots=True)
class ProposedView:
    """One proposed role. gone: activities that are not on the journey any more. adopted: key of the role it became,
    empty when there is none (any more)."""

    position: int
    name: str
    stages: tuple[tuple[str, str], ...]
    activities: tuple[str, ...]
    skills: tuple[str, ...]
    leverage: int | None
    gone: int
    adopted: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """proposal with its roles. stale: the journey has changed since."""

    proposal: Proposal
    stale: bool
    roles: tuple[ProposedView, ...]
    left_out: tuple[str, ...]
    impossible: tuple[str, ...]

    @property
    def open(self) -> int:
        """Roles that are not adopted."""
        return sum(not role.adopted for role in self.roles)


def proposals_of(redesign: Redesign) -> QuerySet[Proposal]:
    """The newest first."""
    return Proposal.objects.filter(redesign=redesign).select_related("created_by")


def proposal_key(redesign: Redesign) -> str:
    """Under which key the work of a redesign stands among the jobs."""
    return f"redesign:{redesign.pk}"


def proposal_job(redesign: Redesign) -> Job | None:
    """The newest piece of work that looks for roles."""
    return Job.objects.filter(kind=FIND, key=proposal_key(redesign)).order_by("-created_at").first()


def proposal_words(proposal: Proposal) -> str:
    """ "9 roles, proved minimal" or "12 roles found; at least 10 are needed"."""
    count = f"{proposal.found} {'role' if proposal.found == 1 else 'roles'}"
    if proposal.proved:
        return f"{count}, proved minimal"
    return f"{count} found; at least {proposal.lower_bound} {'is' if proposal.lower_bound == 1 else 'are'} needed"


def proposal_view(proposal: Proposal, design: Design) -> ProposalView:
    """One query for its roles."""
    notes = proposal.notes
    rows = ProposedRole.objects.filter(proposal=proposal)
    return ProposalView(
        proposal=proposal,
        stale=proposal.journey_revision != design.journey.journey.revision,
        roles=tuple(_role(row, proposal, design) for row in rows),
        left_out=_names(design, notes.get("left_out", ())),
        impossible=_names(design, notes.get("impossible", ())),
    )


def _role(row: ProposedRole, proposal: Proposal, design: Design) -> ProposedView:
    there = [pk for pk in row.activities if pk in design.activities]
    shared = proposal.options.get("sharing") == "shared"
    found = leverage([Duty(design.activities[pk], frozenset(row.skills) if shared else None) for pk in there])
    return ProposedView(
        position=row.position,
        name=row.name,
        stages=tuple((design.stage_name(pk), design.stages[pk].slot) for pk in row.stages if pk in design.stages),
        activities=_names(design, there),
        skills=tuple(sorted((design.skill_name(pk) for pk in row.skills), key=str.casefold)),
        leverage=None if found is None else round(found),
        gone=len(row.activities) - len(there),
        adopted=row.adopted if row.adopted in design.of("role") else "",
    )


def _names(design: Design, activities: object) -> tuple[str, ...]:
    """Names of activities that are still there, by name."""
    assert isinstance(activities, list | tuple)
    names = (design.journey.activities[pk].name for pk in activities if pk in design.journey.activities)
    return tuple(sorted(names, key=str.casefold))
