"""The agenda: what is done, what is next, and the sentence that says so. With steps of the test's own."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.cast import Cast
from uniengine.accounts.models import AuditEntry
from uniengine.accounts.services.organizations import organization_create
from uniengine.kit.errors import DomainError, NotAllowed
from uniengine.kit.scoping import scope
from uniengine.workshops import agenda
from uniengine.workshops.agenda import Reading, StepSource, StepState
from uniengine.workshops.models import AgendaItem, Workshop
from uniengine.workshops.selectors.workshops import day_words, headline, workshop_home, workshop_plan
from uniengine.workshops.services.workshops import (
    agenda_update,
    step_move,
    step_reopen,
    step_settle,
    step_update,
    workshop_current,
)


def source(key: str, order: int, finished: bool = False) -> StepSource:
    state = StepState(int(finished), 1, f"{key} summary", finished)
    return StepSource(
        key,
        key.title(),
        order,
        "map",
        f"{key.title()} is next.",
        f"Do {key}.",
        lambda reading: state,
        did=f"done the {key}",
    )


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An agenda of three steps, the first of which the data call finished."""
    made = [source("map", 10, finished=True), source("people", 20), source("gaps", 30)]
    monkeypatch.setattr(agenda, "_steps", {step.key: step for step in made})
    monkeypatch.setattr(agenda, "_findings", {})
    monkeypatch.setattr(agenda, "_rails", {})
    return


@pytest.fixture
def workshop(scoped: Cast, three: None) -> Workshop:
    return workshop_current(organization=scoped.home)


def shown(cast: Cast) -> list[tuple[str, str]]:
    home = workshop_home(actor=cast.actor(), plan=workshop_plan(cast.home))
    return [(line.source.key, line.status) for line in home.lines]


def test_it_opens_one_workshop_with_every_step(scoped: Cast, workshop: Workshop) -> None:
    assert workshop_current(organization=scoped.home).pk == workshop.pk
    assert shown(scoped) == [("map", "done"), ("people", "now"), ("gaps", "next")]
    assert AuditEntry.objects.get().action == "workshop.create"


def test_it_shows_an_agenda_before_anything_is_written(scoped: Cast, three: None) -> None:
    assert shown(scoped) == [("map", "done"), ("people", "now"), ("gaps", "next")]
    assert not Workshop.objects.exists()


def test_it_starts_with_the_organization(cast: Cast, three: None) -> None:
    made = organization_create(user=cast.users["guest"], name="Brightboard")
    with scope(made.pk):
        assert [item.step for item in Workshop.objects.get().items.all()] == ["map", "people", "gaps"]


def test_it_adds_steps_that_come_later_at_the_end(scoped: Cast, workshop: Workshop) -> None:
    agenda.register_step(source("roles", 15))
    assert [key for key, _ in shown(scoped)] == ["map", "people", "gaps", "roles"]


def test_it_leaves_out_steps_that_nobody_registers_any_more(scoped: Cast, workshop: Workshop) -> None:
    del agenda._steps["people"]
    assert shown(scoped) == [("map", "done"), ("gaps", "now")]


def test_it_says_where_things_stand(scoped: Cast, workshop: Workshop) -> None:
    home = workshop_home(actor=scoped.actor(), plan=workshop_plan(scoped.home))
    assert home.headline == "One step done. People is next."
    assert home.lede == "You have done the map."
    step_settle(actor=scoped.actor(), workshop=workshop, step="people")
    home = workshop_home(actor=scoped.actor(), plan=workshop_plan(scoped.home))
    assert home.headline == "Two steps done. Gaps is next."
    step_settle(actor=scoped.actor(), workshop=workshop, step="gaps")
    home = workshop_home(actor=scoped.actor(), plan=workshop_plan(scoped.home))
    assert home.headline == "All three steps are done."
    assert home.now is None
    assert home.lede.startswith("You have done the map, done the people and done the gaps.")
    assert headline([]) == "The agenda has no steps yet."


def test_it_believes_the_team_before_the_data(scoped: Cast, workshop: Workshop) -> None:
    step_reopen(actor=scoped.actor("facilitator"), workshop=workshop, step="map")
    assert shown(scoped)[0] == ("map", "now")
    step_settle(actor=scoped.actor("facilitator"), workshop=workshop, step="map")
    assert shown(scoped)[0] == ("map", "done")
    assert [entry.action for entry in AuditEntry.objects.all()[:2]] == ["agenda.settle", "agenda.reopen"]


def test_it_moves_a_step(scoped: Cast, workshop: Workshop) -> None:
    assert step_move(actor=scoped.actor(), workshop=workshop, step="gaps", to=0) == 0
    assert [key for key, _ in shown(scoped)] == ["gaps", "map", "people"]
    assert step_move(actor=scoped.actor(), workshop=workshop, step="gaps", to=99) == 2
    assert AuditEntry.objects.first().after == {"order": ["map", "people", "gaps"]}
    with pytest.raises(DomainError):
        step_move(actor=scoped.actor(), workshop=workshop, step="nonsense", to=0)


def test_it_plans_a_step_and_records_who_leads_by_id(scoped: Cast, workshop: Workshop) -> None:
    lead = scoped.users["leader"]
    wanted = {"planned_for": "Day  2", "minutes": 90, "lead": lead.pk}
    step_update(actor=scoped.actor("facilitator"), workshop=workshop, step="people", wanted=wanted)
    item = AgendaItem.objects.get(step="people")
    assert (item.planned_for, item.minutes, item.lead) == ("Day 2", 90, lead)
    assert AuditEntry.objects.first().after["lead"] == f"user {lead.pk}"


@pytest.mark.parametrize("wanted", [{"minutes": 4}, {"minutes": 481}, {"lead": 10**6}])
def test_it_plans_all_or_nothing(scoped: Cast, workshop: Workshop, wanted: dict) -> None:
    with pytest.raises(DomainError):
        step_update(actor=scoped.actor(), workshop=workshop, step="people", wanted={"planned_for": "x", **wanted})
    with pytest.raises(DomainError):
        agenda_update(
            actor=scoped.actor(),
            workshop=workshop,
            changes={"name": "Changed"},
            steps={"map": {"minutes": 30}, "people": {"minutes": 1}},
        )
    assert set(AgendaItem.objects.values_list("planned_for", "minutes")) == {("", 45)}
    assert Workshop.objects.get().name == "Commercial redesign"


def test_it_does_not_let_strangers_lead(scoped: Cast, workshop: Workshop) -> None:
    with pytest.raises(DomainError, match="Only a member"):
        step_update(
            actor=scoped.actor(), workshop=workshop, step="people", wanted={"lead": scoped.users["outsider"].pk}
        )


@pytest.mark.parametrize("name", ["leader", "pod_leader", "member"])
def test_it_is_run_by_facilitators_admins_and_owners(scoped: Cast, workshop: Workshop, name: str) -> None:
    before = list(AgendaItem.objects.values())
    for act in (
        lambda: step_settle(actor=scoped.actor(name), workshop=workshop, step="people"),
        lambda: step_reopen(actor=scoped.actor(name), workshop=workshop, step="map"),
        lambda: step_move(actor=scoped.actor(name), workshop=workshop, step="gaps", to=0),
        lambda: agenda_update(actor=scoped.actor(name), workshop=workshop, changes={"name": "x"}, steps={}),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(AgendaItem.objects.values()) == before


def test_it_knows_which_day_it_is(scoped: Cast, workshop: Workshop) -> None:
    assert day_words(workshop_plan(scoped.home), date(2027, 3, 23)) == "Tuesday 23 March"
    step_update(actor=scoped.actor(), workshop=workshop, step="gaps", wanted={"planned_for": "Day 3"})
    agenda_update(actor=scoped.actor(), workshop=workshop, changes={"starts_on": date(2027, 3, 23)}, steps={})
    assert day_words(workshop_plan(scoped.home), date(2027, 3, 22)) == "Starts on Tuesday 23 March"
    assert day_words(workshop_plan(scoped.home), date(2027, 3, 24)) == "Workshop day 2 of 3 · Wednesday 24 March"
    assert (
        day_words(workshop_plan(scoped.home), date(2027, 3, 26))
        == "Started on 23 March 2027 · today is Friday 26 March"
    )


def test_it_reads_what_several_steps_need_once(scoped: Cast) -> None:
    read = []
    reading = Reading(scoped.actor())

    def facts(actor: object) -> int:
        read.append(actor)
        return 7

    assert reading.of(facts) + reading.of(facts) == 14
    assert len(read) == 1
