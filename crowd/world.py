"""What the people of a day act in: a clock that brings each act at its time, and an office that answers requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Answer:
    """What was answered: the reply's data as the contract has it, or the error code."""

    ok: bool
    data: Mapping[str, Any] = field(default_factory=dict)
    code: str | None = None


@dataclass(frozen=True)
class Who:
    """Who asks, by role (dispenser, kiosk, keypad, pad, desk), and at which counter."""

    role: str
    counter: str | None = None


Act = Callable[[], None]
Then = Callable[[Answer], None]


class World(Protocol):
    """Where a day happens; acts and answers come one at a time."""

    @property
    def now(self) -> float:
        """The time of day, in seconds after midnight."""

    def at(self, seconds: float, act: Act) -> None:
        """Have `act` done at a time of day, at once where that is past."""

    def ask(self, who: Who, verb: str, then: Then, **fields: Any) -> None:
        """Ask `verb` of the contract; `then` gets the answer."""
