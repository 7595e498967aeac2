"""Tells the lobby what happened: call events, and the retained pictures that changed."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable

from lobby.clock import Clock
from lobby.contract.base import State
from lobby.contract.calls import CALL_EXPIRES_S, CallKind
from lobby.contract.journal import EntryKind
from lobby.link.device import DeviceLink
from ticketing.engine.days import moment
from ticketing.engine.facts import Fact
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.hub.faces import Faces
from ticketing.hub.gallery import Gallery
from ticketing.hub.settings import DeviceEntry
from ticketing.notices.told import Told

log = logging.getLogger(__name__)

_CALLS = {EntryKind.TICKET_CALLED: CallKind.CALL, EntryKind.TICKET_RECALLED: CallKind.RECALL}


class Announcer:
    """Publishes from one thread at a time; `hear` may be called from any and only remembers."""

    def __init__(
        self,
        link: DeviceLink,
        site: Site,
        bound: Iterable[DeviceEntry],
        notices: Told,
        clock: Clock,
        lobby: Callable[[], Lobby],
        faces: Faces,
    ) -> None:
        self._link = link
        self._clock = clock
        self._faces = faces
        self._gallery = Gallery(link.topics, site, bound, notices, faces)
        self._lobby = lobby
        self._heard: deque[Fact] = deque()
        self._calls: deque[Fact] = deque()
        self._all_due = threading.Event()
        self._told: dict[str, State] = {}
        self._coming: deque[Gallery] = deque()
        self._leaving: dict[str, State] = {}

    def change(self, site: Site, bound: Iterable[DeviceEntry], notices: Told) -> None:
        """Have the next pictures drawn from a changed site, and what left it told of for the last time."""
        self._coming.append(Gallery(self._link.topics, site, bound, notices, self._faces))
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
        return self._gallery.is_due(self._clock.now())

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
        now = moment(lobby, self._clock.now())
        turned = self._gallery.hours_turned(now)
        everything = turned or self._all_due.is_set() or any(fact.kind is EntryKind.DAY_OPENED for fact in facts)
        if self._all_due.is_set():
            self._all_due.clear()
            self._told.clear()
        for topic, picture in self._gallery.pictures(lobby, facts, everything, now):
            self._show(topic, picture)

    def _take_changes(self, lobby: Lobby) -> None:
        # Here, in the thread that draws, so that no picture is drawn from two sites.
        while self._coming:
            old, self._gallery = self._gallery, self._coming.popleft()
            now = moment(lobby, self._clock.now())
            leaving = self._leaving | dict(self._gallery.farewells_to(old, lobby, now))
            self._leaving = {topic: one for topic, one in leaving.items() if topic not in self._gallery.topics()}

    def _say_farewell(self) -> None:
        for topic, picture in list(self._leaving.items()):
            if self._link.send(picture, topic) and self._link.bus.publish(topic, b"", retained=True):
                self._told.pop(topic, None)
                del self._leaving[topic]

    def _send_calls(self, lobby: Lobby) -> None:
        while self._calls:
            fact = self._calls[0]
            left = CALL_EXPIRES_S - int(self._clock.age_s(fact.at))
            stands = lobby.desk(fact.counter or "").call_id == fact.data["call_id"]
            if left > 0 and stands:
                call = self._gallery.call(lobby, fact, _CALLS[fact.kind])
                if not self._link.send(call, self._link.topics.call(), expires_s=min(left, CALL_EXPIRES_S)):
                    return
            else:
                log.warning("call of entry %d is over before it could be told", fact.seq)
            self._calls.popleft()

    def _show(self, topic: str, picture: State) -> None:
        known = self._told.get(topic)
        if known is not None and known.model_copy(update={"rev": picture.rev, "at": picture.at}) == picture:
            return
        if self._link.send(picture, topic):
            self._told[topic] = picture
        else:
            self._all_due.set()
