"""What a page is drawn of: plain values, so that a page can be compared, reported and tested without a window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.screens.box import Box


class Align(StrEnum):
    """Where words stand between left and right."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Panel:
    """A rounded card in token colours; `line` is its border's colour, where it has one."""

    box: Box
    fill: str
    radius: float
    line: str | None = None


@dataclass(frozen=True)
class Words:
    """Text in a box: as large as `size` px where it fits, never below `least`; wrapped between words.

    Text that needs more than `lines` lines even at `least` ends in "…". It begins at the box's `top`, or stands in the
    middle of its height.
    """

    box: Box
    text: str
    size: float
    least: float
    weight: str
    colour: str
    align: Align = Align.LEFT
    lines: int | None = None
    top: bool = False


@dataclass(frozen=True)
class Face:
    """A face of mood 1 (very unhappy) to 5 (very happy)."""

    box: Box
    mood: int
    fill: str
    ink: str


@dataclass(frozen=True)
class Star:
    """A five-pointed star."""

    box: Box
    fill: str


@dataclass(frozen=True)
class Tick:
    """A tick on a disc."""

    box: Box
    fill: str
    ink: str


@dataclass(frozen=True)
class Target:
    """What can be touched; `name` is stable, `text` what stands on it.

    A `ground` is the screen itself, which takes every touch that nothing else takes.
    """

    box: Box
    name: str
    text: str
    radius: float
    ground: bool = False


@dataclass(frozen=True)
class Live:
    """What the camera sees now, as large as the box allows."""

    box: Box


@dataclass(frozen=True)
class Ring:
    """The mark of the control that keys would press: a double ring, and a pointer at its left."""

    box: Box
    radius: float


@dataclass(frozen=True)
class Photo:
    """A picture (JPEG or PNG), in a file or as its bytes, whole and as large as the box allows."""

    box: Box
    source: Path | bytes


Plain = Panel | Ring | Face | Star | Tick | Photo
Piece = Panel | Ring | Live | Words | Face | Star | Tick | Photo | Target
