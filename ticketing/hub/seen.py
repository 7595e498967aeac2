"""What each device last told of itself."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from lobby.contract.devices import Health, Presence, Standing
from lobby.contract.roles import Role
from lobby.link.bus import Incoming
from lobby.link.reading import message_in
from ticketing.hub.door import DeviceSeen
from ticketing.hub.settings import DeviceEntry

log = logging.getLogger(__name__)

STRANGERS_AT_MOST = 200


class Seen:
    """Presence and health by device; `changed` is called after each change."""

    def __init__(self, devices: Iterable[DeviceEntry]) -> None:
        self._seen = {one.id: DeviceSeen(one.id, one.role, one.counter) for one in devices}
        self._most = len(self._seen) + STRANGERS_AT_MOST
        self._lock = threading.Lock()
        self.changed: Callable[[], None] = lambda: None

    def change(self, devices: Iterable[DeviceEntry]) -> None:
        """Look out for these devices from now on; one that left the settings stays where it has spoken."""
        with self._lock:
            spoke = {key: one for key, one in self._seen.items() if one.presence is not None}
            self._seen = {one.id: DeviceSeen(one.id, one.role, one.counter) for one in devices}
            self._most = len(self._seen) + STRANGERS_AT_MOST
            for key, one in spoke.items():
                known = self._seen.get(key, replace(one, counter=None))
                self._seen[key] = replace(known, presence=one.presence, health=one.health)
        self.changed()

    def all(self) -> list[DeviceSeen]:
        """Return the devices, those of the settings first."""
        with self._lock:
            return list(self._seen.values())

    def online(self, role: Role) -> bool:
        """Tell whether a device of `role` is online."""
        return any(
            one.role is role and one.presence is not None and one.presence.state is Standing.ONLINE
            for one in self.all()
        )

    def on_presence(self, incoming: Incoming) -> None:
        """Take a presence; an empty payload says that the device is gone for good."""
        presence = message_in(Presence, incoming)
        device = incoming.topic.rpartition("/")[2]
        with self._lock:
            known = self._known(device, presence)
            if known is not None:
                self._seen[device] = replace(known, presence=presence)
        self.changed()

    def on_health(self, incoming: Incoming) -> None:
        """Take a health."""
        health = message_in(Health, incoming)
        device = incoming.topic.rpartition("/")[2]
        with self._lock:
            known = self._seen.get(device)
            if known is not None:
                self._seen[device] = replace(known, health=health)
        self.changed()

    def _known(self, device: str, presence: Presence | None) -> DeviceSeen | None:
        known = self._seen.get(device)
        if known is not None or presence is None or len(self._seen) >= self._most:
            return known
        # A device that the settings do not name: its role is what it says, and gives it no rights.
        role = next((role for role in Role if role == presence.role), None)
        return DeviceSeen(device, role) if role is not None else None
