"""The waiting time as Munich's and Berlin's ZMS tells it: a static average, times who is ahead, by who works.

Source: it-at-m/eappointment, zmsentities/src/Zmsentities/Collection/QueueList.php, withEstimatedWaitingTime: each
place in the line takes `processTimeAverage` minutes (a number in the location's settings) divided by the counters that
are logged in; a ticket is told the whole minutes until its own place is over, its own slot included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lobby.contract.states import CounterPhase
from ticketing.engine.place import ahead
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby


@dataclass(frozen=True)
class StaticAverage:
    """ZMS's estimate where each field is a location of its own, with `minutes` as its average."""

    site: Site
    minutes: dict[str, int]

    def __call__(self, lobby: Lobby, ticket: str, now: datetime) -> float:
        """Return the seconds that ZMS would tell for a ticket that was given now."""
        card = lobby.cards[ticket]
        service = card.ticket.service
        serving = self.site.serving(service)
        # Who is logged in counts; before anybody is, the location's own number of counters does ("ghost" counters).
        working = sum(1 for one in serving if lobby.desk(one).phase is CounterPhase.OPEN) or len(serving)
        slot = self.minutes[service] * 60 / working
        return slot * (ahead(self.site, lobby, card, now) + 1) // 60 * 60
