"""What citizens wrote in words of their own beside a rating, as long as the journal keeps what is private."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

# The days' own index finds where they begin, so that no more than these is read through.
_BEGINS = "SELECT min(seq) FROM entries WHERE kind = 'day.opened' AND day {} ?"
_WRITTEN = (
    "SELECT at, counter, ticket, data, private FROM entries WHERE seq >= ? AND seq < ? AND kind = 'rating.submitted' "
    "AND json_extract(private, '$.comment') IS NOT NULL ORDER BY seq DESC LIMIT ?"
)
_NEVER = 2**62


@dataclass(frozen=True)
class Comment:
    """One citizen's words of a service in a field at a counter, with the rating's score of so many faces."""

    at: datetime
    counter: str
    field: str
    score: int
    scale: int
    text: str


def between(file: sqlite3.Connection, first: str, last: str, at_most: int) -> list[Comment]:
    """Return what was written on the days `first` to `last` (YYYY-MM-DD), the newest first; raises sqlite3.Error."""
    begins = file.execute(_BEGINS.format(">="), (first,)).fetchone()[0]
    ends = file.execute(_BEGINS.format(">"), (last,)).fetchone()[0]
    if begins is None:
        return []
    return [_comment(row) for row in file.execute(_WRITTEN, (begins, ends or _NEVER, at_most))]


def _comment(row: tuple[str, str, str, str, str]) -> Comment:
    at, counter, ticket, data, private = row
    said = json.loads(data)
    return Comment(
        at=datetime.fromisoformat(at),
        counter=counter,
        field=str(json.loads(ticket)["service"]),
        score=int(said["score"]),
        # Ratings of the first version had five faces.
        scale=int(said.get("scale", 5)),
        text=str(json.loads(private)["comment"]),
    )
