"""Services of the role designer: what they refuse, what one change takes with it, and the figures that follow."""

from typing import Any

import pytest

from redesigns.models import Redesign
from redesigns.role_counts import split
from redesigns.role_names import Bundle, free_name, names_of
from redesigns.selectors.designer import designer_load
from redesigns.selectors.role_export import TABLES
from redesigns.selectors.role_sheet import role_sheet
from redesigns.services.duties import duties_add, duty_set
from redesigns.services.headcounts import headcount_set, mark_set
from redesigns.services.history import change_undo
from redesigns.services.roles import role_create, role_delete, role_move, role_update
from redesigns.services.starting import template_adopt
from tests.cast import Cast
from tests.redesigns.designs import draft_of, now, put, seated, staffed
from tests.roles.gap_company import Company
from uniengine.kit.errors import Conflict, DomainError, NotAllowed


@pytest.fixture
def company(cast: Cast, scoped: None) -> Company:
    home = staffed(cast, 8)
    home.work("Advise buyers", 1, {0: 2.0}, s0=3, s1=2)
    home.work("Write proposals", 1, {0: 1.0}, s0=4)
    home.work("Host events", 0, {1: 0.5}, s1=2, s2=1)
    return home


@pytest.fixture
def draft(cast: Cast, company: Company) -> Redesign:
    return draft_of(cast, company)


class Editing:
    """The leader's hand on a draft."""

    def __init__(self, cast: Cast, company: Company, draft: Redesign) -> None:
        self.cast, self.company, self.draft = cast, company, draft
        self.who: dict[str, Any] = {"actor": cast.actor("leader"), "redesign": draft}

    def role(self, name: str, *activities: str, **values: Any) -> str:
        made = role_create(**self.who, values={"name": name, **values})
        if activities:
            duties_add(**self.who, role=made, activities=[self.activity(one) for one in activities])
        return made

    def activity(self, name: str) -> int:
        return self.company.journey.activities.get(name=name).pk

    def revision(self) -> int:
        return Redesign.objects.get(pk=self.draft.pk).revision


@pytest.fixture
def edit(cast: Cast, company: Company, draft: Redesign) -> Editing:
    return Editing(cast, company, draft)


def test_a_role_has_a_name_of_its_own_and_a_stage_of_its_journey(edit: Editing) -> None:
    edit.role("Buy expert")
    for values, code in (
        ({"name": " "}, "name_missing"),
        ({"name": "BUY expert"}, "role_name_taken"),
        ({"name": "Other", "stage": 10**9}, "stage_unknown"),
        ({"name": "Other", "group": "nowhere"}, "group_unknown"),
        ({"name": "Other", "purpose": "x" * 501}, "purpose_too_long"),
    ):
        with pytest.raises(DomainError) as caught:
            role_create(**edit.who, values=values)
        assert caught.value.code == code
    assert edit.revision() == 1


def test_the_first_role_is_accountable_and_later_ones_do(edit: Editing) -> None:
    first, second = edit.role("First", "Advise buyers"), edit.role("Second", "Advise buyers")
    state, activity = now(edit.draft), edit.activity("Advise buyers")
    assert state["duty", f"{first}:{activity}"]["part"] == "accountable"
    assert state["duty", f"{second}:{activity}"]["part"] == "doing"


def test_only_skills_of_the_activity_can_be_chosen(edit: Editing) -> None:
    role = edit.role("Buy expert", "Advise buyers")
    stranger = edit.company.skills[2].pk
    for skills, code in (([stranger], "skills_unknown"), ([], "skills_missing")):
        with pytest.raises(DomainError) as caught:
            duty_set(**edit.who, role=role, activity=edit.activity("Advise buyers"), values={"skills": skills})
        assert caught.value.code == code
    every = [skill.pk for skill in edit.company.skills[:2]]
    duty_set(**edit.who, role=role, activity=edit.activity("Advise buyers"), values={"skills": every[:1]})
    duty_set(**edit.who, role=role, activity=edit.activity("Advise buyers"), values={"skills": every[::-1]})
    assert now(edit.draft)["duty", f"{role}:{edit.activity('Advise buyers')}"]["skills"] is None


def test_an_activity_of_another_journey_is_refused(edit: Editing) -> None:
    role = edit.role("Buy expert")
    with pytest.raises(DomainError, match="activity of this journey"):
        duties_add(**edit.who, role=role, activities=[10**9])
    assert edit.revision() == 1


def test_the_figures_follow_from_the_duties(edit: Editing, cast: Cast) -> None:
    buy = edit.role("Buy expert", "Advise buyers", "Write proposals", stage=edit.company.stages[1].pk)
    learn = edit.role("Learn expert", "Host events")
    designer = designer_load(cast.actor("leader"), edit.draft)
    sheet = role_sheet(designer, buy)
    assert (sheet.shape.mfte, sheet.shape.leverage, sheet.shape.skills) == (3000, 1500, 2)
    assert str(sheet.shape.cohesion) == "1/2"
    assert [(one.uid, one.skills) for one in sheet.overlaps] == [(learn, ("Skill 1",))]
    first = sheet.profile[0]
    assert (first.name, first.asked and first.asked.level, first.share) == ("Skill 0", 4, 67)
    # Levels of Skill 0 by person: 1 2 3 4 5 1 2 3; the role asks for 4.
    assert [str(one) for one in (first.at, first.near, first.rest)] == ["2", "2", "4"]
    assert [str(one) for one in (sheet.fitting.able, sheet.fitting.developable)] == ["2", "2"]  # type: ignore[union-attr]


def test_marks_change_what_is_asked_and_who_is_ready(edit: Editing, cast: Cast) -> None:
    role = edit.role("Buy expert", "Write proposals")
    skill = edit.company.skills[0].pk
    mark_set(**edit.who, role=role, skill=skill, level=2, mandatory=None)
    assert designer_load(cast.actor("leader"), edit.draft).fitting(role).ready.count == 6  # type: ignore[union-attr]
    mark_set(**edit.who, role=role, skill=skill, level=None, mandatory=False)
    assert designer_load(cast.actor("leader"), edit.draft).fitting(role).ready.count == 8  # type: ignore[union-attr]
    mark_set(**edit.who, role=role, skill=skill, level=None, mandatory=None)
    assert [key for key in now(edit.draft) if key[0] == "mark"] == []


def test_flags_name_what_is_in_no_role_or_in_too_many(edit: Editing, cast: Cast) -> None:
    one, two = edit.role("First", "Advise buyers"), edit.role("Second", "Advise buyers", "Host events")
    duty_set(**edit.who, role=two, activity=edit.activity("Advise buyers"), values={"part": "accountable"})
    duty_set(**edit.who, role=two, activity=edit.activity("Host events"), values={"part": "doing"})
    flags = designer_load(cast.actor("leader"), edit.draft).flags
    assert [ref.name for ref in flags.unowned] == ["Write proposals"]
    assert [ref.name for ref in flags.unanswered] == ["Host events"]
    assert [(ref.name, set(ref.roles)) for ref in flags.doubled] == [("Advise buyers", {one, two})]


def test_deleting_a_role_benches_its_people_and_one_undo_brings_all_back(edit: Editing, cast: Cast) -> None:
    role = edit.role("Buy expert", "Advise buyers")
    headcount_set(**edit.who, role=role, market=None, seats=2)
    put(cast, edit.draft, seated(edit.company.people[0].pk, role, None))
    before = now(edit.draft)
    role_delete(**edit.who, role=role, seen=edit.revision())
    after = now(edit.draft)
    assert after["placement", str(edit.company.people[0].pk)]["state"] == "bench"
    assert not [key for key in after if key[0] in ("role", "duty", "headcount")]
    change_undo(actor=cast.actor("leader"), redesign=edit.draft)
    assert now(edit.draft) == before


def test_seats_do_not_fall_below_the_people_in_them(edit: Editing, cast: Cast) -> None:
    role = edit.role("Buy expert")
    headcount_set(**edit.who, role=role, market=None, seats=2)
    people = [person.pk for person in edit.company.people[:2]]
    put(cast, edit.draft, seated(people[0], role, None) | seated(people[1], role, None))
    with pytest.raises(DomainError, match="fewer seats than people placed there"):
        headcount_set(**edit.who, role=role, market=None, seats=1)
    assert now(edit.draft)["headcount", f"{role}:0"]["seats"] == 2


def test_a_role_that_was_deleted_meanwhile_is_a_conflict(edit: Editing) -> None:
    role = edit.role("Buy expert")
    role_delete(**edit.who, role=role)
    with pytest.raises(Conflict, match="deleted meanwhile"):
        role_update(**edit.who, role=role, values={"name": "Other"})


def test_roles_move_within_their_stage(edit: Editing, cast: Cast) -> None:
    stage = edit.company.stages[0].pk
    names = ["One", "Two", "Three"]
    made = [edit.role(name, stage=stage) for name in names]
    role_move(**edit.who, role=made[2], up=True)
    role_move(**edit.who, role=made[0], up=True)
    assert [line.name for line in designer_load(cast.actor("leader"), edit.draft).lines] == ["One", "Three", "Two"]


def test_the_template_is_one_change_for_an_empty_designer(edit: Editing, cast: Cast) -> None:
    before = now(edit.draft)
    template_adopt(**edit.who)
    designer = designer_load(cast.actor("leader"), edit.draft)
    assert len(designer.lines) == 9  # five stages, a leader, three groups
    assert designer.flags.unowned == ()
    assert edit.revision() == 1
    with pytest.raises(Conflict, match="roles already"):
        template_adopt(**edit.who)
    change_undo(actor=cast.actor("leader"), redesign=edit.draft)
    assert now(edit.draft) == before


def test_only_named_editors_design(edit: Editing, cast: Cast) -> None:
    role = edit.role("Buy expert")
    before = now(edit.draft)
    for name in ("owner", "admin", "facilitator", "pod_leader", "member"):
        with pytest.raises(NotAllowed):
            role_update(actor=cast.actor(name), redesign=edit.draft, role=role, values={"name": "Mine"})
    assert now(edit.draft) == before


def test_counts_for_somebody_without_names_hide_small_groups_and_come_in_steps() -> None:
    shown = split({"able": 12, "ready": 9, "developable": 3, "not_ready": 40}, 5, {"able": "ready"})
    # Three are hidden; so that they do not follow from the rest, all who are ready (21) are as well.
    told = {name: str(one) for name, one in shown.items()}
    assert told == {"able": "10+", "ready": "hidden", "developable": "hidden", "not_ready": "40+"}


def test_counts_for_somebody_with_names_are_exact() -> None:
    shown = split({"able": 2, "ready": 1, "developable": 0, "not_ready": 4}, 0, {"able": "ready"})
    assert {name: str(one) for name, one in shown.items()} == {
        "able": "2",
        "ready": "3",
        "developable": "0",
        "not_ready": "4",
    }


def test_names_of_proposed_roles_differ() -> None:
    stages, skills = {1: "Buy", 2: "Learn"}, {7: "Pricing", 8: "Research"}
    bundles = [
        Bundle((1,), {7: 10, 8: 5}),
        Bundle((1,), {7: 3}),
        Bundle((2,), {8: 1}),
        Bundle((1, 2), {8: 4, 7: 1}),
        Bundle((1, 2), {8: 4}),
        Bundle((), {}),
    ]
    assert names_of(bundles, stages, skills) == [
        "Buy expert, Pricing",
        "Buy expert, Pricing 2",
        "Learn expert",
        "Research specialist",
        "Research specialist 2",
        "Generalist",
    ]
    assert len(free_name("x" * 120, {"x" * 120})) == 120


def test_files_name_nobody(edit: Editing, cast: Cast) -> None:
    role = edit.role("Buy expert", "Advise buyers", stage=edit.company.stages[1].pk)
    headcount_set(**edit.who, role=role, market=edit.company.markets[0].pk, seats=2, least_mfte=500)
    put(cast, edit.draft, seated(edit.company.people[0].pk, role, edit.company.markets[0].pk))
    designer = designer_load(cast.actor("leader"), edit.draft)
    lines = {part: list(table(designer)) for part, table in TABLES.items()}
    assert lines["headcount"][1] == ("Buy expert", "Canada", 2, 1, 1, 0.5)
    assert lines["activities"][1][:4] == ("Buy expert", "Advise buyers", edit.company.stages[1].name, "accountable")
    assert [line[1] for line in lines["profiles"][1:]] == ["Skill 0", "Skill 1"]
    assert not [person.name for person in edit.company.people if person.name in str(lines)]
