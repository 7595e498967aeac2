"""Whether the hub, or the bridge, can be reached: the link stands, it has not said, or let say, that it is gone, and a
hub that beats is heard."""

from __future__ import annotations

from datetime import datetime

from kiosk.presenters.outage import UNREACHED_S
from lobby.contract.devices import Presence, Standing
from lobby.contract.roles import Role

KNOWN_WITHIN_S = 10.0
SILENT_S = KNOWN_WITHIN_S - UNREACHED_S
"""A screen lets a short loss pass before it takes the hub for away; both together make the ten seconds."""


class Reach:
    """Remembers the presence of the device of one `role`; one that never spoke is taken to be there, and one that never
    beat to be of an older version, which does not. `now` is monotonic seconds."""

    def __init__(self, role: Role = Role.HUB) -> None:
        self._role = role
        self._gone = False
        self._linked = False
        self._since: datetime | None = None
        self._beat_at: float | None = None

    def present(self, presence: Presence, now: float) -> None:
        """Take a device's presence; only the role's counts."""
        if presence.role != self._role:
            return
        self._gone = presence.state is not Standing.ONLINE
        if presence.since != self._since:
            self._since, self._beat_at = presence.since, None
        self._wait_anew(now)

    def beat(self, now: float) -> None:
        """Take that the device beat."""
        self._beat_at = now

    def reached(self, linked: bool, now: float) -> bool:
        """Tell whether a request would be answered, as far as is known."""
        if linked and not self._linked:
            self._wait_anew(now)
        self._linked = linked
        silent = self._beat_at is not None and now - self._beat_at >= SILENT_S
        return linked and not self._gone and not silent

    def _wait_anew(self, now: float) -> None:
        # What came while the link was away is lost: the next beat is given its time.
        if self._beat_at is not None:
            self._beat_at = now
