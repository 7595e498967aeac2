"""The backend's twin in memory: fill it, make it fail or hold its answers, ask what it got."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from backend_bridge.adapters.backend import (
    AgencyList,
    Changes,
    Failed,
    Figures,
    Hint,
    Looked,
    ProceduresPage,
    Rejected,
    Unreachable,
)

HOLDS_AT_MOST_S = 30.0


class TwinBackend:
    """`dossiers` maps a code to its check code and answer; `events` is what it has taken, `asked` the codes asked,
    `marks` after which changes were asked for."""

    def __init__(self, figures: Figures | None = None) -> None:
        self.dossiers: dict[str, tuple[str, Looked]] = {}
        self.figures = figures
        self.events: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.sent: list[list[int]] = []
        self.reports: list[dict[str, Any]] | None = []
        self.poison: Callable[[dict[str, Any]], bool] = lambda _: False
        self.falls_over: Callable[[dict[str, Any]], bool] = lambda _: False
        self.reachable = True
        self.refuses_us = False
        self.hint: Hint | None = None
        self.catalogue: list[Any] | None = None
        self.source = "Cổng Dịch vụ công quốc gia, 18/7/2026"
        self.now = datetime(2026, 11, 22, 1, tzinfo=UTC)
        self.page_size = 10
        self.changed: list[Any] | None = None
        self.gone: tuple[str, ...] = ()
        self.marks: list[str | None] = []
        self.known_agencies: list[Any] | None = None
        self.known_pages: set[str] = set()
        self.pages: list[tuple[datetime | None, str | None]] = []
        self._open = threading.Event()
        self._open.set()

    def hold(self) -> None:
        """Let every call wait until `release`, as a slow backend does."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def find(self, code: str, check: str | None) -> Looked | None:
        """See Backend."""
        self.asked.append(code)
        self._answer()
        known = self.dossiers.get(code)
        if known is None:
            return None
        if check == known[0]:
            return known[1]
        public = known[1].dossier.model_copy(update={"holder_masked": None, "steps": None})
        return Looked(dossier=public, as_of=known[1].as_of)

    def results(self) -> Figures:
        """See Backend."""
        self._answer()
        if self.figures is None:
            raise Unreachable("no figures")
        return self.figures

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """See Backend; gives `catalogue` in pages of `page_size`, from the place that `page` names."""
        self.pages.append((since, page))
        self._answer()
        if self.catalogue is None:
            return None
        if page is not None and page not in self.known_pages:
            raise Rejected("HTTP 400: no such page")
        chosen = [one for one in self.catalogue if since is None or _changed(one) >= since]
        start = int(page or 0)
        end = start + self.page_size
        more = str(end) if end < len(chosen) else None
        self.known_pages.add(more or "")
        return ProceduresPage(as_of=self.now, source=self.source, procedures=chosen[start:end], next=more)

    def changes(self, cursor: str | None, wait_s: float) -> Changes | None:
        """See Backend; `changed` grows, its length is the mark, and `wait_s` is never used up."""
        self.marks.append(cursor)
        self._answer()
        if self.changed is None:
            return None
        if cursor is not None and int(cursor) > len(self.changed):
            raise Rejected("HTTP 410: no such mark")
        new = self.changed[int(cursor) :] if cursor is not None else []
        return Changes(as_of=self.now, changes=new, gone=self.gone if new else (), next=str(len(self.changed)))

    def agencies(self) -> AgencyList | None:
        """See Backend."""
        self._answer()
        if self.known_agencies is None:
            return None
        return AgencyList(as_of=self.now, source=self.source, agencies=self.known_agencies)

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend; takes what follows on, as the contract asks."""
        self.sent.append([entry["seq"] for entry in entries])
        self._answer()
        if any(self.poison(entry) for entry in entries):
            raise Rejected("HTTP 422: poisoned")
        if any(self.falls_over(entry) for entry in entries):
            raise Failed("HTTP 500: fell over an entry")
        for entry in entries:
            if entry["seq"] == len(self.events) + 1:
                self.events.append(entry)
        return len(self.events)

    def report(self, reports: Sequence[dict[str, Any]]) -> int | None:
        """See Backend; `reports` is what it has taken, None where it knows no such call."""
        self._answer()
        if self.reports is None:
            return None
        if any(self.poison(one) for one in reports):
            raise Rejected("HTTP 422: poisoned")
        if any(self.falls_over(one) for one in reports):
            raise Failed("HTTP 500: fell over a report")
        held = {one["id"] for one in self.reports}
        new = [one for one in reports if one["id"] not in held]
        self.reports += new
        return len(new)

    def _answer(self) -> None:
        self._open.wait(HOLDS_AT_MOST_S)
        if not self.reachable or self.refuses_us:
            raise Unreachable("twin is away", self.refuses_us, self.hint)


def _changed(record: Any) -> datetime:
    told = record.get("updatedAt") if isinstance(record, dict) else None
    return datetime.fromtimestamp(told / 1000, UTC) if isinstance(told, int) else datetime.now(UTC)
