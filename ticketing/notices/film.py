"""What a video's container says of it, and the errors of reading one: pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Film:
    """How long a video is, its frame in pixels, and its codecs as the container names them; no `audio` is silence."""

    seconds: float
    width: int
    height: int
    video: str
    audio: str | None = None


class Unreadable(Exception):
    """A container that is broken, cut off, or nested deeper than any real one; the text is for the log."""


class Foreign(Unreadable):
    """A sound container of a kind that televisions need not know."""


class Endless(Unreadable):
    """A container that does not say how long its video is."""
