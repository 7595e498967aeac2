"""What boards and speakers tell of a call: counted once a device and way, for the counter's newest call only."""

from __future__ import annotations

from lobby.contract.calls import Shown
from lobby.contract.journal import EntryKind
from ticketing.engine.facts import Draft
from ticketing.engine.state import Lobby


def presented(lobby: Lobby, device: str, shown: Shown) -> Draft | None:
    """Return the entry for what `device` says, None where it is of an older call or was said before."""
    for counter, desk in lobby.desks.items():
        if desk.call_id == shown.call_id and desk.ticket is not None:
            if (device, shown.as_.value) in desk.shown:
                return None
            data = {"call_id": shown.call_id, "device": device, "as": shown.as_.value}
            if shown.detail:
                data["detail"] = shown.detail
            return Draft(EntryKind.CALL_PRESENTED, counter, lobby.cards[desk.ticket].ticket, data)
    return None
