"""The time a proposal may take, and who is told how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int, str], None]
"""progress(done, total, words); it may raise to cancel, and what it raises comes out of `propose`."""

EVERY = 0.1
"""Seconds between two calls of progress."""


@dataclass(slots=True)
class Clock:
    """seconds: from now on. total: what `done` counts towards."""

    seconds: float
    progress: Progress | None = None
    total: int = 0
    done: int = 0
    words: str = ""
    _start: float = field(default_factory=time.monotonic)
    _told: float = float("-inf")

    @property
    def left(self) -> float:
        """Seconds, never below 0."""
        return max(0.0, self._start + self.seconds - time.monotonic())

    @property
    def over(self) -> bool:
        return self.left == 0.0

    def part(self, seconds: float) -> Clock:
        """A clock over some of what is left, that tells the same as this one."""
        return Clock(min(seconds, self.left), self.progress, self.total, self.done, self.words, _told=self._told)

    def tick(self) -> None:
        """Called often; tells progress now and then."""
        now = time.monotonic()
        if self.progress and now - self._told >= EVERY:
            self._told = now
            self.progress(self.done, self.total, self.words)

    def step(self, words: str, done: int | None = None) -> None:
        """A new part of the work begins."""
        self.words = words
        self.done = self.done if done is None else done
        self.tick()

    def finish(self) -> None:
        """Everything is done, and that is always told."""
        if self.progress:
            self.progress(self.total, self.total, "Done")
