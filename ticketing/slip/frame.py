"""What every slip has: whose it is above, lines between its parts, the hotline below."""

from __future__ import annotations

from ticketing.slip import words
from ticketing.slip.column import Column
from ticketing.slip.style import SlipStyle
from ticketing.slip.type import clean

_LONGEST_NAME = 160


def head(column: Column, style: SlipStyle) -> None:
    """Set what stands above every slip: whose it is."""
    column.text(clean(style.office, _LONGEST_NAME), "bold", 32)
    column.text(clean(style.place, _LONGEST_NAME), "medium", 26)
    column.space(10)
    column.rule(3)
    column.space(8)


def divide(column: Column, *, above: int = 8, below: int = 8) -> None:
    """Set a dashed line between two parts, with so many dots of space."""
    column.space(above)
    column.rule(2, dashed=True)
    column.space(below)


def by_message(column: Column, style: SlipStyle, sentence: str, **known: str) -> None:
    """Set what a short message to the site's number tells, where it has one."""
    if style.sms:
        number = clean(style.sms, 24).replace(" ", "\u00a0")
        column.text(sentence.format(number=number, **known), "regular", 24)


def hotline(column: Column, style: SlipStyle, weight: str = "semibold", size: int = 26) -> None:
    """Set the site's hotline, where it has one."""
    if style.hotline:
        column.text(f"{words.HOTLINE}: {clean(style.hotline, 60)}", weight, size)
