"""Starts programs, starts a dead one again within two seconds as systemd would, and leaves none behind."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lobby.clock import Clock

log = logging.getLogger(__name__)

AGAIN_SOON_S = 0.2
AGAIN_LATER_S = 1.5
HELD_S = 5.0
STOP_WITHIN_S = 8.0
GONE_WITHIN_S = 1.0


@dataclass(frozen=True)
class Program:
    """A program to keep running: its command, what it adds to the environment, and its log.

    `before` is called each time before it is started; `handed` are open files that it inherits; others stand on a
    program that is `ground` (a broker, a display), so it is ended after them.
    """

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    handed: Sequence[int] = ()
    ground: bool = False


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    since: float
    again_at: float | None = None


class Supervisor:
    """Keeps programs running. `step` and `start` must be called from one thread: a child dies with the thread
    that started it, so that not even a killed demo leaves processes behind (prctl(2), PR_SET_PDEATHSIG)."""

    def __init__(self, clock: Clock, changed: Callable[[], None]) -> None:
        self._clock = clock
        self._changed = changed
        self._running: dict[str, _Running] = {}

    def start(self, program: Program) -> None:
        """Start `program` and keep it running."""
        self._running[program.name] = _Running(program, _spawn(program), self._clock.monotonic())

    def start_again_as(self, program: Program) -> None:
        """Start `program` in place of the running one of its name, once that has died."""
        self._running[program.name].program = program

    def pid(self, name: str) -> int:
        """Return the process id that `name` has now."""
        return self._running[name].process.pid

    def names(self) -> list[str]:
        """Return the programs in the order they were started."""
        return list(self._running)

    def step(self) -> None:
        """Start again what has died; `changed` is called when a process id is new."""
        now = self._clock.monotonic()
        for running in self._running.values():
            if running.again_at is None and running.process.poll() is not None:
                self._note_death(running, now)
            if running.again_at is not None and running.again_at <= now:
                self._start_again(running, now)

    def stop(self) -> None:
        """Ask all to end, then end what did not; what others stand on goes last."""
        for ground in (False, True):
            self._end([running.process for running in self._running.values() if running.program.ground is ground])

    def _end(self, processes: Sequence[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            _signal_group(process, signal.SIGTERM)
        deadline = self._clock.monotonic() + STOP_WITHIN_S
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - self._clock.monotonic()))
            _signal_group(process, signal.SIGKILL)
            process.wait()
        self._await_gone(processes)

    def _await_gone(self, processes: Sequence[subprocess.Popen[bytes]]) -> None:
        # What a program had started is not ours to wait for; it is killed, and gone a moment later.
        deadline = self._clock.monotonic() + GONE_WITHIN_S
        while any(_signal_group(process, 0) for process in processes) and self._clock.monotonic() < deadline:
            time.sleep(0.01)

    def _note_death(self, running: _Running, now: float) -> None:
        code = running.process.returncode
        log.warning("%s ended with %s and is started again", running.program.name, code)
        # What it started itself (a browser, a print service) goes with it.
        _signal_group(running.process, signal.SIGKILL)
        held = now - running.since >= HELD_S
        running.again_at = now + (AGAIN_SOON_S if held else AGAIN_LATER_S)

    def _start_again(self, running: _Running, now: float) -> None:
        running.process = _spawn(running.program)
        running.since, running.again_at = now, None
        self._changed()


def _spawn(program: Program) -> subprocess.Popen[bytes]:
    program.before()
    command = [*dies_with_us(), *program.command]
    with program.log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, **program.env},
            start_new_session=True,
            pass_fds=program.handed,
        )


def dies_with_us() -> list[str]:
    """Return what to put before a command so that it is killed when the thread that starts it is no more."""
    # setpriv replaces itself by the command, so the process id stays the program's own.
    found = shutil.which("setpriv")
    return [found, "--pdeathsig", "KILL", "--"] if found else []


def _signal_group(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to all that a program has become; tells whether anything of it is left."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
