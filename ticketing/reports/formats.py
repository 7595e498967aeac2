"""The forms in which a report is given out, by name: each turns a report into the bytes of a file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from ticketing.reports.model import Report
from ticketing.reports.pdf.content.form import Form


@dataclass(frozen=True)
class Format:
    """A form of file: its ending, its media type, and where it is drawn, loaded when it is first asked for.

    `paged` ones are drawn in the office's own form.
    """

    ending: str
    media_type: str
    module: str
    paged: bool = False

    def draw(self, report: Report, form: Form) -> bytes:
        """Return the file's bytes; the module has a function `draw` for this."""
        draw = import_module(self.module).draw
        drawn: bytes = draw(report, form) if self.paged else draw(report)
        return drawn


FORMATS = {
    "json": Format("json", "application/json", "ticketing.reports.as_json"),
    "csv": Format("csv", "text/csv; charset=utf-8", "ticketing.reports.as_csv"),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ticketing.reports.as_xlsx"
    ),
    "pdf": Format("pdf", "application/pdf", "ticketing.reports.as_pdf", paged=True),
}


def file_name(report: Report, ending: str) -> str:
    """Return what a report's file is called."""
    return f"bao-cao-{report.site}-{report.period.name}.{ending}"
