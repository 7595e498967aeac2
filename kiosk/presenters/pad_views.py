"""What the rating pad shows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Idle:
    """The counter's name, the number in hand, and what it means; `tone` is `calm`, `call` or `ok`."""

    page: ClassVar[str] = "idle"
    counter: str
    lead: str
    number: str | None
    detail: str
    tone: str


@dataclass(frozen=True)
class Choice:
    """One level: its score on the scale, how happy its face looks (1..5), its words."""

    score: int
    mood: int
    words: str


@dataclass(frozen=True)
class Rating:
    """The question and its levels, happiest first."""

    page: ClassVar[str] = "rating"
    question: str
    detail: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Thanks:
    """The rating was taken; which one it was is not told again, for the officer sees this page too."""

    page: ClassVar[str] = "thanks"
    title: str
    detail: str


PadView = Idle | Rating | Thanks
