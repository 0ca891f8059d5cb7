"""The coverage checks: the grid, one cell, one segment, and who may change them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from redesigns.models import Cover, RedesignChange, Segment
from redesigns.records import key_of, record
from redesigns.services.history import change_undo
from tests.redesigns.designs import put
from tests.redesigns.pay_cases import draft_with_roles

pytestmark = pytest.mark.django_db

KEY = "5e90e275a0b1"


@pytest.fixture
def draft(cast, scoped):
    return draft_with_roles(cast)


def with_segment(cast, draft, *covers, **fields):
    """A segment; covers: (slot, role, part)."""
    puts = {("segment", KEY): record("segment", name="Enterprise", **fields)}
    for slot, role, part in covers:
        made = record("cover", segment=KEY, stage=stage_of(draft, slot), role=role, part=part)
        puts[key_of("cover", made)] = made
    put(cast, draft.redesign, puts, "Set up segments")
    draft.redesign.refresh_from_db()


def stage_of(draft, slot):
    return next(stage.pk for stage in draft.company.stages if stage.slot == slot)


def page(cast, url, who="leader"):
    return cast.client(who).get(url)


def text_of(cast, url, who="leader"):
    return page(cast, url, who).content.decode()


def cell_url(draft, slot="buy"):
    return draft.url(f"coverage/{KEY}/{stage_of(draft, slot)}/")


def set_roles(cast, draft, slot="buy", who="leader", seen=None, **parts):
    data = {f"part_{getattr(draft, name)}": part for name, part in parts.items()}
    if seen is not None:
        data["seen"] = seen
    return cast.client(who).post(cell_url(draft, slot), data)


def test_it_offers_the_journeys_own_segment_first(cast, draft):
    text = text_of(cast, draft.url("coverage/"))
    name = draft.company.journey.segment or draft.company.journey.name
    assert "No segment is checked yet." in text
    assert f"Begin with “{name}”" in text
    assert page(cast, draft.url("coverage/add/")).context["form"].initial["name"] == name


def test_it_counts_the_cells_nobody_is_accountable_for(cast, draft):
    with_segment(cast, draft, ("buy", draft.hunter, "accountable"), ("buy", draft.farmer, "doing"))
    text = text_of(cast, draft.url("coverage/"))
    assert "4 of 5 cells have no one accountable." in text
    assert "Covered" in text
    assert "Not decided" in text


def test_it_adds_a_segment_with_what_it_needs(cast, draft):
    data = {
        "name": "Enterprise",
        "specialist": "on",
        "local_presence": "on",
        "markets": [draft.company.markets[0].pk],
        "hunter": draft.hunter,
        "farmer": draft.farmer,
        "handover": "Both call the customer.",
        "step_1": draft.farmer,
        "step_3": draft.care,
        "step_4": draft.farmer,
    }
    answer = cast.client("leader").post(draft.url("coverage/add/"), data)
    assert answer.status_code == 302
    made = Segment.objects.get()
    assert (made.name, made.specialist, made.local_presence) == ("Enterprise", True, True)
    assert made.markets == [draft.company.markets[0].pk]
    assert (made.hunter.key, made.farmer.key) == (draft.hunter, draft.farmer)
    assert made.problem_route == [draft.farmer, draft.care, draft.farmer]
    text = text_of(cast, answer.url)
    assert "A problem starts and ends with Farmer, and Support solves it." in text
    assert "Hunter, Farmer: the hand-over is defined." in text


def test_it_finds_nobody_on_the_spot_in_a_market_without_a_seat(cast, draft):
    north, south = (market.pk for market in draft.company.markets)
    looked_after = ("buy", draft.hunter, "accountable")
    with_segment(cast, draft, looked_after, local_presence=True, markets=sorted([north, south]))
    text = text_of(cast, draft.url("coverage/"))
    assert "Nobody on the spot in Nordics: give one of Hunter a seat there." in text


def test_it_sets_the_roles_of_a_cell_as_one_change_that_can_be_undone(cast, draft):
    with_segment(cast, draft, ("buy", draft.care, "doing"))
    before = RedesignChange.objects.count()
    answer = set_roles(cast, draft, hunter="accountable", farmer="doing", seen=draft.redesign.revision)
    assert answer.status_code == 302
    assert RedesignChange.objects.count() == before + 1
    assert dict(Cover.objects.values_list("role__key", "part")) == {draft.hunter: "accountable", draft.farmer: "doing"}
    assert RedesignChange.objects.latest("pk").label == "Changed who looks after Enterprise in Buy"
    change_undo(actor=cast.actor("leader"), redesign=draft.redesign)
    assert dict(Cover.objects.values_list("role__key", "part")) == {draft.care: "doing"}


def test_it_says_what_is_broken_in_a_cell_and_what_to_do(cast, draft):
    with_segment(cast, draft, ("buy", draft.hunter, "accountable"), ("buy", draft.farmer, "accountable"))
    text = text_of(cast, cell_url(draft))
    assert "2 accountable" in text
    assert "are all accountable: keep one, let the others do it." in text
    assert "No role does the work: choose at least one." in text


def test_it_refuses_a_cell_that_somebody_changed_meanwhile(cast, draft):
    with_segment(cast, draft)
    seen = draft.redesign.revision
    set_roles(cast, draft, hunter="accountable")
    answer = set_roles(cast, draft, hunter="doing", seen=seen)
    assert answer.status_code == 409
    assert "changed the same thing meanwhile" in answer.content.decode()
    assert Cover.objects.get().part == "accountable"
    again = set_roles(cast, draft, hunter="doing", seen=answer.context["seen"])
    assert again.status_code == 302
    assert Cover.objects.get().part == "doing"


def test_it_refuses_a_second_segment_of_the_same_name_at_the_field(cast, draft):
    with_segment(cast, draft)
    answer = cast.client("leader").post(draft.url("coverage/add/"), {"name": "enterprise"})
    assert answer.status_code == 422
    assert "Another segment has this name." in str(answer.context["form"].errors["name"])
    assert Segment.objects.count() == 1


def test_it_changes_and_deletes_a_segment(cast, draft):
    with_segment(cast, draft, ("buy", draft.hunter, "accountable"), farmer=draft.farmer)
    client = cast.client("leader")
    assert client.post(draft.url(f"coverage/{KEY}/edit/"), {"name": "Large"}).status_code == 302
    assert Segment.objects.get().farmer is None
    assert Segment.objects.get().name == "Large"
    assert "Delete Large?" in text_of(cast, draft.url(f"coverage/{KEY}/delete/"))
    assert Segment.objects.exists()
    assert client.post(draft.url(f"coverage/{KEY}/delete/")).status_code == 302
    assert not Segment.objects.exists()
    assert not Cover.objects.exists()


def test_it_shows_one_stage_alone(cast, draft):
    with_segment(cast, draft)
    buy = stage_of(draft, "buy")
    shown = page(cast, draft.url(f"coverage/?stage={buy}")).context
    assert [stage.pk for stage in shown["stages"]] == [buy]
    assert [cell.stage.pk for cell in shown["rows"][0].cells] == [buy]
    assert len(page(cast, draft.url("coverage/?stage=x")).context["stages"]) == 5


@pytest.mark.parametrize("who", ["admin", "pod_leader", "member"])
def test_it_hides_a_draft_from_everybody_not_named_on_it(cast, draft, who):
    with_segment(cast, draft)
    assert page(cast, draft.url("coverage/"), who).status_code in (403, 404)
    assert set_roles(cast, draft, who=who, hunter="doing").status_code in (403, 404)
    assert cast.client(who).post(draft.url(f"coverage/{KEY}/delete/")).status_code in (403, 404)
    assert not Cover.objects.exists()
    assert Segment.objects.exists()


def test_it_lets_everybody_who_may_view_read_a_proposed_redesign_and_nobody_change_it(cast, draft):
    with_segment(cast, draft)
    who = {"proposed_by": cast.users["leader"], "proposed_at": "2026-11-01T00:00Z"}
    type(draft.redesign).objects.update(state="proposed", **who)
    assert "5 of 5 cells have no one accountable." in text_of(cast, draft.url("coverage/"), "admin")
    assert 'name="part_' not in text_of(cast, cell_url(draft), "admin")
    assert set_roles(cast, draft, hunter="doing").status_code == 400
    assert not Cover.objects.exists()


def test_it_exports_a_line_per_check(cast, draft):
    with_segment(cast, draft, ("buy", draft.hunter, "accountable"))
    lines = text_of(cast, draft.url("coverage/export/?format=csv")).lstrip("\ufeff").splitlines()
    assert "Enterprise,Buy,One role accountable,Holds,Hunter is accountable.,Hunter," in lines
    assert "Enterprise,Buy,Somebody does it,Does not hold,No role does the work: choose at least one.,," in lines
    assert len(lines) == 1 + 4 + 2 * 5
    assert page(cast, draft.url("coverage/export/?format=xlsx")).content[:2] == b"PK"


@pytest.mark.parametrize("tail", ["coverage/0123456789ab/", "coverage/0123456789ab/edit/", "coverage/0123456789ab/1/"])
def test_it_knows_no_segment_of_another_key(cast, draft, tail):
    assert page(cast, draft.url(tail)).status_code == 404


def test_it_knows_no_stage_of_another_journey(cast, draft):
    with_segment(cast, draft)
    assert page(cast, draft.url(f"coverage/{KEY}/99999999/")).status_code == 404


def test_it_reads_many_segments_with_as_many_queries_as_one(cast, draft):
    with_segment(cast, draft, ("buy", draft.hunter, "accountable"))
    client, url = cast.client("leader"), draft.url("coverage/")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    puts = {("segment", f"{number:012d}"): record("segment", name=f"Segment {number}") for number in range(20)}
    for number in range(20):
        made = record("cover", segment=f"{number:012d}", stage=stage_of(draft, "buy"), role=draft.care, part="doing")
        puts[key_of("cover", made)] = made
    put(cast, draft.redesign, puts, "More segments")
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).context["headline"] == "104 of 105 cells have no one accountable."
    assert len(many) == len(one)


def test_it_links_a_role_without_a_seat_from_the_cell_that_needs_it(cast, draft):
    with_segment(cast, draft, ("buy", draft.care, "specialist"), specialist=True)
    text = text_of(cast, cell_url(draft))
    assert "No seat for Care: give the role a headcount." in text
    assert "Open Care</a>" in text
    assert draft.url(f"roles/{draft.care}/") in text


def test_it_comes_back_to_the_page_a_cell_was_opened_on(cast, draft):
    with_segment(cast, draft)
    client = cast.client("leader")
    data = {f"part_{draft.hunter}": "accountable"}
    assert client.post(cell_url(draft), data).url == draft.url("coverage/")
    assert client.post(cell_url(draft), data | {"back": "segment"}).url == draft.url(f"coverage/{KEY}/")


@pytest.mark.parametrize(
    ("covers", "words"),
    [
        ((), "Not decided"),
        ((("hunter", "accountable"),), "No one does it"),
        ((("hunter", "doing"),), "No one accountable"),
        ((("hunter", "accountable"), ("farmer", "doing")), "Covered"),
        ((("hunter", "accountable"), ("farmer", "doing"), ("care", "specialist")), "Specialist has no seat"),
    ],
)
def test_it_says_in_a_few_words_what_is_the_matter_in_a_cell(cast, draft, covers, words):
    with_segment(cast, draft, *(("buy", getattr(draft, role), part) for role, part in covers))
    cells = page(cast, draft.url("coverage/")).context["rows"][0].cells
    assert next(cell.words for cell in cells if cell.stage.slot == "buy") == words
