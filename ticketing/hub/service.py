"""The hub at work: listens to the bus, tells the lobby and the bridge what is durable, and keeps the house."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta

from lobby.contract import topics
from lobby.contract.calls import CALL_EXPIRES_S
from lobby.contract.errors import Refused
from lobby.contract.roles import Role
from lobby.link.answering import GatheringAnswerer
from lobby.link.device import DeviceLink
from ticketing.engine.facts import Fact
from ticketing.hub.access import Pace
from ticketing.hub.announcer import Announcer
from ticketing.hub.backroom import BackRoom
from ticketing.hub.bus_requests import BusRequests, is_ours
from ticketing.hub.ground import Ground, site_by
from ticketing.hub.housekeeping import Housekeeping
from ticketing.hub.outbox import Outbox
from ticketing.hub.presented import Presented
from ticketing.hub.pulse import Pulse
from ticketing.hub.results_kept import ResultsKept
from ticketing.hub.settings import HubSettings
from ticketing.journal.archive import Archive
from ticketing.journal.lock import FolderLock
from ticketing.journal.upkeep import Upkeep

TIDY_EVERY_S = 5.0
LOOKED_BACK = 200


class HubService:
    """Keeps `ground` in order and tells of it over a link; start it before the link, stop it after."""

    def __init__(self, ground: Ground, link: DeviceLink) -> None:
        settings, keeper, journal = ground.settings, ground.keeper, ground.journal
        self._ground = ground
        self._link = link
        self._clock = ground.clock
        self._time = ground.time
        self._keeper = keeper
        self._journal = journal
        self._lock_file = FolderLock(settings.state)
        upkeep = Upkeep(journal, Archive(settings.state), settings.journal, keeper.upkeep)
        self._housekeeping = Housekeeping(upkeep, link.faults)
        self._results = ResultsKept(journal, keeper.upkeep)
        self._pace = Pace(self._clock, settings.rules.requests_per_s, settings.rules.requests_burst)
        self._programme = ground.programme
        self._telling = threading.Lock()
        # The keeper's notices are read when the hub starts.
        notices = self._programme.told(settings.notices, settings.office.sms)
        self._announcer = Announcer(
            link, ground.site, settings.devices, notices, self._time, lambda: keeper.lobby, ground.faces
        )
        self._outbox = Outbox(link, journal, self._clock, lambda: keeper.lobby.seq)
        self._presented = Presented(ground.access, keeper)
        self._calls_due = threading.Event()
        self._pulse = Pulse(link, self._time, keeper.held_s)
        jobs = (self._presented.count, self._call_again, self._announcer.tell, self._outbox.pump, self._pulse.beat)
        self._back_room = BackRoom(jobs)
        requests = BusRequests(ground.access, self._pace, keeper, self._bridge_took)
        self._answerer = GatheringAnswerer(link.bus, link.topics, requests.settle, is_ours)
        self._tidy_due = 0.0
        self._mark = 0
        self._hour_was_known = True

    def start(self) -> None:
        """Take the folder, fold the journal, listen; raises HeldElsewhere, NewerJournal or sqlite3.Error."""
        self._lock_file.take()
        self._keeper.open()
        self._programme.start()
        self._programme.changed = self._on_notices
        self._tell_notices()
        self._mark = self._journal.taken()
        self._outbox.open(self._mark)
        self._keeper.committed = self._on_committed
        self._keeper.reread = self._on_reread
        self._ground.seen.changed = self._on_seen
        self._ground.faces.changed = self._back_room.wake
        self._presented.come = self._back_room.wake
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
        with suppress(Refused):
            self._results.write()
        self._keep_mark()
        self._housekeeping.stop()
        self._programme.stop()
        self._keeper.close()
        self._lock_file.release()

    def change(self, settings: HubSettings, names: tuple[str, ...]) -> None:
        """Run by changed `settings` from now on; `names` of what changed are journalled. Raises Refused.

        Everyone who holds a ticket keeps it.
        """
        ground, site = self._ground, site_by(settings, self._time)
        self._keeper.change(site, names)
        ground.settings, ground.site = settings, site
        ground.access.change(settings.devices)
        self._pace.change(settings.rules.requests_per_s, settings.rules.requests_burst)
        ground.seen.change(settings.devices)
        self._tell_notices()
        self._back_room.wake()
        ground.version.grow()

    def flush(self) -> None:
        """Tell the lobby and the bridge now, in the caller's thread."""
        self._back_room.work_once()

    def _listen(self) -> None:
        bus, names = self._link.bus, self._link.topics
        bus.subscribe(names.under("do/+/#"), self._answerer.take)
        bus.subscribe(names.shown(topics.EVERY), self._presented.on_shown)
        bus.subscribe(names.presence(topics.EVERY), self._ground.seen.on_presence)
        bus.subscribe(names.health(topics.EVERY), self._ground.seen.on_health)
        bus.subscribe(names.results(), self._results.on_results)
        bus.when_drained(self._answerer.answer)
        bus.when_linked(self._on_linked)

    def _bridge_took(self, through: int) -> None:
        self._outbox.bridge_took(through)
        self._back_room.wake()

    def _on_notices(self, names: tuple[str, ...]) -> None:
        # Notices are shown even where the journal cannot take that they changed; `journal_failed` then stands.
        with suppress(Refused):
            self._keeper.note(names)
        self._tell_notices()
        self._back_room.wake()
        self._ground.version.grow()

    def _tell_notices(self) -> None:
        ground = self._ground
        # Settings and notices may change at once: what is drawn last must be of the newest of both.
        with self._telling:
            notices = self._programme.told(ground.settings.notices, ground.settings.office.sms)
            self._announcer.change(ground.site, ground.settings.devices, notices)

    def _on_committed(self, facts: tuple[Fact, ...]) -> None:
        self._announcer.hear(facts)
        self._outbox.hear(facts)
        self._back_room.wake(urgent=any(fact.counter is not None for fact in facts))
        self._ground.version.grow()

    def _on_seen(self) -> None:
        self._outbox.bridge_is(self._ground.seen.online(Role.BRIDGE))
        self._back_room.wake()
        self._ground.version.grow()

    def _on_linked(self, linked: bool) -> None:
        if linked:
            self._announcer.owe_everything()
            self._calls_due.set()
            self._outbox.again()
            self._pulse.again()
            self._back_room.wake()

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
        self._ground.version.grow()

    def _tidy(self) -> None:
        try:
            self._keep_mark()
            self._keeper.tidy()
            self._keeper.turn_day()
            self._results.step(self._clock.monotonic())
        except Refused:
            return
        self._watch_hours()
        self._keep_small()

    def _keep_small(self) -> None:
        lobby = self._keeper.lobby
        has_bridge = any(device.role is Role.BRIDGE for device in self._ground.settings.devices)
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
