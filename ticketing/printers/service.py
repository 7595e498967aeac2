"""Turns lines that ask for a slip into slips and answers, one at a time, never two slips for one job."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from PIL import Image

from lobby.contract.base import UUID_PATTERN
from lobby.contract.codec import decode_object, read
from lobby.contract.errors import Malformed
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PRINT_JOBS, PrintDone, PrintJob, PrintTicket
from lobby.lines import Line
from ticketing.printers.jobs import JobMemory, JobState
from ticketing.printers.printer import ADVICE, Printer, PrinterError, PrinterFault

log = logging.getLogger(__name__)

BAD_REQUEST = "bad_request"
_NOT_UNDERSTOOD = (
    "Máy lấy số gửi yêu cầu in không đúng mẫu. Hãy cập nhật phần mềm máy lấy số và dịch vụ in cùng một bản."
)
_PERHAPS = "Dịch vụ in vừa khởi động lại khi đang in phiếu này; phiếu có thể đã ra nên không in lại."
_JOB = re.compile(rb'"job"\s*:\s*"(' + UUID_PATTERN.strip("^$").encode() + rb')"')

Draw = Callable[[PrintJob], Image.Image]


class PrintService:
    """Answers lines. A job is remembered from the moment its first byte may reach the printer."""

    def __init__(self, printer: Printer, jobs: JobMemory, draw: Draw) -> None:
        self._printer = printer
        self._jobs = jobs
        self._draw = draw

    def answer(self, line: Line) -> PrintDone | None:
        """Print what `line` asks for and tell what became of it; None where not even a job id can be read."""
        try:
            if not line.whole:
                raise Malformed("line too long")
            job = _job_in(line.content)
        except Malformed as fault:
            log.error("line not understood: %s", fault.detail)
            return _refusal(line.content)
        return self._known(job.job) or self._print(job)

    def _known(self, job: str) -> PrintDone | None:
        match self._jobs.state(job):
            case None:
                return None
            case JobState.PRINTED:
                return PrintDone(job=job, outcome=PrintOutcome.PRINTED)
            case JobState.FAILED:
                return _failed(job, PrinterFault.UNKNOWN)
            case JobState.BEGUN:
                return _failed(job, PrinterFault.UNKNOWN, _PERHAPS)

    def _print(self, job: PrintJob) -> PrintDone:
        try:
            return self._try(job)
        except PrinterError as error:
            log.error("job %s: %s", job.job, error)
            self._jobs.note(job.job, JobState.FAILED)
            return _failed(job.job, error.fault)
        except Exception:
            # The boundary of the service: one slip that cannot be made must not end the ones after it.
            log.exception("job %s failed", job.job)
            return _failed(job.job, PrinterFault.UNKNOWN)
        finally:
            self._printer.release()

    def _try(self, job: PrintJob) -> PrintDone:
        picture = self._draw(job)
        before = self._printer.status()
        if not before.able:
            log.warning("job %s not begun: %s", job.job, before.fault)
            return _failed(job.job, before.fault or PrinterFault.UNKNOWN)
        self._jobs.note(job.job, JobState.BEGUN)
        self._printer.print_picture(picture, _name_of(job))
        after = self._printer.status() if before.answered else before
        if not after.able:
            raise PrinterError(after.fault or PrinterFault.UNKNOWN, "the printer stopped at this slip")
        self._jobs.note(job.job, JobState.PRINTED)
        log.info("job %s printed", job.job)
        return _printed(job.job, after.fault)


def _job_in(content: bytes) -> PrintJob:
    """Return the job in a line, a ticket where it does not say of which kind it is; raises Malformed."""
    fields = decode_object(content)
    kind = PRINT_JOBS.get(str(fields.get("kind", "ticket")))
    if kind is None:
        raise Malformed("kind: not one that is printed here")
    return read(kind, fields)


def _name_of(job: PrintJob) -> str:
    # A slip of a dossier is not named by its code: a printer that writes files keeps the name.
    return job.number if isinstance(job, PrintTicket) else f"{job.kind}-{job.job[:8]}"


def _printed(job: str, warning: PrinterFault | None) -> PrintDone:
    detail = ADVICE[warning] if warning else None
    return PrintDone(job=job, outcome=PrintOutcome.PRINTED, fault=warning, detail=detail)


def _failed(job: str, fault: PrinterFault, detail: str | None = None) -> PrintDone:
    return PrintDone(job=job, outcome=PrintOutcome.FAILED, fault=fault, detail=detail or ADVICE[fault])


def _refusal(content: bytes) -> PrintDone | None:
    found = _JOB.search(content)
    if found is None:
        return None
    job = found.group(1).decode("ascii")
    return PrintDone(job=job, outcome=PrintOutcome.FAILED, fault=BAD_REQUEST, detail=_NOT_UNDERSTOOD)
