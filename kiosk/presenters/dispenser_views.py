"""What the dispenser shows, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldCard:
    """One field to take a number for; a closed one says why and cannot be touched."""

    service: str
    name: str
    open: bool
    waiting: str
    detail: tuple[str, ...]


@dataclass(frozen=True)
class Welcome:
    """All fields of the site."""

    page: ClassVar[str] = "welcome"
    title: str
    hint: str
    cards: tuple[FieldCard, ...]
    language: str | None


@dataclass(frozen=True)
class Confirm:
    """One field, and how many wait, before anything is printed."""

    page: ClassVar[str] = "confirm"
    name: str
    lead: str
    waiting: str
    unit: str
    detail: tuple[str, ...]
    take: str
    back: str


@dataclass(frozen=True)
class Asking:
    """The number is being asked for; `back` is there once the answer is late."""

    page: ClassVar[str] = "asking"
    title: str
    detail: str
    back: str | None


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


DispenserView = Welcome | Confirm | Asking | Taken | Sorry
