"""The shared parts keep their promises to the screen reader, to htmx and to a browser without scripts."""

import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

STAGES = [
    {"name": "Learn", "slot": "learn", "value": "3 tasks", "url": "?stage=1", "current": False, "fraction": 1.0},
    {"name": "Adopt", "slot": "adopt", "value": "2 tasks", "url": "?", "current": True, "fraction": 0.45},
    {"name": "Support", "slot": "support", "value": "", "url": "?stage=3", "current": False, "fraction": 0},
]


class PersonForm(forms.Form):
    name = forms.CharField(help_text="As it stands in the HR system.")
    fte = forms.DecimalField(required=False)
    leads = forms.BooleanField(required=False)


def part(name: str, address: str = "/", **context: object) -> str:
    return render_to_string(f"inc/_{name}.html", context, request=RequestFactory().get(address))


def progress(state: str, **job: object) -> str:
    row = {
        "pk": UUID(int=1),
        "state": state,
        "is_open": state in ("queued", "running"),
        "message": "",
        "error": "",
        **job,
    }
    view = SimpleNamespace(job=SimpleNamespace(**row), done=3200, total=6448, message="", percent=49, rest="")
    return part("progress", view=view, title="Checking the file", organization=SimpleNamespace(slug="home"))


def test_it_marks_the_stage_that_filters() -> None:
    rail = part("rail", stages=STAGES)
    assert rail.count('aria-current="true"') == 1
    assert re.search(r'class="st-adopt"[^>]*aria-current="true"', rail)
    assert 'aria-label="Filter by journey stage"' in rail


def test_it_draws_as_much_of_an_arc_as_is_covered_and_says_it() -> None:
    ring = part("ring", stages=STAGES)
    assert 'aria-label="Covered: Learn 100%, Adopt 45%, Support 0%"' in ring
    assert re.findall(r'stroke-dasharray="([\d.]+) 2"', ring) == ["1.0", "0.45"]
    assert ring.count('class="m"') == 2


@pytest.mark.parametrize("state", ["low", "watch", "even", "high"])
def test_it_never_shows_a_state_by_colour_alone(state: str) -> None:
    mark = part("state", state=state, words="Done by 3")
    assert f"is-{state}" in mark
    assert "<svg" in mark
    assert "Done by 3" in mark


def test_it_gives_each_state_its_own_symbol() -> None:
    shapes = {re.sub(r"is-\w+", "", part("state", state=state, words="")) for state in ("low", "watch", "even", "high")}
    assert len(shapes) == 4


@pytest.mark.parametrize("state", ["queued", "running"])
def test_it_asks_for_progress_every_second_while_a_job_is_open(state: str) -> None:
    page = progress(state, cancel_requested=False)
    assert 'hx-trigger="every 1s"' in page
    assert 'aria-valuenow="49"' in page
    assert "/cancel" in page


@pytest.mark.parametrize("state", ["succeeded", "failed", "cancelled", "quarantined"])
def test_it_stops_asking_when_the_job_has_ended(state: str) -> None:
    page = progress(state)
    assert "hx-trigger" not in page
    assert "/cancel" not in page


def test_it_says_what_to_do_when_a_job_failed() -> None:
    page = progress("failed", error="Row 14: level 7 is outside 1-5. Correct the file or map the scale.")
    assert "Row 14: level 7 is outside 1-5." in page
    assert 'role="alert"' in page


def test_it_ties_hint_and_error_to_their_field() -> None:
    form = PersonForm({"name": ""})
    form.is_valid()
    row = part("field", field=form["name"])
    described = re.search(r'aria-describedby="([^"]+)"', row)
    assert described
    for reference in described.group(1).split():
        assert f'id="{reference}"' in row
    assert 'aria-invalid="true"' in row
    assert '<label for="id_name">' in row


def test_it_says_which_fields_are_optional() -> None:
    form = PersonForm()
    assert "optional" in part("field", field=form["fte"])
    assert "optional" not in part("field", field=form["name"])
    assert "optional" not in part("field", field=form["leads"])


def test_it_keeps_the_filters_when_one_turns_the_page() -> None:
    page = Paginator(range(252), 40).page(2)
    pager = part("pager", "/?market=dach&page=2", page=page, noun="people")
    assert "41–80 of 252 people" in pager
    assert 'href="?market=dach&amp;page=3"' in pager


def test_it_turns_the_order_round_on_the_second_click() -> None:
    head = part("sort", "/?sort=fte&page=3", label="FTE", key="fte", sort="fte")
    assert 'aria-sort="ascending"' in head
    assert 'href="?sort=-fte"' in head


def test_it_offers_a_plain_page_where_no_script_runs() -> None:
    button = part("confirm", id="c1", trigger="Undo", url="/undo", title="Undo?", confirm="Undo the import")
    assert '<a class="btn btn--line" href="/undo" data-dialog="c1">' in button
    assert "csrfmiddlewaretoken" in button


def test_it_escapes_what_came_from_a_file() -> None:
    for name, context in {
        "error": {"failed": "<b>x</b>"},
        "empty": {"title": "<b>x</b>"},
        "chip": {"text": "<b>x</b>"},
        "state": {"state": "low", "words": "<b>x</b>"},
        "tiles": {"tiles": [{"value": "<b>x</b>", "label": ""}]},
    }.items():
        assert "<b>x</b>" not in part(name, **context), name
