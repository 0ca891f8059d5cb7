"""Reading the workshop: its agenda with how far each step is, and the sentence that says where things stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from uniengine.accounts.access import Actor
from uniengine.accounts.models import Organization, User
from uniengine.workshops import agenda
from uniengine.workshops.models import AgendaItem, Workshop

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
DAY = re.compile(r"day (\d{1,2})\b", re.IGNORECASE)
FIRST_NAME = "Commercial redesign"
ALL_DONE = "Look at what changed since, or reopen a step."


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One step as it is shown. `status` is done, now or next; `when` is what stands at the right."""

    number: int
    source: agenda.StepSource
    item: AgendaItem
    state: agenda.StepState
    status: str
    when: str

    @property
    def lead(self) -> User | None:
        return self.item.lead


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the workshop home shows."""

    workshop: Workshop
    day: str
    headline: str
    lead: agenda.Lead | None
    lede: str
    lines: tuple[AgendaLine, ...]
    findings: tuple[agenda.Finding, ...]
    rail: tuple[agenda.RailStage, ...]

    @property
    def now(self) -> AgendaLine | None:
        """The step to do next; None when all are done."""
        return next((line for line in self.lines if line.status == "now"), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """The open workshop with an item for every registered step, in the order of the agenda.

    What does not stand in the database yet (a first look, a step of a later version) is there unsaved.
    """

    workshop: Workshop
    items: tuple[AgendaItem, ...]

    @property
    def is_saved(self) -> bool:
        return self.workshop.pk is not None and all(item.pk is not None for item in self.items)


def workshop_plan(organization: Organization) -> Plan:
    """Two queries, and nothing written. Needs the scope of the organization."""
    workshop = workshop_open()
    items = list(workshop.items.all()) if workshop else []
    if workshop is None:
        workshop = Workshop(organization=organization, name=FIRST_NAME)
    known = {item.step for item in items}
    first = max((item.position for item in items), default=-1) + 1
    missing = [step for step in agenda.steps() if step.key not in known]
    for place, step in enumerate(missing, start=first):
        new = AgendaItem(organization=organization, workshop=workshop, step=step.key, position=place)
        new.minutes = step.minutes
        items.append(new)
    return Plan(workshop, tuple(items))


def workshop_open() -> Workshop | None:
    """The open workshop of the active organization with its agenda items (two queries)."""
    items = AgendaItem.objects.select_related("lead").order_by("position", "pk")
    return Workshop.objects.filter(closed_at=None).prefetch_related(Prefetch("items", queryset=items)).first()


def workshop_home(*, actor: Actor, plan: Plan) -> Home:
    """The home as of now. Queries: those of the registered sources, nothing more."""
    reading = agenda.Reading(actor)
    lines = agenda_lines(reading, plan)
    return Home(
        workshop=plan.workshop,
        day=day_words(plan, timezone.localdate()),
        headline=headline(lines),
        lead=agenda.lead(reading),
        lede=lede(lines),
        lines=tuple(lines),
        findings=tuple(agenda.findings(reading)),
        rail=tuple(agenda.rail(reading)),
    )


def agenda_lines(reading: agenda.Reading, plan: Plan) -> list[AgendaLine]:
    """Steps in the order of the agenda; the first that is not done is the one to do now."""
    sources = {step.key: step for step in agenda.steps()}
    lines: list[AgendaLine] = []
    now_taken = False
    for item in plan.items:
        if item.step not in sources:
            continue
        source = sources[item.step]
        state = source.state(reading)
        status = "done" if is_done(item, state) else "next" if now_taken else "now"
        now_taken = now_taken or status == "now"
        when = "Now" if status == "now" else item.planned_for
        lines.append(AgendaLine(len(lines) + 1, source, item, state, status, when))
    return lines


def is_done(item: AgendaItem, state: agenda.StepState) -> bool:
    """What the team said counts first, then the data."""
    if item.settled_at is not None:
        return True
    return state.finished and item.reopened_at is None


def headline(lines: Sequence[AgendaLine]) -> str:
    """Where things stand, in a sentence."""
    if not lines:
        return "The agenda has no steps yet."
    done = sum(line.status == "done" for line in lines)
    if done == len(lines):
        return f"All {number_word(done).lower()} steps are done."
    now = next(line for line in lines if line.status == "now")
    steps = "step is done yet" if done == 0 else "step done" if done == 1 else "steps done"
    return f"{number_word(done)} {steps}. {now.source.next_up}"


def lede(lines: Sequence[AgendaLine]) -> str:
    """What the team has done so far: "You have mapped what customers do and named the skills it takes."."""
    if not lines:
        return ""
    did = [line.source.did for line in lines if line.status == "done" and line.source.did]
    if not did:
        return f"{number_word(len(lines))} steps, each opened from here. Everybody sees the same agenda."
    listed = did[0] if len(did) == 1 else f"{', '.join(did[:-1])} and {did[-1]}"
    return f"You have {listed}." + (f" {ALL_DONE}" if all(line.status == "done" for line in lines) else "")


def number_word(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def day_words(plan: Plan, today: date) -> str:
    """'Workshop day 2 of 3 · Tuesday 24 March'; before and after the workshop when it starts or started."""
    words = f"{today:%A} {today.day} {today:%B}"
    start = plan.workshop.starts_on
    if start is None:
        return words
    days = planned_days(plan)
    if today < start:
        return f"Starts on {start:%A} {start.day} {start:%B}"
    if today >= start + timedelta(days=days):
        return f"Started on {start.day} {start:%B %Y} · today is {words}"
    return f"Workshop day {(today - start).days + 1} of {days} · {words}" if days > 1 else f"Workshop day · {words}"


def planned_days(plan: Plan) -> int:
    """The highest day that the plan names ('Day 3' = 3), at least 1."""
    found = [int(match[1]) for item in plan.items if (match := DAY.search(item.planned_for))]
    return max(found, default=1)
