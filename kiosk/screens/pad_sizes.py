"""How large a pad's targets are on its own glass, and how much of a page has room there."""

from __future__ import annotations

from math import hypot

from kiosk.screens.box import Box
from kiosk.screens.theme import Theme
from lobby.look.tokens import tokens

FINGER_MM = 20.0
"""The least side of a target (EN 301 549 and the office's own rule for public screens)."""
_MM_AN_INCH = 25.4
_WORDS_MM = 4.4
_SMALL, _SMALL_IN, _LARGE_IN = 600, 7.0, 10.1
_MOST = 4


def finger_of(width: int, height: int, inches: float | None) -> float:
    """Return how many px 20 mm are on a screen of this size in px and this diagonal; a quarter of it at most.

    Where the diagonal is not told it is that of common pads: 7 inches up to 1024x600, 10.1 above.
    """
    diagonal = inches or (_SMALL_IN if min(width, height) <= _SMALL else _LARGE_IN)
    return min(hypot(width, height) / (diagonal * _MM_AN_INCH) * FINGER_MM, min(width, height) / _MOST)


def gap_of(theme: Theme) -> float:
    """Return the px between targets."""
    return max(theme.size("gap") * 0.6, 6)


def header_of(theme: Theme, finger: float) -> float:
    """Return how high a header with switches is: beside the office's name, or below it on an upright screen."""
    gap = gap_of(theme)
    return finger + 2 * gap + (theme.least * 4 if theme.upright else 0)


def room_of(theme: Theme, finger: float) -> Box:
    """Return the room below such a header, with margins."""
    below = Box(0, 0, theme.width, theme.height).top(header_of(theme, finger))[1]
    return below.inset(theme.size("pad") * 0.7, gap_of(theme))


def read_of(finger: float) -> float:
    """Return the px of what is chosen by its words, where there is room: 4.4 mm, read at arm's length."""
    return finger * _WORDS_MM / FINGER_MM


def row_of(theme: Theme, finger: float) -> float:
    """Return how high an index is: a question beside its answers, or above them on an upright screen."""
    return finger + (question_of(theme, finger) + gap_of(theme) * 0.5 if theme.upright else 0)


def question_of(theme: Theme, finger: float) -> float:
    """Return how high the question of an index is above its answers: a line, or two of large text."""
    return read_of(finger) * (2.6 if theme.big else 1.4)


def a_page_of(width: int, height: int, finger: float, big: bool) -> int:
    """Return how many indices have room on a page."""
    theme = Theme(tokens(), width, height, big)
    gap = gap_of(theme)
    room = room_of(theme, finger).h - finger - gap
    return max(1, min(9, int((room + gap) / (row_of(theme, finger) + gap))))
