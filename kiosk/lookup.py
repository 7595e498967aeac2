"""`lobby kiosk`: the touch screen where a citizen sees how a dossier stands, by scanning or typing its code."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from pydantic import Field

from kiosk.inbox import Inbox
from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup import LookupPresenter, LookupRules
from kiosk.presenters.wording import ENGLISH, Header, clock_text
from kiosk.scanners.build import build
from kiosk.scanners.loading import Scanners
from kiosk.scanners.reading import Scan
from kiosk.scanners.settings import ScannersSettings
from kiosk.screens.lookup_pages import LookupShown, draw
from kiosk.screens.window import Show, run_window
from lobby.clock import Clock
from lobby.contract.replies import Reply
from lobby.contract.requests import Request
from lobby.contract.roles import Role
from lobby.link.device import DeviceLink, link_device
from lobby.program import settings_from
from lobby.settings.device import DeviceSettings, ScreenSettings, clock_of

_PURPOSE = "Màn hình tra cứu hồ sơ: quét mã trên giấy biên nhận hoặc nhập mã hồ sơ."


class LookupSettings(DeviceSettings):
    """The lookup kiosk's settings file; `site_hosts` are the web hosts whose QR codes may carry a dossier code.

    A page left alone for `forget_after_s` goes with all that was on it; a result warns `warn_before_s` before.
    """

    screen: ScreenSettings = ScreenSettings()
    office: str = Field(default="Bộ phận Một cửa", max_length=120)
    site_hosts: tuple[str, ...] = ()
    forget_after_s: float = Field(default=30, ge=5, le=300)
    warn_before_s: float = Field(default=20, ge=3, le=300)
    scanners: ScannersSettings = ScannersSettings()


class Lookup:
    """Joins presenter, link and scanners; everything here but the bus's handlers runs on the window's thread."""

    def __init__(self, settings: LookupSettings, link: DeviceLink, clock: Clock) -> None:
        self._settings = settings
        self._link = link
        self._clock = clock
        self.inbox = Inbox()
        languages = {ENGLISH: translator(ENGLISH)}
        rules = LookupRules(settings.site_hosts, settings.forget_after_s, settings.warn_before_s)
        self._presenter = LookupPresenter(rules, languages, lambda: str(uuid.uuid4()))

    def start(self) -> None:
        self._link.start()

    def step(self) -> None:
        self._link.step()
        self.inbox.empty()
        self._presenter.linked(self._link.bus.linked)
        self._do(self._presenter.tick(self._clock.monotonic()))

    def stop(self) -> None:
        self._link.stop()

    def view(self) -> LookupShown:
        """Return the page to show now, under the office's header."""
        header = Header(self._settings.office, clock_text(self._clock.now()))
        return LookupShown(header, self._presenter.view(self._clock.monotonic()))

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._presenter.drawn(page, self._clock.monotonic())

    def touch(self, name: str, at: float) -> None:
        """Take a citizen's touch; `at` is when the finger came down."""
        self._do(self._presenter.touch(name, at))

    def scanned(self, scan: Scan) -> None:
        """Take what a scanner read; safe from any thread."""
        self.inbox.put(lambda: self._do(self._presenter.scanned(scan.text, self._clock.monotonic())))

    def _do(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Ask):
                self._ask(effect.request)

    def _ask(self, request: Request) -> None:
        self._link.ask(request, lambda reply: self.inbox.put(lambda: self._replied(request, reply)))

    def _replied(self, request: Request, reply: Reply | None) -> None:
        self._do(self._presenter.replied(request, reply, self._clock.monotonic()))


def main(argv: list[str] | None = None) -> int:
    """Run the lookup kiosk until it is stopped; returns the exit code."""
    settings = settings_from(argv, LookupSettings, "kiosk", _PURPOSE)
    clock = clock_of(settings)
    link = link_device(settings, Role.KIOSK, clock)
    lookup = Lookup(settings, link, clock)
    scanners = Scanners(lambda: build(settings.scanners, lookup.scanned, link.faults, clock), link.faults)
    show = Show(lookup.view, draw, lookup.drawn, lookup.touch, lookup.inbox.on_wake)
    return run_window(settings.screen, settings.device, settings.state, [lookup, scanners], show)
