"""The journey board as a page: what it shows to whom, and through which filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys import services
from tests import factories
from tests.cast import INSIDERS, Cast
from tests.journeys.asking import HOME, board, hx, text
from tests.journeys.boards import Small

EDITORS = ("owner", "admin", "leader", "facilitator")


@pytest.mark.parametrize("role", INSIDERS)
def test_it_shows_everybody_the_board_and_only_editors_its_tools(scoped: Cast, small: Small, role: str) -> None:
    answer = scoped.client(role).get(board(small))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Compare vendors" in page
    tools = ("data-grip", 'id="board-undo"', 'draggable="true"', "+ Activity", "+ Buying job")
    assert [tool in page for tool in tools] == [role in EDITORS] * len(tools)


def test_it_says_where_things_stand(scoped: Cast, small: Small) -> None:
    client = scoped.client("leader")
    assert "Two activities are mapped. Who does them today is still open." in text(client.get(board(small)))
    services.activity_effort_set(
        actor=scoped.actor("leader"),
        activity=small.show,
        version=small.show.version,
        effort={small.marketing.pk: 1000, small.sales.pk: None},
    )
    said = text(client.get(board(small)))
    assert "One thing nobody does. One is done twice or more." in said
    assert "Done by 2" in said
    assert "Nobody does it" in said


def test_it_marks_nobody_only_once_somebody_said_who_does_what(scoped: Cast, small: Small) -> None:
    assert "Nobody does it" not in text(scoped.client("leader").get(board(small)))


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=prove", "Prove the value", "Show comparable customers"),
        ("q=decide", "Decide together", "Prove the value"),
        ("flag=no_activity", "Decide together", "See the problem"),
    ],
)
def test_it_shows_what_passes_the_filter(scoped: Cast, small: Small, query: str, shown: str, hidden: str) -> None:
    page = scoped.client("member").get(f"{board(small)}?{query}")
    cards = page.content.decode().split('id="board"')[1]
    assert shown in cards
    assert f'data-name="{hidden}"' not in cards


def test_it_filters_by_stage_function_and_skill(scoped: Cast, small: Small) -> None:
    services.activity_effort_set(
        actor=scoped.actor("leader"), activity=small.prove, version=1, effort={small.sales.pk: 500}
    )
    client = scoped.client("member")
    rows = {
        "stage": client.get(f"{board(small)}?stage={small.learn.pk}").content.decode(),
        "function": client.get(f"{board(small)}?function={small.sales.pk}").content.decode(),
        "skill": client.get(f"{board(small)}?skill={small.writing.pk}").content.decode(),
    }
    assert 'data-name="Compare vendors"' not in rows["stage"]
    assert 'data-name="Prove the value"' in rows["function"]
    assert 'data-name="Show comparable customers"' not in rows["function"]
    assert 'data-name="Prove the value"' not in rows["skill"]


@pytest.mark.parametrize(
    "query", ["stage=x", "flag=nonsense", "function=-1", "activity=99999999", "rows=huge", "q=%00"]
)
def test_it_survives_a_senseless_address(scoped: Cast, small: Small, query: str) -> None:
    assert scoped.client("member").get(f"{board(small)}?{query}").status_code == 200


def test_it_shows_the_chosen_activity_beside_the_board(scoped: Cast, small: Small) -> None:
    said = text(scoped.client("member").get(f"{board(small)}?activity={small.show.pk}"))
    assert "Who spends time on it today" in said
    assert "counts as 1 unit" in said
    assert "unweighted" in said


def test_it_remembers_the_chosen_activity_in_the_address(scoped: Cast, small: Small) -> None:
    path = f"{board(small)}activities/{small.show.pk}/"
    answer = hx(scoped.client("member"), path, on=f"{board(small)}?q=show&job=3")
    assert answer["HX-Replace-Url"] == f"{board(small)}?q=show&activity={small.show.pk}"
    assert b"<html" not in answer.content


def test_it_says_loops_in_words(scoped: Cast, small: Small) -> None:
    services.loop_set(actor=scoped.actor("leader"), job=small.decide, version=1, targets=[small.see.pk])
    page = scoped.client("member").get(board(small))
    assert "Customers go back to Learn : See the problem" in text(page)
    assert f'data-loops="{small.see.pk}"' in page.content.decode()


def test_it_draws_stages_beyond_five(scoped: Cast, small: Small) -> None:
    for name in ("Renew", "Leave"):
        services.stage_create(actor=scoped.actor("leader"), journey=small.journey, name=name)
    page = scoped.client("member").get(board(small)).content.decode()
    assert page.count('<section class="col') == 7


def test_it_keeps_activities_without_a_job_in_sight(scoped: Cast, small: Small) -> None:
    services.activity_create(actor=scoped.actor("leader"), journey=small.journey, name="Wait for a job")
    said = text(scoped.client("member").get(board(small)))
    assert "1 activity without a job" in said
    assert "Wait for a job" in said


def test_an_empty_organization_is_offered_three_ways(scoped: Cast) -> None:
    leader, member = (text(scoped.client(role).get(HOME)) for role in ("leader", "member"))
    for way in ("Start from the template", "Upload a file", "Start with empty stages"):
        assert way in leader
        assert way not in member
    assert "Nobody has mapped one yet" in member


def test_it_takes_the_same_queries_whatever_the_size(scoped: Cast, small: Small) -> None:
    client = scoped.client("leader")
    client.get(board(small))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(board(small))
    for number in range(30):
        job = factories.buying_job(small.buy, f"Job {number}")
        factories.activity(small.journey, f"Do thing {number}", job, small.see, needs={small.analysis: 2})
    with CaptureQueriesContext(connection) as many:
        client.get(board(small))
    assert len(many) == len(few)


def test_it_shortens_the_rows_of_a_large_journey(scoped: Cast, small: Small) -> None:
    for number in range(130):
        factories.activity(small.journey, f"Do thing {number}", small.see, needs={small.analysis: 2})
    client = scoped.client("member")
    assert b'class="skill"' not in client.get(board(small)).content
    assert b'class="skill"' in client.get(f"{board(small)}?rows=full").content


def test_an_archived_journey_cannot_be_edited(scoped: Cast, small: Small) -> None:
    services.journey_archive(actor=scoped.actor("leader"), journey=small.journey, version=1)
    answer = scoped.client("leader").get(board(small))
    assert b"data-grip" not in answer.content
    assert "This journey is archived" in text(answer)


def test_it_leads_to_the_other_views_of_the_journey(scoped: Cast, small: Small) -> None:
    page = scoped.client("member").get(board(small)).content.decode()
    views = page.split('aria-label="Views of the journey"')[1].split("</nav>")[0]
    for view in ("redundancy", "coverage", "flags", "changes"):
        assert f'href="{board(small)}{view}"' in views
    assert f'href="{board(small)}" aria-current="page">Board' in views


def test_it_says_what_an_unknown_amount_counts_for_in_fte(scoped: Cast, small: Small) -> None:
    said = text(scoped.client("member").get(f"{board(small)}?activity={small.show.pk}"))
    assert "counts as 1 unit, that is 1 FTE" in said
