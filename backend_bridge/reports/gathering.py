"""Listens to what devices tell of themselves, and keeps what is worth reporting, while there is room."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend_bridge.reports.findings import Device, changes, closed_report, health_report, opened_report
from backend_bridge.settings import OutboxSettings
from backend_bridge.store.reports import Reports
from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.devices import Health, Presence, Standing
from lobby.link.bus import Incoming
from lobby.link.device import DeviceLink
from lobby.link.reading import message_in

log = logging.getLogger(__name__)

STEP_S = 1.0
DEVICES_AT_MOST = 500
SHED_SHARE = 10
SHED_SHARE_OF_A_FULL_DISK = 2
MB = 1024 * 1024


def free_bytes(folder: Path) -> int:
    """Return how much room the disk of `folder` has; as much as can be where that cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return sys.maxsize


class Gathering:
    """Looks once a second at the devices that told something; what came and went in between is passed over.

    `kept` is called when there is something new to deliver. `short` while the disk has less room than is to be left to
    the journal: then the oldest half is dropped each time, and nothing is added.
    """

    def __init__(
        self,
        link: DeviceLink,
        reports: Reports,
        settings: OutboxSettings,
        clock: Clock,
        free: Callable[[], int],
    ) -> None:
        self._link = link
        self._reports = reports
        self._settings = settings
        self._clock = clock
        self._free = free
        self._lock = threading.Lock()
        self._devices: dict[str, Device] = {}
        self._told: dict[str, Health] = {}
        self._changed: set[str] = set()
        self._sampled: dict[str, float] = {}
        self.short = False
        self.kept: Callable[[], None] = lambda: None

    def listen(self) -> None:
        """Let what devices tell arrive; call before the link starts."""
        bus, names = self._link.bus, self._link.topics
        bus.subscribe(names.presence(topics.EVERY), self._on_presence)
        bus.subscribe(names.health(topics.EVERY), self._on_health)

    def step(self) -> float:
        """Keep what is new; return after how many seconds to come again."""
        try:
            self._make_room()
            if not self.short:
                self._gather()
        except (sqlite3.Error, OSError) as fault:
            log.error("reports cannot be kept: %s", fault)
            return STEP_S * 60
        return STEP_S

    def _make_room(self) -> None:
        self.short = self._free() < self._settings.keep_free_mb * MB
        share = SHED_SHARE_OF_A_FULL_DISK if self.short else SHED_SHARE
        if not self.short and self._reports.size() <= self._settings.telemetry_mb * MB:
            return
        now = self._clock.now()
        try:
            dropped = self._reports.shed(share, now)
            if dropped and self.short:
                self._reports.give_back()
        except sqlite3.Error:
            # Not even what says that something is gone can be written: the file goes whole.
            dropped = self._reports.discard(now)
        if dropped:
            log.warning("no room: the oldest %d reports dropped", dropped)

    def _gather(self) -> None:
        with self._lock:
            changed, self._changed = self._changed, set()
            devices = [self._devices[one] for one in sorted(changed) if one in self._devices]
        known = self._reports.incidents() if devices else []
        now, site = self._clock.now(), self._link.topics.site
        for device in devices:
            found = changes(device, [one for one in known if one.device == device.id], now)
            told = [opened_report(site, one, now) for one in found.opened]
            told += [closed_report(site, one, now) for one in found.closed]
            health = device.health
            if health is not None and (told or self._is_due(device)):
                self._sampled[device.id] = self._clock.monotonic()
                told.append(health_report(site, device, health, now))
            if told:
                self._reports.keep(told, found.opened, found.closed)
                self.kept()

    def _is_due(self, device: Device) -> bool:
        if device.presence.state is not Standing.ONLINE:
            return False
        last = self._sampled.get(device.id)
        return last is None or self._clock.monotonic() - last >= self._settings.health_every_s

    def _on_presence(self, incoming: Incoming) -> None:
        presence, name = message_in(Presence, incoming), incoming.topic.rpartition("/")[2]
        with self._lock:
            known = self._devices.get(name)
            if presence is None:
                if known is not None and not incoming.payload:
                    self._devices[name] = replace(known, removed=True)
                    self._changed.add(name)
            elif known is not None or len(self._devices) < DEVICES_AT_MOST:
                self._devices[name] = Device(name, presence, self._told.pop(name, known.health if known else None))
                self._changed.add(name)

    def _on_health(self, incoming: Incoming) -> None:
        health, name = message_in(Health, incoming), incoming.topic.rpartition("/")[2]
        if health is None:
            return
        with self._lock:
            known = self._devices.get(name)
            if known is not None:
                self._devices[name] = replace(known, health=health)
                self._changed.add(name)
            elif len(self._told) < DEVICES_AT_MOST:
                self._told[name] = health  # its presence, which names its role, is on its way
