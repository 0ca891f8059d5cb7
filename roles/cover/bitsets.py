"""Sets of small numbers as whole numbers: bit i is set when i is in the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

LONG = 16_384
"""Bits beyond which taking members off one at a time is slow: each costs a copy of the set."""


def bits(mask: int) -> Iterator[int]:
    """The members, ascending."""
    if mask.bit_length() > LONG:
        octets = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), dtype=np.uint8)
        yield from np.flatnonzero(np.unpackbits(octets, bitorder="little").view(np.bool_)).tolist()
        return
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(members: Iterable[int]) -> int:
    """The set with these members."""
    chosen = list(members)
    if not chosen:
        return 0
    octets = bytearray(max(chosen) // 8 + 1)
    for member in chosen:
        octets[member >> 3] |= 1 << (member & 7)
    return int.from_bytes(octets, "little")


def transposed(rows: list[int], columns: int) -> list[int]:
    """Per column the set of rows that hold it."""
    turned = [0] * columns
    for row, mask in enumerate(rows):
        for column in bits(mask):
            turned[column] |= 1 << row
    return turned
