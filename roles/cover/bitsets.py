"""Sets of small numbers as whole numbers: bit i is set when i is in the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits(mask: int) -> Iterator[int]:
    """The members, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(members: Iterable[int]) -> int:
    """The set with these members."""
    mask = 0
    for member in members:
        mask |= 1 << member
    return mask


def lowest(mask: int) -> int:
    """The smallest member; -1 of the empty set."""
    return (mask & -mask).bit_length() - 1


def transposed(rows: list[int], columns: int) -> list[int]:
    """Per column the set of rows that hold it."""
    turned = [0] * columns
    for row, mask in enumerate(rows):
        for column in bits(mask):
            turned[column] |= 1 << row
    return turned
