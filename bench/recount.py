"""A second opinion on a report: counts its numbers from the entries of journal and archive by other means.

It knows SQLite, JSON and the journal's entries, and imports nothing of the hub's. Faces count as satisfied from
"Hài lòng" on: scores 2 and 3 of three faces, 3 and 4 of four, 4 and 5 of five.

Example: lobby report --period 2026-H1 --format json --out r.json; python -m bench.recount /var/lib/lobby/hub r.json
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from math import ceil, floor
from pathlib import Path
from typing import Any

_HANOI = timezone(timedelta(hours=7))
_PLAIN = {
    "ticket.called": "called",
    "ticket.no_show": "missed",
    "ticket.parked": "parked",
    "ticket.served": "served",
    "ticket.transferred": "transferred",
}
_LINE = {"ticket.issued": "issued", "ticket.cancelled": "cancelled", "ticket.expired": "expired"}
_LATE = {"served": "served", "no_show": "missed", "cancelled": "cancelled", "expired": "expired"}
# These happen when their ticket ended, whenever they were written.
_BY_END = ("ticket.served", "ticket.expired", "rating.submitted")
_HAPPY = {3: (2, 3), 4: (3, 4), 5: (4, 5)}
_STAFF = ("total_time", "agency_time", "returns", "agencies", "attitude")
_NINE = (*_STAFF, "reception", "publication", "complaints", "online")
_TABLES = ("totals", "services", "counters", "officers", "hours", "weekdays", "days", "months")
Event = dict[str, Any]


class Pile:
    """What one row of a report rests on: how often what happened, and each time it took."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.waits: list[int] = []
        self.services: list[int] = []
        self.staff: list[int] = []


def entries(folder: Path) -> Iterator[Event]:
    """Return every entry once, oldest first."""
    files = [*sorted((folder / "archive").glob("*.sqlite3")), folder / "journal.sqlite3"]
    last = 0
    for path in files:
        file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
        query = "SELECT seq, at, day, kind, counter, officer, ticket, data FROM entries WHERE seq > ? ORDER BY seq"
        for seq, at, day, kind, counter, officer, ticket, data in file.execute(query, (last,)):
            last = seq
            yield {
                "at": at,
                "day": day,
                "kind": kind,
                "counter": counter or "",
                "officer": officer or "",
                "ticket": json.loads(ticket) if ticket else None,
                "data": json.loads(data),
            }
        file.close()


def standing(folder: Path) -> Iterator[Event]:
    """Return the entries of each day without the acts that were taken back."""
    today: list[Event] = []
    for entry in entries(folder):
        if entry["kind"] == "day.opened":
            yield from _not_undone(today)
            today = []
        today.append(entry)
    yield from _not_undone(today)


def _not_undone(today: list[Event]) -> list[Event]:
    gone: set[int] = set()
    for place, entry in enumerate(today):
        if entry["kind"] != "counter.undone":
            continue
        # The newest call ends a service where it took back two tickets.
        for ticket in reversed(entry["data"]["tickets"]):
            what = entry["data"]["undone"] if ticket == entry["data"]["tickets"][-1] else "ticket.served"
            gone.add(_newest(today, place, what, entry["counter"], ticket, gone))
    return [entry for place, entry in enumerate(today) if place not in gone]


def _newest(today: list[Event], before: int, kind: str, counter: str, ticket: str, gone: set[int]) -> int:
    for place in range(before - 1, -1, -1):
        entry = today[place]
        same = (entry["kind"], entry["counter"]) == (kind, counter) and entry["ticket"]["ticket"] == ticket
        if same and place not in gone:
            return place
    raise ValueError(f"nothing to take back: {kind} {ticket}")


def piles(folder: Path, first: str, last: str) -> dict[str, dict[str, Pile]]:
    """Return the piles of each table for the days `first` to `last`, by the ids of its rows."""
    found: dict[str, dict[str, Pile]] = defaultdict(lambda: defaultdict(Pile))
    served: dict[str, tuple[str, str]] = {}
    for entry in standing(folder):
        said = _said(entry, served)
        if not said.marks or not first <= said.day <= last:
            continue
        for table, id_ in said.rows():
            pile = found[table][id_]
            pile.counts.update(said.marks)
            pile.waits += said.waits
            pile.services += said.services
            pile.staff += said.staff
    return found


@dataclass
class Said:
    """What one entry says, and of when and whom."""

    day: str
    hour: int
    service: str
    counter: str
    officer: str
    marks: list[str] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Return each table and the row of it that this belongs to."""
        yield "totals", ""
        yield "services", self.service
        yield "hours", f"{self.hour:02d}"
        yield "weekdays", str(datetime.fromisoformat(self.day).isoweekday())
        yield "days", self.day
        yield "months", self.day[:7]
        if self.counter:
            yield "counters", self.counter
            yield "officers", self.officer


def _said(entry: Event, served: dict[str, tuple[str, str]]) -> Said:
    kind, ticket, data = entry["kind"], entry["ticket"], entry["data"]
    ended = ticket.get("ended_at") if ticket and kind in _BY_END else None
    said = Said(
        entry["day"],
        _hour(ended or entry["at"]),
        ticket["service"] if ticket else "",
        entry["counter"],
        entry["officer"],
    )
    if kind in _LINE:
        said.counter = said.officer = ""
        said.marks.append(_LINE[kind])
    elif kind in _PLAIN:
        said.marks.append(_PLAIN[kind])
        _worked(said, entry)
        if kind == "ticket.served":
            served[ticket["ticket"]] = (said.day, said.officer)
    elif kind == "entry.late":
        _by_hand(said, data)
    elif kind == "rating.submitted":
        said.day, said.officer = served.get(ticket["ticket"], (_day(ticket["ended_at"]), said.officer))
        said.marks, said.staff = _rated(data)
    return said


def _worked(said: Said, entry: Event) -> None:
    kind, ticket, data = entry["kind"], entry["ticket"], entry["data"]
    if kind == "ticket.transferred":
        said.service = data["from_service"]
    if kind == "ticket.called" and ticket["calls"] == 1:
        said.waits.append(_seconds(ticket["issued_at"], entry["at"]))
    begun = ticket.get("served_at") or ticket.get("called_at")
    if kind == "ticket.served" and begun and data.get("by") != "day":
        said.services.append(_seconds(begun, ticket["ended_at"]))


def _by_hand(said: Said, data: Event) -> None:
    said.officer, said.service = "", data["service"]
    said.day, said.hour = _day(data["ended_at"]), _hour(data["ended_at"])
    said.marks += ["late", _LATE[data["outcome"]]]
    if data.get("called_at"):
        said.waits.append(_seconds(data["came_at"], data["called_at"]))
        if data["outcome"] == "served":
            said.services.append(_seconds(data["called_at"], data["ended_at"]))


def _rated(data: Event) -> tuple[list[str], list[int]]:
    scale = data.get("scale") or 5
    if data.get("doubts"):
        return ["doubtful", f"doubtful {scale} {data['score']}", *(f"doubt {one}" for one in set(data["doubts"]))], []
    marks = ["rated", f"face {scale} {data['score']}"]
    marks += ["satisfied"] if data["score"] in _HAPPY[scale] else []
    marks += [f"given {data['by']}"] if data.get("by") else []
    marks += [f"reason {one}" for one in set(data.get("reasons") or [])]
    nine = {one: score for one, score in (data.get("criteria") or {}).items() if one in _NINE and score in (0, 1, 2)}
    marks += [f"index {one} {score}" for one, score in nine.items()]
    return marks, [sum(nine[one] for one in _STAFF)] if all(one in nine for one in _STAFF) else []


def differences(folder: Path, report: Event) -> list[str]:
    """Return a line for every number of `report` (as JSON gives it) that the entries do not bear out."""
    found = piles(folder, report["period"]["first"], report["period"]["last"])
    wrong: list[str] = []
    for table in _TABLES:
        rows = [{"id": "", "measures": report[table]}] if table == "totals" else report[table]
        if rows is None or (table == "months" and not rows):
            continue
        if {row["id"] for row in rows} != set(found[table]) and (rows or table != "months"):
            wrong.append(f"{table}: rows {sorted(row['id'] for row in rows)}, not {sorted(found[table])}")
        for row in rows:
            wrong += _row(f"{table} {row['id']}", row["measures"], found[table][row["id"]])
    return [*wrong, *_ratings(report["ratings"], found["totals"][""])]


def _row(name: str, said: Event, pile: Pile) -> Iterator[str]:
    counts = pile.counts
    for what in ("issued", "called", "served", "missed", "parked", "transferred", "cancelled", "expired", "late"):
        yield from _same(f"{name}: {what}", said[what], counts[what])
    for what, seconds in (("wait", pile.waits), ("service", pile.services)):
        yield from _times(f"{name}: {what}", said[what], seconds)
    rated = said["rated"]
    yield from _same(
        f"{name}: rated",
        [rated["n"], rated["satisfied"], rated["doubtful"]],
        [
            counts["rated"],
            counts["satisfied"],
            counts["doubtful"],
        ],
    )
    yield from _same(
        f"{name}: share", rated["share"], counts["satisfied"] / counts["rated"] if counts["rated"] else None
    )
    yield from _same(
        f"{name}: staff", [said["staff"]["n"], said["staff"]["mean"]], [len(pile.staff), _mean(pile.staff)]
    )


def _times(name: str, said: Event, seconds: list[int]) -> Iterator[str]:
    ordered = sorted(seconds)
    n = len(ordered)
    wanted = [n, statistics.median(ordered), ordered[ceil(0.9 * n) - 1], _mean(ordered)] if n else [0, None, None, None]
    yield from _same(name, [said["n"], said["median_s"], said["p90_s"], said["mean_s"]], wanted)


def _ratings(said: Event, pile: Pile) -> Iterator[str]:
    counts = pile.counts
    for face in said["faces"]:
        own = f"{face['scale']} {face['score']}"
        yield from _same(
            f"face {own}", [face["n"], face["doubtful"]], [counts[f"face {own}"], counts[f"doubtful {own}"]]
        )
    for kind, prefix in (("reasons", "reason"), ("given", "given"), ("doubts", "doubt")):
        wanted = {name.removeprefix(f"{prefix} "): n for name, n in counts.items() if name.startswith(f"{prefix} ")}
        yield from _same(kind, {one["id"]: one["n"] for one in said[kind]}, wanted)
    for index in said["indices"]:
        yield from _same(index["id"], index["given"], [counts[f"index {index['id']} {score}"] for score in range(3)])
        answers = [score for score in range(3) for _ in range(counts[f"index {index['id']} {score}"])]
        yield from _same(f"{index['id']} mean", [index["n"], index["mean"]], [len(answers), _mean(answers)])


def _same(name: str, said: object, wanted: object) -> Iterator[str]:
    ours = [said] if not isinstance(said, list) else said
    theirs = [wanted] if not isinstance(wanted, list) else wanted
    near = len(ours) == len(theirs) and all(map(_near, ours, theirs))
    if not near:
        yield f"{name}: report says {said}, entries say {wanted}"


def _near(one: Any, other: Any) -> bool:
    return (
        bool(abs(one - other) < 1e-9 * max(1, abs(one)))
        if isinstance(one, float) and other is not None
        else one == other
    )


def _mean(values: list[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _seconds(begun: str, ended: str) -> int:
    return max(0, floor((datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()))


def _hour(at: str) -> int:
    return datetime.fromisoformat(at).astimezone(_HANOI).hour


def _day(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(_HANOI).date().isoformat()


def main() -> int:
    """Compare a report's file with the journal; returns 1 where a number differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("state", type=Path, help="the hub's state folder")
    parser.add_argument("report", type=Path, help="a report as `--format json` writes it")
    chosen = parser.parse_args()
    wrong = differences(chosen.state, json.loads(chosen.report.read_text(encoding="utf-8")))
    print("\n".join(wrong[:50]) or "every number is borne out by the entries")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
