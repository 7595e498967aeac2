"""Draws the head of an administrative paper: who issues it, the country's name and motto, number, place and date."""

from __future__ import annotations

import io

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Flowable, Image, Spacer, Table

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.content.blocks import Head, Paper
from ticketing.reports.pdf.flow import said
from ticketing.reports.pdf.fonts import BOLD, width

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_LEFT = 68 * mm
_LOGO = 14 * mm
_LEAST = 20 * mm
_OFFICE_LINE, _TITLE_LINE = 22 * mm, 40 * mm


class Rule(Flowable):
    """A line in the middle of its room, `long` points, as stands under names, mottoes and titles."""

    def __init__(self, long: float) -> None:
        super().__init__()
        self._long = long
        self._room = long
        self.hAlign = "CENTER"

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - the library's names
        """Return width and height in points."""
        self._room = aW
        return aW, 5

    def draw(self) -> None:
        """Draw it."""
        self.canv.setLineWidth(0.8)
        self.canv.setStrokeColor(colors.black)
        start = (self._room - self._long) / 2
        self.canv.line(start, 2, start + self._long, 2)


def letterhead(head: Head) -> list[Flowable]:
    """Return the two halves side by side, and below them the number and the date."""
    left: list[Flowable] = [*_logo(head.logo)]
    if head.parent:
        left.append(said(head.parent.upper(), styles.HEAD_SMALL))
    left += [said(balanced(head.office.upper()), styles.HEAD_BOLD), Rule(_OFFICE_LINE)]
    right: list[Flowable] = [said(COUNTRY, _FITTED), said(MOTTO, styles.CENTRED_BOLD)]
    right.append(Rule(width(MOTTO, BOLD, styles.CENTRED_BOLD.fontSize)))
    below = [said(head.number, styles.CENTRED), said(head.dateline, styles.DATED)]
    table = Table([[left, right], below], colWidths=[_LEFT, styles.WIDTH - _LEFT])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("ALIGN", (0, 0), (-1, -1), "CENTER"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("LEFTPADDING", (1, 0), (1, -1), 3 * mm),
        ]
    )
    return [table, Spacer(1, 12)]


_FITTED = styles.HEAD_BOLD.clone("country", fontSize=11.8)


def titled(paper: Paper) -> list[Flowable]:
    """Return the paper's kind and what it is about."""
    lines = [said(paper.kind.upper(), styles.TITLE), *(said(one, styles.CENTRED_BOLD) for one in paper.about)]
    return [*lines, Rule(_TITLE_LINE), Spacer(1, 12)]


def balanced(name: str) -> str:
    """Return `name` broken into as few lines as it needs, each about as long as the others."""
    style = styles.HEAD_BOLD
    room = _LEFT
    few = len(simpleSplit(name, style.fontName, style.fontSize, room))
    while len(lines := simpleSplit(name, style.fontName, style.fontSize, room)) == few and room > _LEAST:
        best, room = lines, room - 2
    return "\n".join(best)


def _logo(data: bytes | None) -> list[Flowable]:
    if data is None:
        return []
    picture = Image(io.BytesIO(data), _LEFT, _LOGO, kind="proportional", hAlign="CENTER")
    return [picture, Spacer(1, 3)]
