"""Which of the sandbox's dossiers move, and how they moved."""

from __future__ import annotations

import json
from datetime import datetime

from backend_bridge.sandbox.invented import Made
from backend_bridge.sandbox.moving import NEXT, Move
from lobby.contract.dossiers import Dossier
from lobby.database import Database

PINNED = 5
"""So many of each state stay as they are, so that whoever shows the lobby can rely upon them."""
HELD_AT_MOST = 2000
"""Beyond so many the oldest of those that came in and were given out are forgotten."""
MOVES_KEPT = 100
SCHEMA = """
CREATE TABLE IF NOT EXISTS pinned (code TEXT PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS move (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, code TEXT NOT NULL, was INTEGER, status INTEGER NOT NULL) STRICT;
"""


class Moves:
    """The part of the ledger that moves; every method raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pin(self) -> None:
        """Let the first PINNED of each state stay as they are, where that has not been said yet."""
        with self._database.transaction() as rows:
            if rows.execute("SELECT 1 FROM pinned LIMIT 1").fetchone() is None:
                rows.execute(
                    "INSERT INTO pinned SELECT code FROM (SELECT code, row_number() OVER "
                    "(PARTITION BY status ORDER BY code) AS place FROM dossier) WHERE place <= ?",
                    (PINNED,),
                )

    def movable(self) -> list[str]:
        """Return the codes of the dossiers invented here that may move, in order."""
        with self._database.transaction() as rows:
            found = rows.execute(
                "SELECT code FROM dossier WHERE status IN (SELECT value FROM json_each(?)) "
                "AND code NOT IN (SELECT code FROM pinned) AND code NOT IN (SELECT code FROM synchronised) "
                "ORDER BY code",
                (json.dumps(list(NEXT)),),
            )
            return [code for (code,) in found]

    def of(self, code: str) -> Made:
        """Return the dossier of that code, which there is."""
        with self._database.transaction() as rows:
            body, check = rows.execute("SELECT body, check_code FROM dossier WHERE code = ?", (code,)).fetchone()
        return Made(Dossier.model_validate_json(body), check)

    def made(self) -> int:
        """Return the number of the last move, 0 before the first."""
        with self._database.transaction() as rows:
            (last,) = rows.execute("SELECT max(number) FROM move").fetchone()
        return last or 0

    def last_serial(self, begins: str) -> int:
        """Return the highest number after `begins` among the codes, 0 where there is none."""
        with self._database.transaction() as rows:
            (last,) = rows.execute(
                "SELECT max(CAST(substr(code, length(?1) + 1) AS INTEGER)) FROM dossier "
                "WHERE substr(code, 1, length(?1)) = ?1",
                (begins,),
            ).fetchone()
        return last or 0

    def keep(self, number: int, move: Move, now: datetime) -> None:
        """Keep a dossier that moved or came in; the oldest returned one goes where there are too many."""
        dossier = move.made.dossier
        row = (dossier.code, dossier.status, move.made.check, dossier.model_dump_json())
        with self._database.transaction() as rows:
            rows.execute("INSERT OR REPLACE INTO dossier VALUES (?, ?, ?, ?)", row)
            told = (number, now.isoformat(), dossier.code, move.was, dossier.status)
            rows.execute("INSERT INTO move VALUES (?, ?, ?, ?, ?)", told)
            rows.execute("DELETE FROM move WHERE number <= ?", (number - MOVES_KEPT,))
            rows.execute(
                "DELETE FROM dossier WHERE (SELECT count(*) FROM dossier) > ? AND code = (SELECT code FROM dossier "
                "WHERE status = 10 AND code NOT IN (SELECT code FROM pinned) ORDER BY rowid LIMIT 1)",
                (HELD_AT_MOST,),
            )

    def newest(self, most: int) -> list[tuple[datetime, str, int | None, int]]:
        """Return (when, code, state before or None, state after) of the newest moves, newest first."""
        with self._database.transaction() as rows:
            found = rows.execute("SELECT at, code, was, status FROM move ORDER BY number DESC LIMIT ?", (most,))
            return [(datetime.fromisoformat(at), code, was, status) for at, code, was, status in found]
