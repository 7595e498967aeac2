"""How reports are made."""

from __future__ import annotations

from pydantic import Field

from lobby.settings.load import Strict


class ReportsSettings(Strict):
    """Numbers that rest on fewer than `small_below` people are shown with a mark."""

    small_below: int = Field(default=10, ge=1, le=1000)
