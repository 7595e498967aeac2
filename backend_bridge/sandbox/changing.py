"""Which of the sandbox's dossiers changed, and in which order, whoever changed them."""

from __future__ import annotations

from typing import NamedTuple

from lobby.contract.dossiers import Dossier
from lobby.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS changed_in AFTER INSERT ON dossier
    BEGIN INSERT INTO change (code) VALUES (new.code); END;
CREATE TRIGGER IF NOT EXISTS changed_on AFTER UPDATE ON dossier
    BEGIN INSERT INTO change (code) VALUES (new.code); END;
CREATE TRIGGER IF NOT EXISTS changed_out AFTER DELETE ON dossier
    BEGIN INSERT INTO change (code) VALUES (old.code); END;
CREATE TRIGGER IF NOT EXISTS changed_long_ago AFTER INSERT ON change WHEN new.number % 1000 = 0
    BEGIN DELETE FROM change WHERE number <= new.number - 20000; END;
"""


class News(NamedTuple):
    """Dossiers as they are now, codes of those that are no more, and the number of the last change told."""

    changed: list[Dossier]
    gone: list[str]
    last: int


class ChangeLog:
    """The sandbox's changes by number; every method raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def range(self) -> tuple[int, int]:
        """Return the least number that may be asked after, and the last there is."""
        with self._database.transaction() as rows:
            first, last = rows.execute("SELECT min(number), max(number) FROM change").fetchone()
        return (first or 1) - 1, last or 0

    def after(self, number: int, most: int) -> News:
        """Return what changed after `number`, each dossier once."""
        with self._database.transaction() as rows:
            found = rows.execute(
                "SELECT change.number, change.code, body FROM change LEFT JOIN dossier USING (code) "
                "WHERE change.number > ? ORDER BY change.number LIMIT ?",
                (number, most),
            ).fetchall()
        bodies = {code: body for _, code, body in found}
        changed = [Dossier.model_validate_json(body) for body in bodies.values() if body is not None]
        return News(changed, [code for code, body in bodies.items() if body is None], found[-1][0] if found else number)
