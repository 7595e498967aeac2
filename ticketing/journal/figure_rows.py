"""Figures as rows of the journal's own file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ticketing.journal.figure import COUNTS, Figure, Key, Times

_COLUMNS = (*Key._fields, *COUNTS, "wait_s", "wait_buckets", "service_s", "service_buckets")
_NAMES, _PLACES = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
_KEEP = f"INSERT OR REPLACE INTO figures ({_NAMES}) VALUES ({_PLACES})"  # noqa: S608
_ONE = f"SELECT {_NAMES} FROM figures WHERE day = ? AND service = ? AND counter = ? AND officer = ?"  # noqa: S608
_DAYS = f"SELECT {_NAMES} FROM figures WHERE day BETWEEN ? AND ? ORDER BY day, service, counter, officer"  # noqa: S608
_NAMED = "SELECT day FROM figures WHERE day < ? AND officer <> '' ORDER BY day LIMIT 1"


def add(connection: sqlite3.Connection, rows: Mapping[Key, Figure]) -> None:
    """Add `rows` to what is kept already, within the caller's transaction."""
    for key, figure in rows.items():
        known = connection.execute(_ONE, key).fetchone()
        if known is not None:
            figure.merge(_figure(known))
        connection.execute(_KEEP, _row(key, figure))


def between(connection: sqlite3.Connection, first: str, last: str) -> Iterator[tuple[Key, Figure]]:
    """Return the figures of the days `first` to `last` (YYYY-MM-DD), both with them, in order."""
    for row in connection.execute(_DAYS, (first, last)):
        yield Key(*row[:4]), _figure(row)


def named_before(connection: sqlite3.Connection, day: str) -> str | None:
    """Return the oldest day before `day` whose figures still name officers; None where none does."""
    row = connection.execute(_NAMED, (day,)).fetchone()
    return str(row[0]) if row is not None else None


def forget_officers(connection: sqlite3.Connection, day: str) -> None:
    """Put the figures of all officers of one day together, within the caller's transaction."""
    rows: dict[Key, Figure] = {}
    for key, figure in between(connection, day, day):
        rows.setdefault(key._replace(officer=""), Figure()).merge(figure)
    connection.execute("DELETE FROM figures WHERE day = ?", (day,))
    connection.executemany(_KEEP, [_row(key, figure) for key, figure in rows.items()])


def _row(key: Key, figure: Figure) -> tuple[Any, ...]:
    counts = (figure.counts[name] for name in COUNTS)
    return (*key, *counts, *_kept(figure.wait), *_kept(figure.service))


def _figure(row: tuple[Any, ...]) -> Figure:
    counts = Counter(dict(zip(COUNTS, row[4:], strict=False)))
    wait_s, wait, service_s, service = row[4 + len(COUNTS) :]
    return Figure(counts, _times(wait_s, wait), _times(service_s, service))


def _kept(times: Times) -> tuple[int, str]:
    return times.sum_s, json.dumps(dict(sorted(times.buckets.items())), separators=(",", ":"))


def _times(sum_s: int, buckets: str) -> Times:
    return Times(Counter({int(bucket): times for bucket, times in json.loads(buckets).items()}), sum_s)
