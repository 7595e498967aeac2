"""Tells the lobby what happened: call events, and the retained pictures that changed."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from lobby.clock import Clock
from lobby.contract.base import State
from lobby.contract.calls import CALL_EXPIRES_S, Call, CallKind
from lobby.contract.journal import EntryKind
from lobby.contract.notices import Notices
from lobby.contract.roles import Role
from lobby.contract.states import DeviceConfig
from lobby.link.device import DeviceLink
from ticketing.engine.days import moment
from ticketing.engine.facts import Fact
from ticketing.engine.hours import next_change
from ticketing.engine.pictures import counter_state, queue_state, rating_open, receipt_settings, reprints
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.hub.farewell import farewells
from ticketing.hub.settings import DeviceEntry, NoticesSettings

log = logging.getLogger(__name__)

_PRINTING = frozenset({Role.DISPENSER, Role.KIOSK})
_CALLS = {EntryKind.TICKET_CALLED: CallKind.CALL, EntryKind.TICKET_RECALLED: CallKind.RECALL}


class Announcer:
    """Publishes from one thread at a time; `hear` may be called from any and only remembers."""

    def __init__(
        self,
        link: DeviceLink,
        site: Site,
        bound: Iterable[DeviceEntry],
        notices: NoticesSettings,
        clock: Clock,
        lobby: Callable[[], Lobby],
    ) -> None:
        self._link = link
        self._site = site
        self._told_devices = _told(bound)
        self._notices = notices
        self._clock = clock
        self._lobby = lobby
        self._heard: deque[Fact] = deque()
        self._calls: deque[Fact] = deque()
        self._all_due = threading.Event()
        self._told: dict[str, State] = {}
        self._next_close: datetime | None = None
        self._next_hours: datetime | None = None
        self._coming: deque[tuple[Site, Iterable[DeviceEntry], NoticesSettings]] = deque()
        self._leaving: dict[str, State] = {}

    def change(self, site: Site, bound: Iterable[DeviceEntry], notices: NoticesSettings) -> None:
        """Have the next pictures drawn from a changed site, and what left it told of for the last time."""
        self._coming.append((site, bound, notices))
        self._all_due.set()

    def hear(self, facts: Iterable[Fact]) -> None:
        """Remember durable facts to tell of."""
        self._heard.extend(facts)

    def call_again(self, facts: Iterable[Fact]) -> None:
        """Tell of the calls among `facts` once more, which may be lost; whoever presented one knows its id."""
        known = {fact.seq for fact in self._calls}
        again = [fact for fact in facts if fact.kind in _CALLS and fact.seq not in known]
        self._calls.extendleft(reversed(again))

    def owe_everything(self) -> None:
        """Have every picture told again: the broker may have lost them."""
        self._all_due.set()

    def is_due(self) -> bool:
        """Tell whether a rating closed since the pads were told of it, or a field may have opened or closed."""
        now, closes, turns = self._clock.now(), self._next_close, self._next_hours
        return (closes is not None and now > closes) or (turns is not None and now >= turns)

    def tell(self) -> None:
        """Publish the calls that were heard of, then the pictures that changed; what is not under way waits."""
        facts = [self._heard.popleft() for _ in range(len(self._heard))]
        self._calls.extend(fact for fact in facts if fact.kind in _CALLS)
        lobby = self._lobby()
        self._take_changes(lobby)
        if not self._link.bus.linked:
            self._all_due.set()
            return
        self._send_calls(lobby)
        self._say_farewell()
        turned = self._hours_turned(moment(lobby, self._clock.now()))
        everything = turned or self._all_due.is_set() or any(fact.kind is EntryKind.DAY_OPENED for fact in facts)
        if self._all_due.is_set():
            self._all_due.clear()
            self._told.clear()
        for topic, picture in self._pictures(lobby, facts, everything):
            self._show(topic, picture)

    def _take_changes(self, lobby: Lobby) -> None:
        # Here, in the thread that draws, so that no picture is drawn from two sites.
        while self._coming:
            old, told = self._site, self._told_devices
            self._site, bound, self._notices = self._coming.popleft()
            self._told_devices = _told(bound)
            self._next_hours = None
            gone = {one.id for one in told} - {one.id for one in self._told_devices}
            now = moment(lobby, self._clock.now())
            leaving = self._leaving | dict(farewells(self._link.topics, old, self._site, gone, lobby, now))
            self._leaving = {topic: one for topic, one in leaving.items() if topic not in self._topics()}

    def _topics(self) -> set[str]:
        topics = self._link.topics
        named = {topics.counter(one) for one in self._site.counters} | {
            topics.queue(one) for one in self._site.services
        }
        return named | {topics.config(one.id) for one in self._told_devices}

    def _say_farewell(self) -> None:
        for topic, picture in list(self._leaving.items()):
            if self._link.send(picture, topic) and self._link.bus.publish(topic, b"", retained=True):
                self._told.pop(topic, None)
                del self._leaving[topic]

    def _hours_turned(self, now: datetime) -> bool:
        turns = self._next_hours
        if turns is not None and now < turns:
            return False
        self._next_hours = next_change(self._site, now)
        return turns is not None

    def _send_calls(self, lobby: Lobby) -> None:
        while self._calls:
            fact = self._calls[0]
            left = CALL_EXPIRES_S - int(self._clock.age_s(fact.at))
            stands = lobby.desk(fact.counter or "").call_id == fact.data["call_id"]
            if left > 0 and stands:
                call = self._call(lobby, fact)
                if not self._link.send(call, self._link.topics.call(), expires_s=min(left, CALL_EXPIRES_S)):
                    return
            else:
                log.warning("call of entry %d is over before it could be told", fact.seq)
            self._calls.popleft()

    def _pictures(self, lobby: Lobby, facts: list[Fact], everything: bool) -> Iterator[tuple[str, State]]:
        topics, now = self._link.topics, moment(lobby, self._clock.now())
        for counter in self._site.counters if everything else self._touched_counters(facts):
            yield topics.counter(counter), counter_state(self._site, lobby, counter, now)
        yield from self._configs(lobby, now)
        for service in self._site.services if everything else self._touched_services(facts):
            yield topics.queue(service), queue_state(self._site, lobby, service, now)
        if everything:
            notices = Notices(rev=lobby.seq, at=now, playlist=self._notices.playlist, ticker=self._notices.ticker)
            yield topics.notices(), notices

    def _configs(self, lobby: Lobby, now: datetime) -> Iterator[tuple[str, State]]:
        bound = [device.counter for device in self._told_devices if device.counter is not None]
        ratings = {counter: rating_open(lobby, counter, now) for counter in bound}
        self._next_close = min((one.closes_at for one in ratings.values() if one is not None), default=None)
        for device in self._told_devices:
            config = DeviceConfig(
                rev=lobby.seq,
                at=now,
                device=device.id,
                counter=device.counter,
                rating=ratings.get(device.counter or ""),
                reprints=reprints(self._site, lobby, device.id),
                settings=receipt_settings(self._site) if device.role in _PRINTING else None,
            )
            yield self._link.topics.config(device.id), config

    def _show(self, topic: str, picture: State) -> None:
        known = self._told.get(topic)
        if known is not None and known.model_copy(update={"rev": picture.rev, "at": picture.at}) == picture:
            return
        if self._link.send(picture, topic):
            self._told[topic] = picture
        else:
            self._all_due.set()

    def _touched_counters(self, facts: list[Fact]) -> list[str]:
        touched = dict.fromkeys(fact.counter or "" for fact in facts)
        return [one for one in touched if one in self._site.counters]

    def _touched_services(self, facts: list[Fact]) -> list[str]:
        touched: dict[str, None] = {}
        for fact in facts:
            if fact.ticket is not None:
                touched[fact.ticket.service] = None
            if "from_service" in fact.data:
                touched[str(fact.data["from_service"])] = None
            counter = self._site.counters.get(fact.counter or "")
            if counter is not None and fact.kind is not EntryKind.CALL_PRESENTED:
                touched.update(dict.fromkeys(counter.services))
        return [one for one in touched if one in self._site.services]

    def _call(self, lobby: Lobby, fact: Fact) -> Call:
        ticket, counter = fact.ticket, fact.counter
        if ticket is None or counter is None:
            raise ValueError(f"call in entry {fact.seq} lacks its ticket or counter")
        card = lobby.cards.get(ticket.ticket)
        other = card.lang if card is not None else None
        return Call(
            call_id=fact.data["call_id"],
            kind=_CALLS[fact.kind],
            ticket=ticket,
            counter=counter,
            counter_name=self._site.counter_name(counter),
            nth=fact.data["nth"],
            at=fact.at,
            languages=("vi",) if other in (None, "vi") else ("vi", other),
        )


def _told(bound: Iterable[DeviceEntry]) -> tuple[DeviceEntry, ...]:
    return tuple(one for one in bound if one.counter is not None or one.role in _PRINTING)
