"""The hub: takes requests from the bus and from its own pages, and answers what is durable."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.calls import CALL_EXPIRES_S, Shown, ShownAs
from lobby.contract.codec import decode
from lobby.contract.errors import ErrorCode, Malformed, Refused
from lobby.contract.replies import Nothing, Reply, accept, refuse
from lobby.contract.requests import BridgeTaken, Request, TicketTrack
from lobby.contract.roles import Role
from lobby.contract.states import CounterState, QueueState
from lobby.contract.ticket import Ticket
from lobby.link.answering import FromDevice, GatheringAnswerer, Outcome
from lobby.link.bus import Incoming
from lobby.link.device import DeviceLink
from ticketing.engine.cases import Asking
from ticketing.engine.days import moment
from ticketing.engine.facts import Fact
from ticketing.engine.pictures import counter_state, queue_state
from ticketing.engine.selection import aside, line
from ticketing.engine.site import Site
from ticketing.hub import views
from ticketing.hub.access import Access, Pace
from ticketing.hub.announcer import Announcer
from ticketing.hub.backroom import BackRoom
from ticketing.hub.door import CounterDay, DeviceSeen, HelpCall, Standing, Undoable
from ticketing.hub.gathering import Asked
from ticketing.hub.housekeeping import Housekeeping
from ticketing.hub.keeper import Keeper
from ticketing.hub.known_hours import by_known_hours
from ticketing.hub.outbox import Outbox
from ticketing.hub.seen import Seen
from ticketing.hub.settings import HubSettings, OfficeSettings, ServiceSettings
from ticketing.hub.site import site_of
from ticketing.hub.timekeeper import Timekeeper
from ticketing.hub.timesync import unsynchronised
from ticketing.journal.archive import Archive
from ticketing.journal.lock import FolderLock
from ticketing.journal.store import Journal
from ticketing.journal.upkeep import Upkeep

log = logging.getLogger(__name__)

TIDY_EVERY_S = 5.0
SHOWN_AT_MOST = 1000
LOOKED_BACK = 200
_PRESENTERS = (Role.BOARD, Role.LED, Role.SPEAKER)


class HubService:
    """The HubDoor over a journal and a link; start it before the link, stop it after."""

    def __init__(
        self, settings: HubSettings, link: DeviceLink, clock: Clock, synchronised: Callable[[], bool] = unsynchronised
    ) -> None:
        self._settings = settings
        self._link = link
        self._clock = clock
        self._time = Timekeeper(clock, lambda: self._keeper.lobby, synchronised)
        self._site = self._site_of(settings)
        self._lock_file = FolderLock(settings.state)
        journal = Journal(settings.state)
        self._journal = journal
        self._keeper = Keeper(self._site, journal, self._time, link.faults)
        upkeep = Upkeep(journal, Archive(settings.state), settings.journal, self._keeper.upkeep)
        self._housekeeping = Housekeeping(upkeep, link.faults)
        self._access = Access(settings.devices)
        self._pace = Pace(clock, settings.rules.requests_per_s, settings.rules.requests_burst)
        self._announcer = Announcer(
            link, self._site, settings.devices, settings.notices, self._time, lambda: self._keeper.lobby
        )
        self._outbox = Outbox(link, journal, clock, lambda: self._keeper.lobby.seq)
        self._seen = Seen(settings.devices)
        self._shown: deque[tuple[str, Shown]] = deque(maxlen=SHOWN_AT_MOST)
        self._calls_due = threading.Event()
        self._back_room = BackRoom((self._count_shown, self._call_again, self._announcer.tell, self._outbox.pump))
        self._answerer = GatheringAnswerer(link.bus, link.topics, self._from_bus, _is_ours)
        self._version = 0
        self._news = threading.Condition()
        self._tidy_due = 0.0
        self._mark = 0
        self._hour_was_known = True

    @property
    def time(self) -> Clock:
        """The office's own time, which all that is compared with entries must be told by."""
        return self._time

    def start(self) -> None:
        """Take the folder, fold the journal, listen; raises HeldElsewhere, NewerJournal or sqlite3.Error."""
        self._lock_file.take()
        self._keeper.open()
        self._mark = self._journal.taken()
        self._outbox.open(self._mark)
        self._keeper.committed = self._on_committed
        self._keeper.reread = self._on_reread
        self._seen.changed = self._on_seen
        self._listen()
        self._back_room.start()

    def step(self) -> None:
        """Do what is due: ratings that closed, a day that is over, the bridge's mark, old replies."""
        if self._announcer.is_due():
            self._back_room.wake()
        if self._clock.monotonic() >= self._tidy_due:
            self._tidy_due = self._clock.monotonic() + TIDY_EVERY_S
            self._tidy()

    def stop(self) -> None:
        self._back_room.stop()
        self._keep_mark()
        self._housekeeping.stop()
        self._keeper.close()
        self._lock_file.release()

    def change(self, settings: HubSettings, names: tuple[str, ...]) -> None:
        """Run by changed `settings` from now on; `names` of what changed are journalled. Raises Refused.

        Everyone who holds a ticket keeps it.
        """
        site = self._site_of(settings)
        self._keeper.change(site, names)
        self._settings, self._site = settings, site
        self._access.change(settings.devices)
        self._pace.change(settings.rules.requests_per_s, settings.rules.requests_burst)
        self._seen.change(settings.devices)
        self._announcer.change(site, settings.devices, settings.notices)
        self._back_room.wake()
        self._tell_version()

    def confirm_clock(self) -> None:
        """Take the site's keeper's word that the machine's date is right, which a fault `clock_ahead` waits for."""
        self._time.confirm()

    def flush(self) -> None:
        """Tell the lobby and the bridge now, in the caller's thread."""
        self._back_room.work_once()

    @property
    def settings(self) -> HubSettings:
        return self._settings

    @property
    def office(self) -> OfficeSettings:
        return self._settings.office

    @property
    def services(self) -> tuple[ServiceSettings, ...]:
        return self._settings.services

    def handle(self, device: str, request: Request, officer: str | None = None) -> Reply:
        try:
            return self._settle(self._access.in_process(device, officer), request)
        except Refused as refused:
            log.info("%s %s refused: %s %s", device, request.verb, refused.code, refused.detail)
            return refuse(request.id, refused)
        except Exception:
            # The boundary to the web pages: they get a reply whatever happens.
            log.exception("%s %s failed", device, request.verb)
            return refuse(request.id, Refused(ErrorCode.INTERNAL))

    def queues(self) -> list[QueueState]:
        # One look at the site, which may change between two.
        site, lobby, now = self._site, self._keeper.lobby, self._time.now()
        return [queue_state(site, lobby, service, now) for service in site.services]

    def counters(self) -> list[CounterState]:
        site, lobby, now = self._site, self._keeper.lobby, self._time.now()
        return [counter_state(site, lobby, counter, now) for counter in site.counters]

    def waiting(self, counter: str) -> list[Ticket]:
        site = self._site
        if counter not in site.counters:
            return []
        return [card.ticket for card in line(site, self._keeper.lobby, counter, self._time.now())]

    def aside(self, counter: str) -> list[Ticket]:
        site = self._site
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
        return views.undoable(self._site, self._keeper.lobby, counter, self._now())

    def helps(self) -> list[HelpCall]:
        return views.helps(self._site, self._keeper.lobby)

    def day_of(self, counter: str) -> CounterDay:
        return views.day_of(self._keeper.lobby, counter)

    def why(self, counter: str) -> str | None:
        return self._keeper.lobby.desk(counter).why

    def failed(self, counter: str) -> frozenset[str]:
        told = self._keeper.lobby.desk(counter).shown
        return frozenset(device for device, as_ in told if as_ == ShownAs.FAILED)

    def devices(self) -> list[DeviceSeen]:
        return self._seen.all()

    def changed(self, after: int, timeout_s: float) -> int:
        with self._news:
            self._news.wait_for(lambda: self._version > after, timeout_s)
            return self._version

    def _site_of(self, settings: HubSettings) -> Site:
        return by_known_hours(site_of(settings), lambda: self._time.hour_is_known)

    def _now(self) -> datetime:
        return moment(self._keeper.lobby, self._time.now())

    def _listen(self) -> None:
        bus, names = self._link.bus, self._link.topics
        bus.subscribe(names.under("do/+/#"), self._answerer.take)
        bus.subscribe(names.shown(topics.EVERY), self._on_shown)
        bus.subscribe(names.presence(topics.EVERY), self._seen.on_presence)
        bus.subscribe(names.health(topics.EVERY), self._seen.on_health)
        bus.when_drained(self._answerer.answer)
        bus.when_linked(self._on_linked)

    def _from_bus(self, requests: Sequence[FromDevice]) -> list[Outcome]:
        admitted = [self._admitted(device, request) for device, request in requests]
        settled = iter(self._keeper.settle_all(one for one in admitted if isinstance(one, Asked)))
        return [next(settled) if isinstance(one, Asked) else one for one in admitted]

    def _admitted(self, device: str, request: Request) -> Asked | Outcome:
        try:
            asking = self._access.over_the_bus(device)
            self._pace.check(device)
            self._access.check(asking, request)
            return self._taken(request) if isinstance(request, BridgeTaken) else Asked(asking, request)
        except Refused as refused:
            return refused

    def _taken(self, request: BridgeTaken) -> Reply:
        self._outbox.bridge_took(request.through)
        self._back_room.wake()
        return accept(request.id, Nothing())

    def _settle(self, asking: Asking, request: Request) -> Reply:
        self._access.check(asking, request)
        # The hub's own pages never ask again, and a citizen's phone looks every few seconds: no write for that.
        looking = asking.role is Role.DESK and isinstance(request, TicketTrack)
        return self._keeper.settle(Asked(asking, request, remembered=not looking))

    def _on_committed(self, facts: tuple[Fact, ...]) -> None:
        self._announcer.hear(facts)
        self._outbox.hear(facts)
        self._back_room.wake(urgent=any(fact.counter is not None for fact in facts))
        self._tell_version()

    def _on_seen(self) -> None:
        self._outbox.bridge_is(self._seen.online(Role.BRIDGE))
        self._back_room.wake()
        self._tell_version()

    def _on_linked(self, linked: bool) -> None:
        if linked:
            self._announcer.owe_everything()
            self._calls_due.set()
            self._outbox.again()
            self._back_room.wake()

    def _on_shown(self, incoming: Incoming) -> None:
        device = incoming.topic.rpartition("/")[2]
        if incoming.retained or not self._access.has_role(device, *_PRESENTERS):
            return
        try:
            self._shown.append((device, decode(Shown, incoming.payload)))
        except Malformed as fault:
            log.error("%s not understood: %s", incoming.topic, fault.detail)
            return
        self._back_room.wake()

    def _count_shown(self) -> None:
        shown = [self._shown.popleft() for _ in range(len(self._shown))]
        if shown:
            self._keeper.present(shown)

    def _call_again(self) -> None:
        # A call that was answered just before the hub or the broker died may never have reached the lobby.
        if self._calls_due.is_set():
            self._calls_due.clear()
            newest = self._keeper.lobby.seq
            oldest = self._time.now() - timedelta(seconds=CALL_EXPIRES_S)
            recent = self._journal.facts_after(max(0, newest - LOOKED_BACK), LOOKED_BACK)
            self._announcer.call_again(fact for fact in recent if fact.at > oldest)

    def _on_reread(self) -> None:
        self._outbox.forget()
        self._announcer.owe_everything()
        self._calls_due.set()
        self._back_room.wake()

    def _tidy(self) -> None:
        try:
            self._keep_mark()
            self._keeper.tidy()
            self._keeper.turn_day()
        except Refused:
            return
        self._watch_hours()
        self._keep_small()

    def _keep_small(self) -> None:
        lobby = self._keeper.lobby
        has_bridge = any(device.role is Role.BRIDGE for device in self._settings.devices)
        through = self._outbox.taken if has_bridge else lobby.seq
        self._housekeeping.step(lobby, through)

    def _watch_hours(self) -> None:
        # Whether hours count changes what every field shows.
        known = self._time.hour_is_known
        if known != self._hour_was_known:
            self._hour_was_known = known
            self._announcer.owe_everything()
            self._back_room.wake()

    def _keep_mark(self) -> None:
        # A mark that is lost costs only sending again, so it need not be durable at once.
        if self._outbox.taken != self._mark:
            self._keeper.take(self._outbox.taken)
            self._mark = self._outbox.taken

    def _tell_version(self) -> None:
        with self._news:
            self._version += 1
            self._news.notify_all()


def _is_ours(verb: str) -> bool:
    return not verb.startswith("dossier/")
