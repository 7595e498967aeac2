"""Settings of the sandbox backend."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from lobby.contract.base import SiteId
from lobby.settings.load import SettingsError, Strict
from lobby.settings.secret import read_secret


class SandboxSettings(Strict):
    """What `backend.toml` holds; the bearer token stands in `token_file`, one line.

    With `open_to_loopback` programs on the same machine need no token; every other address still does.
    A dossier moves on by itself every `moves_every_s` seconds, none where that is 0.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=18090, ge=0, le=65535)
    state: Path
    site: SiteId
    agency_code: str = Field(default="H15.12", pattern=r"^[A-Z]\d{2}(?:\.\d{1,3}){0,4}$")
    agency: str = Field(default="UBND phường Tô Hiệu", min_length=1, max_length=120)
    collect_at: str = Field(default="Quầy số 7", min_length=1, max_length=60)
    collect_counter: str = Field(default="quay-7", pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")
    token_file: Path
    open_to_loopback: bool = False
    seed: int = 2025
    dossiers: int = Field(default=320, ge=300, le=20_000)
    moves_every_s: float = Field(default=60.0, ge=0, le=86_400)
    log_level: str = "INFO"

    def token(self) -> str:
        """Return the bearer token; raises SettingsError where the file cannot be read or is too short."""
        token = read_secret(self.token_file, "khóa truy cập")
        if len(token) < 16:
            raise SettingsError(f"Khóa truy cập trong {self.token_file} quá ngắn: cần ít nhất 16 ký tự.")
        return token
