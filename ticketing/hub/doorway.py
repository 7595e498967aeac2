"""The door through which the hub's own pages look at the state and ask: reads what is in force, decides nothing."""

from __future__ import annotations

import logging
from datetime import datetime

from lobby.contract.calls import ShownAs
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import Request
from lobby.contract.states import CounterState, QueueState
from lobby.contract.ticket import Ticket
from ticketing.engine.days import moment
from ticketing.engine.pictures import counter_state, queue_state
from ticketing.engine.selection import aside, line
from ticketing.hub import views
from ticketing.hub.door import CounterDay, DeviceSeen, HelpCall, Standing, Undoable
from ticketing.hub.faces import Faces
from ticketing.hub.gathering import Asked
from ticketing.hub.ground import Ground
from ticketing.hub.phone_ratings import PhoneRatings
from ticketing.hub.pulse import HELD_UP_S
from ticketing.hub.settings import HubSettings, OfficeSettings, ServiceSettings
from ticketing.hub.tablet_pads import TabletPads
from ticketing.hub.timekeeper import Doubt
from ticketing.notices.programme import Programme

log = logging.getLogger(__name__)

_TO_CONFIRM = (Doubt.AHEAD, Doubt.UNSURE)


class Doorway:
    """The HubDoor over the ground that a running service keeps in order."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._keeper = ground.keeper
        self._ratings = PhoneRatings(ground)
        self._pads = TabletPads(ground)

    @property
    def settings(self) -> HubSettings:
        return self._ground.settings

    @property
    def office(self) -> OfficeSettings:
        return self._ground.settings.office

    @property
    def services(self) -> tuple[ServiceSettings, ...]:
        return self._ground.settings.services

    @property
    def programme(self) -> Programme:
        return self._ground.programme

    @property
    def ratings(self) -> PhoneRatings:
        return self._ratings

    @property
    def pads(self) -> TabletPads:
        return self._pads

    @property
    def faces(self) -> Faces:
        return self._ground.faces

    def handle(self, device: str, request: Request, officer: str | None = None) -> Reply:
        try:
            return self._settle(device, request, officer)
        except Refused as refused:
            log.info("%s %s refused: %s %s", device, request.verb, refused.code, refused.detail)
            return refuse(request.id, refused)
        except Exception:
            # The boundary to the web pages: they get a reply whatever happens.
            log.exception("%s %s failed", device, request.verb)
            return refuse(request.id, Refused(ErrorCode.INTERNAL))

    def queues(self) -> list[QueueState]:
        site, lobby, now = self._ground.site, self._keeper.lobby, self._ground.time.now()
        return [queue_state(site, lobby, service, now) for service in site.services]

    def counters(self) -> list[CounterState]:
        site, lobby, now = self._ground.site, self._keeper.lobby, self._ground.time.now()
        return [counter_state(site, lobby, counter, now) for counter in site.counters]

    def waiting(self, counter: str) -> list[Ticket]:
        site = self._ground.site
        if counter not in site.counters:
            return []
        return [card.ticket for card in line(site, self._keeper.lobby, counter, self._ground.time.now())]

    def aside(self, counter: str) -> list[Ticket]:
        site = self._ground.site
        if counter not in site.counters:
            return []
        return [card.ticket for card in aside(site, self._keeper.lobby, counter)]

    def standing(self, ticket: str) -> Standing | None:
        return views.standing(self._keeper.lobby, ticket)

    def numbered(self, number: str) -> Standing | None:
        lobby = self._keeper.lobby
        return views.standing(lobby, lobby.numbers.get(number.strip().upper(), ""))

    def unprinted(self) -> list[Standing]:
        return views.unprinted(self._keeper.lobby)

    def undoable(self, counter: str) -> Undoable | None:
        lobby = self._keeper.lobby
        return views.undoable(self._ground.site, lobby, counter, moment(lobby, self._ground.time.now()))

    def helps(self) -> list[HelpCall]:
        return views.helps(self._ground.site, self._keeper.lobby)

    def hushed(self) -> HelpCall | None:
        return views.hushed(self._ground.site, self._keeper.lobby)

    def day_of(self, counter: str) -> CounterDay:
        return views.day_of(self._keeper.lobby, counter)

    def why(self, counter: str) -> str | None:
        return self._keeper.lobby.desk(counter).why

    def failed(self, counter: str) -> frozenset[str]:
        told = self._keeper.lobby.desk(counter).shown
        return frozenset(device for device, as_ in told if as_ == ShownAs.FAILED)

    def devices(self) -> list[DeviceSeen]:
        return [*self._ground.seen.all(), *self._pads.seen()]

    def doubted_clock(self) -> datetime | None:
        return self._ground.clock.now() if self._ground.time.doubt in _TO_CONFIRM else None

    def confirm_clock(self) -> None:
        self._ground.time.confirm()
        # So that the doubt is over when this returns.
        self._ground.time.now()

    def read_restore(self) -> None:
        self._ground.restored.read()
        self._ground.version.grow()

    def serves(self) -> bool:
        return self._keeper.held_s() < HELD_UP_S

    def changed(self, after: int, timeout_s: float) -> int:
        return self._ground.version.changed(after, timeout_s)

    def _settle(self, device: str, request: Request, officer: str | None) -> Reply:
        asking = self._ground.access.in_process(device, officer)
        self._ground.access.check(asking, request)
        return self._keeper.settle(Asked(asking, request))
