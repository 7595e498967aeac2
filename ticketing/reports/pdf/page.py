"""Lays a paper out on pages of A4: margins and page numbers of the decree, annexes on pages of their own."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Spacer

from ticketing.reports.pdf import fonts, styles
from ticketing.reports.pdf.content.blocks import Annex, Paper
from ticketing.reports.pdf.flow import flow, said
from ticketing.reports.pdf.letterhead import letterhead, titled
from ticketing.reports.pdf.signing import signing

_NUMBER_SIZE = 13
# What stands with the signature, since it may not be alone on a page: the last paragraphs and what goes before them.
_LAST = 6
_CREATOR = "lobby"
_ROMAN = ("I", "II", "III", "IV")


def laid_out(paper: Paper, at: datetime) -> bytes:
    """Return `paper` as the bytes of a PDF file made at the moment `at`: the same paper gives the same bytes."""
    fonts.register()
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=styles.PAGE,
        title=" – ".join((paper.kind, *paper.about)),
        author=paper.author,
        subject=paper.about[0],
        lang="vi",
        creator=_CREATOR,
        invariant=1,
    )
    frame = Frame(styles.LEFT, styles.BOTTOM, styles.WIDTH, styles.HEIGHT, 0, 0, 0, 0)
    stamp = f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"

    def begun(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setDateFormatter(lambda *now: stamp)
        _page_number(canvas, document)

    document.addPageTemplates(PageTemplate("paper", [frame], onPage=begun))
    document.build(_story(paper))
    return out.getvalue()


def _page_number(canvas: Canvas, document: BaseDocTemplate) -> None:
    """Write the number in the middle above the text, on no first page."""
    if document.page > 1:
        canvas.setFont(fonts.REGULAR, _NUMBER_SIZE)
        canvas.drawCentredString(styles.PAGE[0] / 2, styles.PAGE[1] - styles.TOP * 0.62, str(document.page))


def _story(paper: Paper) -> list[Flowable]:
    body = flow(paper.blocks)
    story = [*letterhead(paper.head), *titled(paper), *body[:-_LAST], *signing(body[-_LAST:], paper.signing)]
    for number, annex in enumerate(paper.annexes):
        story += [PageBreak(), *_annexed(annex, number, paper)]
    return story


def _annexed(annex: Annex, number: int, paper: Paper) -> list[Flowable]:
    name = f"Phụ lục {_ROMAN[number]}" if len(paper.annexes) > 1 else "Phụ lục"
    with_what = f"(Kèm theo báo cáo {paper.about[-1]} của {paper.author})"
    return [
        said(name, styles.TITLE),
        said(annex.title.upper(), styles.CENTRED_BOLD),
        said(with_what, styles.DATED),
        Spacer(1, 10),
        *flow(annex.blocks),
    ]
