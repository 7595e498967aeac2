"""A web application that trouble befalls, for stands whose backend is reached over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from backend_bridge.conformance.stand import Trouble
from backend_bridge.sandbox.serving import Served

HELD_AT_MOST_S = 30.0
_JSON = ("Content-Type", "application/json")
Answering = Callable[..., Any]


class Troubled:
    """Serves `app` on one port of this machine; what `answers` gives for a trouble is answered instead of the app.

    `concerns` tells whether a request (its WSGI environment) is one that REJECTS and FALLS_OVER are about.
    """

    def __init__(
        self, app: Flask, answers: dict[Trouble, tuple[str, bytes]], concerns: Callable[[dict[str, Any]], bool]
    ) -> None:
        self._inner: Callable[..., Iterable[bytes]] = app.wsgi_app
        app.wsgi_app = self._answer  # type: ignore[method-assign, assignment]
        self.app = app
        self._answers = answers
        self._concerns = concerns
        self._kind: Trouble | None = None
        self._let_go = threading.Event()
        self._port = 0
        self._served: Served | None = None

    @property
    def url(self) -> str:
        """Where it is reached, once started."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen, after the first time on the same port again."""
        self._served = Served(self.app, "127.0.0.1", self._port)
        self._served.start()
        self._port = self._served.port

    def befall(self, kind: Trouble | None) -> None:
        """Begin one trouble and end the one before."""
        self._let_go.set()
        self._kind = kind
        self._let_go = threading.Event()
        if kind is Trouble.AWAY:
            self.stop()
        elif self._served is None:
            self.start()

    def stop(self) -> None:
        self._let_go.set()
        if self._served is not None:
            self._served.stop()
            self._served = None

    def _answer(self, environ: dict[str, Any], start: Answering) -> Iterable[bytes]:
        kind = self._kind
        if kind is None or (kind in (Trouble.REJECTS, Trouble.FALLS_OVER) and not self._concerns(environ)):
            return self._inner(environ, start)
        if kind is Trouble.SLOW:
            self._let_go.wait(HELD_AT_MOST_S)
        if kind is Trouble.CUT:
            start("200 OK", [_JSON, ("Content-Length", "1000")])
            return [b'{"dossier": {"code": "H15']
        status, body = self._answers.get(kind, ("503 Service Unavailable", b"{}"))
        start(status, [_JSON, ("Content-Length", str(len(body)))])
        return [body]


def private_file(folder: Path, name: str, text: str) -> Path:
    """Write a secret that the service alone reads; return the file."""
    file = folder / name
    file.touch(0o600)
    file.write_text(text, encoding="utf-8")
    return file
