"""What backups need to know of the bridge's files."""

from __future__ import annotations

from pathlib import Path

from backend_bridge.store import lines, outbox
from lobby.database import Database
from lobby.keepsake import Keepsake


def restored(state: Path, newest: int | None) -> None:
    """Let a new line of entries begin beside each outbox below `state`, after the `newest` of the restored journal."""
    if newest is None:
        return
    for file in state.rglob(outbox.FILE):
        database = Database(file.with_name(lines.FILE), lines.SCHEMA, "FULL")
        database.start()
        try:
            lines.Lines(database).begin(newest)
        finally:
            database.stop()


# What was looked up is asked again; procedures are fetched again; how devices are is told anew. People's telephone
# numbers are nobody else's to read.
# What was learned of the backend's count is copied after the entries that were told by it.
KEEPSAKE = Keepsake(
    last=(f"*/{lines.FILE}",),
    spared=("*/lookups.db", "*/procedures.part", "*/reports.db", "*/standing.json"),
    secret=("*/sms.db",),
    restored=restored,
)
