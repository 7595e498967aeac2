"""The marks a slip is made of, each with the box it stands in, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from ticketing.slip.type import Face


@dataclass(frozen=True)
class Box:
    """A rectangle in dots; `right` and `bottom` are just outside it."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class TextMark:
    """One line of text; `baseline` is in dots from the slip's top; `inverse` is white on a black box."""

    box: Box
    text: str
    face: Face
    x: int
    baseline: int
    inverse: bool = False


@dataclass(frozen=True)
class RuleMark:
    """A horizontal line that fills its box; `dashed` where it is to be torn or read past."""

    box: Box
    dashed: bool = False


@dataclass(frozen=True)
class CodeMark:
    """A QR code; `rows` are its modules, True for black, without the quiet zone that `box` includes."""

    box: Box
    rows: tuple[tuple[bool, ...], ...]
    module: int


Mark = TextMark | RuleMark | CodeMark


@dataclass(frozen=True)
class Sheet:
    """A slip laid out: its marks from top to bottom and its height in dots."""

    marks: tuple[Mark, ...]
    height: int
