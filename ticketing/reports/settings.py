"""How reports are made."""

from __future__ import annotations

from pydantic import Field

from lobby.settings.load import Strict
from ticketing.reports.form_settings import FormSettings, LenientForm


class ReportsSettings(Strict):
    """Numbers that rest on fewer than `small_below` people are shown with a mark; `form` is that of printed pages."""

    small_below: int = Field(default=10, ge=1, le=1000)
    form: LenientForm = FormSettings()
