"""Gathers what is told to machines that watch over the site."""

from __future__ import annotations

import shutil
from pathlib import Path

from ticketing.desk.metrics import Watched
from ticketing.desk.room import Room
from ticketing.desk.slip_words import is_owed
from ticketing.journal.figure import Figure
from ticketing.reports.measuring import measures


def watched(here: Room) -> Watched:
    """Return what stands now."""
    door, now, today = here.door, here.clock.now(), here.daybook.today()
    day = Figure()
    for key, figure in today.rows.items():
        if key.day == today.day.isoformat():
            day.merge(figure)
    fields, undone = here.daybook.happened()
    return Watched(
        queues=door.queues(),
        counters=door.counters(),
        devices=door.devices(),
        owed=sum(is_owed(standing, now) for standing in door.unprinted()),
        helps=len(door.helps()),
        faults=len(here.faults.standing()),
        fields=fields,
        undone=undone,
        day=measures(day, 1) if today.known else None,
        seq=today.through if today.known else None,
        unsent=here.daybook.unsent(),
        disk_free=_disk_free(here.settings.state),
    )


def _disk_free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
