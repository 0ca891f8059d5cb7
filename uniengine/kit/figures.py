"""How figures are written: FTE from thousandths, money from minor units. Rounding happens here and only here."""

from decimal import ROUND_HALF_EVEN, Decimal

# ISO 4217 currencies whose minor unit is not a hundredth.
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3}
MINUS = "\N{MINUS SIGN}"


def fte(mfte: int, digits: int = 1) -> str:
    """12_345 -> '12.3'; a true minus sign for negative figures."""
    value = (Decimal(mfte) / 1000).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    text = f"{abs(value):,}"
    return f"{MINUS}{text}" if value < 0 else text


def signed_fte(mfte: int, digits: int = 1) -> str:
    """'+1.2', '−0.4', '0.0'."""
    text = fte(abs(mfte), digits)
    if not text.strip("0."):
        return text
    return f"{'+' if mfte > 0 else MINUS}{text}"


def money(minor: int, currency: str, *, short: bool = False) -> str:
    """1_234_500 in USD -> 'USD 12,345'; short: 'USD 12.3 k' or 'USD 1.2 M'."""
    amount = Decimal(minor).scaleb(-MINOR_DIGITS.get(currency, 2))
    if short and abs(amount) >= 1_000_000:
        return f"{currency} {amount / 1_000_000:,.1f} M".replace("-", MINUS)
    if short and abs(amount) >= 1_000:
        return f"{currency} {amount / 1_000:,.1f} k".replace("-", MINUS)
    return f"{currency} {amount:,.0f}".replace("-", MINUS)
