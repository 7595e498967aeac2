"""Stands before the sandbox's web application and lets the mode in force befall what the lobby asks."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from backend_bridge.sandbox import spoiling
from backend_bridge.sandbox.modes import Mode, Modes

CONCERNED = ("/v1/", "/national/")
HELD_AT_MOST = 12
"""Callers who wait at a time: fewer than the server has threads, so that others are answered all the while."""
SLOW_S = (1.0, 5.0)
HELD_S = 120.0
_JSON = ("Content-Type", "application/json")
_FAILED = ('{"error": {"code": "internal", "message": "Hệ thống gặp lỗi."}}', "<html><h1>500</h1></html>")

Environ = dict[str, Any]
Start = Callable[..., Any]
Whole = tuple[str, list[tuple[str, str]], bytes]


class CutOff(OSError):
    """The connection ends without an answer: an OSError out of an application makes waitress close it so."""


class Tricks:
    """A WSGI application over `inner`; what is by chance follows `seed`."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], modes: Modes, seed: int) -> None:
        self._inner = inner
        self._modes = modes
        self._random = Random(seed)
        self._room = threading.BoundedSemaphore(HELD_AT_MOST)
        self._lock = threading.Lock()
        self._posts = 0
        self._by: dict[Mode, Callable[[Environ], Whole]] = {
            Mode.SLOW: self._slow,
            Mode.ERROR: self._error,
            Mode.TIMEOUT: self._silent,
            Mode.CUT: self._cut,
            Mode.WRONG: self._wrong,
            Mode.DUPLICATE: self._duplicate,
            Mode.CLOCK: self._clock,
        }

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        trick = self._by.get(self._modes.now())
        if trick is None or not str(environ.get("PATH_INFO", "")).startswith(CONCERNED):
            return self._inner(environ, start)
        status, headers, body = trick(environ)
        others = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start(status, [*others, ("Content-Length", str(len(body)))])
        return [body]

    def _slow(self, environ: Environ) -> Whole:
        whole = self._answer(environ)
        self._hold(environ, self._random.uniform(*SLOW_S))
        return whole

    def _error(self, environ: Environ) -> Whole:
        return "500 Internal Server Error", [_JSON], self._random.choice(_FAILED).encode()

    def _silent(self, environ: Environ) -> Whole:
        self._hold(environ, HELD_S)
        raise CutOff

    def _cut(self, environ: Environ) -> Whole:
        """Half of what is posted is taken before the line breaks: whoever sent it cannot know which half."""
        if self._is_this_one(environ):
            self._answer(environ)
        raise CutOff

    def _wrong(self, environ: Environ) -> Whole:
        status, headers, body = self._answer(environ)
        if not status.startswith("200"):
            return "200 OK", [_JSON], body
        spoil = self._random.choice((spoiling.no_json, spoiling.wrong_types, spoiling.wrong_types, _of_another))
        return status, headers, spoil(body, self._random)

    def _duplicate(self, environ: Environ) -> Whole:
        has_entries = _has_entries(environ)
        status, headers, body = self._answer(environ)
        if not status.startswith("200"):
            return status, headers, body
        if has_entries:
            return status, headers, _lower(body) if self._is_this_one(environ) else body
        return status, headers, body + body if self._random.random() < 1 / 3 else spoiling.twice_told(body)

    def _clock(self, environ: Environ) -> Whole:
        status, headers, body = self._answer(environ)
        return status, headers, spoiling.by_another_clock(body) if status.startswith("200") else body

    def _answer(self, environ: Environ) -> Whole:
        """Let the application answer, and keep what it says."""
        said: list[tuple[str, list[tuple[str, str]]]] = []
        chunks = self._inner(environ, lambda status, headers, *_: said.append((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
        return *said[-1], body

    def _hold(self, environ: Environ, seconds: float) -> None:
        if self._room.acquire(blocking=False):
            try:
                self._modes.wait(seconds, environ.get("waitress.client_disconnected", lambda: False))
            finally:
                self._room.release()

    def _is_this_one(self, environ: Environ) -> bool:
        """Tell whether this is one of the half of what is posted that has it worse; the first is."""
        with self._lock:
            self._posts += environ["REQUEST_METHOD"] == "POST"
            return environ["REQUEST_METHOD"] == "POST" and self._posts % 2 == 1


def _of_another(body: bytes, _: Random) -> bytes:
    return spoiling.another_dossier(body)


def _lower(body: bytes) -> bytes:
    """Return the answer to entries as if the last of them had not been taken."""
    through = json.loads(body)["through"]
    return json.dumps({"through": max(0, through - 1)}).encode()


def _has_entries(environ: Environ) -> bool:
    """Tell whether entries are posted: who only asks what is held is answered rightly."""
    if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != "/v1/events":
        return False
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return b'"seq"' in body
