"""What the rating pad shows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kiosk.presenters.lookup_views import Leaving
from kiosk.presenters.procedures.views import Keyboard


@dataclass(frozen=True)
class Host:
    """Who serves, as far as the office shows it; `photo` is a small JPEG."""

    name: str
    title: str = ""
    photo: bytes | None = None


@dataclass(frozen=True)
class Idle:
    """The counter's name, the number in hand, what it means, who serves; `tone` is `calm`, `call` or `ok`."""

    page: ClassVar[str] = "idle"
    counter: str
    lead: str
    number: str | None
    detail: str
    tone: str
    host: Host | None = None


@dataclass(frozen=True)
class NoticePage:
    """One of the office's notices, a text or a picture, with how the counter stands on top; any touch leads back.

    It is a resting page as `Idle` is: nothing of it is read aloud.
    """

    page: ClassVar[str] = "idle"
    counter: str
    stands: str
    text: str | None = None
    picture: Path | None = None


@dataclass(frozen=True)
class Choice:
    """One level: its score on the scale, how happy its face looks (1..5), its words."""

    score: int
    mood: int
    words: str


@dataclass(frozen=True)
class Rating:
    """The question and its levels, happiest first; they are `touched`, or buttons beside the screen are pressed."""

    page: ClassVar[str] = "rating"
    question: str
    detail: str
    choices: tuple[Choice, ...]
    touched: bool = True
    host: Host | None = None


@dataclass(frozen=True)
class Option:
    """Something that can be chosen; `name` is its target's."""

    name: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Reasons:
    """Why the citizen is unhappy: several may be chosen; `write` leads to words of one's own, where the site wants
    them."""

    page: ClassVar[str] = "reasons"
    title: str
    hint: str
    options: tuple[Option, ...]
    send: str
    write: str | None
    leaving: Leaving | None


@dataclass(frozen=True)
class Comment:
    """A few words of the citizen's own; `text` ends in the caret."""

    page: ClassVar[str] = "comment"
    title: str
    hint: str
    text: str
    keyboard: Keyboard
    leaving: Leaving | None


@dataclass(frozen=True)
class Row:
    """One index: what is asked, and its answers, the best first."""

    text: str
    answers: tuple[Option, ...]


@dataclass(frozen=True)
class Indices:
    """Some of the nine indices; each may be left out. `back`, `next`, `write` are None where there is no such way."""

    page: ClassVar[str] = "indices"
    title: str
    rows: tuple[Row, ...]
    back: str | None
    send: str
    next: str | None
    write: str | None
    leaving: Leaving | None


@dataclass(frozen=True)
class Thanks:
    """The rating was taken; which one it was is not told again, for the officer sees this page too.

    `more` leads to whoever wants to say more.
    """

    page: ClassVar[str] = "thanks"
    title: str
    detail: str
    more: str | None = None


PadView = Idle | NoticePage | Rating | Reasons | Comment | Indices | Thanks


@dataclass(frozen=True)
class Tool:
    """A switch in the header of a page that is touched: target, words, whether it is on; `on` is None for a button."""

    name: str
    text: str
    on: bool | None = None
