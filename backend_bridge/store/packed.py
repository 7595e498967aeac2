"""The packed catalogue on the disk: one gzip file that kiosks fetch, named by its digest."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lobby.files import synchronise

UNPACKED_AT_MOST = 128 * 1024 * 1024
"""Bytes of all records together: a kiosk unfolds the whole file; the portal's were 55 MB in July 2026."""


class Unfit(Exception):
    """The backend's catalogue cannot take the place of the one that stands; `detail` (Vietnamese) says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True)
class Packed:
    """The file that kiosks fetch."""

    file: Path
    version: str
    count: int
    size: int
    newest: datetime


def write(folder: Path, bodies: Iterable[bytes]) -> tuple[Path, str, int]:
    """Write records into one file, in its place once whole; return it, its digest and size. Raises OSError, Unfit."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "procedures.part"
    try:
        _fill(part, bodies)
    except Unfit:
        part.unlink(missing_ok=True)
        raise
    version = hashlib.sha256(part.read_bytes()).hexdigest()
    file, size = file_of(folder, version), part.stat().st_size
    part.replace(file)
    synchronise(folder)
    return file, version, size


def drop_others(folder: Path, version: str | None) -> None:
    """Remove every packed catalogue but that one. Raises OSError."""
    for file in folder.glob("procedures-*.jsonl.gz"):
        if version is None or file != file_of(folder, version):
            file.unlink(missing_ok=True)


def file_of(folder: Path, version: str) -> Path:
    """Return where the packed catalogue of that version stands."""
    return folder / f"procedures-{version}.jsonl.gz"


def check_bytes(raw: int) -> None:
    """Raise Unfit where so many bytes are more than a kiosk unfolds."""
    if raw > UNPACKED_AT_MOST:
        raise Unfit(f"lớn hơn {UNPACKED_AT_MOST // 1024 // 1024} MB")


def _fill(file: Path, bodies: Iterable[bytes]) -> None:
    # Neither name nor time in the head: the same records are the same file, and the same version.
    raw = 0
    with file.open("wb") as under, gzip.GzipFile(filename="", fileobj=under, mode="wb", mtime=0) as packed:
        for body in bodies:
            raw += len(body) + 1
            check_bytes(raw)
            packed.write(body + b"\n")
    synchronise(file)
