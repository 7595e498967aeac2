"""How long the journal keeps what."""

from __future__ import annotations

from pydantic import Field

from lobby.settings.load import Strict


class JournalSettings(Strict):
    """`keep_months` whole months stay in the journal beside the current one; older ones go to the archive.

    Officers are named for `officers_months` months, which reports of a year need, and nowhere after: where this is
    less than `keep_months`, entries go to the archive by then.
    A rating that comes late from a pad that was away is matched to its ticket for `rates_days` days.
    """

    keep_months: int = Field(default=3, ge=1, le=60)
    officers_months: int = Field(default=24, ge=1, le=240)
    rates_days: int = Field(default=35, ge=2, le=366)
