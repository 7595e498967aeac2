"""The hub's web server: waitress on a thread of its own, started again where it fell or the port was taken."""

from __future__ import annotations

import logging
import socket
import sqlite3
import threading
from typing import Any

from waitress import create_server, wasyncore  # type: ignore[import-untyped]

from lobby.clock import Clock
from lobby.health import Faults
from ticketing.desk.application import LARGEST, create_app
from ticketing.desk.room import KEY, Room
from ticketing.desk.store import Store
from ticketing.hub.door import HubDoor
from ticketing.hub.settings import HubSettings

log = logging.getLogger(__name__)

THREADS = 44  # 24 pages (Room.live_places) and 12 tablets (PadRoom.places) may wait for news, the rest answer
CONNECTIONS = 300
AGAIN_S = 2.0
LOOK_EVERY_S = 5.0
_ROUND_S = 0.5
_FAULT = "web_port"


class WebPart:
    """The part of the hub that serves pages; the queue goes on whatever becomes of it."""

    def __init__(self, settings: HubSettings, door: HubDoor, clock: Clock, faults: Faults) -> None:
        self._settings = settings
        self._door = door
        self._clock = clock
        self._faults = faults
        self._store = Store(settings.state)
        self._sockets: dict[int, Any] = {}
        self._ending = threading.Event()
        self._app: Any = None
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self._again = 0.0
        self._look_at = 0.0
        self._seen = -1

    @property
    def port(self) -> int:
        """The port that is served; 0 while none is."""
        return 0 if self._server is None else int(self._server.effective_port)

    def start(self) -> None:
        """Open the accounts and serve; where either cannot be, the fault stands and `step` tries again."""
        self._ending.clear()
        self._try()

    def step(self) -> None:
        self._watch_officers()
        if self._app is not None:
            _room_of(self._app).daybook.step()
        if self._thread is not None and self._thread.is_alive():
            return
        if self._clock.monotonic() >= self._again:
            self._close()
            self._try()

    def _watch_officers(self) -> None:
        """Let pads show the officers as they are kept, also where `lobby officers` changed them beside this program."""
        if self._app is None or self._clock.monotonic() < self._look_at:
            return
        self._look_at = self._clock.monotonic() + LOOK_EVERY_S
        portraits = _room_of(self._app).portraits
        try:
            seen = portraits.version()
            if seen != self._seen:
                self._door.faces.tell({name: one.server for name, one in portraits.all().items()})
                self._seen = seen
        except sqlite3.Error as fault:
            log.error("officers cannot be read: %s", fault)

    def stop(self) -> None:
        """Let waiting pages go, close every connection, and close the accounts."""
        self._ending.set()
        if self._app is not None:
            _room_of(self._app).ending.set()
        if self._thread is not None:
            self._server.pull_trigger()
            self._thread.join(timeout=5)
        self._close()
        if self._app is not None:
            _room_of(self._app).daybook.stop()
        self._store.stop()
        self._app = None

    def _try(self) -> None:
        web = self._settings.web
        self._again = self._clock.monotonic() + AGAIN_S
        try:
            if self._app is None:
                self._store.start()
                self._app = create_app(self._settings, self._door, self._clock, self._faults, self._store)
            # Bound before waitress is made, which would leave its threads behind where the port is taken.
            listening = _listen(web.host, web.port)
            self._sockets = {}
            self._server = create_server(
                self._app,
                map=self._sockets,
                sockets=[listening],
                threads=THREADS,
                connection_limit=CONNECTIONS,
                max_request_body_size=LARGEST * 2,
                max_request_header_size=16 * 1024,
                channel_timeout=30,
                ident=None,
                clear_untrusted_proxy_headers=True,
            )
        except (OSError, sqlite3.Error) as fault:
            log.error("web pages cannot be served on %s:%s: %s", web.host, web.port, fault)
            self._faults.stand(_FAULT, *_explain(fault, web.port))
            return
        self._faults.clear(_FAULT)
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)
        self._thread.start()
        log.info("web pages at http://%s:%s", web.host, self.port)

    def _serve(self) -> None:
        try:
            while not self._ending.is_set():
                wasyncore.loop(timeout=_ROUND_S, map=self._sockets, count=1)
        except Exception:
            # Boundary of the server's thread: `step` sees that it ended and starts another.
            log.exception("web server fell")

    def _close(self) -> None:
        if self._server is not None:
            self._server.task_dispatcher.shutdown(timeout=1)
            wasyncore.close_all(self._sockets, ignore_all=True)
        self._server = self._thread = None


def _listen(host: str, port: int) -> socket.socket:
    # SO_REUSEADDR, which this sets, lets a restart not wait for old connections to be forgotten.
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def _room_of(app: Any) -> Room:
    found = app.extensions[KEY]
    assert isinstance(found, Room)
    return found


def _explain(fault: Exception, port: int) -> tuple[str, str]:
    if isinstance(fault, sqlite3.Error):
        return f"Không mở được tệp tài khoản cán bộ: {fault}.", "Kiểm tra quyền ghi thư mục dữ liệu và chỗ trống ổ đĩa."
    return (
        f"Không mở được cổng web {port}: {fault}.",
        "Tắt chương trình đang dùng cổng này, hoặc đổi [web] port trong tệp cấu hình của hub rồi khởi động lại.",
    )
