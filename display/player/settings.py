"""The player's settings: which board, where its page is, and how Chromium is run."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from lobby.contract.base import DeviceId
from lobby.settings.device import ScreenSettings
from lobby.settings.load import Strict


class PlayerSettings(Strict):
    """The settings file of `lobby board`; `state` holds the browser's profile. The page itself is on the bus."""

    device: DeviceId
    url: str = Field(pattern=r"^https?://")
    state: Path
    screen: ScreenSettings = ScreenSettings()
    chromium: str = "chromium"
    headless: bool = False
    log_level: str = "INFO"
