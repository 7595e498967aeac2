"""Holds hints steady: shown when they have stood for a moment, and for long enough to be read."""

from __future__ import annotations

from kiosk.presenters.camera import Hint

STANDS_S = 0.8
"""Seconds for which a hint is measured before it is shown: a hand that brings a receipt blurs for less."""

SHOWN_S = 2.0
"""Seconds that a hint is shown at least."""


class Advice:
    """Pure: times are monotonic seconds."""

    def __init__(self) -> None:
        self._shown: Hint | None = None
        self._shown_at = 0.0
        self._heard: Hint | None = None
        self._since = 0.0

    def take(self, hint: Hint | None, at: float) -> Hint | None:
        """Take what was measured at `at`; return what is to be shown."""
        if hint is not self._heard:
            self._heard, self._since = hint, at
        kept = self._shown is not None and at - self._shown_at < SHOWN_S
        if hint is not self._shown and not kept and at - self._since >= STANDS_S:
            self._shown, self._shown_at = hint, at
        return self._shown

    def drop(self) -> None:
        """What was held there has been read, or is gone."""
        self._shown = self._heard = None
