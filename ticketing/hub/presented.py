"""What screens and speakers tell of calls that they presented, gathered until it is journalled."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from lobby.contract.calls import Shown
from lobby.contract.codec import decode
from lobby.contract.errors import Malformed
from lobby.contract.roles import Role
from lobby.link.bus import Incoming
from ticketing.hub.access import Access
from ticketing.hub.keeper import Keeper

log = logging.getLogger(__name__)

AT_MOST = 1000
_PRESENTERS = (Role.BOARD, Role.LED, Role.SPEAKER)


class Presented:
    """`on_shown` may be called from the bus's thread, `count` from one other; `come` is called when there is more."""

    def __init__(self, access: Access, keeper: Keeper) -> None:
        self._access = access
        self._keeper = keeper
        self._shown: deque[tuple[str, Shown]] = deque(maxlen=AT_MOST)
        self.come: Callable[[], None] = lambda: None

    def on_shown(self, incoming: Incoming) -> None:
        """Remember what a device of the settings presented just now."""
        device = incoming.topic.rpartition("/")[2]
        if incoming.retained or not self._access.has_role(device, *_PRESENTERS):
            return
        try:
            self._shown.append((device, decode(Shown, incoming.payload)))
        except Malformed as fault:
            log.error("%s not understood: %s", incoming.topic, fault.detail)
            return
        self.come()

    def count(self) -> None:
        """Journal what was remembered; raises Refused."""
        shown = [self._shown.popleft() for _ in range(len(self._shown))]
        if shown:
            self._keeper.present(shown)
