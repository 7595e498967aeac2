"""Says what is wrong with a line to a backend: all of it for the log, and what to do about it for the keeper."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import requests

from backend_bridge.adapters.backend import Hint, Unreachable
from backend_bridge.adapters.way import Way

# OpenSSL's X509_V_ERR_* (openssl-verification-options(1)).
_EXPIRED, _TOO_EARLY, _OTHER_HOST, _OTHER_ADDRESS = 10, 9, 62, 64
_UNKNOWN_AUTHORITY = frozenset({2, 18, 19, 20, 21, 24})
_VENDOR = "Báo bên quản trị phần mềm một cửa."
_WANTS_OURS = ("certificate required", "handshake failure", "bad certificate", "unknown ca", "certificate unknown")
_ENDED_BY_ALERT = ("certificate expired", "certificate revoked", "unsupported certificate", "access denied")


def unreachable(fault: BaseException, ca: Path | None, way: Way) -> Unreachable:
    """Return `fault` of a call as Unreachable; nothing of the request's address stands in it."""
    secure = _of(fault, ssl.SSLError)
    if isinstance(secure, ssl.SSLCertVerificationError):
        return Unreachable(f"TLS: {secure.verify_message}", hint=_of_certificate(secure.verify_code, ca))
    if secure is not None:
        said = str(secure.reason or secure).lower().replace("_", " ")
        return Unreachable(f"TLS: {said}", hint=_of_handshake(said, way))
    if isinstance(fault, requests.exceptions.ProxyError):
        return _of_proxy(fault, way)
    # The request's address may hold a check code: only the kind of fault is told.
    return Unreachable(type(fault).__name__)


def _of_certificate(code: int, ca: Path | None) -> Hint:
    if code == _EXPIRED:
        return Hint(
            "Chứng thư của phần mềm một cửa đã hết hạn.",
            "Xem ngày giờ của máy này có đúng không. " + _VENDOR + " Họ cần gia hạn chứng thư.",
        )
    if code == _TOO_EARLY:
        return Hint("Chứng thư của phần mềm một cửa chưa đến ngày dùng.", "Xem ngày giờ của máy này. " + _VENDOR)
    if code in (_OTHER_HOST, _OTHER_ADDRESS):
        return Hint(
            "Chứng thư của phần mềm một cửa mang tên máy khác.",
            "Sửa tên máy ở mục «url» của bridge.toml cho đúng tên trong chứng thư. " + _VENDOR,
        )
    if code in _UNKNOWN_AUTHORITY:
        held = f"tệp {ca} ở mục «ca» không phải của họ" if ca else "chưa có tệp chứng thư gốc ở mục «ca»"
        return Hint(
            f"Không kiểm được chứng thư của phần mềm một cửa: {held}.",
            "Xin bên quản trị phần mềm một cửa tệp chứng thư gốc (CA), ghi đường dẫn vào mục «ca» của bridge.toml.",
        )
    return Hint("Chứng thư của phần mềm một cửa không dùng được.", _VENDOR)


def _of_handshake(said: str, way: Way) -> Hint:
    ours = f"tệp {way.certificate}" if way.certificate else "chưa có ở mục «client_cert»"
    if "alert" in said and any(words in said for words in (*_WANTS_OURS, *_ENDED_BY_ALERT)):
        return Hint(
            f"Phần mềm một cửa không nhận chứng thư của điểm này ({ours}).",
            "Xin chứng thư và khóa riêng cho điểm này, ghi vào mục «client_cert», «client_key» của bridge.toml.",
        )
    # Some end the line before their alert is heard.
    return Hint(
        "Không lập được kết nối mã hóa với phần mềm một cửa.",
        "Kiểm tra mục «url» (https, đúng cổng) của bridge.toml, và mục «client_cert» nếu họ đòi chứng thư của điểm "
        f"này ({ours}). " + _VENDOR,
    )


def _of_proxy(fault: BaseException, way: Way) -> Unreachable:
    refused = any("407" in str(one) for one in _chain(fault) if not isinstance(one, requests.RequestException))
    if refused:
        file = way.proxy_password_file or "chưa có ở mục «proxy_password_file»"
        return Unreachable(
            "proxy: 407 authentication required",
            hint=Hint(
                "Máy trung gian (proxy) không nhận tên hoặc mật khẩu.",
                f"Sửa tên ở mục «proxy» của bridge.toml và mật khẩu trong tệp: {file}.",
            ),
        )
    return Unreachable(
        "proxy: no way through",
        hint=Hint(
            "Không qua được máy trung gian (proxy).",
            "Kiểm tra địa chỉ ở mục «proxy» của bridge.toml, và máy đó có cho đi đến phần mềm một cửa không.",
        ),
    )


def _of(fault: BaseException, kind: type[ssl.SSLError]) -> ssl.SSLError | None:
    return next((one for one in _chain(fault) if isinstance(one, kind)), None)


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield `fault` and what it came of; requests and urllib3 keep that in `reason` and in their arguments."""
    waiting: list[object] = [fault]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [getattr(one, "reason", None), *one.args, one.__cause__, one.__context__]
