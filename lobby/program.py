"""How each program runs: settings from the command line, a log without personal data, clean stops, systemd's notify."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from lobby.settings.load import SettingsError, Strict, load

S = TypeVar("S", bound=Strict)

STEP_S = 0.1
WATCHDOG_EVERY_S = 3.0
WRONG_SETTINGS = 78  # EX_CONFIG of sysexits.h; systemd does not restart on it
_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (0, 7))
_JOURNAL_FORM = "%(levelname)s %(name)s: %(message)s"
_LOG_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Part(Protocol):
    """Something a program is composed of: constructors assign, these act."""

    def start(self) -> None:
        """Begin; called once."""

    def step(self) -> None:
        """Do what is due; called about ten times a second."""

    def stop(self) -> None:
        """End; called once, also after a failed start of a later part."""


def settings_from(argv: Sequence[str] | None, kind: type[S], name: str, purpose: str) -> S:
    """Read `--settings FILE` of the program `name`; prints what is wrong in Vietnamese and exits with 78."""
    return settings_file(argv, kind, name, purpose)[0]


def settings_file(
    argv: Sequence[str] | None,
    kind: type[S],
    name: str,
    purpose: str,
    otherwise: Callable[[Path], S | None] = lambda _path: None,
) -> tuple[S, Path]:
    """Return the settings as `settings_from` does, and the file they stand in.

    Where the file is wrong, that is said, and `otherwise` may know other settings to run with.
    """
    parser = argparse.ArgumentParser(
        prog=f"lobby {name}",
        description=purpose,
        epilog=f"Ví dụ: lobby {name} --settings /etc/lobby/{name}.toml",
    )
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE", help="tệp cấu hình TOML")
    chosen = parser.parse_args(argv)
    try:
        settings = load(kind, chosen.settings)
    except SettingsError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        known = otherwise(chosen.settings)
        if known is None:
            raise SystemExit(WRONG_SETTINGS) from fault
        settings = known
    _log_to_stderr(getattr(settings, "log_level", "INFO"))
    return settings, chosen.settings


class _ForJournal(logging.Formatter):
    """Puts the priority before each line, as systemd's journal reads it (sd-daemon(3))."""

    def format(self, record: logging.LogRecord) -> str:
        priority = next(number for level, number in _PRIORITIES if record.levelno >= level)
        return "\n".join(f"<{priority}>{line}" for line in super().format(record).splitlines())


def _log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_ForJournal(_JOURNAL_FORM) if "JOURNAL_STREAM" in os.environ else logging.Formatter(_LOG_FORM))
    logging.basicConfig(level=level, handlers=[handler])


def notify(state: str) -> None:
    """Tell systemd (`READY=1`, `WATCHDOG=1`, `STOPPING=1`) where it listens; see sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    place = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock, suppress(OSError):
        # A program must not wait for whoever watches it.
        sock.setblocking(False)
        sock.connect(place)
        sock.sendall(state.encode())


class Watchdog:
    """Tells systemd every few seconds that the program's loop goes round."""

    def __init__(self) -> None:
        self._due = 0.0

    def tell(self) -> None:
        """Say so when it is due; call as often as you like."""
        now = time.monotonic()
        if now >= self._due:
            self._due = now + WATCHDOG_EVERY_S
            notify("WATCHDOG=1")


def run(
    parts: Sequence[Part], *, ready: Callable[[], None] = lambda: None, on_picture: Callable[[], None] | None = None
) -> int:
    """Start `parts` in order, step them until SIGTERM or SIGINT, stop them in reverse; returns the exit code.

    SIGUSR1 asks a program with a screen for its picture (`on_picture`, called between steps); others ignore it.
    """
    ended, picture = threading.Event(), threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: picture.set())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    started: list[Part] = []
    watchdog = Watchdog()
    try:
        for part in parts:
            started.append(part)
            part.start()
        notify("READY=1")
        ready()
        while not ended.wait(STEP_S):
            for part in parts:
                part.step()
            if picture.is_set() and on_picture is not None:
                on_picture()
            picture.clear()
            watchdog.tell()
    finally:
        notify("STOPPING=1")
        for part in reversed(started):
            part.stop()
    return 0
