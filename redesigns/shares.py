"""How shares and ratios are written. Pure; rounding happens here and only here."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from redesigns.records import WHOLE


def percent(thousandths: int) -> str:
    """500 -> '50 %', 125 -> '12.5 %'."""
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth} %" if tenth else f"{whole} %"


def percent_of(share: Fraction) -> str:
    """1/3 -> '33.3 %'."""
    return percent(round(share * WHOLE))


def ratio(value: Fraction) -> str:
    """1/4 -> '0.25'; half a hundredth goes to the even one."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN))
