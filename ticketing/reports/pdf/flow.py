"""Turns a paper's blocks into what flows over its pages, heads never apart from what they head."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Paragraph

from ticketing.reports.pdf import styles
from ticketing.reports.pdf.charts import bars, columns
from ticketing.reports.pdf.content import blocks
from ticketing.reports.pdf.grid import grid, least_height

_HEADS = {1: styles.PART, 2: styles.SECTION}
_LINES = 2


def said(text: str, style: ParagraphStyle) -> Paragraph:
    """Return `text` as a paragraph; its newlines break lines, nothing else in it is markup."""
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def flow(content: Sequence[blocks.Block]) -> list[Flowable]:
    """Return `content` drawn, with a page broken before a head that would stand alone at its foot."""
    made: list[Flowable] = []
    heads: list[Flowable] = []
    for block in content:
        *above, drawn = _drawn(block)
        heads += above
        if isinstance(block, blocks.Heading) or (isinstance(block, blocks.Text) and block.leads):
            heads.append(drawn)
        else:
            made += [CondPageBreak(_needed(heads, block, drawn)), *heads, drawn]
            heads = []
    return [*made, *heads]


def _needed(heads: Sequence[Flowable], block: blocks.Block, drawn: Flowable) -> float:
    """Return the height in points that `heads` and what they head need to begin on a page."""
    above = sum(one.getSpaceBefore() + _whole(one) + one.getSpaceAfter() for one in heads)
    match block, drawn:
        case blocks.Table(), _:
            least = least_height(block)
        case _, Paragraph():
            least = min(_whole(drawn), _LINES * drawn.style.leading)
        case _:
            least = _whole(drawn)
    return min(above + least, styles.HEIGHT)


def _whole(one: Flowable) -> float:
    return float(one.wrap(styles.WIDTH, styles.HEIGHT)[1])


def _drawn(block: blocks.Block) -> list[Flowable]:
    match block:
        case blocks.Heading(level, text):
            return [said(text.upper() if level == 1 else text, _HEADS[level])]
        case blocks.Text(text, _):
            return [said(text, styles.TEXT)]
        case blocks.Note(text):
            return [said(text, styles.NOTE)]
        case blocks.Table():
            return [said(block.caption, styles.CAPTION), grid(block)]
        case blocks.Columns():
            return [said(block.caption, styles.CAPTION), columns.ColumnChart(block)]
        case blocks.Bars():
            return [said(block.caption, styles.CAPTION), bars.BarChart(block)]
