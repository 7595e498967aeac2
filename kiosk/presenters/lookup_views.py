"""What the lookup kiosk shows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.presenters.dispenser_views import DispenserView
from kiosk.presenters.procedures.views import ProceduresView
from kiosk.presenters.result_views import Milestone, Result


@dataclass(frozen=True)
class Keypad:
    """The screen's own keys; `delete`, `clear` and `find` are their words in the language spoken."""

    typed: str
    empty: str
    delete: str
    clear: str
    find: str


@dataclass(frozen=True)
class Leaving:
    """Tells that a page will go, and how it is kept."""

    text: str
    more_time: str


@dataclass(frozen=True)
class Welcome:
    """Scan or type a code, or go to the procedures, whose button's words are `procedures`; `live` is whether the
    camera's view is shown, `aid` what would help it to read."""

    page: ClassVar[str] = "welcome"
    title: str
    hint: str
    notice: str | None
    keypad: Keypad
    language: str | None
    procedures: str
    live: bool = False
    aid: str | None = None
    leaving: Leaving | None = None


@dataclass(frozen=True)
class CheckEntry:
    """Type the check code of the receipt, which opens the details."""

    page: ClassVar[str] = "check"
    title: str
    hint: str
    notice: str | None
    keypad: Keypad
    back: str
    language: str | None = None
    leaving: Leaving | None = None


@dataclass(frozen=True)
class Looking:
    """A dossier is being looked up."""

    page: ClassVar[str] = "looking"
    title: str
    code: str


@dataclass(frozen=True)
class Problem:
    """Why there is no result, and what to do; `instead` are other ways to an answer, `number` leads to one of them."""

    page: ClassVar[str] = "problem"
    title: str
    detail: str
    back: str
    instead: tuple[str, ...] = ()
    number: str | None = None
    language: str | None = None
    leaving: Leaving | None = None


@dataclass(frozen=True)
class AtDesk:
    """A page of the dispenser, on the way to a number."""

    body: DispenserView
    leaving: Leaving | None = None

    @property
    def page(self) -> str:
        return self.body.page


@dataclass(frozen=True)
class FieldLine:
    """One field and who waits there, or that it takes nobody now."""

    name: str
    waiting: str
    open: bool


@dataclass(frozen=True)
class Attract:
    """A kiosk left alone: what it is for, the hours, the line at each field, one notice."""

    page: ClassVar[str] = "idle"
    title: str
    hint: str
    warning: str | None
    hours_title: str
    hours: tuple[str, ...]
    lines_title: str
    lines: tuple[FieldLine, ...]
    notice: str | None
    procedures: str
    language: str | None


@dataclass(frozen=True)
class ShowDoor:
    """What a scanner with a TV and no touch asks for, in two languages."""

    page: ClassVar[str] = "show-welcome"
    title: str
    second: str
    warning: str | None


@dataclass(frozen=True)
class ShowAnswer:
    """How a dossier stands, or why that is not known, large, for a few seconds; `second` says it in English."""

    page: ClassVar[str] = "show-answer"
    code: str
    tone: str
    title: str
    second: str
    detail: str
    milestones: tuple[Milestone, ...]
    foot: tuple[str, ...]


LookupView = (
    Welcome | CheckEntry | Looking | Problem | Result | AtDesk | Attract | ShowDoor | ShowAnswer | ProceduresView
)
