"""Reading colours out of tokens.css, for the tests of the look."""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
LIGHT = r":root\{\s*color-scheme:light;(.*?)\n  \}"
DARK = r"\[data-theme=dark\]\{(.*?)\n    \}"
SYSTEM_DARK = r":root:not\(\[data-theme\]\)\{(.*?)\n    \}"


def tokens(block: str) -> dict[str, str]:
    """Custom properties of one block of tokens.css, by name without the dashes."""
    found = re.search(block, TOKENS, re.S)
    assert found, f"no block {block} in tokens.css"
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", found.group(1)))


def palette(theme: str) -> dict[str, str]:
    """All tokens of a theme: the dark one stands on the light one."""
    light = tokens(LIGHT)
    return light if theme == "light" else light | tokens(DARK)


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
