"""The hub's web pages of TV boards: the page, its assets, and the way to the broker for boards inside the office."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, render_template, request, url_for

from display.web.pack import STATIC, pack
from display.web.settings import BoardPages, BoardSettings, read
from lobby.clock import Clock, SystemClock
from lobby.contract.base import wire_time
from lobby.settings.load import SettingsError

log = logging.getLogger(__name__)

_POLICY = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; frame-ancestors 'none'"
_OUTSIDE = "Địa chỉ này chỉ dành cho bảng trong mạng của cơ quan."
_NO_PASSWORD = "Chưa đọc được mật khẩu của bảng. Người phụ trách hãy xem nhật ký của máy chủ."
_FOR_EVER = "public, max-age=31536000, immutable"


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
        told = {
            "board": board,
            "title": known.title,
            "office": self.office,
            "look": known.look,
            "settings": self._settings(known),
            "mark": self._mark(known),
            "pack": url_for("board.pack", version=pack().version, name="board.js").rpartition("/")[0],
        }
        return Response(render_template("board.html", **told))

    def _settings(self, board: BoardSettings) -> str:
        look = board.look.model_dump(mode="json", exclude={"contrast"})
        english = self.settings.english.model_dump(mode="json")
        return json.dumps({**look, "english": english, "faults": board.faults}, ensure_ascii=False)

    def _mark(self, board: BoardSettings) -> str:
        """Return what changes with anything that the page of a board is made of."""
        parts = [pack().version, board.title, board.look.contrast, self.office, self._settings(board)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

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
            mark=self._mark(known),
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


def mount(
    app: Flask, table: dict[str, Any], site: str, office: str, counters: Collection[str] | None = None
) -> list[str]:
    """Add the boards' pages of `site` to the hub's web server; `table` is theirs in its settings, `counters` the ids
    of those that the office has, where they are known.

    Returns a Vietnamese sentence for each value of the table that was left out. Raises SettingsError where no board
    could work.
    """
    settings, wrong = read(table, counters)
    for sentence in wrong:
        log.warning("board settings: %s", sentence)
    boards = _Boards(settings, site, office, SystemClock())
    pages = Blueprint("board", __name__, static_folder="static", template_folder="templates", url_prefix="/board")
    pages.add_url_rule("/<board>", "page", boards.page)
    pages.add_url_rule("/<board>/link.json", "link", boards.link)
    pages.add_url_rule("/pack/<version>/<name>", "pack", _packed)
    pages.add_url_rule("/keeper.js", "keeper", _keeper)
    pages.after_request(_guarded)
    pages.register_error_handler(SettingsError, _unreadable(app))
    app.register_blueprint(pages)
    return wrong


def _packed(version: str, name: str) -> Response:
    found = pack().files.get(name)
    if found is None:
        return _refused("Không có tệp này.", 404)
    answer = Response(found, content_type=pack().content_type(name))
    # A page of before an update still finds its files, which are then the new ones.
    answer.headers["Cache-Control"] = _FOR_EVER if version == pack().version else "no-cache"
    return answer


def _keeper() -> Response:
    files = [url_for("board.pack", version=pack().version, name=name) for name in pack().files]
    head = f"const PACK = {json.dumps({'version': pack().version, 'files': files})};\n"
    return Response(head + (STATIC / "keeper.js").read_text(encoding="utf-8"), content_type="text/javascript")


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    # An upgrade shows at the next load; only what may not be kept at all is the link with its password.
    if _FOR_EVER not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store" if request.path.endswith("/link.json") else "no-cache"
    return response


def _unreadable(app: Flask) -> Callable[[SettingsError], Response]:
    def answer(fault: SettingsError) -> Response:
        app.logger.error("board's password not read: %s", fault)
        return _refused(_NO_PASSWORD, 500)

    return answer


def _refused(sentence: str, status: int) -> Response:
    response = jsonify(message=sentence)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _host_alone(host: str) -> str:
    # `[::1]:18080` keeps its brackets; `hub.local:18080` loses its port.
    return host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]
