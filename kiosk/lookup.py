"""`lobby kiosk`: the touch screen where a citizen sees how a dossier stands, by scanning or typing its code."""

from __future__ import annotations

from functools import partial

from kiosk.aids.build import Site, build_aids
from kiosk.catalogue.store import NAME
from kiosk.catalogue.syncing import CatalogueSync
from kiosk.lookup_part import Lookup
from kiosk.lookup_settings import LookupSettings
from kiosk.presenters.codes import read_code
from kiosk.scanners.build import build
from kiosk.scanners.loading import Scanners
from kiosk.screens.dressed import look_of
from kiosk.screens.lookup_pages import draw
from kiosk.screens.privacy import private_dressed, private_page
from kiosk.screens.window import Show, run_window
from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import Part, settings_from
from lobby.settings.device import clock_of

_PURPOSE = "Màn hình tra cứu hồ sơ: quét mã trên giấy biên nhận hoặc nhập mã hồ sơ."


def main(argv: list[str] | None = None) -> int:
    """Run the lookup kiosk until it is stopped; returns the exit code."""
    settings = settings_from(argv, LookupSettings, "kiosk", _PURPOSE)
    clock = clock_of(settings)
    link = link_device(settings, Role.KIOSK, clock)
    lookup = Lookup(settings, link, clock)
    reads = partial(read_code, site_hosts=settings.site_hosts, pattern=settings.code_pattern)
    scanners = Scanners(
        lambda: build(settings.scanners, lookup.scanned, link.faults, clock, lookup.camera, lookup.inbox.wake, reads),
        link.faults,
    )
    # Scanners before what takes their scans: one step then does both.
    parts: list[Part] = [scanners, lookup]
    if settings.sync_catalogue:
        parts.insert(0, CatalogueSync(link, settings.state / NAME, clock))
    if settings.mode == "show":
        seen = Show(
            lookup.view, draw, lookup.drawn, lookup.touch, lookup.inbox.on_wake, lookup.camera, private=private_page
        )
        return run_window(settings.screen, settings.device, settings.state, parts, seen)
    site = Site(
        settings.aids,
        lookup.languages,
        settings.state,
        settings.forget_after_s,
        lookup.inbox,
        link.faults,
        clock,
    )
    built = build_aids(site, lookup, draw)
    aids = built.aids
    lookup.large = aids.large

    def sized(width: int, height: int) -> None:
        lookup.sized(width, height)
        aids.sized(width, height)

    show = Show(
        aids.view,
        aids.draw,
        aids.drawn,
        aids.touch,
        lookup.inbox.on_wake,
        lookup.camera,
        look_of,
        private_dressed,
        sized,
    )
    return run_window(settings.screen, settings.device, settings.state, [*parts, *built.parts], show)
