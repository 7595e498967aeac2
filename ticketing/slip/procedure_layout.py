"""Which marks stand on the slip that tells what a procedure needs."""

from __future__ import annotations

from collections.abc import Sequence

from lobby.contract.slips import PrintProcedure, SlipPaper
from ticketing.slip import words
from ticketing.slip.column import Column
from ticketing.slip.frame import divide, head, hotline
from ticketing.slip.marks import Sheet
from ticketing.slip.style import SlipStyle
from ticketing.slip.type import clean

_LONGEST = 400


def compose(job: PrintProcedure, style: SlipStyle) -> Sheet:
    """Lay out the slip on the paper of `style`: what it is about, papers, fee, days, where, the way to the whole."""
    column = Column(style)
    head(column, style)
    _title(column, job)
    _papers(column, job)
    for title, lines in ((words.FEES, job.fees), (words.DAYS, job.days), (words.WHERE, job.where)):
        _list(column, title, lines)
    _foot(column, job, style)
    return column.sheet()


def _title(column: Column, job: PrintProcedure) -> None:
    column.text(words.PROCEDURE, "semibold", 28)
    column.space(6)
    column.text(clean(job.title, _LONGEST), "bold", 34)
    column.text(f"{words.CODE}: {clean(job.code, 64)}", "regular", 24)
    if job.case:
        column.space(6)
        column.item("", f"{words.CASE}: {clean(job.case, _LONGEST)}", "semibold", 26)


def _papers(column: Column, job: PrintProcedure) -> None:
    _heading(column, words.PAPERS)
    if not job.papers:
        column.item("", words.NO_PAPERS, "regular", 26)
    for number, paper in enumerate(job.papers, 1):
        _paper(column, number, paper)
    if job.papers_more:
        column.item("", words.more_papers(job.papers_more), "semibold", 26)


def _paper(column: Column, number: int, paper: SlipPaper) -> None:
    name, quantity = clean(paper.name, _LONGEST), clean(paper.quantity, 60)
    column.item(f"{number}.", f"{name} ({quantity})" if quantity else name, "regular", 26)
    column.space(4)


def _list(column: Column, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    _heading(column, title)
    for line in lines:
        column.item("–", clean(line, _LONGEST), "regular", 26)


def _heading(column: Column, title: str) -> None:
    divide(column, below=6)
    column.item("", title, "bold", 28)
    column.space(2)


def _foot(column: Column, job: PrintProcedure, style: SlipStyle) -> None:
    divide(column)
    if job.page_url:
        column.code(job.page_url)
        column.text(words.WHOLE_PAGE, "medium", 26)
    elif job.papers_more:
        column.text(words.ASK_FOR_MORE, "medium", 26)
    if job.source:
        column.text(f"{words.SOURCE}: {clean(job.source, 200)}", "regular", 22)
    hotline(column, style)
