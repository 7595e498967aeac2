"""What backups need to know of the hub's files."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from lobby.contract.base import OFFICE_ZONE
from lobby.keepsake import Keepsake
from ticketing.hub.restored import leave
from ticketing.journal.files import ARCHIVE, FILE, reading


def newest(state: Path) -> int | None:
    """Return the number of the newest entry of the journal below `state`, None where there is no journal."""
    found = sorted(state.rglob(FILE))
    if not found:
        return None
    with closing(reading(found[0])) as journal:
        return int(journal.execute("SELECT coalesce(max(seq), 0) FROM entries").fetchone()[0])


def restored(state: Path, newest: int | None) -> None:
    """Leave word beside the journal below `state` that it does not know all numbers of today."""
    if newest is not None:
        for file in state.rglob(FILE):
            leave(file.parent, datetime.now(OFFICE_ZONE).date())


# The bridge answers for no entry that the journal lacks, if the journal is copied after it; entries that go to the
# archive meanwhile are in both, if the archive is copied after the journal.
KEEPSAKE = Keepsake(
    last=(f"*{FILE}", f"*/{ARCHIVE}/*"),
    spared=("*/hub.lock", "*/boot"),
    newest=newest,
    restored=restored,
)
