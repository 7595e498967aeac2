"""Whether the hub can be reached: the link stands and the hub has not said, or let say, that it is gone."""

from __future__ import annotations

from lobby.contract.devices import Presence, Standing
from lobby.contract.roles import Role


class Reach:
    """Remembers the link and the hub's presence; a hub that never spoke is taken to be there."""

    def __init__(self) -> None:
        self._hub_gone = False

    def present(self, presence: Presence) -> None:
        """Take a device's presence; only the hub's counts."""
        if presence.role == Role.HUB:
            self._hub_gone = presence.state is not Standing.ONLINE

    def reached(self, linked: bool) -> bool:
        """Tell whether a request would be answered, as far as is known."""
        return linked and not self._hub_gone
