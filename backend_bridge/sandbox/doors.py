"""What stands at the sandbox's door: the token, and errors as JSON with a sentence in Vietnamese."""

from __future__ import annotations

import hmac
import logging
import sqlite3
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

_SENTENCES = {
    400: ("bad_request", "Yêu cầu không hợp lệ."),
    401: ("unauthorized", "Thiếu khóa truy cập hoặc khóa không đúng."),
    403: ("forbidden", "Chỉ nhận từ trang của chính bản chạy thử này, mở trên máy này."),
    404: ("not_found", "Không có địa chỉ này."),
    405: ("bad_request", "Địa chỉ này không nhận cách gọi đó."),
    410: ("gone", "Mốc này không còn."),
    413: ("too_large", "Nội dung gửi lên quá lớn."),
    415: ("bad_request", "Nội dung gửi lên phải là JSON."),
    422: ("bad_request", "Nội dung gửi lên không đúng mẫu."),
    500: ("internal", "Hệ thống gặp lỗi."),
    503: ("internal", "Hệ thống tạm thời không ghi được dữ liệu."),
}


def refuse(status: int, code: str | None = None, message: str | None = None, **more: Any) -> tuple[Response, int]:
    """Return the error answer `{"error": {"code", "message"}}` with HTTP `status`; `more` fields stand beside it."""
    usual = _SENTENCES.get(status, _SENTENCES[400])
    return jsonify(error={"code": code or usual[0], "message": message or usual[1]}, **more), status


def guard(app: Flask, token: str, open_to_loopback: bool) -> None:
    """Let only callers with the bearer `token` into `/v1`, and answer every error as JSON.

    With `open_to_loopback` callers on this machine may leave the token out; a wrong one is refused all the same.
    """

    @app.before_request
    def check_token() -> tuple[Response, int] | None:
        if is_open_page() or is_bearer(token):
            return None
        kept_back = request.path.startswith("/v1/") and not open_to_loopback
        return refuse(401) if kept_back or is_tried() or not is_here() else None

    @app.errorhandler(HTTPException)
    def tell(fault: HTTPException) -> tuple[Response, int]:
        answer, status = refuse(fault.code or 500)
        if isinstance(fault, MethodNotAllowed):
            answer.headers["Allow"] = ", ".join(sorted(fault.valid_methods or ()))
        return answer, status

    @app.errorhandler(sqlite3.Error)
    def tell_unwritable(fault: sqlite3.Error) -> tuple[Response, int]:
        log.error("the database failed: %s", fault)
        return refuse(503)

    @app.after_request
    def harden(answer: Response) -> Response:
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer


def is_bearer(token: str) -> bool:
    """Tell whether the request carries `token`, compared in constant time."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def is_tried() -> bool:
    """Tell whether the request carries a token, right or wrong."""
    return "Authorization" in request.headers


def is_open_page() -> bool:
    """Tell whether the page asked for shows nothing that is kept back, or has a door of its own."""
    return request.path in ("/", "/healthz") or request.path.startswith(("/fonts/", "/national/"))


def is_foreign() -> bool:
    """Tell whether a page of another origin makes the browser call, or one whose name was bent to this machine."""
    origin = urlsplit(request.headers.get("Origin", f"http://{request.host}"))
    return origin.netloc != request.host or (not is_tried() and urlsplit(f"//{request.host}").hostname not in LOOPBACK)


def is_browser() -> bool:
    """Tell whether a browser calls: what is typed by hand need not say that it is JSON, a page's form must."""
    return any(name in request.headers for name in ("Origin", "Referer", "Sec-Fetch-Site"))


def is_here() -> bool:
    """Tell whether the caller sits on this machine: the sandbox's own view of what it took is for whoever tries it."""
    return request.remote_addr in ("127.0.0.1", "::1", "::ffff:127.0.0.1")
