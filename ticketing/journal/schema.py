"""The journal's tables, by version; a newer file than this program knows is refused, never guessed at."""

from __future__ import annotations

import sqlite3

# The second index is a lock on the door: even a faulty rule could not give a number twice on one day.
_FIRST = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    counter TEXT,
    officer TEXT,
    ticket TEXT,
    data TEXT NOT NULL,
    private TEXT NOT NULL
);
CREATE INDEX days ON entries (seq) WHERE kind = 'day.opened';
CREATE UNIQUE INDEX numbers ON entries (day, json_extract(ticket, '$.number')) WHERE kind = 'ticket.issued';
CREATE TABLE replies (
    place INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    verb TEXT NOT NULL,
    reply BLOB NOT NULL,
    UNIQUE (device, id)
);
CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) WITHOUT ROWID;
"""

# Counts and times of each day that is closed, in small (`journal.figure`); they stay when entries go to the archive.
_SECOND = """
CREATE TABLE figures (
    day TEXT NOT NULL,
    service TEXT NOT NULL,
    counter TEXT NOT NULL,
    officer TEXT NOT NULL,
    issued INTEGER NOT NULL,
    called INTEGER NOT NULL,
    served INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    parked INTEGER NOT NULL,
    transferred INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    late INTEGER NOT NULL,
    ratings INTEGER NOT NULL,
    rating_sum INTEGER NOT NULL,
    wait_s INTEGER NOT NULL,
    wait_buckets TEXT NOT NULL,
    service_s INTEGER NOT NULL,
    service_buckets TEXT NOT NULL,
    PRIMARY KEY (day, service, counter, officer)
) WITHOUT ROWID;
"""

# Figures by the hour, times to the second, all that ratings say; counted anew from the entries (`journal.upkeep`).
# And the backend's on-time counts: the last it gave on each day.
_HOURS = """
DROP TABLE figures;
CREATE TABLE figures (
    day TEXT NOT NULL,
    hour INTEGER NOT NULL,
    service TEXT NOT NULL,
    counter TEXT NOT NULL,
    officer TEXT NOT NULL,
    figure TEXT NOT NULL,
    PRIMARY KEY (day, hour, service, counter, officer)
) WITHOUT ROWID;
DELETE FROM marks WHERE name = 'figures';
CREATE TABLE on_time (
    day TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    counts TEXT NOT NULL
) WITHOUT ROWID;
"""
HOURS_SINCE = 3

# One-time tokens of ratings, longer than the day that is open (`journal.rates`): those of entries that are here
# already come in from them. The trigger is a lock on the door: even a faulty rule could not rate a service twice.
_RATES = """
CREATE TABLE rates (
    rate TEXT PRIMARY KEY,
    track TEXT,
    id TEXT NOT NULL,
    ticket TEXT NOT NULL,
    counter TEXT NOT NULL,
    officer TEXT,
    opened TEXT NOT NULL,
    closes TEXT NOT NULL,
    closed TEXT,
    given TEXT
) WITHOUT ROWID;
CREATE INDEX rates_by_track ON rates (track);
CREATE INDEX rates_by_ticket ON rates (id);
CREATE INDEX rates_by_end ON rates (counter, closes);
CREATE INDEX rates_by_age ON rates (opened);
INSERT INTO rates (rate, track, id, ticket, counter, officer, opened, closes)
SELECT json_extract(served.private, '$.rate'), json_extract(issued.private, '$.track'),
    json_extract(served.ticket, '$.ticket'), served.ticket, served.counter, served.officer, served.at,
    strftime('%Y-%m-%dT%H:%M:%f+07:00', served.at, '+7 hours',
        '+' || json_extract(served.private, '$.rate_s') || ' seconds')
FROM entries AS served LEFT JOIN entries AS issued ON issued.kind = 'ticket.issued' AND issued.day = served.day
    AND json_extract(issued.ticket, '$.number') = json_extract(served.ticket, '$.number')
WHERE served.kind = 'ticket.served' AND json_extract(served.private, '$.rate') IS NOT NULL
    AND served.day >= (SELECT date(max(day), '-35 days') FROM entries);
UPDATE rates SET given = '' WHERE rate IN (
    SELECT json_extract(private, '$.rate') FROM entries WHERE kind = 'rating.submitted');
DELETE FROM rates WHERE given IS NULL AND rate IN (
    SELECT known.rate FROM entries AS undone, json_each(undone.data, '$.tickets') AS back
    JOIN rates AS known ON known.id = back.value AND known.opened <= undone.at
    WHERE undone.kind = 'counter.undone');
CREATE TRIGGER rated_once BEFORE UPDATE OF given ON rates WHEN OLD.given IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a service is rated once'); END;
"""

_STEPS = (_FIRST, _SECOND, _HOURS, _RATES)
VERSION = len(_STEPS)


class NewerJournal(Exception):
    """The file was written by a newer version of this program."""


def prepare(connection: sqlite3.Connection) -> None:
    """Bring an open file to this version's tables, step by step, each whole or not at all; raises NewerJournal."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        raise NewerJournal(f"journal has version {found}, this program knows {VERSION}")
    for version, step in enumerate(_STEPS[found:], found + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {version}; COMMIT;")
