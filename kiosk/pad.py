"""`lobby pad`: the screen or the buttons at a counter that take one rating a service."""

from __future__ import annotations

from kiosk.aids.build import Site, build_aids
from kiosk.buttons.pressing import face_panel
from kiosk.pad_part import Pad
from kiosk.pad_settings import PadSettings
from kiosk.pad_unseen import Unseen
from kiosk.presenters.pad_giving import LONGER_S
from kiosk.screens.dressed import look_of
from kiosk.screens.pad_pages import draw, is_private
from kiosk.screens.window import Show, run_window
from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.program import Part, run, settings_from
from lobby.settings.device import clock_of

_PURPOSE = "Bảng đánh giá tại quầy: số đang phục vụ, ai phục vụ, mức độ hài lòng; màn hình chạm hoặc bảng nút bấm."


def main(argv: list[str] | None = None) -> int:
    """Run the pad until it is stopped; returns the exit code."""
    settings = settings_from(argv, PadSettings, "pad", _PURPOSE)
    clock = clock_of(settings)
    link = link_device(settings, Role.PAD, clock)
    pad = Pad(settings, link, clock)
    parts: list[Part] = [pad]
    if settings.buttons is not None:
        parts.append(face_panel(settings.buttons, pad.pressed, pad.inbox, link.faults, clock))
    if settings.screen == "none":
        return run([Unseen(pad), *parts])
    site = Site(settings.aids, pad.languages, settings.state, LONGER_S, pad.inbox, link.faults, clock)
    built = build_aids(site, pad, draw)
    aids = built.aids
    pad.chosen = lambda: aids.chosen
    # A pad's controls are where its page has them: they are within reach on a screen that stands on a counter.
    aids.sized(0, 0)
    show = Show(
        aids.view,
        aids.draw,
        aids.drawn,
        aids.touch,
        pad.inbox.on_wake,
        look=look_of,
        private=lambda shown: is_private(shown.body),
        sized=pad.sized,
    )
    return run_window(settings.screen, settings.device, settings.state, [pad.pictures, *parts, *built.parts], show)
