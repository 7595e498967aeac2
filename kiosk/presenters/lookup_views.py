"""What the lookup kiosk shows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Keypad:
    """The screen's own keys; `delete`, `clear` and `find` are their words in the language spoken."""

    typed: str
    empty: str
    delete: str
    clear: str
    find: str


@dataclass(frozen=True)
class Welcome:
    """Scan or type a code."""

    page: ClassVar[str] = "welcome"
    title: str
    hint: str
    notice: str | None
    keypad: Keypad
    language: str | None


@dataclass(frozen=True)
class CheckEntry:
    """Type the check code of the receipt, which opens the details."""

    page: ClassVar[str] = "check"
    title: str
    hint: str
    keypad: Keypad
    back: str


@dataclass(frozen=True)
class Looking:
    """A dossier is being looked up."""

    page: ClassVar[str] = "looking"
    title: str
    code: str


@dataclass(frozen=True)
class Problem:
    """Why there is no result, and what to do."""

    page: ClassVar[str] = "problem"
    title: str
    detail: str
    back: str


@dataclass(frozen=True)
class Row:
    """One fact of a dossier; a `superseded` one no longer holds."""

    label: str
    value: str
    superseded: bool = False


@dataclass(frozen=True)
class StepRow:
    """One step of a dossier's way."""

    at: str
    what: str
    unit: str


@dataclass(frozen=True)
class Result:
    """How a dossier stands; `tone` is `ok`, `warn`, `fault` or `calm`; `leaving` warns of the page's end.

    `on_steps` says which of facts and steps is in front where there is no room for both, `turn` leads to the other.
    """

    page: ClassVar[str] = "result"
    code: str
    tone: str
    state: str
    todo_title: str
    todo: str
    rows: tuple[Row, ...]
    steps_title: str
    steps: tuple[StepRow, ...]
    on_steps: bool
    turn: str
    as_of: str
    stale: str | None
    check: str | None
    done: str
    leaving: str | None
    more_time: str | None


LookupView = Welcome | CheckEntry | Looking | Problem | Result
