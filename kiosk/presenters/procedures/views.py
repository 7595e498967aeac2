"""What the procedures' pages show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.presenters.slip_desk import SlipView


@dataclass(frozen=True)
class Bar:
    """The top of each page: the way back and what the page is; `leaving` warns of its end, `more_time` puts it off."""

    back: str
    title: str
    leaving: str | None = None
    more_time: str | None = None


@dataclass(frozen=True)
class Turning:
    """Where one is among several pages: `place` such as «Trang 2/5»; no words where there is nowhere to turn to."""

    previous: str | None = None
    place: str = ""
    next: str | None = None


@dataclass(frozen=True)
class Toggle:
    """A choice that is on or off; `text` says what it is when on, `state` whether it is."""

    text: str
    state: str
    on: bool


@dataclass(frozen=True)
class Key:
    """One key of the screen's own keyboard, `span` keys wide; `name` is its target's, `label` what stands on it."""

    name: str
    label: str
    span: int = 1
    main: bool = False


@dataclass(frozen=True)
class Keyboard:
    """The keys in rows of equal length; `hint` tells how marks are written, in the place of the key `HINT`."""

    rows: tuple[tuple[Key, ...], ...]
    hint: str


HINT = "hint"
"""The name of what is no key: its place holds the keyboard's hint."""


@dataclass(frozen=True)
class FieldCard:
    """A field to look through; `text` is its name, shortened where it is long."""

    name: str
    text: str
    count: str


@dataclass(frozen=True)
class Browse:
    """The fields, with the ways to the search and to what is asked for most; `note` tells why there are none."""

    page: ClassVar[str] = "procedures"
    bar: Bar
    search: str
    common: str
    here: Toggle
    fields: tuple[FieldCard, ...]
    turning: Turning
    note: str | None
    language: str | None


@dataclass(frozen=True)
class HitRow:
    """A procedure in a list."""

    code: str
    name: str
    detail: str


@dataclass(frozen=True)
class Listing:
    """Procedures found; with `keyboard` while one types, and then as many rows as there is room for."""

    bar: Bar
    typed: str
    empty: str
    here: Toggle
    hits: tuple[HitRow, ...]
    turning: Turning
    note: str | None
    keyboard: Keyboard | None
    language: str | None

    @property
    def page(self) -> str:
        return "procedures-list" if self.keyboard is None else "procedures-search"


class Style(StrEnum):
    """How a block of a procedure's page stands."""

    HEADING = "heading"
    TEXT = "text"
    STRONG = "strong"
    ITEM = "item"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a paper; `aside` is how many of it, `lines` about how many lines it takes."""

    style: Style
    text: str
    aside: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Tab:
    """A section of the page."""

    name: str
    text: str
    on: bool


@dataclass(frozen=True)
class TakeHome:
    """The address of the portal's page as a QR code, and what to do with it."""

    address: str
    text: str


@dataclass(frozen=True)
class Choice:
    """One case to choose."""

    name: str
    text: str


@dataclass(frozen=True)
class ProcedureView:
    """One section of a procedure: a question with `choices`, or `blocks`, or the way to take it home.

    A page of blocks holds `lines`. `note` tells that the text is the law's Vietnamese, `source` whose it is.
    """

    page: ClassVar[str] = "procedure"
    bar: Bar
    detail: str
    tabs: tuple[Tab, ...]
    question: str | None
    choices: tuple[Choice, ...]
    again: str | None
    blocks: tuple[Block, ...]
    lines: int
    home: TakeHome | None
    turning: Turning
    note: str | None
    source: str
    slip: SlipView
    language: str | None


ProceduresView = Browse | Listing | ProcedureView
