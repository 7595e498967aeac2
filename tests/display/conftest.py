"""What tests of boards share: a hub's hand on the bus, the web server with the boards' pages, and Chromium."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from flask import Flask, Response, send_from_directory
from playwright.sync_api import Browser, Page
from werkzeug.serving import BaseWSGIServer, make_server

from display.web.pages import mount
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE, Message
from lobby.contract.calls import Call, CallKind, Shown
from lobby.contract.codec import decode
from lobby.contract.devices import Presence
from lobby.contract.notices import Notices
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase, CounterState, Presented, QueueState
from lobby.contract.ticket import Ticket, TicketState
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink, offline_will
from lobby.link.paho import Access, PahoBus
from lobby.look.tokens import FONTS, tokens

OFFICE = "Trung tâm Phục vụ hành chính công phường Tô Hiệu"
SITE = "demo"
FIELDS = [
    ("ho-tich", "Hộ tịch – Chứng thực", ["quay-1", "quay-2"]),
    ("dat-dai", "Đất đai – Xây dựng", ["quay-3", "quay-4"]),
    ("lao-dong", "Lao động – Xã hội", ["quay-5"]),
    ("kinh-doanh", "Đăng ký kinh doanh", ["quay-6"]),
    ("tra-ket-qua", "Trả kết quả", ["quay-7"]),
]


class Broker(Protocol):
    """The shared fixture `broker`, as far as boards need it."""

    host: str
    port: int
    websocket_port: int

    def password_file(self, device: str) -> Path: ...

    def restart(self) -> None: ...

    def stop(self) -> None: ...

    def start(self) -> None: ...


@dataclass
class HubHand:
    """Publishes as the hub does, and remembers what boards answer."""

    link: DeviceLink
    shown: list[Shown] = field(default_factory=list)
    presence: dict[str, Presence] = field(default_factory=dict)
    _rev: int = 100
    _revs: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        topics = self.link.topics
        self.link.watch(Shown, topics.shown("+"), self.shown.append)
        self.link.bus.subscribe(
            topics.presence("board-1"),
            lambda incoming: self.presence.update({"board-1": decode(Presence, incoming.payload)}),
        )
        self.link.start()

    def queue(self, service: str, name: str, waiting: int, counters: list[str], opened: bool = True) -> None:
        message = QueueState(
            rev=self.next_rev(), at=now(), service=service, name=name, open=opened, waiting=waiting,
            waiting_priority=0, counters=tuple(counters),
        )  # fmt: skip
        self.send(message, self.link.topics.queue(service))

    def counter(
        self,
        counter: str,
        number: str | None = None,
        *,
        name: str | None = None,
        state: CounterPhase = CounterPhase.OPEN,
        serving: bool = False,
        called_at: datetime | None = None,
        call_id: str | None = None,
        rev: int | None = None,
        displayed: int = 0,
    ) -> None:
        """Tell how a counter stands; with a `number` it has that ticket called or in hand."""
        message = CounterState(
            rev=self.next_rev() if rev is None else rev,
            at=now(),
            counter=counter,
            name=name or counter_name(counter),
            state=state,
            ticket=ticket(number, counter, called_at or now(), serving) if number else None,
            call_id=(call_id or str(uuid.uuid4())) if number else None,
            presented=Presented(displayed=displayed),
        )
        self.send(message, self.link.topics.counter(counter))

    def call(
        self,
        counter: str,
        number: str,
        *,
        kind: CallKind = CallKind.CALL,
        state: bool = True,
        name: str | None = None,
        displayed: int = 0,
    ) -> str:
        """Call a number: the counter's state, then the event, as the hub does; returns the call's id."""
        call_id = str(uuid.uuid4())
        if state:
            self.counter(counter, number, call_id=call_id, name=name, displayed=displayed)
        message = Call(
            call_id=call_id, kind=kind, ticket=ticket(number, counter, now(), False), counter=counter,
            counter_name=name or counter_name(counter), nth=1, at=now(),
        )  # fmt: skip
        self.send(message, self.link.topics.call())
        return call_id

    def come_back(self) -> None:
        """Be a hub that was started again."""
        self.send(Presence(state="online", role=Role.HUB, version="0", since=now()), self.link.topics.presence("hub"))

    def notices(self, *ticker: str) -> None:
        self.send(Notices(rev=self.next_rev(), at=now(), ticker=ticker), self.link.topics.notices())

    def lobby(self) -> None:
        """An ordinary morning: seven counters, five fields, three tickets at counters."""
        for service, name, counters in FIELDS:
            self.queue(service, name, len(name) % 6, counters)
        for place in (2, 5, 6):
            self.counter(f"quay-{place}")
        self.counter("quay-7", state=CounterPhase.CLOSED)
        self.counter("quay-1", "A001", serving=True, called_at=now() - timedelta(minutes=9))
        self.counter("quay-3", "B002", called_at=now() - timedelta(minutes=1))
        self.counter("quay-4", "B001", serving=True, called_at=now() - timedelta(minutes=5))

    def next_rev(self) -> int:
        self._rev += 1
        return self._rev

    def send(self, message: Message, topic: str) -> None:
        self.link.send(message, topic)


def now() -> datetime:
    return datetime.now(OFFICE_ZONE)


def counter_name(counter: str) -> str:
    return f"Quầy số {counter.removeprefix('quay-')}"


def ticket(number: str, counter: str, called_at: datetime, serving: bool) -> Ticket:
    return Ticket(
        ticket=str(uuid.uuid4()),
        number=number,
        service="ho-tich",
        state=TicketState.SERVING if serving else TicketState.CALLED,
        issued_at=called_at - timedelta(minutes=4),
        called_at=called_at,
        counter=counter,
        calls=1,
    )


@dataclass
class WebSite:
    """The hub's web server as far as boards need it."""

    server: BaseWSGIServer
    thread: threading.Thread

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join(5)
        self.server.server_close()


def board_app(table: dict[str, Any], office: str = OFFICE) -> Flask:
    """The hub's web application with the boards' pages and the tokens it serves beside them."""
    app = Flask("hub")
    mount(app, table, SITE, office)
    app.add_url_rule(
        "/look/tokens.css", "tokens", lambda: Response(tokens().css("/look/fonts"), content_type="text/css")
    )
    app.add_url_rule("/look/fonts/<name>", "fonts", lambda name: send_from_directory(FONTS, name))
    return app


def board_table(broker: Broker, **look: Any) -> dict[str, Any]:
    board = {"id": "board-1", "title": "Bảng sảnh chờ", "password_file": str(broker.password_file("board-1"))}
    return {"websocket_port": broker.websocket_port, "boards": [{**board, **look}]}


def serve(app: Flask, port: int = 0) -> WebSite:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    return WebSite(server, thread)


@pytest.fixture
def hub(broker: Broker, wait_until: Callable[..., None]) -> Iterator[HubHand]:
    topics, clock = Topics(SITE), SystemClock()
    access = Access(broker.host, broker.port, "hub", broker.password_file("hub").read_text().strip())
    bus = PahoBus(access, offline_will(topics, "hub", Role.HUB, clock))
    hand = HubHand(DeviceLink(bus, topics, "hub", Role.HUB, clock, Path("/")))
    hand.start()
    wait_until(lambda: bus.linked, "the hub's link")
    yield hand
    hand.link.stop()


@pytest.fixture
def make_site(broker: Broker) -> Iterator[Callable[..., WebSite]]:
    """Serve the boards' pages; `make_site(office, port, **look)`, `look` as in the board's settings."""
    made: list[WebSite] = []

    def make(office: str = OFFICE, port: int = 0, **look: Any) -> WebSite:
        made.append(serve(board_app(board_table(broker, **look), office), port))
        return made[-1]

    yield make
    for site in made:
        site.stop()


@pytest.fixture(name="board_app")
def board_app_fixture() -> Callable[..., Flask]:
    return board_app


@pytest.fixture(name="serve_app")
def serve_app_fixture() -> Callable[..., WebSite]:
    return serve


@pytest.fixture
def open_board(chromium: Browser, make_site: Callable[..., WebSite]) -> Iterator[Callable[..., Page]]:
    """Open the page of board-1 in a screen of its own; `open_board(width, height, office=..., look=..., **context)`."""
    opened: list[Page] = []

    def open_page(
        width: int = 1280, height: int = 800, office: str = OFFICE, look: dict[str, Any] | None = None, **context: Any
    ) -> Page:
        site = make_site(office, **(look or {}))
        page = chromium.new_context(viewport={"width": width, "height": height}, **context).new_page()
        page.goto(f"{site.url}/board/board-1", wait_until="commit")
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
