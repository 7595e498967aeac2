"""One line to a backend over HTTP: bounded in time and size, no redirects, nothing of the machine's own settings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.structures import CaseInsensitiveDict

from backend_bridge.adapters.backend import Unreachable
from backend_bridge.adapters.line_faults import unreachable
from backend_bridge.adapters.way import DIRECT, Way

LARGEST = 2 * 1024 * 1024
CHUNK = 64 * 1024


class Line:
    """Calls below `url`, each thread on a connection of its own; `timeout_s` seconds for a whole answer.

    `ca` is a file of the only authorities that are believed, the machine's own where it is None.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        timeout_s: float,
        monotonic: Callable[[], float],
        ca: Path | None = None,
        way: Way = DIRECT,
    ) -> None:
        self._url = url.rstrip("/")
        self._headers = headers
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        self._ca = ca
        self._way = way
        self._of_thread = threading.local()

    def call(
        self,
        method: str,
        path: str,
        largest: int = LARGEST,
        timeout_s: float | None = None,
        headers: Mapping[str, str] | None = None,
        **given: Any,
    ) -> tuple[int, bytes]:
        """Return the status and body of the answer; raises Unreachable.

        At most `largest` bytes within `timeout_s` seconds, where given; `headers` and `given` as requests takes them.
        """
        within_s = timeout_s or self._timeout_s
        ends = self._monotonic() + within_s
        told = CaseInsensitiveDict({"Content-Type": "application/json"} if "data" in given else {})
        told.update(headers or {})
        try:
            with self._session().request(
                method,
                self._url + path,
                timeout=(self._timeout_s, within_s),
                allow_redirects=False,
                stream=True,
                headers=told,
                **given,
            ) as answer:
                return answer.status_code, self._read(answer, largest, ends)
        except (OSError, urllib3.exceptions.HTTPError) as fault:
            # requests' own are OSErrors, too; a plain one is a file of certificates that is gone.
            raise unreachable(fault, self._ca, self._way) from None

    def _read(self, answer: requests.Response, largest: int, ends: float) -> bytes:
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
            session.headers.update(self._headers)
            session.headers["Accept"] = "application/json"
            session.headers["Accept-Encoding"] = "identity"  # the size limit is that of the JSON itself
            session.verify = str(self._ca) if self._ca else True
            if self._way.certificate is not None:
                session.cert = (str(self._way.certificate), str(self._way.key))
            if self._way.proxy is not None:
                session.proxies = {"http": self._way.proxy, "https": self._way.proxy}
            self._of_thread.session = session
        return session


def start_of(body: bytes) -> str:
    """Return the first of `body`, for the log."""
    return body[:200].decode("utf-8", "replace")
