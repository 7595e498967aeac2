"""The hub's web pages of TV boards: the page, its assets, and the way to the broker for boards inside the office."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template, request
from pydantic import Field, IPvAnyNetwork

from lobby.clock import Clock, SystemClock
from lobby.contract.base import DeviceId, wire_time
from lobby.settings.device import ClockSettings
from lobby.settings.load import SettingsError, Strict, check

_POLICY = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'"
_OUTSIDE = "Địa chỉ này chỉ dành cho bảng trong mạng của cơ quan."
_NO_PASSWORD = "Chưa đọc được mật khẩu của bảng. Người phụ trách hãy xem nhật ký của máy chủ."
_INSIDE = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]


class BoardSettings(Strict):
    """One TV board: its id is its user name at the broker."""

    id: DeviceId
    title: str = Field(min_length=1, max_length=120)
    password_file: Path

    def password(self) -> str:
        """Return the board's password; raises SettingsError where the file cannot be read."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingsError(
                f"Không đọc được tệp mật khẩu {self.password_file} của bảng {self.id}: {fault}"
            ) from fault


class BoardPages(Strict):
    """The table of the boards' pages in the hub's settings; `networks` may fetch a board's password, `clock` is that of
    a simulated day."""

    websocket_port: int = Field(ge=1, le=65535)
    websocket_url: str | None = Field(default=None, pattern=r"^wss?://")
    networks: tuple[IPvAnyNetwork, ...] = tuple(ipaddress.ip_network(text) for text in _INSIDE)
    boards: tuple[BoardSettings, ...] = ()
    clock: ClockSettings | None = None


@dataclass(frozen=True)
class _Boards:
    settings: BoardPages
    site: str
    office: str
    clock: Clock

    def named(self, board: str) -> BoardSettings | None:
        return next((known for known in self.settings.boards if known.id == board), None)

    def page(self, board: str) -> Response:
        known = self.named(board)
        if known is None:
            body = render_template("board_unknown.html", asked=board, boards=self.settings.boards, office=self.office)
            return Response(body, status=404)
        return Response(render_template("board.html", board=board, title=known.title, office=self.office))

    def link(self, board: str) -> Response:
        if not self._is_inside(request.remote_addr):
            return _refused(_OUTSIDE, 403)
        known = self.named(board)
        if known is None:
            return _refused(f"Không có bảng tên «{board}».", 404)
        return jsonify(
            site=self.site,
            device=known.id,
            username=known.id,
            password=known.password(),
            websocket=self._websocket(),
            office=self.office,
            now=wire_time(self.clock.now()),
            **self._day(),
        )

    def _day(self) -> dict[str, dict[str, Any]]:
        day = self.settings.clock
        return {} if day is None else {"day": day.model_dump(mode="json")}

    def _is_inside(self, address: str | None) -> bool:
        try:
            visitor = ipaddress.ip_address(address or "")
        except ValueError:
            return False
        plain = getattr(visitor, "ipv4_mapped", None) or visitor
        return any(plain in network for network in self.settings.networks)

    def _websocket(self) -> str:
        if self.settings.websocket_url is not None:
            return self.settings.websocket_url
        scheme = "wss" if request.is_secure else "ws"
        return f"{scheme}://{_host_alone(request.host)}:{self.settings.websocket_port}/mqtt"


def mount(app: Flask, table: dict[str, Any], site: str, office: str) -> None:
    """Add the boards' pages of `site` to the hub's web server; `table` is theirs in its settings.

    Raises SettingsError where the table is wrong.
    """
    boards = _Boards(check(BoardPages, table, "pages.board"), site, office, SystemClock())
    pages = Blueprint("board", __name__, static_folder="static", template_folder="templates", url_prefix="/board")
    pages.add_url_rule("/<board>", "page", boards.page)
    pages.add_url_rule("/<board>/link.json", "link", boards.link)
    pages.after_request(_guarded)
    pages.register_error_handler(SettingsError, _unreadable(app))
    app.register_blueprint(pages)


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    # An upgrade shows at the next load; only what may not be kept at all is the link with its password.
    secret = request.path.endswith("/link.json")
    response.headers["Cache-Control"] = "no-store" if secret else "no-cache"
    return response


def _unreadable(app: Flask) -> Callable[[SettingsError], Response]:
    def answer(fault: SettingsError) -> Response:
        app.logger.error("board's password not read: %s", fault)
        return _refused(_NO_PASSWORD, 500)

    return answer


def _refused(sentence: str, status: int) -> Response:
    response = jsonify(message=sentence)
    response.status_code = status
    return response


def _host_alone(host: str) -> str:
    # `[::1]:18080` keeps its brackets; `hub.local:18080` loses its port.
    return host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]
