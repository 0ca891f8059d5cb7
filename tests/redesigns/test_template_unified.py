"""The unified template: its roles, who gets which activity, how many seats, on a hand-worked journey and the demo's."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.template_b2b import TEMPLATE
from redesigns.changes import applied
from redesigns.checks import Stage
from redesigns.records import ACCOUNTABLE, record
from redesigns.rules import broken
from redesigns.template_unified import GROUPS, SkillPart, Work, group_of, unified

FIVE = tuple(
    Stage(number, name, slot)
    for number, (name, slot) in enumerate(
        [("Learn", "learn"), ("Buy", "buy"), ("Order/Install", "order"), ("Adopt", "adopt"), ("Support", "support")], 1
    )
)
NORTH, SOUTH = 11, 12
PRICING = SkillPart(1, "Pricing", "Commercial", 1000)
REPORTS = SkillPart(2, "Customer reports", "Analytics", 1000)


def numbered():
    numbers = count(1)
    return lambda: f"u{next(numbers)}"


def built(*activities, stages=FIVE, markets=(NORTH, SOUTH), **options):
    return unified(stages, activities, markets, uid=numbered(), **options)


def named(puts, kind):
    """Name -> key of the records of a kind."""
    return {fields["name"]: key for (at, key), fields in puts.items() if at == kind}


def owners(puts):
    roles = {key: fields["name"] for (kind, key), fields in puts.items() if kind == "role"}
    return {f["activity"]: roles[f["role"]] for (kind, _), f in puts.items() if kind == "duty"}


def seats(puts):
    roles = {key: fields["name"] for (kind, key), fields in puts.items() if kind == "role"}
    return {(roles[f["role"]], f["market"]): f["seats"] for (kind, _), f in puts.items() if kind == "headcount"}


def shares(puts, group):
    key = named(puts, "group")[group]
    return [f["share"] for (kind, _), f in puts.items() if kind == "service" and f["group"] == key]


def test_it_has_an_expert_per_stage_a_leader_and_a_role_per_group():
    puts = built()
    roles = [fields for (kind, _), fields in puts.items() if kind == "role"]
    assert [(one["name"], one["stage"], one["leads"]) for one in roles] == [
        ("Learn expert", 1, False),
        ("Buy expert", 2, False),
        ("Order, ship and install expert", 3, False),
        ("Adopt expert", 4, False),
        ("Support expert", 5, False),
        ("Pod leader", None, True),
        ("Customer systems specialist", None, False),
        ("Customer analyst", None, False),
        ("Digital and creative specialist", None, False),
    ]
    assert [one["group"] for one in roles] == [None] * 6 + ["u1", "u2", "u3"]
    assert [one["position"] for one in roles] == list(range(9))
    assert all(one["purpose"] for one in roles)


def test_it_names_a_renamed_stage_by_its_slot_and_a_second_one_by_its_own_name():
    stages = (Stage(1, "Discover", "learn"), Stage(2, "Evaluate", "buy"), Stage(3, "Negotiate", "buy"))
    assert list(named(built(stages=stages), "role"))[:3] == ["Learn expert", "Buy expert", "Negotiate expert"]


def test_it_gives_each_activity_to_its_stage_and_shared_work_to_the_group():
    half = (SkillPart(1, "Pricing", "Commercial", 500), SkillPart(2, "Customer reports", "Analytics", 500))
    more = (SkillPart(1, "Pricing", "Commercial", 499), SkillPart(2, "Customer reports", "Analytics", 501))
    puts = built(Work(7, 2, (PRICING,)), Work(8, 2, half), Work(9, 2, more), Work(10, 5), Work(11, None, (PRICING,)))
    assert owners(puts) == {7: "Buy expert", 8: "Buy expert", 9: "Customer analyst", 10: "Support expert"}
    assert {f["part"] for (kind, _), f in puts.items() if kind == "duty"} == {ACCOUNTABLE}


def test_it_adds_the_groups_up_before_it_chooses_the_largest():
    mixed = (
        SkillPart(1, "Pricing", "Commercial", 400),
        SkillPart(2, "Customer reports", "Analytics", 250),
        SkillPart(3, "Web content", "Digital and creative", 350),
    )
    assert owners(built(Work(9, 1, mixed))) == {9: "Digital and creative specialist"}
    assert owners(built(Work(9, 1, mixed), candidates={3})) == {9: "Learn expert"}


@pytest.mark.parametrize(
    ("name", "category", "group"),
    [
        ("Anything", "Customer systems", "Customer systems"),
        ("CRM administration", "", "Customer systems"),
        ("Customer analytics", "Digital and creative", "Digital and creative experience"),
        ("Data analysis", "Insight", "Analytics"),
        ("System integration", "Technical", None),
        ("Solution design", "Consulting", None),
    ],
)
def test_it_goes_by_category_before_name(name, category, group):
    found = group_of(SkillPart(1, name, category, 1000))
    assert (found.name if found else None) == group


def test_it_rounds_the_fte_needed_up_to_seats_per_market():
    puts = built(
        Work(7, 2, (PRICING,), {NORTH: 1200, SOUTH: 300}),
        Work(8, 2, (PRICING,), {NORTH: 801, SOUTH: 0}),
        Work(9, 3, (PRICING,), {NORTH: 0}),
        Work(10, 1, (REPORTS,), {NORTH: 600, SOUTH: 600}),
        Work(11, 4, (PRICING,), {None: 100}),
    )
    assert seats(puts) == {
        ("Buy expert", NORTH): 3,
        ("Buy expert", SOUTH): 1,
        ("Customer analyst", None): 2,
        ("Adopt expert", None): 1,
        ("Pod leader", NORTH): 1,
        ("Pod leader", SOUTH): 1,
    }


def test_it_shares_a_group_out_by_what_its_activities_need_in_each_stage():
    """3.0 FTE in Learn; 1.0 over one job in Learn and three in Buy: 812.5 and 187.5, the first rounded up."""
    puts = built(
        Work(7, 1, (REPORTS,), {NORTH: 3000}),
        Work(8, 2, (REPORTS,), {NORTH: 500, SOUTH: 500}, {1: 1, 2: 3}),
        Work(9, 5, (PRICING,), {NORTH: 9000}),
    )
    assert shares(puts, "Analytics") == [813, 187, 0, 0, 0]
    assert shares(puts, "Customer systems") == [200] * 5
    skills = [f for (kind, _), f in puts.items() if kind == "group_skill"]
    assert skills == [{"group": named(puts, "group")["Analytics"], "skill": 2}]


def test_it_makes_the_same_of_the_same_with_names_of_its_own_by_default():
    activities = (Work(7, 2, (PRICING,), {NORTH: 1000}), Work(8, 1, (REPORTS,), {SOUTH: 500}))
    assert built(*activities) == built(*reversed(activities))
    keys = [key for kind, key in unified(FIVE, activities, (NORTH,)) if kind in ("role", "group")]
    assert len(set(keys)) == 12
    assert all(len(key) == 12 for key in keys)


def test_it_refuses_an_activity_of_another_journey():
    for skill in (PRICING, REPORTS):
        with pytest.raises(KeyError):
            built(Work(7, 99, (skill,), {NORTH: 1000}))


def demo_journey():
    """The built-in journey, with an FTE per activity and market."""
    stages = {stage.key: number for number, stage in enumerate(TEMPLATE.stages, 1)}
    jobs = {job.key: stages[job.stage] for job in TEMPLATE.jobs}
    skills = {skill.key: (number, skill) for number, skill in enumerate(TEMPLATE.skills, 1)}
    for number, one in enumerate(TEMPLATE.activities, 1):
        parts = tuple(
            SkillPart(skills[need.skill][0], skills[need.skill][1].name, skills[need.skill][1].category, need.share)
            for need in one.skills
        )
        yield Work(number, jobs[one.jobs[0]], parts, {NORTH: 1000, SOUTH: 400})


def test_it_makes_a_sound_redesign_of_the_built_in_journey():
    activities = tuple(demo_journey())
    puts = built(*activities)
    assert broken({**applied({}, puts), ("basis", "self"): record("basis", baseline=1)}) == []
    found = owners(puts)
    assert set(found) == {one.id for one in activities}
    assert {group.role for group in GROUPS} < set(found.values())
    assert {"Learn expert", "Buy expert", "Order, ship and install expert", "Adopt expert", "Support expert"} < set(
        found.values()
    )


works = st.lists(
    st.builds(
        Work,
        st.integers(1, 99),
        st.none() | st.integers(1, 5),
        st.lists(st.sampled_from([PRICING, REPORTS]), max_size=2, unique=True).map(tuple),
        st.dictionaries(st.sampled_from([None, NORTH, SOUTH]), st.integers(0, 5000)),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(works)
def test_it_seats_what_is_needed_and_less_than_one_more_per_headcount(activities):
    puts = built(*activities)
    owned = owners(puts)
    assert set(owned) == {one.id for one in activities if one.stage or one.skills == (REPORTS,)}
    need = sum(mfte for one in activities if one.id in owned for mfte in one.needed.values())
    found = {key: number for key, number in seats(puts).items() if key[0] != "Pod leader"}
    assert need <= 1000 * sum(found.values()) < need + 1000 * (len(found) or 1)
    assert all(sum(shares(puts, group.name)) == 1000 for group in GROUPS)
    assert broken({**puts, ("basis", "self"): record("basis", baseline=1)}) == []
