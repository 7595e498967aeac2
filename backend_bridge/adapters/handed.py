"""Hands journal entries over as files, for an office whose backend can only read them: each entry once, in order."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from backend_bridge.adapters.backend import Rejected, Unreachable
from lobby.clock import Clock
from lobby.contract.base import Part, wire_time
from lobby.files import synchronise

LEDGER = "so-cai.jsonl"
_TAIL = 16 * 1024
_LAST = 10**10


class Written(Part):
    """A line of the ledger: a file that was written, the entries in it, when, and its SHA-256."""

    file: str = Field(pattern=r"^[a-z0-9-]+\.jsonl$")
    first: int
    last: int
    at: str
    sha256: str


class HandedFiles:
    """Writes batches of `site` into `folder`, whose parent must be there; what was taken away is not written again."""

    def __init__(self, folder: Path, site: str, clock: Clock) -> None:
        self._folder = folder
        self._site = site
        self._clock = clock
        self._lock = threading.Lock()

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend."""
        with self._lock:
            try:
                self._folder.mkdir(exist_ok=True)
                through = self._through()
                new = following(entries, through)
                return self._write(new) if new else through
            except OSError as fault:
                raise Unreachable(f"folder for entries: {fault.strerror}") from fault

    def report(self, reports: Sequence[dict[str, Any]]) -> int:
        """See Backend; a batch that is written again has the same name, so that it stands there once."""
        digest = hashlib.sha256("".join(str(one.get("id")) for one in reports).encode()).hexdigest()[:16]
        name = f"thiet-bi-{self._site}-{digest}.jsonl"
        with self._lock:
            try:
                self._folder.mkdir(exist_ok=True)
                if not reports or (self._folder / name).exists():
                    return 0
                _put(self._waiting(name), _lines(reports), "wb")
                self._rename(self._waiting(name), name)
            except OSError as fault:
                raise Unreachable(f"folder for reports: {fault.strerror}") from fault
        return len(reports)

    def _through(self) -> int:
        """Return the last entry that is written, once its file stands under its name."""
        last = self._last()
        if last is None:
            return 0
        waiting = self._waiting(last.file)
        if waiting.exists():
            self._rename(waiting, last.file)
        return last.last

    def _last(self) -> Written | None:
        ledger = self._folder / LEDGER
        if not ledger.exists():
            return None
        with ledger.open("r+b") as file:
            start = max(0, file.seek(0, os.SEEK_END) - _TAIL)
            file.seek(start)
            tail = file.read()
            whole = tail.rfind(b"\n") + 1
            if whole < len(tail):
                file.truncate(start + whole)  # a line that a power cut left half
            lines = tail[:whole].splitlines()
        try:
            return Written.model_validate_json(lines[-1]) if lines else None
        except ValidationError as fault:
            raise Unreachable(f"{LEDGER} cannot be read") from fault

    def _write(self, entries: list[dict[str, Any]]) -> int:
        first, last = entries[0]["seq"], entries[-1]["seq"]
        body = _lines(entries)
        name = f"{self._site}-{first:010d}-{last:010d}.jsonl"
        at, digest = wire_time(self._clock.now()), hashlib.sha256(body).hexdigest()
        line = Written(file=name, first=first, last=last, at=at, sha256=digest)
        # The ledger's line decides: before it nothing was written, after it the file only has to get its name.
        _put(self._waiting(name), body, "wb")
        _put(self._folder / LEDGER, line.model_dump_json().encode() + b"\n", "ab")
        self._rename(self._waiting(name), name)
        return int(last)

    def _waiting(self, name: str) -> Path:
        return self._folder / f".{name}.tmp"

    def _rename(self, waiting: Path, name: str) -> None:
        waiting.rename(self._folder / name)
        synchronise(self._folder)


def following(entries: Sequence[dict[str, Any]], through: int) -> list[dict[str, Any]]:
    """Return those of `entries` that follow on `through` without a gap; raises Rejected for one without a number."""
    new: list[dict[str, Any]] = []
    for entry in entries:
        seq = entry.get("seq")
        if not isinstance(seq, int) or not 0 < seq < _LAST:
            raise Rejected("an entry without a number")
        if seq == through + len(new) + 1:
            new.append(entry)
    return new


def _lines(told: Sequence[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told).encode()


def _put(path: Path, body: bytes, mode: str) -> None:
    with path.open(mode) as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
