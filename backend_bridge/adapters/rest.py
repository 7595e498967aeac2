"""The backend over HTTP, as `backend_bridge/openapi.yaml` describes it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import requests
import urllib3
from pydantic import ValidationError

from backend_bridge.adapters.adapter import Adapter, Around
from backend_bridge.adapters.backend import Failed, Figures, Looked, ProceduresPage, Rejected, Unreachable
from backend_bridge.adapters.rest_settings import RestSettings
from lobby.contract.base import Part, wire_time

LARGEST = 2 * 1024 * 1024
LARGEST_PAGE = 16 * 1024 * 1024
PAGE_TIMEOUT_S = 30.0
PROCEDURES_A_PAGE = 200
LONGEST_NUMBER = 100
CHUNK = 64 * 1024
REFUSES_US = frozenset({401, 403})
REFUSES_CONTENT = frozenset({400, 413, 422})
FAILS = 500

P = TypeVar("P", bound=Part)


class Taken(Part):
    """Answer to `POST /v1/events`."""

    through: int


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
    ) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._site = site
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        self._ca = ca
        self._of_thread = threading.local()

    def find(self, code: str, check: str | None) -> Looked | None:
        """See Backend; the dossier code is quoted into the path."""
        params = {"check": check} if check else {}
        status, body = self._call("GET", f"/v1/dossiers/{quote(code, safe='')}", params=params)
        return None if status == 404 else _as(Looked, _good(status, body))

    def results(self) -> Figures:
        """See Backend."""
        return _as(Figures, _good(*self._call("GET", "/v1/results")))

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """See Backend; a page of procedures may be larger and slower than other answers."""
        given = {"updated_since": wire_time(since) if since else None, "page": page, "limit": PROCEDURES_A_PAGE}
        params = {name: value for name, value in given.items() if value is not None}
        status, body = self._call("GET", "/v1/procedures", LARGEST_PAGE, PAGE_TIMEOUT_S, params=params)
        if status in REFUSES_CONTENT:
            raise Rejected(f"HTTP {status}: {_start(body)}")
        return None if status == 404 else _page(_good(status, body))

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend."""
        body = json.dumps({"site": self._site, "events": list(entries)}, ensure_ascii=False).encode()
        status, answer = self._call("POST", "/v1/events", data=body)
        if status in REFUSES_CONTENT:
            raise Rejected(f"HTTP {status}: {_start(answer)}")
        if status >= FAILS:
            raise Failed(f"HTTP {status}: {_start(answer)}")
        return _as(Taken, _good(status, answer)).through

    def _call(
        self, method: str, path: str, largest: int = LARGEST, timeout_s: float | None = None, **given: Any
    ) -> tuple[int, bytes]:
        within_s = timeout_s or self._timeout_s
        try:
            with self._session().request(
                method,
                self._url + path,
                timeout=self._timeout_s,
                allow_redirects=False,
                stream=True,
                headers={"Content-Type": "application/json"} if "data" in given else None,
                **given,
            ) as answer:
                return answer.status_code, self._read(answer, largest, within_s)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as fault:
            # The request's address may hold a check code: only the kind of fault is told.
            raise Unreachable(type(fault).__name__) from fault

    def _read(self, answer: requests.Response, largest: int, within_s: float) -> bytes:
        ends = self._monotonic() + within_s
        body = bytearray()
        # read1 gives what has arrived: requests' own iterator would wait for a whole chunk of a dripping answer.
        while chunk := answer.raw.read1(CHUNK, decode_content=False):
            body += chunk
            if len(body) > largest:
                raise Unreachable(f"answer larger than {largest} bytes")
            if self._monotonic() > ends:
                raise Unreachable("answer too slow")
        return bytes(body)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # no proxy or netrc of the machine between the site and its backend
            session.headers["Authorization"] = f"Bearer {self._token}"
            session.headers["Accept"] = "application/json"
            session.headers["Accept-Encoding"] = "identity"  # the size limit is that of the JSON itself
            session.verify = str(self._ca) if self._ca else True
            self._of_thread.session = session
        return session


def _good(status: int, body: bytes) -> bytes:
    if status == 200:
        return body
    raise Unreachable(f"HTTP {status}: {_start(body)}", refused_us=status in REFUSES_US)


def _as(kind: type[P], body: bytes) -> P:
    try:
        return kind.model_validate_json(body)
    except ValidationError as fault:
        raise Unreachable(f"answer not of the agreed form at: {_places(fault)}") from fault


def _page(body: bytes) -> ProceduresPage:
    # Read more leniently than other answers: one odd record is found and named by itself, not its whole page dropped.
    try:
        return ProceduresPage.model_validate(json.loads(body, parse_int=_whole))
    except ValidationError as fault:
        raise Unreachable(f"answer not of the agreed form at: {_places(fault)}") from fault
    except (ValueError, RecursionError) as fault:
        raise Unreachable(f"answer is no JSON that can be read: {type(fault).__name__}") from fault


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float("inf")


def _places(fault: ValidationError) -> str:
    return ", ".join(".".join(map(str, one["loc"])) for one in fault.errors(include_input=False)[:5]) or "body"


def _start(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace")


def _open(settings: RestSettings, around: Around) -> RestBackend:
    token, within_s = settings.token(), settings.timeout_s
    return RestBackend(settings.url, token, around.site, within_s, around.clock.monotonic, settings.ca)


ADAPTER = Adapter(RestSettings, _open)
