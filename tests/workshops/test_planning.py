"""Planning the agenda on its page."""

import re

from tests.cast import Cast
from uniengine.workshops.models import AgendaItem, Workshop


def shown_form(page: str) -> dict[str, str]:
    """The values of every field as the page shows them, hidden ones too."""
    form = page[page.index('id="plan"') :]
    values = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            values[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    return values


def order() -> list[str]:
    return list(AgendaItem.objects.order_by("position").values_list("step", flat=True))


def test_it_saves_what_was_changed(scoped: Cast) -> None:
    client = scoped.client("facilitator")
    form = shown_form(client.get("/o/home/agenda").content.decode())
    lead = scoped.users["leader"].pk
    form |= {
        "workshop-name": "Spring redesign",
        "workshop-starts_on": "2027-03-23",
        "people-planned_for": "Day 2",
        "people-minutes": "90",
        "people-lead": str(lead),
    }
    assert client.post("/o/home/agenda", form).status_code == 302
    workshop, item = Workshop.objects.get(), AgendaItem.objects.get(step="people")
    assert (workshop.name, f"{workshop.starts_on}") == ("Spring redesign", "2027-03-23")
    assert (item.planned_for, item.minutes, item.lead_id) == ("Day 2", 90, lead)
    page = client.get("/o/home/").content.decode()
    assert "Spring redesign" in page
    assert "Day 2" in page


def test_it_keeps_the_plans_of_two_facilitators(scoped: Cast) -> None:
    one, two = scoped.client("facilitator"), scoped.client("admin")
    first = shown_form(one.get("/o/home/agenda").content.decode())
    second = shown_form(two.get("/o/home/agenda").content.decode())
    one.post("/o/home/agenda", first | {"people-planned_for": "Day 1"})
    two.post("/o/home/agenda", second | {"gaps-planned_for": "Day 2"})
    plans = dict(AgendaItem.objects.values_list("step", "planned_for"))
    assert (plans["people"], plans["gaps"]) == ("Day 1", "Day 2")


def test_it_moves_and_marks_and_saves_in_one_go(scoped: Cast) -> None:
    client = scoped.client("facilitator")
    form = shown_form(client.get("/o/home/agenda").content.decode())
    client.post("/o/home/agenda", form)
    before = order()
    client.post("/o/home/agenda", form | {"then": "up gaps", "gaps-planned_for": "15:30"})
    assert order().index("gaps") == before.index("gaps") - 1
    assert AgendaItem.objects.get(step="gaps").planned_for == "15:30"
    client.post("/o/home/agenda", form | {"then": "down journey"})
    assert order()[:2] == ["activities", "journey"]
    client.post("/o/home/agenda", form | {"then": "settle skills"})
    assert AgendaItem.objects.get(step="skills").settled_at is not None
    client.post("/o/home/agenda", form | {"then": "reopen skills"})
    assert AgendaItem.objects.get(step="skills").settled_at is None
    assert client.post("/o/home/agenda", form | {"then": "explode skills"}).status_code == 302


def test_it_keeps_what_was_typed_when_something_is_wrong(scoped: Cast) -> None:
    client = scoped.client("facilitator")
    form = shown_form(client.get("/o/home/agenda").content.decode())
    answer = client.post("/o/home/agenda", form | {"people-minutes": "3", "people-planned_for": "Day 9"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Day 9" in page
    assert "greater than or equal to 5" in page
    assert not AgendaItem.objects.filter(planned_for="Day 9").exists()


def test_it_is_not_for_everybody(scoped: Cast) -> None:
    for name in ("leader", "pod_leader", "member"):
        assert scoped.client(name).get("/o/home/agenda").status_code == 403
        assert scoped.client(name).post("/o/home/agenda", {"then": "up gaps"}).status_code == 403
    assert scoped.client("outsider").get("/o/home/agenda").status_code == 404
