"""How long each page of the dispenser stands when nobody touches it."""

from __future__ import annotations

from kiosk.presenters.dispenser_visit import At, Visit
from kiosk.presenters.wording import VIETNAMESE, Tongue
from lobby.contract.requests import PrintOutcome

CONFIRM_S = 30.0
TAKEN_S = 8.0
SHOWN_S = 20.0
SORRY_S = 12.0
HELD_S = 20.0
IDLE_S = 30.0

_STAYS = {
    At.CONFIRM: CONFIRM_S,
    At.PRIORITY: CONFIRM_S,
    At.FIELDS: CONFIRM_S,
    At.PURPOSE: CONFIRM_S,
    At.RECEIPT: CONFIRM_S,
    At.UNREAD: SORRY_S,
    At.REFUSED: SORRY_S,
    At.HELD: HELD_S,
}


def stay(visit: Visit, tongue: Tongue) -> float:
    """Return after how many seconds the page of `visit` gives way to the welcome page; infinity where it does not."""
    if visit.at is At.TAKEN:
        return TAKEN_S if visit.slip is PrintOutcome.PRINTED else SHOWN_S
    if visit.at is At.WELCOME and tongue.code != VIETNAMESE:
        return IDLE_S
    return _STAYS.get(visit.at, float("inf"))
