"""Puts a dossier, or a procedure's page, into the bounded message that the print service takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kiosk.catalogue.page import CasePage, DaysLine, FeeLine, PaperLine, ProcedurePage
from kiosk.presenters import dossier_words as words
from kiosk.presenters.wording import VIETNAMESE, Tongue
from lobby.contract.replies import Found
from lobby.contract.slips import PrintDossier, PrintProcedure, SlipPaper

PAPERS_AT_MOST = 12
LINES_AT_MOST = 4
_SENTENCE, _LINE, _NAME, _QUANTITY, _SOURCE = 400, 160, 120, 60, 200
_SIGNS = "-–+*•.;,: \n\t\xa0"
_LONGEST_ADDRESS = 300
_ADDRESS = re.compile(r"https?://[\x21-\x7e]+")


def dossier_slip(
    job: str, found: Found, counters: tuple[str, ...], tongue: Tongue, today: date | None = None
) -> PrintDossier:
    """Return the slip of a dossier, as any eye may see it; `counters` are where its holder goes, `today` the office's
    day where the answer is an old one."""
    dossier, home = words.for_all_eyes(found.dossier), Tongue({})
    todo, _ = words.todo_of(dossier, found.as_of, counters, home, today)
    beside: tuple[str, ...] = ()
    if tongue.code != VIETNAMESE:
        beside = (
            words.state_of(dossier, tongue.say),
            words.todo_of(dossier, found.as_of, counters, tongue, today)[0],
        )
    return PrintDossier(
        job=job,
        code=cut(dossier.code, 64),
        procedure=cut(dossier.procedure, _SENTENCE),
        state=cut(dossier.status_text, _SENTENCE),
        todo=cut(todo, _SENTENCE),
        beside=tuple(cut(one, _SENTENCE) for one in beside),
        due_at=dossier.due_at,
        new_due_at=dossier.new_due_at,
        as_of=found.as_of,
        fresh=found.fresh,
    )


def procedure_slip(job: str, page: ProcedurePage, case: CasePage | None = None, source: str = "") -> PrintProcedure:
    """Return the slip of a procedure: the papers of `case` (of the whole page where it has no cases) and those for all.

    `source` says whose catalogue it is, and of which day. What is too long is cut; the page's address leads to all.
    """
    lists = (*((case,) if case is not None else page.cases), *page.for_all)
    # The portal keeps remarks among the papers: what is counted comes first.
    named = (paper for one in lists for paper in one.papers if paper.name.strip(_SIGNS))
    papers = sorted(named, key=lambda paper: not paper.quantity)
    return PrintProcedure(
        job=job,
        code=cut(page.code, 64),
        title=cut(page.name, _SENTENCE),
        case=cut(case.name, _SENTENCE) if case is not None and case.name else None,
        papers=tuple(_paper(one) for one in papers[:PAPERS_AT_MOST]),
        papers_more=max(0, len(papers) - PAPERS_AT_MOST),
        fees=_lines(map(_fee, page.fees)),
        days=_lines(map(_days, page.days)),
        where=_lines(page.where or page.agencies),
        page_url=portal_address(page.address),
        source=cut(source, _SOURCE),
    )


def cut(text: str, longest: int) -> str:
    """Return `text` in at most `longest` letters, cut at the end of a word."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    return (head.rsplit(" ", 1)[0] if " " in head else head[:-1]).rstrip(" ,;:.–-") + "…"


def _paper(paper: PaperLine) -> SlipPaper:
    return SlipPaper(
        name=cut(paper.name.strip().lstrip("-–+• ").rstrip(" .;,:"), _NAME), quantity=cut(paper.quantity, _QUANTITY)
    )


def _fee(fee: FeeLine) -> str:
    return _sentence(fee.way, fee.amount, fee.sentence)


def _days(days: DaysLine) -> str:
    return _sentence(days.name, days.days, days.sentence)


def _sentence(lead: str, told: str, more: str) -> str:
    said = f"{told} ({more})" if told and more else told or more
    return f"{lead}: {said}" if lead else said


def _lines(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(cut(one, _LINE) for one in dict.fromkeys(found) if one)[:LINES_AT_MOST]


def portal_address(address: str) -> str | None:
    """Return an address that a QR code can hold and a slip can bear; None for one that is too long or none at all."""
    return address if len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else None
