"""`lobby printer`: the print service that a dispenser's screen starts beside itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType

from lobby.program import run, settings_from
from lobby.settings.load import SettingsError
from ticketing.printers.cables import cable_of
from ticketing.printers.escpos_printer import EscposPrinter
from ticketing.printers.file_printer import FilePrinter
from ticketing.printers.jobs import JobMemory
from ticketing.printers.library import escpos_printers
from ticketing.printers.pipes import PipeServer, claim_stdout
from ticketing.printers.printer import Printer
from ticketing.printers.service import PrintService
from ticketing.printers.settings import AnyPrinterSettings, FilePrinterSettings, PrintServiceSettings
from ticketing.slip.draw import draw

_PURPOSE = "Dịch vụ in phiếu số thứ tự: nhận yêu cầu từng dòng ở đầu vào, trả kết quả ở đầu ra."
_STDIN = 0


def main(argv: list[str] | None = None) -> int:
    """Run the print service until stdin closes; returns the exit code. Raises SettingsError where `state` is not to be
    written."""
    settings = settings_from(argv, PrintServiceSettings, "printer", _PURPOSE)
    answers = claim_stdout()
    jobs = JobMemory(settings.state / "jobs.log")
    library = cache(lambda: escpos_printers(settings.state))
    try:
        jobs.open()
        library()
    except OSError as fault:
        raise SettingsError(
            f"Không ghi được vào thư mục state {settings.state}: {fault.strerror}. "
            "Hãy kiểm tra đường dẫn, quyền ghi của dịch vụ và dung lượng thẻ nhớ."
        ) from fault
    style = settings.style()
    service = PrintService(printer_of(settings.printer, library), jobs, lambda ticket: draw(ticket, style))
    return run([PipeServer(_STDIN, answers, service.answer)])


def printer_of(settings: AnyPrinterSettings, library: Callable[[], ModuleType]) -> Printer:
    """Return the printer that the settings name; `library` gives the module `escpos.printer`."""
    if isinstance(settings, FilePrinterSettings):
        return FilePrinter(settings, library)
    return EscposPrinter(lambda: cable_of(settings, library()), settings.cut, settings.must_answer)
