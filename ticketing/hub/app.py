"""The hub's program: journal, service, link and web pages composed."""

from __future__ import annotations

import gc
import signal
import sys

from lobby.clock import Clock
from lobby.contract.roles import Role
from lobby.health import Faults
from lobby.link.device import link_device
from lobby.program import run, settings_file
from lobby.settings.device import clock_of
from ticketing.desk.news import News
from ticketing.desk.viewing import desk_settings
from ticketing.desk.web import WebPart
from ticketing.hub.backups import BackupWatch
from ticketing.hub.doorway import Doorway
from ticketing.hub.ground import Ground, ground_of
from ticketing.hub.last_good import recall
from ticketing.hub.reload import RulesWatch
from ticketing.hub.service import HubService
from ticketing.hub.settings import HubSettings
from ticketing.hub.timesync import KeptBoot, simulated, synchronised

SWITCH_S = 0.0005
# The state of a day is a web of values that are never garbage together: looking through them often costs a fifth of
# every decision, and finds nothing.
LOOK_FOR_GARBAGE_AFTER = 20_000
PURPOSE = "Máy chủ hàng đợi: cấp số, gọi số, ghi sổ mọi việc, và trang làm việc của cán bộ."


def main(argv: list[str] | None = None) -> int:
    """Run the hub until it is told to stop; returns the exit code."""
    # A reply must not wait the usual 5 ms for a page or a picture that another thread is computing.
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(LOOK_FOR_GARBAGE_AFTER, 20, 20)
    settings, path = settings_file(argv, HubSettings, "hub", PURPOSE, recall)
    clock = clock_of(settings)
    link = link_device(settings, Role.HUB, clock)
    ground = _ground(settings, link.faults, clock)
    service, door = HubService(ground, link), Doorway(ground)
    news = News(desk_settings(settings, link.faults), link, door, clock)
    watch = RulesWatch(path, settings, service.change, link.faults, clock)
    backups = BackupWatch(settings.backup, link.faults, clock)
    signal.signal(signal.SIGHUP, lambda *_: watch.wake())
    return run([service, link, watch, backups, news, WebPart(settings, door, ground.time, link.faults)])


def _ground(settings: HubSettings, faults: Faults, clock: Clock) -> Ground:
    if settings.clock is not None:
        # Nobody knows a simulated site's time better than its settings.
        return ground_of(settings, faults, clock, simulated)
    return ground_of(settings, faults, clock, synchronised, KeptBoot(settings.state / "boot"))
