"""`lobby bridge`: joins a site to the office's one-stop software."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from random import SystemRandom

from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.rest import RestBackend
from backend_bridge.delivery import Delivery
from backend_bridge.figures import FiguresJob
from backend_bridge.finding import Finder
from backend_bridge.guesses import Guesses
from backend_bridge.intake import Intake
from backend_bridge.lookups import Lookups
from backend_bridge.pace import Backoff
from backend_bridge.reach import Reach
from backend_bridge.settings import BridgeSettings
from backend_bridge.store import lookups, outbox
from backend_bridge.watch import Watch
from backend_bridge.worker import Worker
from lobby.clock import Clock
from lobby.contract.roles import Role
from lobby.database import Database
from lobby.link.device import DeviceLink, link_device
from lobby.program import Part, run, settings_from
from lobby.settings.device import clock_of

PURPOSE = "Cầu nối với phần mềm một cửa: tra cứu hồ sơ, gửi nhật ký, lấy số liệu cho bảng kết quả."
TRIES_AGAIN_S = (1.0, 60.0)


class _Figures(Worker):
    """The figures' thread, which also listens for reconnects."""

    def __init__(self, job: FiguresJob) -> None:
        super().__init__(job, "figures")
        self._figures = job

    def start(self) -> None:
        self._figures.listen()
        super().start()


def compose(settings: BridgeSettings, link: DeviceLink, backend: Backend, clock: Clock) -> Sequence[Part]:
    """Return the bridge's parts in the order in which they start."""
    # What was answered for must survive a power cut; a lost cache is only a lost cache.
    outbox_file = Database(settings.state / "outbox.db", outbox.SCHEMA, "FULL")
    lookup_file = Database(settings.state / "lookups.db", lookups.SCHEMA, "NORMAL")
    kept = outbox.Outbox(outbox_file)
    replies = lookups.Replies(lookup_file)
    cache = lookups.Cache(lookup_file, timedelta(days=settings.cache.keep_days), settings.cache.most)
    reach = Reach(clock)
    limits = settings.lookup
    guesses = Guesses(limits.misses_per_device_per_hour, limits.misses_per_site_per_hour)
    finder = Finder(backend, reach, replies, cache, clock, limits.code_pattern, guesses)
    intake = Intake(link, kept, clock)
    backoff = Backoff(*TRIES_AGAIN_S, SystemRandom().random)
    delivery = Delivery(kept, backend, reach, clock, backoff, lambda: intake.gap_lasts)
    courier = Worker(delivery, "delivery")
    intake.kept = courier.wake
    figures = FiguresJob(link, backend, reach, lookups.LastFigures(lookup_file), clock, settings.results_every_s)
    return (
        outbox_file,
        lookup_file,
        Lookups(link, finder, replies, cache, settings.lookup, clock),
        intake,
        courier,
        _Figures(figures),
        Watch(link.faults, reach, intake, delivery, kept, clock, lambda: outbox_file.set_aside),
        link,
    )


def main(argv: list[str] | None = None) -> int:
    """Run `lobby bridge --settings FILE` and return its exit code; raises SettingsError."""
    settings = settings_from(argv, BridgeSettings, "bridge", PURPOSE)
    logging.getLogger("urllib3").setLevel(logging.INFO)  # its debug lines hold addresses with check codes
    clock = clock_of(settings)
    chosen = settings.backend
    backend = RestBackend(chosen.url, chosen.token(), settings.site, chosen.timeout_s, clock.monotonic, chosen.ca)
    return run(compose(settings, link_device(settings, Role.BRIDGE, clock), backend, clock))
