"""Text can be read and marks can be seen, in light and in dark."""

import pytest

from tests.look.css import DARK, SYSTEM_DARK, contrast, palette, tokens

STAGES = ("learn", "buy", "order", "adopt", "support")
STATES = ("low", "watch", "even", "high")
GROUNDS = ("bg", "surface", "surface-2", "sunken", "raised")

TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS]
TEXT += [("on-ink", "ink"), ("felt-ink", "felt"), ("felt-ink-2", "felt"), ("felt-ink-2", "felt-2")]
TEXT += [(f"{s}-on", s) for s in STAGES]
TEXT += [(f"{s}-ink", ground) for s in STAGES + STATES for ground in (f"{s}-tint", "surface", "bg")]
TEXT += [("ink", f"{s}-tint") for s in STAGES + STATES]
TEXT += [("ink", f"h-{step}") for step in ("n2", "n1", "0", "p1", "p2")] + [("surface", "h-n3"), ("surface", "h-p3")]

MARKS = [(s, ground) for s in STAGES + STATES for ground in ("surface", "bg")]
MARKS += [("line-strong", ground) for ground in ("surface", "bg")]
MARKS += [("focus", ground) for ground in GROUNDS]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_keeps_text_at_least_4_5_to_1(theme: str) -> None:
    colours = palette(theme)
    too_weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in TEXT
        if (ratio := contrast(colours[ink], colours[ground])) < 4.5
    }
    assert too_weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_keeps_marks_at_least_3_to_1(theme: str) -> None:
    colours = palette(theme)
    too_weak = {
        f"{mark} on {ground}": round(ratio, 2)
        for mark, ground in MARKS
        if (ratio := contrast(colours[mark], colours[ground])) < 3
    }
    assert too_weak == {}


def test_it_shows_the_same_dark_whether_chosen_or_asked_by_the_system() -> None:
    assert tokens(DARK) == tokens(SYSTEM_DARK)
