"""The blocks of an administrative paper as values: who draws them needs no figures, who writes them no pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Side(StrEnum):
    """Where the words of a column stand."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


@dataclass(frozen=True)
class Heading:
    """A head: level 1 is a part (I, II), level 2 a paragraph in it (1, 2); the number is in `text`."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; one that `leads` to what follows stands on its page."""

    text: str
    leads: bool = False


@dataclass(frozen=True)
class Note:
    """A small line under a table or chart."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column `width` mm wide; columns of the same `group` that stand together share a head above their own."""

    title: str
    width: float
    side: Side = Side.RIGHT
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table; `totals` is a last row in bold, `sections` are the rows (from 0) that are heads within the table."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] | None = None
    sections: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Series:
    """One set of a chart's values with its name; None where there is none, `texts` what stands at each value."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Upright columns side by side, one group for each label; at most two series, told apart by their hatching."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Bars:
    """Lying bars, one for each label, each with its words at its end.

    Where there is a second series, its part beyond the first is hatched: nine of ten beyond the half.
    """

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


Block: TypeAlias = Heading | Text | Note | Table | Columns | Bars


@dataclass(frozen=True)
class Annex:
    """An annex on pages of its own; `title` says what it holds, without its number."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Head:
    """The two halves of the letterhead as the decree has them; lines of `parent` are broken at newlines."""

    parent: str
    office: str
    number: str
    dateline: str
    logo: bytes | None = None


@dataclass(frozen=True)
class Signing:
    """Who gets the paper, and who signs it."""

    recipients: tuple[str, ...]
    title: str
    name: str


@dataclass(frozen=True)
class Paper:
    """A whole administrative paper: kind ("BÁO CÁO"), what it is about, its text, who signs, its annexes."""

    head: Head
    kind: str
    about: tuple[str, ...]
    blocks: tuple[Block, ...]
    signing: Signing
    annexes: tuple[Annex, ...]
    author: str
