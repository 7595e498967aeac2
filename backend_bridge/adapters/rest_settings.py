"""Settings of a backend that is reached over HTTP with a token."""

from __future__ import annotations

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from backend_bridge.adapters.adapter import BackendSettings
from lobby.settings.load import SettingsError
from lobby.settings.secret import read_secret

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class HttpSettings(BackendSettings):
    """Where a backend answers over HTTP; plain http leaves this machine only where `plain_http` says so."""

    url: str
    timeout_s: float = Field(default=3.0, ge=0.2, le=30)
    ca: Path | None = None
    plain_http: bool = False

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("«url» phải bắt đầu bằng https:// (hoặc http:// trên cùng máy)")
        if parts.scheme == "http" and parts.hostname not in _HERE and not self.plain_http:
            raise ValueError("«url» dùng http qua mạng: hãy đổi sang https, hoặc đặt plain_http = true nếu chấp nhận")
        return self


class RestSettings(HttpSettings):
    """Where the one-stop software answers; the token stands in `token_file`."""

    token_file: Path

    def token(self) -> str:
        """Return the bearer token; raises SettingsError where the file cannot be read or is empty."""
        token = read_secret(self.token_file, "khóa truy cập")
        if not token or not token.isascii() or any(letter.isspace() for letter in token):
            raise SettingsError(f"Khóa truy cập trong {self.token_file} phải là một dòng chữ không dấu, không trống.")
        return token
