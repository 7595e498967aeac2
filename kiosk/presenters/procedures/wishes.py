"""What the procedures' pages ask of the catalogue, and what it answers; the asking itself is done outside."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.page import ProcedurePage

FOUND_AT_MOST = 50
"""How many procedures answer what was typed; more help nobody."""
BROWSED_AT_MOST = 1000
"""How many of one field can be looked through: its largest has 564."""


@dataclass(frozen=True)
class ListFields:
    """Which fields are there; `handled` are the fields that the office says it takes, none where it says nothing."""

    handled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Find:
    """Which procedures answer `text`, in a field or in all; `here`: only those that this office takes."""

    text: str
    field: str | None
    here: bool
    handled: frozenset[str] = frozenset()

    @property
    def at_most(self) -> int:
        """How many are wanted."""
        return FOUND_AT_MOST if self.text.strip() else BROWSED_AT_MOST


@dataclass(frozen=True)
class Open:
    """The page of one procedure."""

    code: str


Wish = ListFields | Find | Open


@dataclass(frozen=True)
class Field:
    """A field with how many procedures this office takes of it, and how many there are in all."""

    name: str
    here: int
    all: int


@dataclass(frozen=True)
class Fields:
    """The fields, those that people ask for most first."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Hit:
    """A procedure in a list; `here` is whether this office takes it."""

    code: str
    name: str
    field: str
    here: bool


@dataclass(frozen=True)
class Hits:
    """The procedures that answer, the best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Opened:
    """A procedure's page, None where the catalogue has it no more; `source` tells whose it is and of which day."""

    page: ProcedurePage | None
    source: str


@dataclass(frozen=True)
class Unusable:
    """The catalogue cannot be read now."""


Answer = Fields | Hits | Opened | Unusable
