"""Proposed roles: have them found in the background, adopt all or some of them as one change, or let them go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from redesigns.models import Proposal, ProposedRole, Redesign, RedesignChange
from redesigns.records import Fields, Key, Puts, State, record, uid_new
from redesigns.role_names import Bundle, free_name, names_of
from redesigns.selectors.design import Design, design_load
from redesigns.selectors.proposals import FIND, proposal_key
from redesigns.services.changing import ADOPT, ensure_editable, log_record, redesign_change, redesign_locked
from redesigns.services.duties import accountable_for, free_part
from roles.cover import Problem, Role, Sharing, propose
from roles.cover import Proposal as Found
from uniengine.accounts.access import Actor
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start
from uniengine.kit.errors import Conflict, DomainError

MOST_SECONDS = 120
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """sharing: whole or shared (roles.cover). most_skills, most_stages: per role, None: as many as it takes."""

    sharing: str = Sharing.WHOLE
    most_skills: int | None = None
    most_stages: int | None = None
    seconds: int = 20

    def as_json(self) -> dict[str, Any]:
        return {
            "sharing": str(self.sharing),
            "most_skills": self.most_skills,
            "most_stages": self.most_stages,
            "seconds": self.seconds,
        }


@transaction.atomic
def proposal_start(*, actor: Actor, redesign: Redesign, options: Options) -> Job:
    """Have a smallest set of roles looked for; returns the open job when there is one."""
    actor.require(Permission.REDESIGN_EDIT)
    ensure_editable(actor, redesign)
    if options.sharing not in tuple(Sharing):
        raise DomainError("sharing_unknown", "Choose how activities may be divided.", field="sharing")
    for name, cap in (("most_skills", options.most_skills), ("most_stages", options.most_stages)):
        if cap is not None and cap < 1:
            raise DomainError("cap_range", "Enter at least 1, or leave it empty.", field=name)
    if not 1 <= options.seconds <= MOST_SECONDS:
        raise DomainError("seconds_range", f"Enter 1 to {MOST_SECONDS} seconds.", field="seconds")
    log_record(actor, redesign, "redesign.proposal_find", **options.as_json())
    return job_start(
        actor=actor,
        kind=FIND,
        key=proposal_key(redesign),
        params={"redesign": redesign.pk, "options": options.as_json()},
        message="Reading the journey",
    )


@dataclass(frozen=True)
class Finding:
    """What was found, with what it was found in."""

    design: Design
    options: Options
    found: Found


def proposal_compute(*, redesign: Redesign, options: Options, progress: Progress) -> Finding:
    """Look for the roles without writing anything. Raises DomainError when no activity takes a skill."""
    design = design_load(redesign)
    problem = problem_of(design, options)
    if not any(problem.skills.values()):
        words = "No activity of this journey takes a skill yet. Name the skills on the board, then start again."
        raise DomainError("nothing_to_propose", words)
    return Finding(design, options, propose(problem, seconds=options.seconds, progress=progress))


def problem_of(design: Design, options: Options) -> Problem:
    """The journey as roles.cover takes it."""
    every = design.activities
    return Problem(
        skills={pk: frozenset(ask.skill for ask in one.asks) for pk, one in every.items()},
        stages={pk: frozenset(one.jobs) for pk, one in every.items()},
        weights={pk: one.mfte for pk, one in every.items()},
        sharing=Sharing(options.sharing),
        most_skills=options.most_skills,
        most_stages=options.most_stages,
    )


@transaction.atomic
def proposal_store(*, actor: Actor, finding: Finding) -> Proposal:
    """Keep what was found, if the redesign can still be changed. Older proposals stay."""
    design, found = finding.design, finding.found
    ensure_editable(actor, redesign_locked(design.redesign.pk))
    proposal = Proposal.objects.create(
        organization_id=design.redesign.organization_id,
        redesign=design.redesign,
        options=finding.options.as_json(),
        journey_revision=design.journey.journey.revision,
        found=len(found.roles),
        lower_bound=found.lower_bound,
        proved=found.proved,
        notes={
            "left_out": list(found.without_skills),
            "impossible": list(found.impossible),
            "merged": [list(one) for one in found.merged_activities],
            "merged_skills": [list(one) for one in found.merged_skills],
            "how": str(found.how),
        },
        created_by=actor.user,
    )
    ProposedRole.objects.bulk_create(_rows(proposal, design, found), batch_size=500)
    return proposal


def _rows(proposal: Proposal, design: Design, found: Found) -> list[ProposedRole]:
    stages = {pk: stage.name for pk, stage in design.stages.items()}
    skills = {pk: skill.name for pk, skill in design.skills.items()}
    order = sorted(found.roles, key=lambda role: _place(design, role))
    names = names_of([_bundle(design, role) for role in order], stages, skills)
    return [
        ProposedRole(
            organization_id=proposal.organization_id,
            proposal=proposal,
            position=position,
            name=name,
            activities=list(role.activities),
            skills=list(role.skills),
            stages=list(role.stages),
        )
        for position, (role, name) in enumerate(zip(order, names, strict=True), start=1)
    ]


def _place(design: Design, role: Role) -> tuple[bool, list[int], tuple[int, ...]]:
    """Roles of one stage first, in the order of the journey."""
    place = {pk: number for number, pk in enumerate(design.stages)}
    return len(role.stages) != 1, sorted(place.get(stage, len(place)) for stage in role.stages), role.activities


def _bundle(design: Design, role: Role) -> Bundle:
    work: dict[int, int] = {}
    wanted = set(role.skills)
    for activity in role.activities:
        one = design.activities[activity]
        for ask in one.asks:
            if ask.skill in wanted:
                work[ask.skill] = work.get(ask.skill, 0) + one.mfte * ask.share
    return Bundle(role.stages, work)


@transaction.atomic
def proposal_adopt(
    *, actor: Actor, redesign: Redesign, proposal: Proposal, positions: Collection[int] | None = None
) -> RedesignChange:
    """Add the proposed roles with their activities, all (None) or those chosen, as one change that can be undone.

    A name that is taken gets a number. Raises Conflict when none of them is left to adopt.
    """
    rows = list(ProposedRole.objects.select_for_update(of=("self",)).filter(proposal=proposal))
    if positions is not None and set(positions) - {row.position for row in rows}:
        raise DomainError("role_unknown", "Choose among the proposed roles.", field="positions")
    wanted = [row for row in rows if positions is None or row.position in positions]
    if not wanted:
        raise DomainError("role_missing", "Choose at least one of the proposed roles.", field="positions")
    made: dict[int, str] = {}
    adopting = _Adopting(design_load(redesign), str(proposal.options.get("sharing", "")), made)
    label = f"Adopted {len(wanted)} proposed {'role' if len(wanted) == 1 else 'roles'}"
    change = redesign_change(
        actor=actor,
        redesign=redesign,
        label=label,
        decide=lambda state: adopting.puts(state, wanted),
        origin=ADOPT,
    )
    if change is None:
        raise Conflict("adopted_already", "These roles have been adopted already. Choose others.")
    for row in wanted:
        row.adopted = made.get(row.pk, row.adopted)
    ProposedRole.objects.bulk_update(wanted, ["adopted"])
    return change


class _Adopting:
    """Turns proposed roles into records. made: id of the proposed role -> key of the role it becomes."""

    def __init__(self, design: Design, sharing: str, made: dict[int, str]) -> None:
        self.design, self.sharing, self.made = design, sharing, made

    def puts(self, state: State, rows: list[ProposedRole]) -> Puts:
        puts: dict[Key, Fields] = {}
        taken = {fields["name"].casefold() for (kind, _), fields in state.items() if kind == "role"}
        position = max((fields["position"] for (kind, _), fields in state.items() if kind == "role"), default=0)
        new = [row for row in rows if ("role", row.adopted) not in state]
        answered, lead = accountable_for(state), self._leads(new)
        for number, row in enumerate(new, start=position + 1):
            uid = self.made[row.pk] = uid_new()
            name = free_name(row.name, taken)
            taken.add(name.casefold())
            stage = row.stages[0] if len(row.stages) == 1 and row.stages[0] in self.design.stages else None
            puts["role", uid] = record("role", name=name, stage=stage, position=number)
            for activity in row.activities:
                if activity in self.design.activities:
                    first = lead[activity] == row.pk
                    part = free_part(answered, activity) if first else "doing"
                    made = record("duty", role=uid, activity=activity, part=part, skills=self._skills(row, activity))
                    puts["duty", f"{uid}:{activity}"] = made
        return puts

    def _leads(self, rows: list[ProposedRole]) -> Mapping[int, int]:
        """Activity -> the proposed role that takes most of it, the first of several: it becomes accountable."""
        best: dict[int, tuple[int, int]] = {}
        for row in rows:
            for activity in row.activities:
                one = self.design.activities.get(activity)
                share = sum(ask.share for ask in one.asks if ask.skill in row.skills) if one else 0
                if activity not in best or share > best[activity][0]:
                    best[activity] = share, row.pk
        return {activity: pk for activity, (_, pk) in best.items()}

    def _skills(self, row: ProposedRole, activity: int) -> list[int] | None:
        """Where activities are shared, those of the role; None when it takes them all."""
        every = {ask.skill for ask in self.design.activities[activity].asks}
        own = every & set(row.skills)
        return None if self.sharing != Sharing.SHARED or own == every else sorted(own)


@transaction.atomic
def proposal_discard(*, actor: Actor, redesign: Redesign, proposal: Proposal) -> None:
    """Let a proposal go; roles adopted from it stay."""
    actor.require(Permission.REDESIGN_EDIT)
    ensure_editable(actor, redesign_locked(redesign.pk))
    log_record(actor, redesign, "redesign.proposal_discard", proposal=proposal.pk)
    proposal.delete()
