"""A small journey in the home organization, with the scope active."""

import pytest

from tests.cast import Cast
from tests.journeys.boards import Small, small_journey


@pytest.fixture
def small(scoped: Cast) -> Small:
    return small_journey(scoped.home)
