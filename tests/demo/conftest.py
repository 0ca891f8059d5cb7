"""Loading the demo company is about its people, journey and figures; its redesigns have tests of their own."""

import pytest


@pytest.fixture(autouse=True)
def without_redesigns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Working out three redesigns takes seconds, which only tests that look at them should spend."""
    if "redesigns" not in request.module.__name__:
        monkeypatch.setattr("demo.services.redesigns_load", lambda organization, journey: [])
