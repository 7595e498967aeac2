"""Settings of a backend that is reached over HTTP with a token."""

from __future__ import annotations

from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, model_validator

from backend_bridge.adapters.adapter import BackendSettings
from backend_bridge.adapters.way import Way, checked, proxy_address
from lobby.settings.load import SettingsError
from lobby.settings.secret import read_secret

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def _has_a_port(parts: SplitResult) -> bool:
    """Tell whether the port of an address is one, or none is named."""
    try:
        return parts.port != 0
    except ValueError:
        return False


class HttpSettings(BackendSettings):
    """Where a backend answers over HTTP; plain http leaves this machine only where `plain_http` says so.

    `client_cert` (PEM) with its `client_key` shows the backend who asks. `proxy` is `http://name@host:port`; its
    password stands in `proxy_password_file`. The machine's own settings of proxies are not looked at.
    """

    url: str
    timeout_s: float = Field(default=3.0, ge=0.2, le=30)
    ca: Path | None = None
    plain_http: bool = False
    client_cert: Path | None = None
    client_key: Path | None = None
    proxy: str | None = None
    proxy_password_file: Path | None = None

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not _has_a_port(parts):
            raise ValueError("«url» phải có dạng https://máy hoặc https://máy:cổng (http:// chỉ trên cùng máy)")
        if parts.username is not None:
            raise ValueError("«url» không được chứa tên và mật khẩu: khóa truy cập để trong tệp riêng")
        if parts.scheme == "http" and parts.hostname not in _HERE and not self.plain_http:
            raise ValueError("«url» dùng http qua mạng: hãy đổi sang https, hoặc đặt plain_http = true nếu chấp nhận")
        return self

    @model_validator(mode="after")
    def _has_a_way(self) -> Self:
        if self.client_key is not None and self.client_cert is None:
            raise ValueError("có «client_key» thì phải có «client_cert»")
        if self.proxy is None:
            if self.proxy_password_file is not None:
                raise ValueError("có «proxy_password_file» thì phải có «proxy»")
            return self
        parts = urlsplit(self.proxy)
        if parts.scheme != "http" or not parts.hostname or not _has_a_port(parts) or parts.path not in ("", "/"):
            raise ValueError("«proxy» phải có dạng http://tên@máy:cổng")
        if parts.password is not None:
            raise ValueError("mật khẩu của «proxy» phải để trong tệp ở mục «proxy_password_file»")
        if self.proxy_password_file is not None and not parts.username:
            raise ValueError("có «proxy_password_file» thì «proxy» phải có tên, dạng http://tên@máy:cổng")
        return self

    def way(self) -> Way:
        """Return the way out; raises SettingsError where a file of it cannot be used."""
        certificate, key = checked(self.ca, self.client_cert, self.client_key)
        proxy = proxy_address(self.proxy, self.proxy_password_file) if self.proxy else None
        return Way(certificate, key, proxy, self.proxy_password_file)


class RestSettings(HttpSettings):
    """Where the one-stop software answers; the token stands in `token_file`."""

    token_file: Path

    def token(self) -> str:
        """Return the bearer token; raises SettingsError where the file cannot be read or is empty."""
        token = read_secret(self.token_file, "khóa truy cập")
        if not token or not token.isascii() or any(letter.isspace() for letter in token):
            raise SettingsError(f"Khóa truy cập trong {self.token_file} phải là một dòng chữ không dấu, không trống.")
        return token
