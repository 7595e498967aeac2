"""Serves a web application by waitress on a thread of its own."""

from __future__ import annotations

import logging
import threading
from typing import Any

from flask import Flask
from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]

log = logging.getLogger(__name__)

THREADS = 20  # beyond those whom the sandbox keeps waiting at most (tricks.py, down.py)
BODY_AT_MOST = 4 * 1024 * 1024  # beyond the application's own limit, which answers in JSON
IDLE_S = 60


class Served:
    """A listening web application; `port` is the one taken, also where 0 was asked."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self._asked = port
        self._server: Any = None
        self._sockets: dict[int, Any] = {}
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.effective_port)

    def start(self) -> None:
        """Listen; raises OSError where the port is taken."""
        self._server = create_server(
            self._app,
            map=self._sockets,
            host=self._host,
            port=self._asked,
            threads=THREADS,
            max_request_body_size=BODY_AT_MOST,
            channel_timeout=IDLE_S,
            ident=None,
            channel_request_lookahead=1,  # so that a waiting request learns that its caller has gone
            log_socket_errors=False,
        )
        self._thread.start()
        log.info("listening on %s:%d", self._host, self.port)

    def step(self) -> None:
        """Nothing is due: the server has its own thread."""

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.task_dispatcher.shutdown()
            # The loop ends when no socket is left; connections kept alive would hold it for their time-out. On the
            # loop's own thread, which is woken: from here it would be seen a second later.
            self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets, ignore_all=True))
            self._thread.join(5)

    def _serve(self) -> None:
        try:
            self._server.run()
        except OSError as fault:
            # Closing the listening socket ends waitress's loop with "bad file descriptor".
            log.debug("server ended: %s", fault)
