"""The table [pages.desk] of the hub's settings: how the work screen hears of news."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from lobby.contract.base import DeviceId
from lobby.health import Faults
from lobby.settings.load import SettingsError, Strict, check
from lobby.settings.secret import read_secret
from ticketing.hub.settings import HubSettings

log = logging.getLogger(__name__)

TABLE = "desk"
_FAULT = "pages_desk"
# What may stand in a policy: a host name or address and nothing that would end the address there.
_HOST = re.compile(r"[A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\]")


class DeskSettings(Strict):
    """How the work screen is live.

    `viewer` is the broker's user under which every officer's page listens; it is enrolled at the broker as a board and
    stands nowhere in the hub's own [[devices]], so that it may hear what boards hear and be heard by nobody.
    Without one the page asks the hub again and again.
    """

    viewer: DeviceId | None = None
    password_file: Path | None = None
    websocket_port: int = Field(default=9001, ge=1, le=65535)
    websocket_url: str | None = Field(default=None, pattern=r"^wss?://[A-Za-z0-9.\-\[\]:/_]+$")

    @model_validator(mode="after")
    def _is_whole(self) -> DeskSettings:
        if (self.viewer is None) != (self.password_file is None):
            raise SettingsError("Mục [pages.desk]: «viewer» và «password_file» phải có cùng nhau, hoặc bỏ cả hai.")
        return self

    def password(self) -> str:
        """Return the viewer's password; raises SettingsError where there is none or it cannot be read."""
        if self.password_file is None:
            raise SettingsError("Mục [pages.desk] không có «password_file».")
        return read_secret(self.password_file, "mật khẩu")

    def websocket(self, host: str, secure: bool) -> str | None:
        """Return the broker's address for a page that was asked for at `host`; None where it has no way there."""
        if self.viewer is None:
            return None
        if self.websocket_url is not None:
            return self.websocket_url
        plain = _host_alone(host)
        return f"{'wss' if secure else 'ws'}://{plain}:{self.websocket_port}/mqtt" if _HOST.fullmatch(plain) else None


def desk_settings(settings: HubSettings, faults: Faults) -> DeskSettings:
    """Return the table; a wrong one stands as a fault, and the desk works without a viewer."""
    try:
        found = check(DeskSettings, settings.pages.get(TABLE, {}), f"[pages.{TABLE}]")
    except SettingsError as fault:
        log.error("settings of the desk not used: %s", fault)
        faults.stand(_FAULT, f"Mục [pages.{TABLE}] sai: {fault}", "Sửa mục này trong tệp cấu hình của hub.")
        return DeskSettings()
    faults.clear(_FAULT)
    return found


def _host_alone(host: str) -> str:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
    return f"[{name}]" if ":" in name else name
