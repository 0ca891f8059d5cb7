"""Pay and coverage for other systems: the same figures, the same rules, the same people kept out."""

import pytest

from redesigns.models import Cover, Measure, RedesignChange, Segment
from tests.redesigns.designs import put
from tests.redesigns.pay_cases import a_measure, draft_with_roles

pytestmark = pytest.mark.django_db

JSON = "application/json"
MEASURE = "aaaaaaaaaaaa"
PAY = {
    "fixed_share": 800,
    "needed_fixed_share": 550,
    "measures": [
        {"name": "Renewals", "weight": 800, "needed": 550, "pod_metric": True},
        {"name": "Bookings", "weight": 200, "needed": 450},
    ],
}


@pytest.fixture
def draft(cast, scoped):
    return draft_with_roles(cast)


def call(cast, draft, method, tail, body=None, who="leader"):
    url = f"/api/v1/organizations/home/redesigns/{draft.redesign.pk}/{tail}"
    return getattr(cast.client(who), method)(url, body, content_type=JSON)


def with_measure(cast, draft):
    put(cast, draft.redesign, {("measure", MEASURE): a_measure(draft.hunter, "Adoption", 1000, 1000)})


def test_it_sets_the_pay_and_says_how_far_off_it_is(cast, draft):
    answer = call(cast, draft, "put", f"pay/{draft.hunter}/", PAY)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["mix_misalignment"], body["measures_misalignment"], body["pod_share"]) == (250, 250, 800)
    assert body["standing"] == "off"
    assert call(cast, draft, "put", f"pay/{draft.hunter}/", PAY | {"measures": body["measures"]}).status_code == 200
    assert RedesignChange.objects.filter(label="Changed the pay of Hunter").count() == 1
    listed = call(cast, draft, "get", "pay/").json()
    assert [one["standing"] for one in listed["results"]] == ["off", "unknown", "unknown"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"fixed_share": 1001},
        {"fixed_share": 10**30},
        {"measures": [{"name": "A\0B"}]},
        {"measures": [{"name": " "}]},
        {"measures": [{"name": "A"}, {"name": "a"}]},
        {"measures": [{"name": f"M{number}"} for number in range(21)]},
        {"measures": {}},
    ],
)
def test_it_refuses_pay_that_makes_no_sense(cast, draft, wrong):
    assert call(cast, draft, "put", f"pay/{draft.hunter}/", PAY | wrong).status_code == 400
    assert not Measure.objects.exists()


def test_it_adds_changes_and_removes_one_measure(cast, draft):
    made = call(cast, draft, "post", f"pay/{draft.hunter}/measures/", {"name": "Renewals", "weight": 900})
    assert made.status_code == 201
    tail = f"pay/{draft.hunter}/measures/{made.json()['key']}/"
    changed = call(cast, draft, "patch", tail, {"weight": 1000, "influences": False})
    assert [one["flag"] for one in changed.json()["warnings"]] == ["no_influence"]
    assert Measure.objects.get().weight == 1000
    elsewhere = tail.replace(draft.hunter, draft.farmer)
    assert call(cast, draft, "delete", elsewhere).status_code == 404
    assert call(cast, draft, "delete", tail).status_code == 204
    assert not Measure.objects.exists()


def test_it_refuses_what_was_read_before_somebody_changed_it(cast, draft):
    seen = draft.redesign.revision
    with_measure(cast, draft)
    answer = call(cast, draft, "put", f"pay/{draft.hunter}/", PAY | {"seen": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "redesign_stale")
    gone = PAY | {"measures": [{"key": "bbbbbbbbbbbb", "name": "Renewals"}]}
    assert call(cast, draft, "put", f"pay/{draft.hunter}/", gone).json()["code"] == "measure_gone"
    assert Measure.objects.get().name == "Adoption"


def test_it_adds_a_segment_and_says_what_is_open(cast, draft):
    market = draft.company.markets[0].pk
    made = call(cast, draft, "post", "segments/", {"name": "Enterprise", "markets": [market], "hunter": draft.hunter})
    assert made.status_code == 201
    key = made.json()["key"]
    stage = next(stage.pk for stage in draft.company.stages if stage.slot == "buy")
    covers = {"covers": [{"role": draft.hunter, "part": "accountable"}, {"role": draft.farmer, "part": "doing"}]}
    answer = call(cast, draft, "put", f"segments/{key}/stages/{stage}/", covers)
    cell = next(cell for cell in answer.json()["cells"] if cell["stage"] == stage)
    assert cell["verdict"] == "ok"
    assert {(one["role"], one["part"]) for one in cell["covers"]} == {
        (draft.hunter, "accountable"),
        (draft.farmer, "doing"),
    }
    whole = call(cast, draft, "get", "coverage/").json()
    assert (whole["cells"], whole["unowned"]) == (5, 4)
    assert whole["ok"] + whole["broken"] + whole["not_decided"] == 4 + 2 * 5
    assert call(cast, draft, "get", "segments/").json()["count"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"hunter": "bbbbbbbbbbbb"},
        {"problem_route": ["bbbbbbbbbbbb"]},
        {"markets": [99999999]},
        {"markets": [10**30]},
        {"handover": "x" * 501},
    ],
)
def test_it_refuses_a_segment_that_names_what_is_not_there(cast, draft, wrong):
    assert call(cast, draft, "post", "segments/", {"name": "Enterprise"} | wrong).status_code == 400
    assert not Segment.objects.exists()


def test_it_refuses_parts_of_roles_that_are_not_there(cast, draft):
    key = call(cast, draft, "post", "segments/", {"name": "Enterprise"}).json()["key"]
    stage = draft.company.stages[0].pk
    body = {"covers": [{"role": "bbbbbbbbbbbb", "part": "doing"}]}
    assert call(cast, draft, "put", f"segments/{key}/stages/{stage}/", body).status_code == 400
    body = {"covers": [{"role": draft.hunter, "part": "watching"}]}
    assert call(cast, draft, "put", f"segments/{key}/stages/{stage}/", body).status_code == 400
    assert call(cast, draft, "put", f"segments/{key}/stages/99999999/", {"covers": []}).status_code == 404
    assert not Cover.objects.exists()


def test_it_changes_and_deletes_a_segment(cast, draft):
    key = call(cast, draft, "post", "segments/", {"name": "Enterprise"}).json()["key"]
    changed = call(cast, draft, "patch", f"segments/{key}/", {"specialist": True})
    assert (changed.json()["name"], changed.json()["specialist"]) == ("Enterprise", True)
    assert call(cast, draft, "get", f"segments/{key}/").json() == changed.json()
    assert call(cast, draft, "delete", f"segments/{key}/").status_code == 204
    assert call(cast, draft, "get", f"segments/{key}/").status_code == 404


@pytest.mark.parametrize("who", ["admin", "pod_leader", "member", "outsider"])
def test_it_keeps_everybody_out_who_is_not_named_on_the_draft(cast, draft, who):
    with_measure(cast, draft)
    tails = (f"pay/{draft.hunter}/", f"pay/{draft.hunter}/measures/{MEASURE}/", "segments/")
    for method, tail in zip(("put", "delete", "post"), tails, strict=True):
        assert call(cast, draft, method, tail, PAY | {"name": "Enterprise"}, who).status_code in (403, 404)
    assert call(cast, draft, "get", "coverage/", who=who).status_code in (403, 404)
    assert Measure.objects.get().name == "Adoption"
    assert not Segment.objects.exists()
