"""Requests over the bus: who may ask what and how often, and one commit for all that came together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lobby.contract.errors import Refused
from lobby.contract.replies import Nothing, Reply, accept
from lobby.contract.requests import BridgeTaken, Request
from lobby.link.answering import FromDevice, Outcome
from ticketing.hub.access import Access, Pace
from ticketing.hub.gathering import Asked
from ticketing.hub.keeper import Keeper


class BusRequests:
    """`taken` is told through which entry the bridge has the journal: that is no decision of the lobby."""

    def __init__(self, access: Access, pace: Pace, keeper: Keeper, taken: Callable[[int], None]) -> None:
        self._access = access
        self._pace = pace
        self._keeper = keeper
        self._taken = taken

    def settle(self, requests: Sequence[FromDevice]) -> list[Outcome]:
        """Return what came of each request, in their order."""
        admitted = [self._admitted(device, request) for device, request in requests]
        settled = iter(self._keeper.settle_all(one for one in admitted if isinstance(one, Asked)))
        return [next(settled) if isinstance(one, Asked) else one for one in admitted]

    def _admitted(self, device: str, request: Request) -> Asked | Outcome:
        try:
            asking = self._access.over_the_bus(device)
            self._pace.check(device)
            self._access.check(asking, request)
            return self._bridge_took(request) if isinstance(request, BridgeTaken) else Asked(asking, request)
        except Refused as refused:
            return refused

    def _bridge_took(self, request: BridgeTaken) -> Reply:
        self._taken(request.through)
        return accept(request.id, Nothing())


def is_ours(verb: str) -> bool:
    """Tell whether the hub answers `verb`; the bridge answers for dossiers and procedures."""
    return not verb.startswith(("dossier/", "procedures/"))
