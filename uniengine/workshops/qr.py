"""The address as a QR code, drawn inline."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

LOOPBACK = ("localhost", "127.", "[::1]", "0.0.0.0")  # noqa: S104 (compared, not bound)


@lru_cache(maxsize=64)
def qr_svg(address: str) -> SafeString:
    """An <svg> of the address, without a fixed size. Modules are black; the page gives a white ground."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass="segno")
    return mark_safe(drawn)  # noqa: S308 (segno draws paths only; the address is encoded, not written)


def reachable(host: str) -> bool:
    """Whether another device can open an address with this host."""
    return not host.startswith(LOOPBACK)
