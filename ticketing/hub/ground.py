"""What the hub's service and the door of its pages both stand on: one state, one time, and what is in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lobby.clock import Clock
from lobby.health import Faults
from ticketing.engine.site import Site
from ticketing.hub.access import Access
from ticketing.hub.faces import Faces
from ticketing.hub.keeper import Keeper
from ticketing.hub.known_hours import by_known_hours
from ticketing.hub.restored import AfterRestore
from ticketing.hub.seen import Seen
from ticketing.hub.settings import HubSettings
from ticketing.hub.site import site_of
from ticketing.hub.timekeeper import Timekeeper
from ticketing.hub.timesync import KeptBoot, unsynchronised
from ticketing.hub.version import Version
from ticketing.journal.store import Journal
from ticketing.notices.programme import Programme


@dataclass
class Ground:
    """`settings` and `site` are those in force; `clock` is the machine's, `time` the office's own.

    The service alone changes what is in force. Whoever reads takes one look at `site`, which may change between two.
    """

    settings: HubSettings
    site: Site
    clock: Clock
    time: Timekeeper
    journal: Journal
    keeper: Keeper
    access: Access
    seen: Seen
    programme: Programme
    restored: AfterRestore
    faces: Faces = field(default_factory=Faces)
    version: Version = field(default_factory=Version)


def ground_of(
    settings: HubSettings,
    faults: Faults,
    clock: Clock,
    synchronised: Callable[[], bool] = unsynchronised,
    boot: KeptBoot | None = None,
) -> Ground:
    """Return the ground of a hub that runs by `settings`; nothing is opened yet.

    Without a `boot` the machine's clock counts as one that always ran on.
    """
    time = Timekeeper(clock, lambda: keeper.lobby, synchronised, boot)
    site = site_by(settings, time)
    journal = Journal(settings.state)
    restored = AfterRestore(settings.state, faults)
    keeper = Keeper(site, journal, time, faults, restored)
    return Ground(
        settings=settings,
        site=site,
        clock=clock,
        time=time,
        journal=journal,
        keeper=keeper,
        access=Access(settings.devices),
        seen=Seen(settings.devices),
        programme=Programme(settings.state, clock, faults),
        restored=restored,
    )


def site_by(settings: HubSettings, time: Timekeeper) -> Site:
    """Return the site of `settings`, whose hours count only while the time of day is known."""
    return by_known_hours(site_of(settings), lambda: time.hour_is_known)
