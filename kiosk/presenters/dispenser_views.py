"""What the dispenser shows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldCard:
    """One field to take a number for; a closed one says why and cannot be touched.

    `original` is, here and on other pages, what the hub said in Vietnamese where the words above are our own.
    """

    service: str
    name: str
    open: bool
    waiting: str
    detail: tuple[str, ...]
    original: str | None = None


@dataclass(frozen=True)
class Welcome:
    """All fields of the site; with `back` they are those that the holder of a receipt chooses from.

    `notice` tells, calmly, what is unusual now.
    """

    title: str
    hint: str
    cards: tuple[FieldCard, ...]
    language: str | None
    notice: str | None = None
    back: str | None = None

    @property
    def page(self) -> str:
        return "welcome" if self.back is None else "fields"


@dataclass(frozen=True)
class Closed:
    """No field takes people now: why, and when that ends, large."""

    page: ClassVar[str] = "closed"
    title: str
    reason: str
    language: str | None
    original: str | None = None


@dataclass(frozen=True)
class Confirm:
    """One field, and how many wait, before anything is printed; without the hub nobody knows how many.

    `receipt` tells where a scanned dossier stands, `priority` leads to the classes of priority.
    """

    page: ClassVar[str] = "confirm"
    name: str
    lead: str
    waiting: str | None
    unit: str
    detail: tuple[str, ...]
    take: str
    back: str
    priority: str | None = None
    receipt: str | None = None


@dataclass(frozen=True)
class Choice:
    """One answer to touch."""

    name: str
    text: str


@dataclass(frozen=True)
class Choices:
    """A question with its answers: which class of priority, or what a receipt is brought for."""

    page: str
    title: str
    detail: str
    choices: tuple[Choice, ...]
    back: str


@dataclass(frozen=True)
class Asking:
    """The number is being asked for; `back` is there once the answer is late."""

    page: ClassVar[str] = "asking"
    title: str
    detail: str
    back: str | None


@dataclass(frozen=True)
class Looking:
    """A scanned dossier is being looked up; `detail` is its code."""

    page: ClassVar[str] = "looking"
    title: str
    detail: str
    back: None = None


@dataclass(frozen=True)
class Receipt:
    """Where a scanned dossier stands, and that a number can be taken (`take`): as the main thing, or all the same."""

    page: ClassVar[str] = "receipt"
    code: str
    title: str
    lines: tuple[str, ...]
    take: str
    take_first: bool
    done: str


@dataclass(frozen=True)
class Held:
    """The receipt has a number already: which one, large and calm."""

    page: ClassVar[str] = "held"
    title: str
    sentence: str
    done: str
    original: str | None = None


@dataclass(frozen=True)
class Taken:
    """The number, very large, and what became of the slip (`printing`, `printed`, `shown`)."""

    page: ClassVar[str] = "taken"
    lead: str
    number: str
    name: str
    detail: tuple[str, ...]
    slip: str
    message: str
    done: str | None


@dataclass(frozen=True)
class Sorry:
    """Nothing can be taken now, why, and what to do."""

    page: ClassVar[str] = "sorry"
    title: str
    detail: str
    back: str | None
    original: str | None = None


DispenserView = Welcome | Closed | Confirm | Choices | Asking | Looking | Receipt | Held | Taken | Sorry
