"""`python -m kiosk.catalogue.installing`: puts a catalogue that came from the bridge in place, in a process of its own.

Building one takes seconds of a small machine's time, and the screen must go on.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import os
import sqlite3
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.catalogue.importing import import_file
from kiosk.catalogue.records import UnreadableFile
from kiosk.catalogue.store import mark_of
from lobby.clock import SystemClock
from lobby.contract.procedures import Procedures
from lobby.files import synchronise

log = logging.getLogger(__name__)

DONE, NOT_WHOLE, REFUSED, FAILED = 0, 3, 4, 5
_GENTLY = 15
_CHUNK = 1024 * 1024
_NAMED = 20


class NotWhole(Exception):
    """A file that is not the version it was told to be; the text is for the log."""


@dataclass(frozen=True)
class Synced:
    """Which version came from the bridge last, and the file it became, None where that was cut off; `broken` names
    records left out."""

    version: str
    mark: tuple[int, int] | None
    procedures: int
    broken: tuple[str, ...]


def synced(catalogue: Path) -> Synced | None:
    """Return what came from the bridge last, None where nothing did."""
    try:
        told = json.loads(_note(catalogue).read_text(encoding="utf-8"))
        mark = told["mark"]
        kept = (int(mark[0]), int(mark[1])) if mark else None
        return Synced(str(told["version"]), kept, int(told["procedures"]), tuple(map(str, told["broken"])))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def begun(file: Path, catalogue: Path, told: Procedures) -> subprocess.Popen[bytes]:
    """Install `file` in a process of its own, whose exit code `main` tells of; raises OSError, ValueError."""
    command = [sys.executable, "-m", "kiosk.catalogue.installing", f"--catalogue={catalogue}"]
    # With "=", since what the backend calls its source may begin as an option does.
    return subprocess.Popen([*command, f"--version={told.version}", f"--source={told.source}", "--", str(file)])


def install(file: Path, catalogue: Path, version: str, source: str) -> Synced:
    """Put the records of `file`, whose SHA-256 is `version`, in the place of the catalogue.

    Raises NotWhole where the file is another, UnreadableFile or ValueError where its records cannot be used, OSError or
    sqlite3.Error; then the old one stands.
    """
    if _digest(file) != version:
        raise NotWhole("the file is not the version that was told")
    before = synced(catalogue)
    # Cut off after the file is in its place, the next run finds that it is ours and does it over.
    _keep(Synced(version, None, 0, ()), catalogue)
    try:
        done = import_file(file, catalogue, source, SystemClock().now())
    except (UnreadableFile, ValueError, OSError, sqlite3.Error):
        _keep(before, catalogue)
        raise
    for why in done.broken[:_NAMED]:
        log.error("a procedure of the bridge left out: %s", why)
    note = Synced(version, mark_of(catalogue), done.version.procedures, done.broken[:_NAMED])
    _keep(note, catalogue)
    return note


def main(argv: list[str] | None = None) -> int:
    """Install one file; 0 where it stands, 3 where it is not whole, 4 where it can never be used, 5 where not now."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--source", required=True)
    chosen = parser.parse_args(argv)
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s")
    os.nice(_GENTLY)
    try:
        install(chosen.file, chosen.catalogue, chosen.version, chosen.source)
    except (NotWhole, UnreadableFile, ValueError, OSError, sqlite3.Error) as fault:
        log.error("%s", fault)
        return _code(fault)
    return DONE


def _code(fault: Exception) -> int:
    if isinstance(fault, NotWhole):
        return NOT_WHOLE
    # What the machine did under a file that could not be read is no fault of the file: a disk, another import.
    cause = fault.__cause__ if isinstance(fault, UnreadableFile) else fault
    mine = isinstance(cause, (OSError, sqlite3.Error)) and not isinstance(cause, gzip.BadGzipFile)
    return FAILED if mine else REFUSED


def _keep(note: Synced | None, catalogue: Path) -> None:
    if note is None:
        _note(catalogue).unlink(missing_ok=True)
        return
    part = _note(catalogue).with_suffix(".new")
    part.write_text(json.dumps(asdict(note), ensure_ascii=False), encoding="utf-8")
    synchronise(part)
    part.replace(_note(catalogue))


def _note(catalogue: Path) -> Path:
    return catalogue.with_suffix(".synced")


def _digest(file: Path) -> str:
    told = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            told.update(chunk)
    return told.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
