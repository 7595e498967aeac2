"""The keeper's notices in their SQLite file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lobby.contract.notices import NoticeKind
from lobby.database import Database
from ticketing.notices.item import Item, Media, Plan

FILE_NAME = "notices.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS notice (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, shown INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    media TEXT, size INTEGER, width INTEGER, height INTEGER, lasts INTEGER,
    first TEXT, last TEXT, hours_from TEXT, hours_until TEXT, weekdays TEXT NOT NULL, seconds INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ticker (place INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;
"""
_ALL = """
SELECT id, shown, kind, text, media, size, width, height, lasts, first, last, hours_from, hours_until, weekdays, seconds
FROM notice ORDER BY place
"""
_PUT = """
INSERT INTO notice (place, id, shown, kind, text, media, size, width, height, lasts, first, last, hours_from,
    hours_until, weekdays, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class NoticeStore:
    """The playlist and the ticker as wholes: each is read and replaced at once."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / FILE_NAME, _SCHEMA, "FULL")

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged file went, None where none was."""
        return self._database.set_aside

    def start(self) -> None:
        """Open the file; raises OSError, sqlite3.Error."""
        self._database.start()

    def stop(self) -> None:
        self._database.stop()

    def items(self) -> tuple[Item, ...]:
        """Return the playlist in order; raises sqlite3.Error."""
        return tuple(_item(row) for row in self._database.rows(_ALL))

    def ticker(self) -> tuple[str, ...]:
        """Return the lines of the ticker; raises sqlite3.Error."""
        return tuple(line for (line,) in self._database.rows("SELECT line FROM ticker ORDER BY place"))

    def put_items(self, items: Sequence[Item]) -> None:
        """Have `items` for the playlist, durable when this returns; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM notice")
            rows.executemany(_PUT, [(place, *_row(item)) for place, item in enumerate(items)])

    def put_ticker(self, lines: Sequence[str]) -> None:
        """Have `lines` for the ticker, durable when this returns; raises sqlite3.Error."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM ticker")
            rows.executemany("INSERT INTO ticker VALUES (?, ?)", list(enumerate(lines)))


def _item(row: tuple[Any, ...]) -> Item:
    id_, shown, kind, text, name, size, width, height, lasts, first, last, begins, ends, weekdays, seconds = row
    return Item(
        id=id_,
        kind=NoticeKind(kind),
        text=text,
        plan=Plan(_day(first), _day(last), begins, ends, tuple(int(day) for day in weekdays), seconds),
        media=None if name is None else Media(name, size, width, height, lasts),
        on=bool(shown),
    )


def _row(item: Item) -> tuple[object, ...]:
    plan, media = item.plan, item.media
    of_media = (media.name, media.size, media.width, media.height, media.seconds) if media else (None,) * 5
    days = [None if day is None else day.isoformat() for day in (plan.first, plan.last)]
    weekdays = "".join(map(str, plan.weekdays))
    head = (item.id, int(item.on), item.kind.value, item.text)
    return (*head, *of_media, *days, plan.hours_from, plan.hours_until, weekdays, plan.seconds)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
