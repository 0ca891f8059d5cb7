"""What the agenda is made of. Journeys, roles and later parts register their steps, findings and rail here in
AppConfig.ready(), because workshops must not import them.

A source gets a Reading: one look at the organization, in which several sources share what they read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from uniengine.accounts.access import Actor

T = TypeVar("T")


@dataclass(slots=True)
class Reading:
    """One look at the organization of `actor`."""

    actor: Actor
    _known: dict[object, Any] = field(default_factory=dict)

    def of(self, read: Callable[[Actor], T]) -> T:
        """What `read(actor)` gives; read once, however many sources ask."""
        return self.once(read, lambda: read(self.actor))

    def once(self, key: object, read: Callable[[], T]) -> T:
        """The same for what needs more than the actor."""
        if key not in self._known:
            self._known[key] = read()
        return cast(T, self._known[key])


@dataclass(frozen=True, slots=True)
class StagePart:
    """How much of a step is done in one stage; `fraction` is 0..1."""

    name: str
    slot: str
    fraction: float


@dataclass(frozen=True, slots=True)
class StepState:
    """How far a step is, from the data.

    done, total: what is counted, in `unit` ("stages"); total 0 = nothing to count yet. summary: "25 buying jobs in
    5 stages". out: what it brought or what is open, "" when there is nothing to say. url, action: where one goes on
    and the words on the button; "" for who may not. wait: who can, for those who may not. todo: what is missing, in
    a sentence. figure: stands in the ring in place of done of total ("78 %", with `unit` below it).
    """

    done: int
    total: int
    summary: str
    finished: bool
    out: str = ""
    todo: str = ""
    url: str = ""
    action: str = ""
    wait: str = ""
    unit: str = ""
    figure: str = ""
    parts: tuple[StagePart, ...] = ()

    @property
    def big(self) -> str:
        """What stands in the middle of the ring."""
        return self.figure or (str(self.done) if self.total else "")

    @property
    def small(self) -> str:
        """What stands below it."""
        return self.unit if self.figure else f"of {self.total} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class StepSource:
    """A step of the agenda. `next_up` says that it is next ("Skills are next."), `purpose` what it is for, `did` what
    a team that has done it has done ("named the skills it takes"). guide: what whoever runs the workshop does there."""

    key: str
    title: str
    order: int
    icon: str
    next_up: str
    purpose: str
    state: Callable[[Reading], StepState]
    minutes: int = 45
    did: str = ""
    guide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the data shows. `mark` is low, watch, even or high. `figure` None: not known yet, `words` say why.
    `note`: how to read it beside other figures."""

    mark: str
    title: str
    words: str
    figure: str | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """The finding that matters most, as a sentence that opens what it is made of. note: what it rests on."""

    words: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RailStage:
    """A segment of the journey rail."""

    name: str
    slot: str
    value: str = ""
    url: str = ""


_steps: dict[str, StepSource] = {}
_findings: dict[str, Callable[[Reading], Sequence[Finding]]] = {}
_leads: dict[str, Callable[[Reading], Lead | None]] = {}
_rails: dict[str, Callable[[Reading], Sequence[RailStage]]] = {}


def register_step(source: StepSource) -> None:
    """Add a step; a key registered again replaces the step."""
    _steps[source.key] = source


def register_findings(name: str, order: int, read: Callable[[Reading], Sequence[Finding]]) -> None:
    """Add findings; they are shown in `order`."""
    _findings[f"{order:03d} {name}"] = read


def register_lead(name: str, order: int, read: Callable[[Reading], Lead | None]) -> None:
    """Add what the home may lead with; the first in `order` that has something to say is shown."""
    _leads[f"{order:03d} {name}"] = read


def register_rail(name: str, read: Callable[[Reading], Sequence[RailStage]]) -> None:
    _rails[name] = read


def steps() -> list[StepSource]:
    """All steps in their usual order."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.key))


def findings(reading: Reading) -> list[Finding]:
    return [finding for name in sorted(_findings) for finding in _findings[name](reading)]


def lead(reading: Reading) -> Lead | None:
    return next((found for name in sorted(_leads) if (found := _leads[name](reading))), None)


def rail(reading: Reading) -> list[RailStage]:
    return [stage for name in sorted(_rails) for stage in _rails[name](reading)]
