"""What the pages of tablets share: who was let in, the keeper's codes, and how often each may ask."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from lobby.clock import Clock
from ticketing.desk.pacing import Pacer
from ticketing.desk.pairing import LASTS_S, Codes
from ticketing.desk.store import Store
from ticketing.desk.tablets import Tablets
from ticketing.hub.tablet_pads import TabletPads

CODES_AT_AN_ADDRESS = 6
CODES_EVERYWHERE = 40
POLLS_A_MINUTE = 240
RATES_A_MINUTE = 240  # a tablet that was cut off from the hub for a day has hundreds to tell
PLACES = 12
"""So many tablets may wait for news at once; the others ask each second."""


@dataclass(frozen=True)
class PadRoom:
    """`typed` counts the codes that an address types, `wrong` the wrong ones of all addresses; `polls` and `rates` what
    a tablet asks."""

    tablets: Tablets
    codes: Codes
    typed: Pacer
    wrong: Pacer
    polls: Pacer
    rates: Pacer
    places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(PLACES))


def pad_room(store: Store, clock: Clock, hub: TabletPads) -> PadRoom:
    """Return the room over an open `store`; the hub is told of who was let in. Raises sqlite3.Error."""
    tablets = Tablets(store, clock, hub)
    tablets.open()
    return PadRoom(
        tablets=tablets,
        codes=Codes(clock),
        typed=Pacer(clock, CODES_AT_AN_ADDRESS, LASTS_S),
        wrong=Pacer(clock, CODES_EVERYWHERE, LASTS_S),
        polls=Pacer(clock, POLLS_A_MINUTE, 60.0),
        rates=Pacer(clock, RATES_A_MINUTE, 60.0),
    )
