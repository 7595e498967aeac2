"""A part that looks at something every so often."""

from __future__ import annotations

from abc import ABC, abstractmethod

from lobby.clock import Clock


class Regular(ABC):
    """Looks at its first `step`, and then every `every_s` seconds."""

    def __init__(self, clock: Clock, every_s: float) -> None:
        self._clock = clock
        self._every_s = every_s
        self._due = 0.0

    def start(self) -> None:  # noqa: B027 -- most have nothing to begin or to let go of
        """Nothing to begin: the first `step` looks."""

    def step(self) -> None:
        if self._clock.monotonic() < self._due:
            return
        self._due = self._clock.monotonic() + self._every_s
        self.look()

    def stop(self) -> None:  # noqa: B027
        """Nothing to let go of."""

    @abstractmethod
    def look(self) -> None:
        """Do what is done each time."""
