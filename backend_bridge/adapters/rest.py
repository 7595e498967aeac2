"""The backend over HTTP, as `backend_bridge/openapi.yaml` describes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import Field, ValidationError

from backend_bridge.adapters.adapter import Adapter, Around
from backend_bridge.adapters.backend import (
    AgencyList,
    Changes,
    Failed,
    Figures,
    Looked,
    ProceduresPage,
    Rejected,
    Unreachable,
)
from backend_bridge.adapters.line import Line, start_of
from backend_bridge.adapters.rest_settings import RestSettings
from backend_bridge.adapters.way import DIRECT, Way
from lobby.contract.base import Part, wire_time

LARGEST_PAGE = 16 * 1024 * 1024
LARGEST_CHANGES = 4 * 1024 * 1024
PAGE_TIMEOUT_S = 30.0
PROCEDURES_A_PAGE = 200
LONGEST_NUMBER = 100
REFUSES_US = frozenset({401, 403})
REFUSES_CONTENT = frozenset({400, 413, 422})
NO_SUCH_CALL = frozenset({404, 405, 501})
REFUSES_CURSOR = frozenset({400, 410, 422})
FAILS = 500
MOST_THROUGH = 2**53

P = TypeVar("P", bound=Part)


class ReportsTaken(Part):
    """Answer to `POST /v1/reports`."""

    taken: int = Field(ge=0, strict=True)


class Taken(Part):
    """Answer to `POST /v1/events`."""

    through: int = Field(ge=0, le=MOST_THROUGH, strict=True)


class RestBackend:
    """One backend at `url`; `timeout_s` seconds for a whole answer, redirects are never followed."""

    def __init__(
        self,
        url: str,
        token: str,
        site: str,
        timeout_s: float,
        monotonic: Callable[[], float],
        ca: Path | None = None,
        way: Way = DIRECT,
    ) -> None:
        self._line = Line(url, {"Authorization": f"Bearer {token}"}, timeout_s, monotonic, ca, way)
        self._site = site
        self._timeout_s = timeout_s

    def find(self, code: str, check: str | None) -> Looked | None:
        """See Backend; the dossier code is quoted into the path."""
        params = {"check": check} if check else {}
        status, body = self._line.call("GET", f"/v1/dossiers/{quote(code, safe='')}", params=params)
        return None if status == 404 else _as(Looked, _good(status, body, quoted=False))

    def results(self) -> Figures | None:
        """See Backend."""
        status, body = self._line.call("GET", "/v1/results")
        return None if status in NO_SUCH_CALL else _as(Figures, _good(status, body))

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """See Backend; a page of procedures may be larger and slower than other answers."""
        given = {"updated_since": wire_time(since) if since else None, "page": page, "limit": PROCEDURES_A_PAGE}
        params = {name: value for name, value in given.items() if value is not None}
        status, body = self._line.call("GET", "/v1/procedures", LARGEST_PAGE, PAGE_TIMEOUT_S, params=params)
        if status in REFUSES_CONTENT:
            raise Rejected(f"HTTP {status}: {start_of(body)}")
        return None if status == 404 else _leniently(ProceduresPage, _good(status, body))

    def changes(self, cursor: str | None, wait_s: float) -> Changes | None:
        """See Backend; the answer may take `wait_s` longer than others."""
        params = {"after": cursor, "wait": round(wait_s)} if cursor is not None else {}
        within_s = self._timeout_s + wait_s
        status, body = self._line.call("GET", "/v1/changes", LARGEST_CHANGES, within_s, params=params)
        if status in REFUSES_CURSOR:
            raise Rejected(f"HTTP {status}: {start_of(body)}")
        return None if status == 404 else _leniently(Changes, _good(status, body))

    def agencies(self) -> AgencyList | None:
        """See Backend."""
        status, body = self._line.call("GET", "/v1/agencies", LARGEST_PAGE, PAGE_TIMEOUT_S)
        return None if status == 404 else _leniently(AgencyList, _good(status, body))

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend."""
        body = json.dumps({"site": self._site, "events": list(entries)}, ensure_ascii=False).encode()
        return _as(Taken, _taken(*self._line.call("POST", "/v1/events", data=body))).through

    def report(self, reports: Sequence[dict[str, Any]]) -> int | None:
        """See Backend."""
        body = json.dumps({"site": self._site, "reports": list(reports)}, ensure_ascii=False).encode()
        status, answer = self._line.call("POST", "/v1/reports", data=body)
        return None if status in NO_SUCH_CALL else _as(ReportsTaken, _taken(status, answer)).taken


def _taken(status: int, answer: bytes) -> bytes:
    if status in REFUSES_CONTENT:
        raise Rejected(f"HTTP {status}: {start_of(answer)}")
    if status >= FAILS:
        raise Failed(f"HTTP {status}: {start_of(answer)}")
    return _good(status, answer, quoted=False)


def _good(status: int, body: bytes, quoted: bool = True) -> bytes:
    # Its words are not `quoted` where they may repeat whose dossier was asked for, or what an entry tells.
    if status == 200:
        return body
    words = f": {start_of(body)}" if quoted else ""
    raise Unreachable(f"HTTP {status}{words}", refused_us=status in REFUSES_US)


def _as(kind: type[P], body: bytes) -> P:
    try:
        return kind.model_validate_json(body)
    except ValidationError as fault:
        raise Unreachable(f"answer not of the agreed form at: {_places(fault)}") from fault


def _leniently(kind: type[P], body: bytes) -> P:
    # Read more leniently than other answers: one odd record is found and named by itself, not its whole page dropped.
    try:
        return kind.model_validate(json.loads(body, parse_int=_whole))
    except ValidationError as fault:
        raise Unreachable(f"answer not of the agreed form at: {_places(fault)}") from fault
    except (ValueError, RecursionError) as fault:
        raise Unreachable(f"answer is no JSON that can be read: {type(fault).__name__}") from fault


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float("inf")


def _places(fault: ValidationError) -> str:
    return ", ".join(".".join(map(str, one["loc"])) for one in fault.errors(include_input=False)[:5]) or "body"


def _open(settings: RestSettings, around: Around) -> RestBackend:
    token, within_s = settings.token(), settings.timeout_s
    monotonic, way = around.clock.monotonic, settings.way()
    return RestBackend(settings.url, token, around.site, within_s, monotonic, settings.ca, way)


ADAPTER = Adapter(RestSettings, _open)
