"""Whether the hub, or the bridge, can be reached: the link stands and it has not said, or let say, that it is gone."""

from __future__ import annotations

from lobby.contract.devices import Presence, Standing
from lobby.contract.roles import Role


class Reach:
    """Remembers the presence of the device of one `role`; one that never spoke is taken to be there."""

    def __init__(self, role: Role = Role.HUB) -> None:
        self._role = role
        self._gone = False

    def present(self, presence: Presence) -> None:
        """Take a device's presence; only the role's counts."""
        if presence.role == self._role:
            self._gone = presence.state is not Standing.ONLINE

    def reached(self, linked: bool) -> bool:
        """Tell whether a request would be answered, as far as is known."""
        return linked and not self._gone
