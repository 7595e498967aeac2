"""Figures as rows of the journal's own file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ticketing.journal.figure import Figure, Key

Row = tuple[str, int, str, str, str, str]
# Counts by name, each wait and each service in whole seconds.
Plain = tuple[Key, Mapping[str, int], Iterable[int], Iterable[int]]

_KEEP = "INSERT OR REPLACE INTO figures (day, hour, service, counter, officer, figure) VALUES (?, ?, ?, ?, ?, ?)"
_ONE = "SELECT figure FROM figures WHERE day = ? AND hour = ? AND service = ? AND counter = ? AND officer = ?"
_DAYS = "SELECT day, hour, service, counter, officer, figure FROM figures WHERE day BETWEEN ? AND ? ORDER BY day, hour"
_AT_ONCE = 500
_NAMED = "SELECT day FROM figures WHERE day < ? AND officer <> '' ORDER BY day LIMIT 1"

_BUSIEST = (
    "SELECT service, max(issued) FROM (SELECT service, sum(json_extract(figure, '$.n.issued')) AS issued FROM figures"
    " GROUP BY service, day) WHERE issued IS NOT NULL GROUP BY service"
)


def added(connection: sqlite3.Connection, rows: Mapping[Key, Figure]) -> list[Row]:
    """Return `rows` with what is kept of each already, ready to be kept."""
    found = []
    for key, figure in rows.items():
        known = connection.execute(_ONE, key).fetchone()
        if known is not None:
            figure.merge(_figure(known[0]))
        found.append((*key, _dumped(figure)))
    return found


def keep(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Keep `rows` in place of what was kept of them, within the caller's transaction."""
    connection.executemany(_KEEP, rows)


def between(connection: sqlite3.Connection, first: str, last: str) -> Iterator[tuple[Key, Figure]]:
    """Return the figures of the days `first` to `last` (YYYY-MM-DD), both with them, in order of time."""
    for key, counts, waits, services in plain(connection, first, last):
        yield key, Figure(Counter(counts), Counter(waits), Counter(services))


def plain(connection: sqlite3.Connection, first: str, last: str) -> Iterator[Plain]:
    """Return the same as `between`, as it is kept: for whoever adds up a year of them."""
    found = connection.execute(_DAYS, (first, last))
    while rows := found.fetchmany(_AT_ONCE):
        # Many texts read as one take two thirds of the time.
        figures = json.loads(f"[{','.join([row[5] for row in rows])}]")
        for row, said in zip(rows, figures, strict=True):
            yield Key._make(row[:5]), said["n"], said.get("w", ()), said.get("s", ())


def busiest(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many tickets each field issued on the day on which it issued most."""
    return {str(service): int(issued) for service, issued in connection.execute(_BUSIEST)}


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
    keep(connection, [(*key, _dumped(figure)) for key, figure in rows.items()])


def _dumped(figure: Figure) -> str:
    """Return a row's figure in small: counts, then every wait and every service in whole seconds, shortest first."""
    said: dict[str, object] = {"n": dict(sorted(figure.counts.items()))}
    for name, seconds in (("w", figure.wait), ("s", figure.service)):
        if seconds:
            said[name] = sorted(seconds.elements())
    return json.dumps(said, separators=(",", ":"))


def _figure(text: str) -> Figure:
    said = json.loads(text)
    return Figure(Counter(said["n"]), Counter(said.get("w")), Counter(said.get("s")))
