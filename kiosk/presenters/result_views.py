"""What the lookup kiosk tells of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.presenters.age_words import Age
from kiosk.presenters.slip_desk import NO_SLIP, SlipView


@dataclass(frozen=True)
class Row:
    """One fact of a dossier."""

    label: str
    value: str


class When(StrEnum):
    """Where a milestone lies for who reads it today.

    A replaced one no longer holds; an overdue one is a promise whose day went by while the dossier is still handled.
    """

    PAST = "past"
    NOW = "now"
    COMING = "coming"
    REPLACED = "replaced"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Milestone:
    """One station between handing in and collecting: `label` what it is, `value` the day or the place."""

    label: str
    value: str
    when: When


@dataclass(frozen=True)
class Number:
    """A number that may be taken with one touch: for what, and who waits where."""

    text: str
    detail: str


@dataclass(frozen=True)
class StepRow:
    """One step of a dossier's way."""

    at: str
    what: str
    unit: str


@dataclass(frozen=True)
class Result:
    """How a dossier stands; `tone` is `ok`, `warn`, `fault` or `calm`; `leaving` warns of the page's end.

    `original` is the office's own Vietnamese where `todo` is in another language; `number` leads to a counter where
    one must be seen, `no_number` tells why none can be taken now.
    `on_steps` says which of timeline and steps is in front, `turn` leads to the other.
    """

    page: ClassVar[str] = "result"
    code: str
    tone: str
    state: str
    todo_title: str
    todo: str
    original: str | None
    number: Number | None
    no_number: str | None
    milestones: tuple[Milestone, ...]
    rows: tuple[Row, ...]
    steps_title: str
    steps: tuple[StepRow, ...]
    on_steps: bool
    turn: str
    as_of: str
    age: Age
    check: str | None
    done: str
    leaving: str | None
    more_time: str | None
    slip: SlipView = NO_SLIP
    language: str | None = None

    @property
    def stale(self) -> str | None:
        """Why the figures are not of now, None where they are."""
        return self.age.stale
