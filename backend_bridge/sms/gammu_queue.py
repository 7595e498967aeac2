"""A modem that gammu-smsd works, through the folders of its FILES service (gammu-smsd-files(7)).

gammu-smsd is a program of its own, started by its own unit: nothing of it is linked here.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from backend_bridge.sms.modem import Arrived, Modem, ModemFault, NotSent, Radio, Trouble
from lobby.contract.base import OFFICE_ZONE

log = logging.getLogger(__name__)

WRITTEN_WITHIN_S = 2.0
"""gammu-smsd writes a message where it is to stand, not beside it: one younger than this may be half written."""
FORGETS_AFTER_S = 86400.0
LOOKS_EVERY_S = 0.2
_CAME = re.compile(r"IN(\d{8}_\d{6})_\d+_(.*)_(\d+)\.txt")
_SENT, _FAILED = "sent", "error"


class GammuQueue(Modem):
    """`folder` holds `inbox`, `outbox`, `sent` and `error`, and `smsd.pid` while gammu-smsd runs.

    A message has a file name of its own, so that one that was handed over before a kill is found again, waiting or
    sent, and not handed over twice.
    """

    def __init__(self, folder: Path, sends_within_s: float, wait: Callable[[float], None] = time.sleep) -> None:
        self._folder = folder
        self._sends_within_s = sends_within_s
        self._wait = wait

    def open(self) -> None:
        for name in ("inbox", "outbox", _SENT, _FAILED):
            if not (self._folder / name).is_dir():
                raise ModemFault(Trouble.NO_MODEM, f"no folder {name}")

    def close(self) -> None:
        """Nothing is held."""

    def reset(self) -> None:
        """gammu-smsd begins anew with its modem by itself (`resetfrequency`)."""

    def radio(self) -> Radio:
        if not self._runs():
            raise ModemFault(Trouble.NO_MODEM, "gammu-smsd does not run")
        self._forget_old()
        return Radio(registered=True)

    def inbox(self) -> Sequence[Arrived]:
        try:
            files = sorted((self._folder / "inbox").iterdir())
            return [_arrived(file) for file in files if _age_s(file) >= WRITTEN_WITHIN_S]
        except OSError as fault:
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def drop(self, place: str) -> None:
        try:
            (self._folder / "inbox" / place).unlink(missing_ok=True)
        except OSError as fault:
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def send(self, number: str, text: str, key: str) -> None:
        name = f"OUTC20000101_000000_00_{number}_{key}.txt"
        try:
            self._hand_over(name, text)
            self._hear(name)
        except OSError as fault:
            raise ModemFault(Trouble.NO_MODEM, type(fault).__name__) from fault

    def _hand_over(self, name: str, text: str) -> None:
        if any((self._folder / box / name).exists() for box in ("outbox", _SENT)):
            return
        draft = self._folder / f".{name}"
        draft.write_text(text, encoding="ascii")
        draft.replace(self._folder / "outbox" / name)

    def _hear(self, name: str) -> None:
        until = time.monotonic() + self._sends_within_s
        while time.monotonic() < until:
            if (self._folder / _SENT / name).exists():
                return
            if (self._folder / _FAILED / name).exists():
                (self._folder / _FAILED / name).unlink()
                raise NotSent("gammu-smsd could not send it")
            self._wait(LOOKS_EVERY_S)
        # It waits in gammu-smsd's own queue, and is found there when it is asked for again.
        raise ModemFault(Trouble.SILENT, "gammu-smsd does not send")

    def _runs(self) -> bool:
        try:
            os.kill(int((self._folder / "smsd.pid").read_text(encoding="ascii")), 0)
        except PermissionError:
            return True
        except (OSError, ValueError):
            return False
        return True

    def _forget_old(self) -> None:
        """Numbers and words do not stay behind."""
        for box in (_SENT, _FAILED):
            for file in (self._folder / box).glob("OUT*"):
                if _age_s(file) > FORGETS_AFTER_S:
                    with suppress(OSError):
                        file.unlink()


def _arrived(file: Path) -> Arrived:
    content = file.read_bytes()
    key = hashlib.sha256(file.name.encode() + content).hexdigest()
    found = _CAME.fullmatch(file.name)
    if found is None:
        return Arrived(file.name, key)
    text = content.decode("utf-16", "replace").rstrip("\0")
    return Arrived(file.name, key, found.group(2), text, _moment(found.group(1)), max(1, int(found.group(3))))


def _moment(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, "%Y%m%d_%H%M%S").replace(tzinfo=OFFICE_ZONE)
    except ValueError:
        return None


def _age_s(file: Path) -> float:
    with suppress(OSError):
        return time.time() - file.stat().st_mtime
    return 0.0
