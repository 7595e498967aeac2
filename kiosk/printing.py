"""The print service beside the dispenser: a child process that gets one job a line and is started again if it dies."""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from lobby.clock import Clock
from lobby.contract.codec import decode, encode
from lobby.contract.errors import Malformed
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone, PrintJob
from lobby.health import Faults

log = logging.getLogger(__name__)

AGAIN_S = 2.0
STOPS_S = 3.0
_FAULT = "printer"
_SERVICE_FAULT = "print_service"
_ENDED = "service_ended"
_WARNED = "Phiếu vẫn in được. Hãy thay cuộn giấy hoặc kiểm tra máy in trong lúc vắng khách."


class PrintService:
    """Runs `command`; the child ends when its stdin closes, so it never outlives this process for long.

    The child holds `lock`, where one is given: the child of an earlier run, which may still print its last job, ends
    before the next one begins, so that both cannot print the same. `on_done` is called on the reader's thread, or on
    the caller's where a job cannot be handed over.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        on_done: Callable[[PrintDone], None],
        faults: Faults,
        clock: Clock,
        lock: Path | None = None,
    ) -> None:
        self._command = command
        self._on_done = on_done
        self._faults = faults
        self._clock = clock
        self._lock = lock
        self._child: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._again = 0.0
        self._open: set[str] = set()

    def start(self) -> None:
        """Start the child; one that cannot be started is tried again by `step`."""
        self._again = self._clock.monotonic() + AGAIN_S
        try:
            with self._locked() as held:
                child = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=held)
        except BlockingIOError:
            log.warning("the print service of an earlier run still works; the next one waits for its end")
            return
        except OSError as fault:
            log.error("print service not started: %s", fault)
            self._tell_fault()
            return
        assert child.stdout is not None
        self._child = child
        self._reader = threading.Thread(target=self._read, args=(child.stdout,), name="print-service", daemon=True)
        self._reader.start()

    def step(self) -> None:
        """Start a dead child again and fail what it held."""
        if self._child is not None and self._child.poll() is not None:
            log.error("print service ended with %s", self._child.returncode)
            self._child = None
            self._tell_fault()
            for job in list(self._open):
                self._done(PrintDone(job=job, outcome=PrintOutcome.FAILED, fault=_ENDED))
        if self._child is None and self._clock.monotonic() >= self._again:
            self.start()

    def stop(self) -> None:
        """Close the child's stdin and wait for it; one that stays is killed."""
        child = self._child
        if child is None or child.stdin is None:
            return
        with suppress(OSError):
            child.stdin.close()
        try:
            child.wait(STOPS_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def print(self, job: PrintJob) -> None:
        """Hand a job over; a job that cannot be is answered `failed` at once."""
        self._open.add(job.job)
        try:
            if self._child is None or self._child.stdin is None:
                raise BrokenPipeError("no print service")
            self._child.stdin.write(encode(job) + b"\n")
            self._child.stdin.flush()
        except (OSError, Malformed) as fault:
            log.error("job not handed to the print service: %s", fault)
            self._done(PrintDone(job=job.job, outcome=PrintOutcome.FAILED, fault=_ENDED))

    @contextmanager
    def _locked(self) -> Iterator[tuple[int, ...]]:
        """Give the lock's descriptor to hand to the child, which keeps it; raises OSError while another holds it."""
        if self._lock is None:
            yield ()
            return
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield (descriptor,)
        finally:
            os.close(descriptor)

    def _read(self, answers: IO[bytes]) -> None:
        with suppress(ValueError, OSError):
            for line in answers:
                try:
                    done = decode(PrintDone, line)
                except Malformed as fault:
                    log.error("answer of the print service not understood: %s", fault.detail)
                    continue
                self._faults.clear(_SERVICE_FAULT)
                self._done(done)

    def _done(self, done: PrintDone) -> None:
        self._open.discard(done.job)
        if done.outcome is not PrintOutcome.PRINTED:
            self._tell_failure(done)
        elif done.fault is not None:
            self._faults.stand(_FAULT, done.detail or f"Máy in báo lỗi ({done.fault}).", _WARNED)
        else:
            self._faults.clear(_FAULT)
        self._on_done(done)

    def _tell_failure(self, done: PrintDone) -> None:
        if done.fault != _ENDED:
            detail = done.detail or f"Máy in báo lỗi ({done.fault or 'không rõ'})."
            self._faults.stand(_FAULT, detail, "Kiểm tra giấy, nắp máy in, dây nguồn và dây tín hiệu của máy in.")

    def _tell_fault(self) -> None:
        remedy = "Xem nhật ký dịch vụ và tệp cấu hình máy in; kiểm tra mục printer_command."
        self._faults.stand(_SERVICE_FAULT, "Dịch vụ in phiếu không chạy.", remedy)
