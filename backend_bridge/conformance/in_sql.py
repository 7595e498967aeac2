"""The stand of the adapter `sql`: an office's SQLite with a view of its dossiers and a table for entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from backend_bridge.adapters import sql as sql_adapter
from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.flat import Columns
from backend_bridge.adapters.sql_settings import SqlSettings
from backend_bridge.conformance.dropped import COUNTS, row_of
from backend_bridge.conformance.stand import Held, Stand, Trouble
from backend_bridge.conformance.troubled import private_file
from lobby.clock import SystemClock
from lobby.contract.dossiers import Counts

SITE = "demo"
TIMEOUT_S = 1.5
NAMES = tuple(Columns().model_dump().values())
VIEW = "CREATE VIEW mot_cua AS SELECT * FROM ho_so"
_SPOILT = ", ".join(f"'xong' AS {name}" if name == Columns().status else name for name in NAMES)
WRONG_VIEW = f"CREATE VIEW mot_cua AS SELECT {_SPOILT} FROM ho_so"  # noqa: S608
FIGURES = f"CREATE VIEW so_lieu AS SELECT {', '.join(f'{n} AS {name}' for name, n in COUNTS.model_dump().items())}"
JOURNAL = (
    "CREATE TABLE nhat_ky (site TEXT, seq INTEGER, at TEXT, kind TEXT, counter TEXT, officer TEXT, body TEXT, "
    "PRIMARY KEY (site, seq))"
)
REFUSING = "CREATE TRIGGER refusing BEFORE INSERT ON nhat_ky BEGIN SELECT RAISE(ABORT, 'no'); END"


class SqlStand:
    """The office's database; `trouble` locks it, takes its view away, or moves it."""

    troubles: Collection[Trouble] = frozenset(
        {Trouble.AWAY, Trouble.WRONG, Trouble.SLOW, Trouble.FAILING, Trouble.FALLS_OVER}
    )

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "office.db"
        self._gone = folder / "gone.db"
        self._kind: Trouble | None = None
        self._locking: sqlite3.Connection | None = None

    def start(self) -> None:
        """Make the tables and views."""
        columns = ", ".join(f'"{name}" TEXT' for name in NAMES)
        self._do(f"CREATE TABLE ho_so ({columns})", VIEW, FIGURES, JOURNAL)

    def open(self) -> Backend:
        """See Stand."""
        url = private_file(self._folder, "url", f"sqlite:///file:{self._file}?mode=rw&uri=true")
        settings = SqlSettings(
            url_file=url, view="mot_cua", figures_view="so_lieu", journal="nhat_ky", timeout_s=TIMEOUT_S
        )
        return sql_adapter.ADAPTER.open(settings, Around(SITE, self._folder / "bridge", SystemClock()))

    def put(self, held: Sequence[Held]) -> None:
        """See Stand."""
        rows = [[_text(value) for value in row_of(one).values()] for one in held]
        with sqlite3.connect(self._file) as database:
            database.execute("DELETE FROM ho_so")
            database.executemany(f"INSERT INTO ho_so VALUES ({', '.join('?' * len(NAMES))})", rows)  # noqa: S608
        database.close()

    def counts(self) -> Counts | None:
        """See Stand."""
        return COUNTS

    def procedures(self) -> Collection[str] | None:
        """See Stand."""
        return None

    def agencies(self) -> Collection[str] | None:
        """See Stand."""
        return None

    def taken(self) -> list[dict[str, Any]]:
        """See Stand."""
        database = sqlite3.connect(self._file)
        try:
            return [json.loads(body) for (body,) in database.execute("SELECT body FROM nhat_ky ORDER BY seq")]
        finally:
            database.close()

    def reported(self) -> list[dict[str, Any]] | None:
        """See Stand."""
        return None

    def trouble(self, kind: Trouble | None) -> None:
        """See Stand."""
        self._mend()
        self._kind = kind
        if kind is Trouble.AWAY:
            self._file.rename(self._gone)
        elif kind is Trouble.SLOW:
            self._locking = sqlite3.connect(self._file, isolation_level=None)
            self._locking.execute("BEGIN EXCLUSIVE")
        elif kind is Trouble.FAILING:
            self._do("DROP VIEW mot_cua", "DROP VIEW so_lieu", "ALTER TABLE nhat_ky RENAME TO nhat_ky_cu")
        elif kind is Trouble.WRONG:
            self._do("DROP VIEW mot_cua", WRONG_VIEW)
        elif kind is Trouble.FALLS_OVER:
            self._do(REFUSING)

    def close(self) -> None:
        """See Stand."""
        self._mend()

    def _mend(self) -> None:
        kind, self._kind = self._kind, None
        if kind is Trouble.AWAY:
            self._gone.rename(self._file)
        elif kind is Trouble.SLOW and self._locking is not None:
            self._locking.close()
        elif kind is Trouble.FAILING:
            self._do(VIEW, FIGURES, "ALTER TABLE nhat_ky_cu RENAME TO nhat_ky")
        elif kind is Trouble.WRONG:
            self._do("DROP VIEW mot_cua", VIEW)
        elif kind is Trouble.FALLS_OVER:
            self._do("DROP TRIGGER refusing")

    def _do(self, *statements: str) -> None:
        database = sqlite3.connect(self._file, isolation_level=None)
        try:
            for statement in statements:
                database.execute(statement)
        finally:
            database.close()


def _text(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else None if value is None else str(value)


def sql(folder: Path) -> Stand:
    """Return a stand for the adapter `sql`."""
    stand = SqlStand(folder)
    stand.start()
    return stand
