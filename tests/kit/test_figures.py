"""Figures are written the same way everywhere."""

import pytest

from uniengine.kit.figures import fte, money, signed_fte


@pytest.mark.parametrize(
    ("mfte", "text"),
    [(0, "0.0"), (12_345, "12.3"), (12_350, "12.4"), (-400, "−0.4"), (1_234_567, "1,234.6"), (40, "0.0")],
)
def test_it_writes_fte(mfte: int, text: str) -> None:
    assert fte(mfte) == text


@pytest.mark.parametrize(("mfte", "text"), [(1_200, "+1.2"), (-400, "−0.4"), (0, "0.0"), (20, "0.0"), (-20, "0.0")])
def test_it_writes_the_sign_of_a_difference(mfte: int, text: str) -> None:
    assert signed_fte(mfte) == text


@pytest.mark.parametrize(
    ("minor", "currency", "short", "text"),
    [
        (1_234_500, "USD", False, "USD 12,345"),
        (1_234_500, "JPY", False, "JPY 1,234,500"),
        (1_234_500, "USD", True, "USD 12.3 k"),
        (-250_000_000, "CAD", True, "CAD −2.5 M"),
    ],
)
def test_it_writes_money(minor: int, currency: str, short: bool, text: str) -> None:
    assert money(minor, currency, short=short) == text
