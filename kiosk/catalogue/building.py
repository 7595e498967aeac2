"""Writes a catalogue file: procedures ranked by what is asked for, their words indexed, the version."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.catalogue.procedure import Level, Procedure
from kiosk.catalogue.synonyms import Synonyms
from kiosk.catalogue.terms import Terms, pairs, terms_of

FORM = 2
SCHEMA = """
CREATE TABLE version (form INTEGER NOT NULL, source TEXT NOT NULL, built_at TEXT NOT NULL, newest TEXT NOT NULL,
    procedures INTEGER NOT NULL, broken INTEGER NOT NULL) STRICT;
CREATE TABLE procedure (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, field TEXT NOT NULL,
    ward INTEGER NOT NULL, province INTEGER NOT NULL, ministry INTEGER NOT NULL, vertical INTEGER NOT NULL,
    issuer TEXT NOT NULL, common INTEGER NOT NULL, title TEXT NOT NULL, core TEXT NOT NULL, aliases TEXT NOT NULL,
    context TEXT NOT NULL, more TEXT NOT NULL, marked TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE word (word TEXT PRIMARY KEY, procedures INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE wording USING fts5(title, aliases, context, more, pairs, content='', detail=none, prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 2");
"""


@dataclass(frozen=True)
class Version:
    """Which catalogue this is: where it came from, when it was built, its newest record, how many there are."""

    source: str
    built_at: datetime
    newest: datetime
    procedures: int
    broken: int


def write(rows: sqlite3.Connection, procedures: Sequence[Procedure], version: Version, known: Synonyms) -> None:
    """Fill an empty database; raises sqlite3.Error."""
    rows.executescript(SCHEMA)
    rows.execute("BEGIN")
    given = (FORM, version.source, version.built_at.isoformat(), version.newest.isoformat())
    rows.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)", (*given, version.procedures, version.broken))
    counted: Counter[str] = Counter()
    places = {code: place for place, code in enumerate(known.common)}
    # The id is the rank, so that the index gives what an office is asked for most first.
    for number, procedure in enumerate(sorted(procedures, key=lambda one: _rank(one, places)), 1):
        terms = terms_of(procedure, known)
        counted.update(set(" ".join(terms.indexed()).split()) - {"/"})
        _insert(rows, number, procedure, terms, procedure.code in places)
    rows.executemany("INSERT INTO word VALUES (?, ?)", counted.items())
    rows.execute("INSERT INTO wording (wording) VALUES ('optimize')")
    rows.execute("COMMIT")


def _rank(procedure: Procedure, places: dict[str, int]) -> tuple[float, ...]:
    asked = places.get(procedure.code, math.inf)
    local = procedure.issuer.code.startswith("H")
    level = 0 if Level.WARD in procedure.levels else 1 if Level.PROVINCE in procedure.levels else 2
    return asked, local, level, len(procedure.name)


def _insert(rows: sqlite3.Connection, number: int, procedure: Procedure, terms: Terms, common: bool) -> None:
    levels = [level in procedure.levels for level in (Level.WARD, Level.PROVINCE, Level.MINISTRY)]
    kept = (procedure.code, procedure.name, procedure.field.name, *levels, procedure.vertical, procedure.issuer.code)
    words = (terms.title, terms.core, terms.aliases, terms.context, terms.more, terms.marked)
    rows.execute(
        "INSERT INTO procedure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, *kept, common, *words, procedure.model_dump_json()),
    )
    rows.execute(
        "INSERT INTO wording (rowid, title, aliases, context, more, pairs) VALUES (?, ?, ?, ?, ?, ?)",
        (number, *terms.indexed(), pairs(f"{terms.title}/{terms.aliases}")),
    )
