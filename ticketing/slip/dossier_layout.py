"""Which marks stand on the slip that tells how a dossier stands."""

from __future__ import annotations

from lobby.contract.slips import PrintDossier
from ticketing.slip import words
from ticketing.slip.column import Column
from ticketing.slip.frame import by_message, divide, head, hotline
from ticketing.slip.marks import Sheet
from ticketing.slip.style import SlipStyle
from ticketing.slip.type import clean

_LONGEST = 400
_LONGEST_CODE = 64


def compose(job: PrintDossier, style: SlipStyle) -> Sheet:
    """Lay out the slip on the paper of `style`: state and what to do first, then the days, then the code to scan."""
    column = Column(style)
    head(column, style)
    _state(column, job)
    _days(column, job)
    _foot(column, job, style)
    return column.sheet()


def _state(column: Column, job: PrintDossier) -> None:
    column.text(words.DOSSIER, "semibold", 30)
    column.space(6)
    column.large(clean(job.code, _LONGEST_CODE), 44)
    column.space(8)
    column.text(clean(job.procedure, _LONGEST), "medium", 26)
    column.space(10)
    column.text(clean(job.state, _LONGEST), "extrabold", 40)
    column.space(8)
    column.text(words.TODO, "medium", 24)
    column.text(clean(job.todo, _LONGEST), "bold", 30)
    for line in job.beside:
        column.text(clean(line, _LONGEST), "regular", 26)


def _days(column: Column, job: PrintDossier) -> None:
    divide(column, above=10)
    if job.due_at is not None:
        column.row(words.DUE if job.new_due_at is None else words.OLD_DUE, words.day(job.due_at), 26)
    if job.new_due_at is not None:
        column.row(words.NEW_DUE, words.day(job.new_due_at), 26)
    column.row(words.AS_OF, words.moment(job.as_of), 26)
    if not job.fresh:
        column.text(words.OLD, "semibold", 24)


def _foot(column: Column, job: PrintDossier, style: SlipStyle) -> None:
    divide(column)
    if job.code.isascii() and job.code.isprintable():
        column.code(job.code)
        column.text(words.SCAN_AGAIN, "medium", 24)
    column.text(words.NOT_A_RECEIPT, "regular", 24)
    by_message(column, style, words.SMS_AGAIN, code=clean(job.code, _LONGEST_CODE))
    hotline(column, style)
