"""`python -m kiosk.catalogue.installing`: puts a catalogue that came from the bridge in place, in a process of its own.

Building one takes seconds of a small machine's time, and the screen must go on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import sqlite3
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.catalogue.importing import import_file
from kiosk.catalogue.records import UnreadableFile
from kiosk.catalogue.store import mark_of
from lobby.clock import SystemClock
from lobby.files import synchronise

log = logging.getLogger(__name__)

DONE, NOT_WHOLE, REFUSED = 0, 3, 4
_GENTLY = 15
_CHUNK = 1024 * 1024
_NAMED = 20


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


def install(file: Path, catalogue: Path, version: str, source: str) -> Synced:
    """Put the records of `file`, whose SHA-256 is `version`, in the place of the catalogue.

    Raises UnreadableFile, ValueError where the file is another, OSError or sqlite3.Error; then the old one stands.
    """
    if _digest(file) != version:
        raise ValueError("the file is not the version that was told")
    before = synced(catalogue)
    # Cut off after the file is in its place, the next run finds that it is ours and does it over.
    _keep(Synced(version, None, 0, ()), catalogue)
    try:
        done = import_file(file, catalogue, source, SystemClock().now())
    except (UnreadableFile, OSError, sqlite3.Error):
        _keep(before, catalogue)
        raise
    for why in done.broken[:_NAMED]:
        log.error("a procedure of the bridge left out: %s", why)
    note = Synced(version, mark_of(catalogue), done.version.procedures, done.broken[:_NAMED])
    _keep(note, catalogue)
    return note


def main(argv: list[str] | None = None) -> int:
    """Install one file; 0 where it stands, 3 where the file is not whole, 4 where it was refused."""
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
    except ValueError as fault:
        log.error("%s", fault)
        return NOT_WHOLE
    except (UnreadableFile, OSError, sqlite3.Error) as fault:
        log.error("%s", fault)
        return REFUSED
    return DONE


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
