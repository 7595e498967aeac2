"""Imports records of the portal into a catalogue file: built beside the old one, in its place once whole."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.catalogue.building import Version, write
from kiosk.catalogue.procedure import Procedure
from kiosk.catalogue.reading import BrokenRecord, read_record
from kiosk.catalogue.records import UnreadableFile, records
from kiosk.catalogue.store import Catalogue
from kiosk.catalogue.synonyms import synonyms
from lobby.files import synchronise

SHIPPED = Path(__file__).with_name("procedures.jsonl")
SHIPPED_SOURCE = "Cổng Dịch vụ công quốc gia, 18/7/2026"
_READABLE = 0o644


@dataclass(frozen=True)
class Imported:
    """What an import did: the catalogue that stands now, and the records left out, each with its reason."""

    version: Version
    broken: tuple[str, ...]


def shipped(now: datetime) -> Catalogue:
    """Return the procedures that come with the product, in memory; raises sqlite3.Error."""
    procedures, _ = _read(records(SHIPPED), lambda _count: None)
    rows = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    write(rows, procedures, _version(SHIPPED_SOURCE, now, procedures, 0), synonyms())
    return Catalogue(rows)


def came_shipped(file: Path) -> bool:
    """Tell whether a catalogue file, of whatever form, holds the procedures that come with the product, no others."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as rows:
            held = rows.execute("SELECT source, procedures FROM version").fetchone()
        return bool(held == (SHIPPED_SOURCE, len(SHIPPED.read_bytes().splitlines())))
    except (OSError, sqlite3.Error):
        return False


def import_file(
    file: Path, catalogue: Path, source: str, now: datetime, told: Callable[[int], None] = lambda _count: None
) -> Imported:
    """Put the records of `file` in the place of the catalogue; `told` hears how many were read so far.

    Of two records with one code the newer counts. A broken record is left out and named. One import at a time. Raises
    UnreadableFile, OSError or sqlite3.Error, and then the old catalogue stands as it was.
    """
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    with _alone(catalogue):
        procedures, broken = _read(records(file), told)
        if not procedures:
            raise UnreadableFile(f"Tệp {file.name} không có thủ tục nào dùng được; danh mục cũ được giữ nguyên.")
        version = _version(source, now, procedures, len(broken))
        with tempfile.TemporaryDirectory(prefix=_beside(catalogue), dir=catalogue.parent) as folder:
            built = Path(folder) / catalogue.name
            _build(built, procedures, version)
            built.replace(catalogue)
            synchronise(catalogue.parent)
    return Imported(version, tuple(broken))


@contextmanager
def _alone(catalogue: Path) -> Iterator[None]:
    """Keep other imports out, and clear away what one that was cut off had built; raises UnreadableFile, OSError."""
    with catalogue.with_name(f".{catalogue.name}.lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise UnreadableFile(f"Đang có một lần nhập khác vào {catalogue}; hãy đợi lần đó xong.") from fault
        for left in catalogue.parent.glob(f"{_beside(catalogue)}*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
        yield


def _beside(catalogue: Path) -> str:
    return f".{catalogue.name}."


def _read(found: Iterable[Any], told: Callable[[int], None]) -> tuple[list[Procedure], list[str]]:
    procedures: dict[str, Procedure] = {}
    broken: list[str] = []
    for number, record in enumerate(found, 1):
        try:
            procedure = read_record(_sound(record))
            known = procedures.get(procedure.code)
            if known is None or procedure.updated_at >= known.updated_at:
                procedures[procedure.code] = procedure
        except BrokenRecord as fault:
            broken.append(str(fault))
        told(number)
    return list(procedures.values()), broken


def _sound(record: Any) -> Any:
    if isinstance(record, BrokenRecord):
        raise record
    return record


def _version(source: str, now: datetime, procedures: list[Procedure], broken: int) -> Version:
    return Version(source, now, max(one.updated_at for one in procedures), len(procedures), broken)


def _build(file: Path, procedures: list[Procedure], version: Version) -> None:
    rows = sqlite3.connect(file, isolation_level=None)
    try:
        # The file is of no worth until it is whole, and then is synchronised at once.
        rows.execute("PRAGMA journal_mode=OFF")
        rows.execute("PRAGMA synchronous=OFF")
        write(rows, procedures, version, synonyms())
    finally:
        rows.close()
    file.chmod(_READABLE)
    synchronise(file)
