"""The two pipes between a screen and its print service: lines in on one, answers out on the other."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable

from lobby.contract.codec import LARGEST, encode
from lobby.contract.slips import PrintDone
from lobby.lines import Line, LineCutter

log = logging.getLogger(__name__)

_CHUNK = 64 * 1024
_LAST_SLIP_S = 8.0

Answer = Callable[[Line], PrintDone | None]


def claim_stdout() -> int:
    """Return a descriptor of stdout for answers alone; whatever a library prints goes to stderr from now on."""
    sys.stdout.flush()
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


class PipeServer:
    """Reads requests on its own thread, so that one is printed the moment it comes. The program ends when the pipe
    does; a slip in the printer is finished first."""

    def __init__(self, requests: int, answers: int, answer: Answer) -> None:
        self._requests = requests
        self._answers = answers
        self._answer = answer
        self._lines = LineCutter(LARGEST)
        self._printing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="requests", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def step(self) -> None:
        if not self._thread.is_alive():
            signal.raise_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Let the slip in hand come out, and take no other."""
        if not self._printing.acquire(timeout=_LAST_SLIP_S):
            log.error("the last slip did not come out in %d s", _LAST_SLIP_S)

    def _run(self) -> None:
        try:
            while data := os.read(self._requests, _CHUNK):
                for line in self._lines.feed(data):
                    self._serve(line)
        except OSError as fault:
            log.error("pipe broken: %s", fault)

    def _serve(self, line: Line) -> None:
        with self._printing:
            done = self._answer(line)
            if done is not None:
                self._write(encode(done) + b"\n")

    def _write(self, answer: bytes) -> None:
        while answer:
            answer = answer[os.write(self._answers, answer) :]
