"""A device's link: presence with its will, health, asking, and watching states, over any Bus."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lobby.clock import Clock
from lobby.contract.base import Message, State
from lobby.contract.codec import encode
from lobby.contract.devices import Presence, Standing, Uplink
from lobby.contract.requests import Request
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.health import Faults, measure
from lobby.link.asking import GIVE_UP_S, Asker, Then
from lobby.link.bus import Bus, Incoming, Will
from lobby.link.kept import Kept
from lobby.link.paho import Access, PahoBus
from lobby.link.reading import message_in
from lobby.settings.device import DeviceSettings

log = logging.getLogger(__name__)

VERSION = "0.1.0"
HEALTH_EVERY_S = 30.0
STOPPED_WITHIN_S = 1.0

M = TypeVar("M", bound=Message)


def offline_will(topics: Topics, device: str, role: Role, clock: Clock) -> Will:
    """Return the will that says a device is lost."""
    lost = Presence(state=Standing.OFFLINE, role=role, version=VERSION, since=clock.now())
    return Will(topics.presence(device), encode(lost))


class DeviceLink:
    """What each program holds of the bus. `start` after every `watch`; call `step` a few times a second."""

    def __init__(self, bus: Bus, topics: Topics, device: str, role: Role, clock: Clock, folder: Path) -> None:
        self.bus = bus
        self.topics = topics
        self.device = device
        self.faults = Faults(clock)
        self.uplink: Uplink | None = None
        self._role = role
        self._clock = clock
        self._folder = folder
        self._asker = Asker(bus, topics, device, clock)
        self._since = clock.now()
        self._started = clock.monotonic()
        self._health_due = 0.0
        self._revs: dict[str, int] = {}
        self._kept: list[Kept] = []
        self._stopped_heard = threading.Event()
        self._leaving = False
        # Held while a presence is said: none says `online` after `stopped`.
        self._saying = threading.RLock()

    def start(self) -> None:
        self._started = self._clock.monotonic()
        self.faults.changed = self._tell_health
        self._asker.start()
        self.bus.when_linked(self._on_linked)
        self.bus.subscribe(self.topics.presence(self.device), self._on_own_presence)
        self.bus.start()

    def stop(self) -> None:
        """Say `stopped`, hear that it was said, and leave: a link closed with the word still under way is taken
        for a lost one, and the will would say `offline`."""
        linked = self.bus.linked
        with self._saying:
            self._leaving = True
            self._tell_presence(Standing.STOPPED)
        if linked and not self._stopped_heard.wait(STOPPED_WITHIN_S):
            log.warning("the broker did not confirm that this device stopped")
        self.bus.stop()

    def step(self) -> None:
        """Ask again, give up, tell health when due, notice what was emptied while the link was away."""
        self._asker.step()
        for kept in self._kept:
            kept.step(self._clock.monotonic())
        if self.bus.linked and self._clock.monotonic() >= self._health_due:
            self._tell_health()

    def ask(self, request: Request, then: Then, give_up_s: float = GIVE_UP_S) -> None:
        """Send a request; `then` gets the reply or None when none came in `give_up_s` seconds."""
        self._asker.ask(request, then, give_up_s)

    def send(self, message: Message, topic: str, expires_s: int | None = None) -> bool:
        """Publish an event or state as its class says, and tell whether it is under way; `expires_s` where less
        time is left than the class gives."""
        channel = message.channel
        left = channel.expires_s if expires_s is None else expires_s
        return self.bus.publish(topic, encode(message), qos=channel.qos, retained=channel.retained, expires_s=left)

    def watch(
        self,
        kind: type[M],
        pattern: str,
        handler: Callable[[M], None],
        gone: Callable[[str], None] | None = None,
        fresh: Callable[[M], None] | None = None,
    ) -> None:
        """Let `handler` have each well-formed message below `pattern`; older revisions are dropped.

        `fresh` gets in its place what was published just now, not kept by the broker since who knows when.

        `gone` gets the last part of a topic (the id of a field, a counter) whose retained message was taken away, also
        of one that was taken away while the link was lost; it may be called in the thread of `step`.
        """
        kept = self._keep(gone)

        def take(incoming: Incoming) -> None:
            if not incoming.payload:
                kept.emptied(incoming.topic)
                return
            message = message_in(kind, incoming)
            if message is None:
                return
            kept.heard(incoming.topic, self._clock.monotonic())
            if self._is_news(incoming.topic, message):
                (handler if fresh is None or incoming.retained else fresh)(message)

        self.bus.subscribe(pattern, take)

    def _keep(self, gone: Callable[[str], None] | None) -> Kept:
        def forget(topic: str) -> None:
            self._revs.pop(topic, None)
            if gone is not None:
                gone(topic.rpartition("/")[2])

        kept = Kept(forget)
        self._kept.append(kept)
        return kept

    def _is_news(self, topic: str, message: Message) -> bool:
        if not isinstance(message, State):
            return True
        if message.rev < self._revs.get(topic, -1):
            return False
        self._revs[topic] = message.rev
        return True

    def _on_linked(self, linked: bool) -> None:
        if linked:
            self._tell_online()
            self._tell_health()
        else:
            for kept in self._kept:
                kept.link_lost()

    def _on_own_presence(self, incoming: Incoming) -> None:
        # The will of an older connection may be published after we are back: say again that we are here.
        said = message_in(Presence, incoming)
        if said is not None and said.state is Standing.STOPPED and not incoming.retained:
            self._stopped_heard.set()
        elif said is None or said.state is Standing.OFFLINE:
            self._tell_online()

    def _tell_online(self) -> None:
        with self._saying:
            if not self._leaving:
                self._tell_presence(Standing.ONLINE)

    def _tell_presence(self, standing: Standing) -> None:
        self.send(
            Presence(state=standing, role=self._role, version=VERSION, since=self._since),
            self.topics.presence(self.device),
        )

    def _tell_health(self) -> None:
        self._health_due = self._clock.monotonic() + HEALTH_EVERY_S
        uptime = self._clock.monotonic() - self._started
        self.send(measure(uptime, self._folder, self.faults, self.uplink), self.topics.health(self.device))


def link_device(settings: DeviceSettings, role: Role, clock: Clock) -> DeviceLink:
    """Return the link of a device over the real broker of its settings; raises SettingsError."""
    topics = Topics(settings.site)
    broker = settings.broker
    access = Access(broker.host, broker.port, settings.device, broker.password(), broker.ca)
    bus = PahoBus(access, offline_will(topics, settings.device, role, clock))
    return DeviceLink(bus, topics, settings.device, role, clock, settings.state)
