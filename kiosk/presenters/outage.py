"""How long the hub has been away: a short loss is not shown, a longer one lets leased numbers be given."""

from __future__ import annotations

UNREACHED_S = 3.0


class Outage:
    """Pure: `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._ever = False
        self._lost_at: float | None = None

    def hub_reached(self, reached: bool, now: float) -> None:
        """Learn whether the hub can be reached."""
        if reached:
            self._ever, self._lost_at = True, None
        elif self._lost_at is None:
            self._lost_at = now

    def shown(self, now: float) -> bool:
        """Tell whether the hub is to be taken for unreached: it never was reached, or has been away for long."""
        return not self._ever or self.lasts(now)

    def lasts(self, now: float) -> bool:
        """Tell whether the hub has been away for long."""
        return self._lost_at is not None and now - self._lost_at >= UNREACHED_S
