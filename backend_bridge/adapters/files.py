"""The backend as files in a folder, for an office whose software can only export; entries are handed over as files."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError

from backend_bridge.adapters.adapter import Adapter, Around, BackendSettings
from backend_bridge.adapters.agency_rows import agency_of
from backend_bridge.adapters.backend import AgencyList, Changes, Figures, Looked, ProceduresPage, Rejected
from backend_bridge.adapters.differing import Differing
from backend_bridge.adapters.drops import Drops, Held
from backend_bridge.adapters.exported import Unreadable, records
from backend_bridge.adapters.flat import Columns, FlatReader, Odd, Row, told
from backend_bridge.adapters.handed import HandedFiles
from lobby.contract.dossiers import STATUS_TEXTS, Counts, Ready

log = logging.getLogger(__name__)

READY = 9
PAGE = 200
FIRST_ROW = 2
Pattern = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^/\\]+$")]


class FilesSettings(BackendSettings):
    """Which files in `folder` tell what; a pattern like `ho-so-*.csv` means the newest of them.

    `columns` names the office's columns where they are called otherwise, `statuses` its own words for the ten states.
    Entries go into `entries`, a folder that is made inside `folder`.
    """

    folder: Path
    dossiers: Pattern = "ho-so*.csv"
    figures: Pattern | None = None
    procedures: Pattern | None = None
    agencies: Pattern | None = None
    entries: Pattern = "nhat-ky"
    source: str = Field(default="Hệ thống một cửa điện tử", min_length=1, max_length=200)
    settle_s: float = Field(default=2.0, ge=0, le=600)
    columns: Columns = Columns()
    statuses: dict[str, Annotated[int, Field(ge=min(STATUS_TEXTS), le=max(STATUS_TEXTS))]] = Field(default_factory=dict)


class _Aside(NamedTuple):
    """A row that is no dossier: its line, its code where it has one, and why; never what else stands in it."""

    row: int
    code: str
    why: str


class FilesBackend:
    """One backend that exports; see FilesSettings."""

    def __init__(self, settings: FilesSettings, around: Around) -> None:
        clock, folder = around.clock, settings.folder
        self._source = settings.source
        self._reader = FlatReader(settings.columns, settings.statuses)
        self._aside = around.folder
        self._handed = HandedFiles(folder / settings.entries, around.site, clock)
        self._dossiers = Drops(folder, settings.dossiers, settings.settle_s, clock, self._read_dossiers)
        self._figures = settings.figures and Drops(folder, settings.figures, settings.settle_s, clock, _read_counts)
        self._procedures = settings.procedures and Drops(
            folder, settings.procedures, settings.settle_s, clock, lambda body, _: records(body)
        )
        self._agencies = settings.agencies and Drops(
            folder, settings.agencies, settings.settle_s, clock, lambda body, _: records(body)
        )
        self._differing = Differing()
        self.hands_over = True

    def find(self, code: str, check: str | None) -> Looked | None:
        """See Backend; `as_of` is when the file was written."""
        held = self._dossiers.current()
        row = held.value.get(code.upper())
        return told(row, check, held.as_of) if row is not None else None

    def results(self) -> Figures | None:
        """See Backend; the counts are those of a file of their own, what can be collected is among the dossiers."""
        if not self._figures:
            return None
        counts, dossiers = self._figures.current(), self._dossiers.current()
        return Figures(as_of=counts.as_of, source=self._source, counts=counts.value, ready=_ready(dossiers))

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """See Backend; `page` counts records."""
        if not self._procedures:
            return None
        held = self._procedures.current()
        if page is not None and not (page.isascii() and page.isdigit()):
            raise Rejected("no such page")
        chosen = [one for one in held.value if since is None or _changed(one) >= since]
        start, end = int(page or 0), int(page or 0) + PAGE
        more = str(end) if end < len(chosen) else None
        return ProceduresPage(as_of=held.as_of, source=self._source, procedures=chosen[start:end], next=more)

    def changes(self, cursor: str | None, wait_s: float) -> Changes | None:
        """See Backend; what differs between two exports, without waiting for the next."""
        return self._differing.since(cursor, self._dossiers.current())

    def agencies(self) -> AgencyList | None:
        """See Backend; rows with the names of the national list."""
        if not self._agencies:
            return None
        held = self._agencies.current()
        return AgencyList(as_of=held.as_of, source=self._source, agencies=[agency_of(one) for one in held.value])

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend."""
        return self._handed.send(entries)

    def report(self, reports: Sequence[dict[str, Any]]) -> int | None:
        """See Backend; they go into files beside those of the entries."""
        return self._handed.report(reports)

    def _read_dossiers(self, body: bytes, name: str) -> Mapping[str, Row]:
        found = records(body)
        if found and (lacking := self._reader.lacking(frozenset(found[0]))):
            raise Unreadable(f"Thiếu cột {', '.join(f'«{column}»' for column in lacking)}.")
        rows: dict[str, Row] = {}
        odd: list[_Aside] = []
        for number, record in enumerate(found, FIRST_ROW):
            try:
                row = self._reader.read(record)
                rows[row.dossier.code.upper()] = row
            except Odd as fault:
                odd.append(_Aside(number, self._reader.code(record)[:64], str(fault)))
        if odd and not rows:
            raise Unreadable(f"Không dòng nào dùng được; dòng {odd[0].row}: {odd[0].why}.")
        self._set_aside(name, odd)
        return rows

    def _set_aside(self, name: str, odd: Sequence[_Aside]) -> None:
        """Name the rows that were left out, in a file of the bridge's own that only its keeper reads."""
        self._aside.mkdir(parents=True, exist_ok=True)
        file = self._aside / f"{name}.loi.jsonl"
        if not odd:
            file.unlink(missing_ok=True)
            return
        lines = [json.dumps(dict(zip(("dong", "ma", "loi"), one, strict=True)), ensure_ascii=False) for one in odd]
        file.touch(0o600)
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        log.error("%s: %d rows left out, the first of them row %d; see %s", name, len(odd), odd[0].row, file)


def _read_counts(body: bytes, _name: str) -> Counts:
    found = records(body)
    try:
        return Counts.model_validate(found[-1] if found else {})
    except ValidationError as fault:
        wrong = ", ".join(f"«{one['loc'][0]}»" for one in fault.errors(include_input=False))
        raise Unreadable(f"Thiếu hoặc sai cột {wrong}.") from fault


def _ready(held: Held[Mapping[str, Row]]) -> tuple[Ready, ...]:
    done = [row.dossier for row in held.value.values() if row.dossier.status == READY]
    return tuple(Ready(dossier=one.code, procedure=one.procedure, since=one.done_at or held.as_of) for one in done)


def _changed(record: dict[str, Any]) -> datetime:
    told_ms = record.get("updatedAt")
    known = isinstance(told_ms, int) and 0 <= told_ms < 10**14
    return datetime.fromtimestamp(told_ms / 1000, UTC) if known else datetime.max.replace(tzinfo=UTC)  # type: ignore[operator]


ADAPTER = Adapter(FilesSettings, FilesBackend)
