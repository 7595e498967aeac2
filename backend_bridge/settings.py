"""Settings of the bridge."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from lobby.contract.dossiers import CODE_PATTERN
from lobby.settings.device import DeviceSettings
from lobby.settings.load import SettingsError, Strict
from lobby.settings.pattern import Pattern
from lobby.settings.secret import read_secret

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class BackendSettings(Strict):
    """Where the one-stop software answers; the token stands in `token_file`. Plain http leaves this machine only
    where `plain_http` says so."""

    adapter: Literal["rest"] = "rest"
    url: str
    token_file: Path
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

    def token(self) -> str:
        """Return the bearer token; raises SettingsError where the file cannot be read or is empty."""
        token = read_secret(self.token_file, "khóa truy cập")
        if not token or not token.isascii() or any(letter.isspace() for letter in token):
            raise SettingsError(f"Khóa truy cập trong {self.token_file} phải là một dòng chữ không dấu, không trống.")
        return token


class LookupSettings(Strict):
    """How many lookups are let through, and which codes are looked up at all.

    A device that asked for `misses_per_device_per_hour` codes that nobody has, or a site for its own number of them,
    is answered no more until time has passed: codes are counted up day by day and could be guessed. As many wrong
    check codes are tried for one device.
    """

    per_device_per_minute: int = Field(default=30, ge=1, le=6000)
    per_site_per_minute: int = Field(default=240, ge=1, le=60_000)
    misses_per_device_per_hour: int = Field(default=60, ge=1, le=6000)
    misses_per_site_per_hour: int = Field(default=300, ge=1, le=60_000)
    workers: int = Field(default=4, ge=1, le=32)
    queue: int = Field(default=16, ge=1, le=1000)
    code_pattern: Pattern = CODE_PATTERN


class CacheSettings(Strict):
    """How long and how many dossiers are kept for when the backend is away (public fields only)."""

    keep_days: int = Field(default=7, ge=0, le=90)
    most: int = Field(default=5000, ge=0, le=200_000)


class ProceduresSettings(Strict):
    """How often the backend is asked for its procedures; 0 where it is not to be. The first time is some seconds after
    the start."""

    every_s: float = Field(default=6 * 3600.0, ge=0, le=7 * 86400)


class BridgeSettings(DeviceSettings):
    """What `bridge.toml` holds."""

    backend: BackendSettings
    lookup: LookupSettings = LookupSettings()
    cache: CacheSettings = CacheSettings()
    procedures: ProceduresSettings = ProceduresSettings()
    results_every_s: float = Field(default=30.0, ge=1, le=3600)
