"""The doors of the boards' pages: who is let in, what is handed out, what a mistake is answered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from display.web.pages import BoardPages, mount
from lobby.settings.load import SettingsError, check


@pytest.fixture
def table(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "password").write_text("bí mật\n", encoding="utf-8")
    board = {"id": "board-1", "title": "Bảng sảnh chờ", "password_file": str(tmp_path / "password")}
    return {"websocket_port": 18831, "boards": [board]}


@pytest.fixture
def client(board_app: Callable[..., Flask], table: dict[str, Any]) -> FlaskClient:
    return board_app(table, "UBND phường Tô Hiệu").test_client()


def test_a_board_finds_its_way_to_the_broker_on_the_host_it_asked(client: FlaskClient) -> None:
    answer = client.get("/board/board-1/link.json", headers={"Host": "hub.local:18080"})
    link = answer.get_json()
    assert link.pop("now")
    assert link.pop("mark") in client.get("/board/board-1").get_data(as_text=True)
    assert link == {
        "site": "demo",
        "device": "board-1",
        "username": "board-1",
        "password": "bí mật",
        "websocket": "ws://hub.local:18831/mqtt",
        "office": "UBND phường Tô Hiệu",
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_board_is_told_of_a_simulated_day(board_app: Callable[..., Flask], table: dict[str, Any]) -> None:
    day = {"start": "2026-11-23T06:55:00+07:00", "speed": 60.0, "since": "2026-11-23T02:11:43+07:00"}
    client = board_app({**table, "clock": day}).test_client()
    assert client.get("/board/board-1/link.json").get_json()["day"] == day


def test_an_ipv6_host_keeps_its_brackets(client: FlaskClient) -> None:
    link = client.get("/board/board-1/link.json", headers={"Host": "[::1]:18080"}).get_json()
    assert link["websocket"] == "ws://[::1]:18831/mqtt"


def test_a_set_address_of_the_broker_is_handed_on(board_app: Callable[..., Flask], table: dict[str, Any]) -> None:
    client = board_app({**table, "websocket_url": "wss://bang.tohieu.example/mqtt"}).test_client()
    assert client.get("/board/board-1/link.json").get_json()["websocket"] == "wss://bang.tohieu.example/mqtt"


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::1", "không-phải-địa-chỉ", "", "::ffff:203.0.113.7"])
def test_nobody_outside_the_office_gets_the_password(client: FlaskClient, address: str) -> None:
    answer = client.get("/board/board-1/link.json", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 403
    assert answer.get_json() == {"message": "Địa chỉ này chỉ dành cho bảng trong mạng của cơ quan."}
    assert "bí mật" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.168.1.20", "10.9.8.7", "172.31.0.2", "::ffff:10.0.0.5"])
def test_a_tv_of_the_office_gets_it(client: FlaskClient, address: str) -> None:
    assert client.get("/board/board-1/link.json", environ_base={"REMOTE_ADDR": address}).status_code == 200


def test_an_unknown_board_is_answered_with_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/board/bảng-lạ<script>")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "Không có bảng tên «bảng-lạ&lt;script&gt;»" in text
    assert 'href="/board/board-1"' in text
    assert "Bảng sảnh chờ" in text
    assert client.get("/board/board-9/link.json").status_code == 404


def test_the_page_runs_no_script_but_its_own(client: FlaskClient) -> None:
    answer = client.get("/board/board-1")
    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "UBND phường Tô Hiệu" in text
    assert "<style" not in text
    assert "style=" not in text
    assert "bí mật" not in text


def test_a_password_that_cannot_be_read_says_so_and_harms_no_page(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "password").unlink()
    answer = client.get("/board/board-1/link.json")
    assert answer.status_code == 500
    assert "Chưa đọc được mật khẩu của bảng" in answer.get_json()["message"]
    assert str(tmp_path) not in answer.get_data(as_text=True)
    assert client.get("/board/board-1").status_code == 200


def test_a_wrong_key_of_the_table_is_named(table: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="có phải «websocket_port»"):
        mount(Flask("hub"), {**table, "web_socket_port": 1}, "demo", "UBND phường Tô Hiệu")


def test_the_offices_own_networks_can_be_named(table: dict[str, Any]) -> None:
    settings = check(BoardPages, {**table, "networks": ["10.20.0.0/16"]}, "hub.toml")
    assert [str(network) for network in settings.networks] == ["10.20.0.0/16"]
