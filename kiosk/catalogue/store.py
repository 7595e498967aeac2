"""The catalogue as readers see it: one SQLite file opened read-only, or the shipped procedures where there is none."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.catalogue.building import FORM, Version
from kiosk.catalogue.procedure import Procedure

NAME = "catalogue.db"


class CatalogueError(Exception):
    """A catalogue that cannot be used; the text says why, in Vietnamese."""


@dataclass(frozen=True)
class Entry:
    """What a list shows of a procedure, and the folded words it is found by (see `terms.Terms`); levels are 0 or 1."""

    code: str
    name: str
    field: str
    ward: int
    province: int
    ministry: int
    vertical: int
    issuer: str
    common: int
    title: str
    core: str
    aliases: str
    context: str
    more: str
    marked: str
    named: str
    words: str


_JOINED = {"named": "title || aliases", "words": "title || aliases || context || more"}
_ENTRY = ", ".join(_JOINED.get(column, column) for column in Entry.__dataclass_fields__)


class Catalogue:
    """Procedures of one catalogue. The file behind it is never changed, only replaced: see `replaced`."""

    def __init__(self, rows: sqlite3.Connection, file: Path | None = None, mark: tuple[int, int] | None = None) -> None:
        self._rows = rows
        self._file = file
        self._mark = mark

    def version(self) -> Version:
        """Return which catalogue this is; raises sqlite3.Error."""
        found = self._rows.execute("SELECT source, built_at, newest, procedures, broken FROM version").fetchone()
        source, built_at, newest, procedures, broken = found
        return Version(source, datetime.fromisoformat(built_at), datetime.fromisoformat(newest), procedures, broken)

    def procedure(self, code: str) -> Procedure | None:
        """Return the procedure of that code; raises sqlite3.Error."""
        found = self._rows.execute("SELECT body FROM procedure WHERE code = ?", (code,)).fetchone()
        return Procedure.model_validate_json(found[0]) if found else None

    def fields(self) -> list[tuple[str, int]]:
        """Return the fields and how many procedures each has, the largest first; raises sqlite3.Error."""
        return self._rows.execute("SELECT field, count(*) FROM procedure GROUP BY field ORDER BY 2 DESC, 1").fetchall()

    def entries(self) -> dict[int, Entry]:
        """Return all entries by rank, the most asked for first; raises sqlite3.Error."""
        found = self._rows.execute(f"SELECT id, {_ENTRY} FROM procedure ORDER BY id")  # noqa: S608 (own column names)
        return {row[0]: Entry(*row[1:]) for row in found}

    def words(self) -> dict[str, int]:
        """Return every word and how many procedures hold it; raises sqlite3.Error."""
        return dict(self._rows.execute("SELECT word, procedures FROM word").fetchall())

    def holding(self, match: str, at_most: int) -> list[int]:
        """Return the ranks of the procedures that an FTS5 expression finds, the first in order; raises sqlite3.Error.

        `at_most` below 0 asks for all.
        """
        found = self._rows.execute(
            "SELECT rowid FROM wording WHERE wording MATCH ? ORDER BY rowid LIMIT ?", (match, at_most)
        )
        return [row[0] for row in found]

    def replaced(self) -> bool:
        """Tell whether an import has put another file in place since this one was opened."""
        return self._file is not None and mark_of(self._file) not in (None, self._mark)

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


def open_catalogue(file: Path) -> Catalogue:
    """Open a catalogue file, read-only; raises CatalogueError where there is none or it is of another form."""
    mark = mark_of(file)
    if mark is None:
        raise CatalogueError(f"Không có tệp danh mục thủ tục {file}.")
    # Nobody writes into this file: an import puts another in its place.
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    rows: sqlite3.Connection | None = None
    try:
        rows = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        (form,) = rows.execute("SELECT form FROM version").fetchone()
    except (sqlite3.Error, TypeError) as fault:
        if rows is not None:
            rows.close()
        raise CatalogueError(f"Tệp {file} không phải danh mục thủ tục, hoặc đã hỏng. Hãy nhập lại danh mục.") from fault
    if form != FORM:
        rows.close()
        raise CatalogueError(f"Tệp {file} do một phiên bản khác tạo ra. Hãy nhập lại danh mục.")
    return Catalogue(rows, file, mark)


def mark_of(file: Path) -> tuple[int, int] | None:
    """Return what tells one catalogue file from another that takes its place; None where there is none."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns
