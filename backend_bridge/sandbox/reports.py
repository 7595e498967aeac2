"""The reports on devices that the sandbox has taken: each once, by its id."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from lobby.contract.base import DeviceId, Instant, Part, SiteId, Uuid
from lobby.database import Database

LONGEST = 1000
HELD_AT_MOST = 20_000
SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
    n INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (site, id)) STRICT;
"""


def _is_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a time in text is wanted")
    return value


class Report(Part):
    """What every report has; `kind` may be one that comes later."""

    id: Uuid
    at: Annotated[Instant, BeforeValidator(_is_text)]
    kind: str = Field(min_length=1, max_length=64)
    device: DeviceId
    role: str = Field(max_length=32)
    data: dict[str, Any]


def _is_report(fields: dict[str, Any]) -> dict[str, Any]:
    Report.model_validate(fields)
    return fields


class ReportsForm(Part):
    """Body of `POST /v1/reports`."""

    site: SiteId
    reports: Annotated[list[Annotated[dict[str, Any], AfterValidator(_is_report)]], Field(max_length=LONGEST)]


class Reports:
    """The part of the ledger for reports; every method raises sqlite3.Error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, site: str, reports: Sequence[dict[str, Any]]) -> int:
        """Keep those that are new, in one transaction, and the newest of all only; return how many were new."""
        told = [(site, one["id"], json.dumps(one, ensure_ascii=False)) for one in reports]
        with self._database.transaction() as rows:
            before = rows.total_changes
            rows.executemany("INSERT OR IGNORE INTO report (site, id, body) VALUES (?, ?, ?)", told)
            taken = rows.total_changes - before
            rows.execute("DELETE FROM report WHERE n <= (SELECT max(n) FROM report) - ?", (HELD_AT_MOST,))
        return taken

    def after(self, site: str, after: int, most: int) -> list[tuple[int, dict[str, Any]]]:
        """Return up to `most` reports of `site` beyond the number `after`, with their numbers, in order."""
        with self._database.transaction() as rows:
            found = rows.execute(
                "SELECT n, body FROM report WHERE site = ? AND n > ? ORDER BY n LIMIT ?", (site, after, most)
            ).fetchall()
        return [(n, json.loads(body, parse_constant=lambda _: None)) for n, body in found]
