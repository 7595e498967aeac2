"""Holds what a backend took against the hub's journal, both read in their files: lost, twice, out of order, other."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.table import Figure

# What an entry is known by, past its number.
_COLUMNS = ("at", "kind", "counter", "officer", "ticket", "data")
_JSON = ("ticket", "data")
_ENTRIES = "SELECT seq, at, kind, counter, officer, ticket, data FROM entries ORDER BY seq"

Entry = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """How many entries the journal has, and of these how many the backend lacks, has twice, holds in another order
    than it was told, or otherwise than they were written; `beyond` were never written."""

    written: int
    lost: int
    twice: int
    disordered: int
    other: int
    beyond: int

    def figures(self) -> list[Figure]:
        """Return these as figures, all of which must be 0."""
        return [
            Figure("entries that the backend lacks", self.lost, "", 0, f"{self.written} in the hub's journal"),
            Figure("entries that the backend holds twice", self.twice, "", 0),
            Figure("entries that it shows out of order", self.disordered, "", 0),
            Figure("entries that are not as the hub wrote them", self.other, "", 0),
            Figure("entries that the hub never wrote", self.beyond, "", 0),
        ]


def written_in(journal: Path) -> dict[int, Entry]:
    """Return the hub's entries by number."""
    with closing(sqlite3.connect(journal)) as store:
        return {seq: _entry(row) for seq, *row in store.execute(_ENTRIES)}


def newest_in(journal: Path) -> int:
    """Return the last number that the hub has written, 0 before the first."""
    with closing(sqlite3.connect(journal)) as store:
        return int(store.execute("SELECT coalesce(max(seq), 0) FROM entries").fetchone()[0])


def compare(written: dict[int, Entry], stored: Sequence[tuple[int, Entry]], told: Sequence[Entry]) -> Held:
    """Hold `stored`, the rows of the backend's database, and `told`, what it shows in order, against the journal."""
    held = dict(stored)
    # The same happening under two numbers would be twice too; what happened has a moment, a kind and a ticket.
    marks = Counter(_mark(body) for _, body in stored)
    real = Counter(_mark(body) for body in written.values())
    order = [entry["seq"] for entry in told]
    return Held(
        written=len(written),
        lost=len(written.keys() - held.keys()),
        twice=len(stored) - len(held) + sum((marks - real).values()),
        disordered=sum(two != one + 1 for one, two in pairwise(order)),
        other=sum(held[seq] != {"v": 1, "seq": seq, **body} for seq, body in written.items() if seq in held)
        + sum(entry != held.get(entry["seq"]) for entry in told),
        beyond=len(held.keys() - written.keys()),
    )


def _entry(row: Sequence[Any]) -> Entry:
    fields = dict(zip(_COLUMNS, row, strict=True))
    parsed = {name: json.loads(text) if name in _JSON and text else text for name, text in fields.items()}
    return {name: value for name, value in parsed.items() if value is not None}


def _mark(entry: Entry) -> tuple[str, ...]:
    ticket = entry.get("ticket") or {}
    return str(entry.get("at")), str(entry.get("kind")), str(entry.get("counter")), str(ticket.get("ticket"))
