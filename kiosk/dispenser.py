"""`lobby dispenser`: the touch screen that gives queue numbers and prints them."""

from __future__ import annotations

from functools import partial

from kiosk.aids.build import Site, build_aids
from kiosk.dispenser_part import Dispenser
from kiosk.dispenser_settings import DispenserSettings
from kiosk.presenters.codes import read_code
from kiosk.presenters.stays import IDLE_S
from kiosk.scanners.build import build
from kiosk.scanners.loading import Scanners
from kiosk.screens.dispenser_pages import draw
from kiosk.screens.dressed import look_of
from kiosk.screens.window import Show, run_window
from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import Part, settings_from
from lobby.settings.device import clock_of

_PURPOSE = "Màn hình lấy số thứ tự: chọn lĩnh vực, xem số người chờ, in phiếu."


def main(argv: list[str] | None = None) -> int:
    """Run the dispenser until it is stopped; returns the exit code."""
    settings = settings_from(argv, DispenserSettings, "dispenser", _PURPOSE)
    clock = clock_of(settings)
    link = link_device(settings, Role(settings.role), clock)
    dispenser = Dispenser(settings, link, clock)
    parts: list[Part] = [dispenser]
    if settings.scanners.any:
        wake = dispenser.inbox.wake
        reads = partial(read_code, site_hosts=settings.site_hosts, pattern=settings.code_pattern)
        scanners = Scanners(
            lambda: build(settings.scanners, dispenser.scanned, link.faults, clock, wake=wake, reads=reads),
            link.faults,
        )
        # Scanners before what takes their scans: one step then does both.
        parts.insert(0, scanners)
    if settings.buttons is not None:
        from kiosk.buttons.panel import button_panel  # noqa: PLC0415 (a dispenser without buttons does not need it)

        parts.append(button_panel(settings.buttons, dispenser.pressed, link.faults, clock))
    built = build_aids(
        Site(
            settings.aids,
            dispenser.languages,
            settings.state,
            IDLE_S,
            dispenser.inbox,
            link.faults,
            clock,
        ),
        dispenser,
        draw,
    )
    aids = built.aids
    show = Show(
        aids.view,
        aids.draw,
        aids.drawn,
        aids.touch,
        dispenser.inbox.on_wake,
        look=look_of,
        private=lambda shown: shown.own,
        sized=aids.sized,
    )
    return run_window(settings.screen, settings.device, settings.state, [*parts, *built.parts], show)
