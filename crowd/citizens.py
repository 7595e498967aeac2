"""One citizen and one officer of a day: what is left to do, who is there, which pauses are to come."""

from __future__ import annotations

from dataclasses import dataclass, field

from crowd.day import Pause, Shift, Visit


@dataclass
class Citizen:
    """One visit under way: what is left to be done, and until when its person is away."""

    visit: Visit
    left_s: float
    ticket: str
    track: str
    missed: bool = False
    parked: bool = False
    moved: bool = False
    away_until: float = 0.0

    def comes(self, now: float) -> bool:
        """Tell whether the citizen who is called at `now` is there."""
        if self.visit.misses and not self.missed:
            return False
        return now >= self.away_until

    def not_there(self, now: float) -> None:
        """Note that a call was missed at `now`; who does not come back stays away for good."""
        if not self.missed:
            self.missed = True
            back = self.visit.back_s
            self.away_until = now + back if back is not None else float("inf")


@dataclass
class Officer:
    """One counter's officer: at work or not, with whom, and which pauses are still to come."""

    shift: Shift
    here: bool = False
    gone: bool = False
    holds: Citizen | None = None
    pauses: list[Pause] = field(default_factory=list)

    @property
    def counter(self) -> str:
        return self.shift.counter

    def pause_due(self, now: float) -> Pause | None:
        """Return the pause that should have begun by `now`, and forget it."""
        if self.pauses and self.pauses[0].begins <= now:
            return self.pauses.pop(0)
        return None
