"""A page somebody may not see still shows where they are and the way back, and says what happened."""

from tests.cast import Cast
from tests.roles.gap_company import company_of

PEOPLE, REFRESH = "/o/home/people/", "/o/home/gaps/refresh"


def test_it_says_that_a_page_may_not_be_seen_and_shows_the_way_back(scoped: Cast) -> None:
    response = scoped.client("member").get(PEOPLE)
    text = response.content.decode()
    assert response.status_code == 403
    assert "You may not see this page." in text
    assert "Nothing was changed" not in text
    assert "Home Instruments" in text
    assert '<a class="btn" href="/o/home/">To the agenda</a>' in text
    assert 'href="/o/home/gaps/"' in text, "the menu of what the role may open"


def test_it_says_that_a_forbidden_change_was_not_made(scoped: Cast) -> None:
    response = scoped.client("member").post(REFRESH)
    text = response.content.decode()
    assert response.status_code == 403
    assert "Your role does not allow this." in text
    assert "Nothing was changed." in text


def test_it_does_not_speak_of_changes_where_a_page_cannot_be_shown(scoped: Cast) -> None:
    company_of(scoped)
    response = scoped.client().get("/o/home/gaps/proof")
    text = response.content.decode()
    assert "The gap of this journey is not worked out yet." in text
    assert "This page cannot be shown" in text
    assert "Nothing was changed" not in text
