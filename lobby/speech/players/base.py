"""The protocol of everything that plays a callout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from lobby.speech.sound import Samples


class PlayFailed(Exception):
    """A sound was not played to its end: the text is Vietnamese, for the officer; `technical` is for the log."""

    def __init__(self, detail: str, technical: str = "") -> None:
        super().__init__(detail)
        self.technical = technical or detail


STOPPED = "Loa đang dừng nên lời gọi không phát hết."


@dataclass(frozen=True)
class Label:
    """What a sound says and for which call; `nth` counts the calls of the ticket from 1."""

    call_id: str
    number: str
    counter: str
    nth: int
    text: str


@dataclass(frozen=True)
class Sound:
    """Mono samples in -1..1 at `rate` a second; one that `continues` follows at once on the sound played before it."""

    samples: Samples
    rate: int
    label: Label
    continues: bool = False

    @property
    def seconds(self) -> float:
        return float(self.samples.size) / self.rate


class Player(Protocol):
    """Plays one sound at a time."""

    def play(self, sound: Sound, begun: Callable[[], None]) -> None:
        """Play to the end; `begun` is called when the first sample was handed on. Raises PlayFailed."""

    def stop(self) -> None:
        """Fall silent now, from any thread, and play nothing more."""
