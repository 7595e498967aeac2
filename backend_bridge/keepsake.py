"""What backups need to know of the bridge's files."""

from __future__ import annotations

from pathlib import Path

from backend_bridge.store import lines, outbox
from lobby.database import Database
from lobby.keepsake import Keepsake

FILE = "outbox.db"


def restored(state: Path, newest: int | None) -> None:
    """Let a new line of entries begin in each outbox below `state`, after the `newest` of the restored journal."""
    if newest is None:
        return
    for file in state.rglob(FILE):
        database = Database(file, outbox.SCHEMA + lines.SCHEMA, "FULL")
        database.start()
        try:
            lines.Lines(database).begin(newest)
        finally:
            database.stop()


# What was looked up is asked again; procedures are fetched again. People's telephone numbers are nobody else's to read.
KEEPSAKE = Keepsake(spared=("*/lookups.db", "*/procedures.part"), secret=("*/sms.db",), restored=restored)
