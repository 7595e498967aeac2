"""A report as pages (PDF) in the office's own form."""

from __future__ import annotations

from ticketing.reports.model import Report
from ticketing.reports.pdf.content.compose import paper
from ticketing.reports.pdf.content.form import Form
from ticketing.reports.pdf.page import laid_out


def draw(report: Report, form: Form) -> bytes:
    """Return the bytes of the file: the same report in the same form gives the same bytes."""
    return laid_out(paper(report, form), report.made_at)
