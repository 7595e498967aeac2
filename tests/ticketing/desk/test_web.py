"""The web server as a part of the hub: it starts, stops, comes back on its port, and outlives a taken one."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import requests

from lobby.clock import HandClock
from ticketing.desk.web import AGAIN_S, WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Site


def web_of(site: Site, port: int) -> WebPart:
    settings = site.settings.model_copy(update={"web": site.settings.web.model_copy(update={"port": port})})
    return WebPart(settings, site.real, site.clock, site.link.faults)


def healthy(web: WebPart) -> bool:
    return requests.get(f"http://127.0.0.1:{web.port}/healthz", timeout=30).status_code == 200


def test_it_comes_back_on_the_same_port_soon_with_pages_still_open(
    site: Site, free_ports: Callable[[int], list[int]]
) -> None:
    (port,) = free_ports(1)
    web = web_of(site, port)
    web.start()
    with requests.Session() as phone:
        assert phone.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200
        began = time.monotonic()
        web.stop()
        again = web_of(site, port)
        again.start()
        assert healthy(again)
        assert time.monotonic() - began < 10
    again.stop()


def test_a_taken_port_is_a_fault_until_it_is_free(site: Site, clock: HandClock) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        web = web_of(site, port)
        web.start()
        assert [fault.code for fault in site.link.faults.standing()] == ["web_port"]
        assert str(port) in site.link.faults.standing()[0].detail
    web.step()
    assert web.port == 0
    clock.forward(AGAIN_S)
    web.step()
    assert site.link.faults.standing() == ()
    assert healthy(web)
    web.stop()


def test_stopping_lets_go_of_pages_that_wait_for_news(site: Site) -> None:
    web = web_of(site, 0)
    web.start()
    with socket.create_connection(("127.0.0.1", web.port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        began = time.monotonic()
        web.stop()
        assert time.monotonic() - began < 10


def test_a_body_beyond_the_limit_is_refused_by_the_server(site: Site) -> None:
    web = web_of(site, 0)
    web.start()
    answer = requests.post(f"http://127.0.0.1:{web.port}/desk/login", data=b"x" * 300_000, timeout=30)
    assert answer.status_code == 413
    web.stop()


def test_boards_that_pause_a_large_video_keep_nobody_waiting(web: WebPart, site: Site) -> None:
    name = "ab" * 32 + ".mp4"
    with (site.settings.state / "notices" / name).open("wb") as file:
        file.truncate(60_000_000)
    stalled: list[socket.socket] = []
    try:
        for number in range(40):
            board = socket.create_connection(("127.0.0.1", web.port), timeout=10)
            board.sendall(f"GET /notices/{name} HTTP/1.1\r\nHost: hub\r\nRange: bytes={number}-\r\n\r\n".encode())
            assert b" 206 " in board.recv(200)
            stalled.append(board)
        assert requests.get(f"http://127.0.0.1:{web.port}/healthz", timeout=20).status_code == 200
    finally:
        for board in stalled:
            board.close()
