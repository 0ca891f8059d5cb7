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


def sum_words(thousandths: int) -> str:
    """925 -> '92.5 %, 7.5 % too little'; nothing is said about 0 and about 100 %."""
    by = thousandths - WHOLE
    if not thousandths or not by:
        return percent(thousandths)
    return f"{percent(thousandths)}, {percent(abs(by))} too {'much' if by > 0 else 'little'}"
