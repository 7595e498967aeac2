"""The backend as a view of its database, read and never changed; entries go into a table of their own, or files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Enum,
    String,
    TableClause,
    cast,
    column,
    func,
    insert,
    inspect,
    select,
    table,
)
from sqlalchemy.exc import NoSuchTableError

from backend_bridge.adapters.adapter import Adapter, Around
from backend_bridge.adapters.backend import AgencyList, Changes, Figures, Hint, Looked, ProceduresPage, Unreachable
from backend_bridge.adapters.flat import FlatReader, Odd, told
from backend_bridge.adapters.handed import HandedFiles, following
from backend_bridge.adapters.sql_access import ABOUT_RIGHTS, Access, access
from backend_bridge.adapters.sql_settings import SqlSettings
from lobby.contract.dossiers import STATUS_TEXTS, Counts, Dossier, Ready

READY = 9
MOST_READY = 2000
_LACKS = "Thêm cột đó vào view, hoặc khai tên cột của đơn vị ở [backend.columns] của bridge.toml."
OF_JOURNAL = ("site", "seq", "at", "kind", "counter", "officer", "body")


class SqlBackend:
    """One database; see SqlSettings. What is told is of the moment at which it is asked."""

    def __init__(self, settings: SqlSettings, through: Access, around: Around) -> None:
        self._settings = settings
        self._through = through
        self._around = around
        self._names = settings.columns
        self._reader = FlatReader(settings.columns, settings.statuses)
        self._handed = HandedFiles(settings.entries, around.site, around.clock) if settings.entries else None
        self.hands_over = self._handed is not None

    def find(self, code: str, check: str | None) -> Looked | None:
        """See Backend; of several rows with one code the last counts."""
        rows = self._rows(self._names.code, [code])
        if not rows:
            return None
        try:
            return told(self._reader.read(rows[-1]), check, self._around.clock.now())
        except Odd as fault:
            raise Unreachable(f"row of the view: {fault}") from fault

    def results(self) -> Figures | None:
        """See Backend; the counts are those of a view of their own."""
        if self._settings.figures_view is None:
            return None
        view = _named(self._settings.figures_view, tuple(Counts.model_fields))
        row = self._through.read(lambda rows: rows.execute(select(view)).mappings().first())
        try:
            counts = Counts.model_validate(dict(row or {}))
        except ValidationError as fault:
            raise Unreachable("the view of figures is not of the agreed form") from fault
        now = self._around.clock.now()
        return Figures(as_of=now, source=self._settings.source, counts=counts, ready=self._ready(now))

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """See Backend; a view of dossiers tells none."""
        return None

    def changes(self, cursor: str | None, wait_s: float) -> Changes | None:
        """See Backend; a view tells how dossiers are, not when they changed."""
        return None

    def agencies(self) -> AgencyList | None:
        """See Backend; a view of dossiers tells none."""
        return None

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend."""
        if self._handed is not None:
            return self._handed.send(entries)
        return self._through.write(lambda rows: self._take(rows, entries))

    def report(self, reports: Sequence[dict[str, Any]]) -> int | None:
        """See Backend; there is no table for them."""
        return None

    def _take(self, rows: Connection, entries: Sequence[dict[str, Any]]) -> int:
        journal, site = _named(self._settings.journal or "", OF_JOURNAL), self._around.site
        newest = select(func.max(journal.c.seq)).where(journal.c.site == site)
        through = int(rows.execute(newest).scalar() or 0)
        new = following(entries, through)
        if new:
            rows.execute(insert(journal), [_row(site, entry) for entry in new])
        return through + len(new)

    def _ready(self, now: datetime) -> tuple[Ready, ...]:
        own = [word for word, status in self._settings.statuses.items() if status == READY]
        found = self._rows(self._names.status, [str(READY), STATUS_TEXTS[READY], *own])
        done = [one for one in map(self._read_or_not, found) if one is not None]
        return tuple(Ready(dossier=one.code, procedure=one.procedure, since=one.done_at or now) for one in done)

    def _read_or_not(self, record: Mapping[str, Any]) -> Dossier | None:
        try:
            return self._reader.read(record).dossier
        except Odd:
            return None

    def _rows(self, name: str, values: Sequence[str]) -> list[dict[str, Any]]:
        def ask(rows: Connection) -> list[dict[str, Any]]:
            there = _columns(rows, self._settings.view)
            called = self._called(there)
            view = _named(self._settings.view, tuple(called.values()))
            place = view.c[called[name]]
            like, wanted = _like(place, there[called[name]], values)
            told_as = [view.c[own].label(usual) for usual, own in called.items()]
            found = rows.execute(select(*told_as).where(like.in_(wanted)).limit(MOST_READY))
            return [dict(row) for row in found.mappings()]

        return self._through.read(ask)

    def _called(self, there: Mapping[str, Any]) -> dict[str, str]:
        """Return what the view calls each column that it has: without quotes PostgreSQL writes all names small."""
        small = {own.lower(): own for own in there}
        names = self._names.model_dump().values()
        called = {name: name if name in there else small.get(name.lower(), "") for name in names}
        present = {name: own for name, own in called.items() if own}
        lacking = self._reader.lacking(frozenset(present))
        if lacking:
            named = ", ".join(lacking)
            raise Unreachable(
                f"the view lacks {named}", hint=Hint(f"View {self._settings.view} thiếu cột {named}.", _LACKS)
            )
        return present


def _columns(rows: Connection, view: str) -> dict[str, Any]:
    schema, _, name = view.rpartition(".")
    try:
        return {one["name"]: one["type"] for one in inspect(rows).get_columns(name, schema=schema or None)}
    except NoSuchTableError as fault:
        raise Unreachable(f"no view {view}", hint=ABOUT_RIGHTS) from fault


def _like(place: ColumnElement[Any], kind: Any, values: Sequence[str]) -> tuple[ColumnElement[Any], list[Any]]:
    """Return the column and `values` as they can be compared where a database does not compare words with others."""
    try:
        of = kind.python_type
    except NotImplementedError:
        return cast(place, String), list(values)
    if issubclass(of, int | Decimal):
        return place, [of(value) for value in values if value.isascii() and value.isdigit()]
    return (place if isinstance(kind, String) and not isinstance(kind, Enum) else cast(place, String)), list(values)


def _named(name: str, columns: tuple[str, ...]) -> TableClause:
    schema, _, own = name.rpartition(".")
    return table(own, *map(column, columns), schema=schema or None)


def _row(site: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    told_of = {name: entry.get(name) for name in ("seq", "at", "kind", "counter", "officer")}
    return {"site": site, **told_of, "body": json.dumps(entry, ensure_ascii=False)}


def _open(settings: SqlSettings, around: Around) -> SqlBackend:
    return SqlBackend(settings, access(settings.url(), settings.timeout_s), around)


ADAPTER = Adapter(SqlSettings, _open)
