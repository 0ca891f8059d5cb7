"""The journey board by keyboard only, with a mouse, on a phone, and with two people at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys import services
from journeys.models import ActivityJob, BuyingJob, Journey, SupplierActivity
from tests.browsing import press_to
from tests.cast import Cast
from uniengine.kit.scoping import scope

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, str], Page]


@pytest.fixture
def empty_journey(live_cast: Cast) -> Journey:
    with scope(live_cast.home.pk):
        return services.journey_create(actor=live_cast.actor("leader"), name="Hospitals", template="empty")


@pytest.fixture
def small_journey(live_cast: Cast, empty_journey: Journey) -> Journey:
    """Two jobs in Learn, one in Buy; two activities for the first."""
    actor = live_cast.actor("leader")
    with scope(live_cast.home.pk):
        learn, buy, *_ = empty_journey.stages.all()
        first = services.buying_job_create(actor=actor, stage=learn, name="Notice the problem")
        services.buying_job_create(actor=actor, stage=learn, name="Explore answers")
        services.buying_job_create(actor=actor, stage=buy, name="Compare vendors")
        for name in ("Publish explanations", "Offer a self-check"):
            services.activity_create(actor=actor, journey=empty_journey, name=name, jobs=[first])
    return empty_journey


def address(journey: Journey) -> str:
    return f"/o/home/journeys/{journey.pk}/"


def jobs_in(stage_name: str) -> list[str]:
    return list(BuyingJob.objects.filter(stage__name=stage_name).values_list("name", flat=True))


def test_it_builds_a_small_journey_by_keyboard_alone(page: Page, sign_in: SignIn, live_cast: Cast) -> None:
    sign_in(page, "leader").goto("/o/home/journeys/")
    press_to(page, "Start with empty stages")
    page.keyboard.press("Enter")
    page.wait_for_url("**/journeys/new?template=empty")
    press_to(page, "Name of the journey")
    page.keyboard.type("Hospitals")
    press_to(page, "Make the journey")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nothing is mapped yet")

    press_to(page, "Add a buying job in Learn")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What the customer must get done")).to_be_focused()
    page.keyboard.type("Notice the problem\n")
    expect(page.get_by_role("heading", name="Notice the problem")).to_be_visible()
    page.keyboard.type("Explore answers\n")
    expect(page.get_by_role("heading", name="Explore answers")).to_be_visible()
    page.keyboard.press("Escape")

    press_to(page, "Add an activity for Notice the problem", most=120)
    page.keyboard.press("Enter")
    expect(page.get_by_label("What has to be done, verb first")).to_be_focused()
    page.keyboard.type("Publish explanations\n")
    expect(page.get_by_role("link", name="Publish explanations", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    page.locator("#board-title").evaluate("node => { node.tabIndex = -1; node.focus(); }")
    press_to(page, "Move Explore answers", most=120)
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_contain_text("Picked up “Explore answers”")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_contain_text("place 1 of 1, in Buy")
    page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_contain_text("Moved the job “Explore answers” to Buy")
    expect(page.get_by_role("link", name="Move Explore answers")).to_be_focused()
    with scope(live_cast.home.pk):
        assert (jobs_in("Learn"), jobs_in("Buy")) == (["Notice the problem"], ["Explore answers"])

    page.keyboard.press("Control+z")
    expect(page.locator("#announcer")).to_contain_text("Undone")
    with scope(live_cast.home.pk):
        assert jobs_in("Learn") == ["Notice the problem", "Explore answers"]
    page.keyboard.press("Control+y")
    expect(page.locator("#announcer")).to_contain_text("Done again")
    with scope(live_cast.home.pk):
        assert jobs_in("Buy") == ["Explore answers"]


def test_it_puts_a_card_back_on_escape(page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    page.get_by_role("link", name="Move Offer a self-check").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.locator("#announcer")).to_contain_text("Put back")
    with scope(live_cast.home.pk):
        assert not small_journey.changes.filter(label__startswith="Moved").exists()


def test_it_moves_an_activity_to_another_job_by_keyboard(
    page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast
) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    page.get_by_role("link", name="Move Publish explanations").focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#announcer")).to_contain_text("Moved “Publish explanations” to “Explore answers”")
    with scope(live_cast.home.pk):
        links = ActivityJob.objects.filter(activity__name="Publish explanations")
        assert [link.job.name for link in links] == ["Explore answers"]
    expect(page.get_by_role("link", name="Move Publish explanations")).to_be_focused()


def test_it_moves_cards_by_drag_and_drop(page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    page.get_by_role("heading", name="Explore answers").drag_to(page.get_by_role("heading", name="Compare vendors"))
    expect(page.locator("#announcer")).to_contain_text("Moved the job “Explore answers” to Buy")
    with scope(live_cast.home.pk):
        assert sorted(jobs_in("Buy")) == ["Compare vendors", "Explore answers"]


def test_it_renames_in_place(page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    page.get_by_role("link", name="Compare vendors", exact=True).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Compare suppliers\n")
    expect(page.get_by_role("heading", name="Compare suppliers")).to_be_visible()
    expect(page.get_by_role("link", name="Compare suppliers", exact=True)).to_be_focused()


def test_it_edits_skills_beside_the_board(page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    page.get_by_role("link", name="Publish explanations", exact=True).click()
    page.locator("#edit-skills").press("Enter")
    expect(page.get_by_label("Skill", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#edit-skills")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Skill", exact=True).fill("Storytelling")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no skill called “Storytelling”")
    page.get_by_role("button", name="Add as a new skill and save").click()
    expect(page.locator("#inspector")).to_contain_text("100%")
    expect(page.locator("#board .skill")).to_have_text(["Storytelling"])
    expect(page.locator("#edit-skills")).to_be_focused()


def test_it_shows_both_versions_when_somebody_was_faster(
    page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast
) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    with scope(live_cast.home.pk):
        job = BuyingJob.objects.get(name="Compare vendors")
        services.buying_job_update(
            actor=live_cast.actor("facilitator"), job=job, version=job.version, name="Weigh the offers"
        )
    page.get_by_role("link", name="Compare vendors", exact=True).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Compare suppliers\n")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Weigh the offers")
    expect(dialog).to_contain_text("Compare suppliers")
    expect(dialog).to_contain_text("Facilitator")
    dialog.get_by_role("button", name="Save mine anyway").click()
    expect(page.get_by_role("heading", name="Compare suppliers")).to_be_visible()


def test_it_keeps_theirs_when_asked_to(page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    with scope(live_cast.home.pk):
        job = BuyingJob.objects.get(name="Compare vendors")
        services.buying_job_update(
            actor=live_cast.actor("facilitator"), job=job, version=job.version, name="Weigh the offers"
        )
    page.get_by_role("link", name="Compare vendors", exact=True).focus()
    page.keyboard.press("F2")
    page.keyboard.type("Compare suppliers\n")
    page.get_by_role("dialog").get_by_role("link", name="Keep theirs").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", name="Weigh the offers")).to_be_visible()


def test_it_works_on_a_phone(phone_page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast) -> None:
    page = sign_in(phone_page, "leader")
    page.goto(address(small_journey))
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"on {width} pixels the board's head is {wide} wide"
    page.get_by_role("link", name="Buy", exact=True).tap()
    expect(page.get_by_role("heading", name="Compare vendors")).to_be_in_viewport()
    page.get_by_role("link", name="Learn", exact=True).tap()
    expect(page.get_by_role("heading", name="Explore answers")).to_be_in_viewport()

    page.get_by_role("link", name="Move Explore answers").tap()
    page.get_by_role("dialog").get_by_label("Stage").select_option(label="Buy")
    page.get_by_role("button", name="Move it").tap()
    expect(page.locator("#undo-toast")).to_contain_text("Moved the job “Explore answers” to Buy")
    with scope(live_cast.home.pk):
        assert jobs_in("Buy") == ["Compare vendors", "Explore answers"]
    page.locator("#undo-toast").get_by_role("button", name="Undo").tap()
    expect(page.locator("#announcer")).to_contain_text("Undone")

    page.get_by_role("link", name="Publish explanations", exact=True).tap()
    expect(page.locator("h2", has_text="Publish explanations")).to_be_visible()
    page.locator("#edit-words").tap()
    page.get_by_label("What has to be done").fill("Publish plain explanations")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("h2", has_text="Publish plain explanations")).to_be_visible()


def test_it_works_without_a_script(
    open_page: Callable[..., Page], sign_in: SignIn, small_journey: Journey, live_cast: Cast
) -> None:
    page = sign_in(open_page(java_script_enabled=False), "leader")
    page.goto(address(small_journey))
    page.get_by_role("link", name="Move Explore answers").click(force=True)
    page.get_by_label("Stage", exact=True).select_option(label="Buy")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("Moved the job “Explore answers” to Buy")).to_be_visible()
    page.get_by_role("link", name="Add an activity for Compare vendors").click()
    page.get_by_label("What has to be done").fill("Show references")
    page.get_by_role("button", name="Add").click()
    with scope(live_cast.home.pk):
        assert SupplierActivity.objects.filter(name="Show references").exists()
    page.get_by_role("button", name="Undo").click()
    with scope(live_cast.home.pk):
        assert not SupplierActivity.objects.filter(name="Show references").exists()


def test_it_shows_members_the_board_without_edit_controls(page: Page, sign_in: SignIn, small_journey: Journey) -> None:
    sign_in(page, "member").goto(address(small_journey))
    expect(page.get_by_role("heading", name="Compare vendors")).to_be_visible()
    for control in ("[data-grip]", ".add", "[draggable=true]", "#board-undo"):
        expect(page.locator(control)).to_have_count(0)


def test_it_makes_a_journey_from_a_file(page: Page, sign_in: SignIn, worker: None, live_cast: Cast) -> None:
    rows = b"Stage,Job,Activity,Skill\nLearn,Notice,Publish explanations,Writing\nBuy,Compare,Show proof,Writing\n"
    sign_in(page, "leader").goto("/o/home/journeys/import")
    page.get_by_label("Name of the journey").fill("From a file")
    page.get_by_label("File with the activities").set_input_files(
        {"name": "map.csv", "mimeType": "text/csv", "buffer": rows}
    )
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", name="2 activities are ready.")).to_be_visible()
    page.get_by_role("button", name="Make “From a file” with 2 activities").click()
    expect(page.get_by_role("heading", name="Two activities are mapped")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="Show proof", exact=True)).to_be_visible()


def fill_the_tray(live_cast: Cast, journey: Journey) -> None:
    with scope(live_cast.home.pk):
        for number in range(60):
            name = f"{'Ship' if number % 2 else 'Sort'} order {number}"
            services.activity_create(actor=live_cast.actor("leader"), journey=journey, name=name)


def test_it_places_many_activities_by_keyboard(
    page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast
) -> None:
    fill_the_tray(live_cast, small_journey)
    sign_in(page, "leader").goto(address(small_journey))
    page.get_by_label("Show only activities with these words").focus()
    page.keyboard.type("ship")
    expect(page.locator("#tray-list li")).to_have_count(30)
    press_to(page, "Select all shown")
    page.keyboard.press("Space")
    expect(page.locator("#announcer")).to_contain_text("30 chosen")
    page.get_by_label("Move to", exact=True).select_option(label="Explore answers")
    press_to(page, "Move 30 activities")
    page.keyboard.press("Enter")
    expect(page.locator("#undo-toast")).to_contain_text("Moved 30 activities to “Explore answers”")
    expect(page.locator("#tray-title")).to_have_text("30 activities without a job")
    expect(page.locator("#tray-title")).to_be_focused()
    with scope(live_cast.home.pk):
        assert ActivityJob.objects.filter(job__name="Explore answers").count() == 30
    page.keyboard.press("Control+z")
    expect(page.locator("#tray-title")).to_have_text("60 activities without a job")
    with scope(live_cast.home.pk):
        assert not ActivityJob.objects.filter(job__name="Explore answers").exists()


def test_it_places_many_on_a_phone_and_keeps_what_was_chosen(
    phone_page: Page, sign_in: SignIn, small_journey: Journey, live_cast: Cast
) -> None:
    fill_the_tray(live_cast, small_journey)
    page = sign_in(phone_page, "leader")
    page.goto(address(small_journey))
    chips = page.locator(".chips > a").evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    assert all(one["right"] <= other["left"] for one, other in zip(chips, chips[1:], strict=False)), chips
    page.get_by_label("Choose Ship order 1", exact=True).check()
    page.get_by_role("link", name="Show 10 more").tap()
    expect(page.locator("#tray-list li")).to_have_count(60)
    expect(page.get_by_role("button", name="Move 1 activity")).to_be_visible()


def test_the_columns_have_the_room_until_something_is_chosen(
    page: Page, sign_in: SignIn, small_journey: Journey
) -> None:
    sign_in(page, "leader").goto(address(small_journey))
    wide = page.locator("#board").evaluate("node => node.clientWidth")
    page.get_by_role("link", name="Publish explanations", exact=True).click()
    expect(page.locator("#inspector-name")).to_be_visible()
    assert page.locator("#board").evaluate("node => node.clientWidth") < wide
    page.locator("#inspector").get_by_role("link", name="Close").click()
    expect(page.locator("#inspector")).to_be_hidden()
    assert page.locator("#board").evaluate("node => node.clientWidth") == wide
    expect(page.get_by_role("link", name="Publish explanations", exact=True)).to_be_focused()
