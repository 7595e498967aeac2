"""`lobby dispenser`: the touch screen that gives queue numbers and prints them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from pydantic import Field

from kiosk.inbox import Inbox
from kiosk.languages.catalogue import translator
from kiosk.presenters.dispenser import DispenserPresenter, DispenserRules
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.wording import ENGLISH, Header, clock_text
from kiosk.printing import PrintService
from kiosk.reach import Reach
from kiosk.screens.dispenser_pages import DispenserShown, draw
from kiosk.screens.window import Show, run_window
from lobby.clock import Clock
from lobby.contract.base import ServiceId
from lobby.contract.devices import Presence
from lobby.contract.replies import Reply
from lobby.contract.requests import Request
from lobby.contract.roles import Role
from lobby.contract.slips import PrintDone
from lobby.contract.states import CounterState, QueueState
from lobby.contract.topics import EVERY
from lobby.link.device import DeviceLink, link_device
from lobby.program import settings_from
from lobby.settings.device import DeviceSettings, ScreenSettings, clock_of

_PURPOSE = "Màn hình lấy số thứ tự: chọn lĩnh vực, xem số người chờ, in phiếu."


class DispenserSettings(DeviceSettings):
    """The dispenser's settings file; `track_url_base` + track is the address in the slip's QR code."""

    screen: ScreenSettings = ScreenSettings()
    office: str = Field(default="Bộ phận Một cửa", max_length=120)
    printer_command: tuple[str, ...] = Field(min_length=1)
    track_url_base: str | None = Field(default=None, max_length=120)
    services_order: tuple[ServiceId, ...] = ()
    services_en: dict[ServiceId, str] = Field(default_factory=dict)


class Dispenser:
    """Joins presenter, link and print service; everything here but the bus's handlers runs on the window's thread."""

    def __init__(self, settings: DispenserSettings, link: DeviceLink, clock: Clock) -> None:
        self._settings = settings
        self._link = link
        self._clock = clock
        self.inbox = Inbox()
        self._reach = Reach()
        self._printer = PrintService(settings.printer_command, self._on_printed, link.faults, clock)
        rules = DispenserRules(settings.track_url_base, settings.services_order, settings.services_en)
        languages = {ENGLISH: translator(ENGLISH)}
        self._presenter = DispenserPresenter(rules, languages, lambda: str(uuid.uuid4()))

    def start(self) -> None:
        topics, put, presenter = self._link.topics, self.inbox.put, self._presenter
        self._link.watch(QueueState, topics.queue(EVERY), lambda state: put(lambda: presenter.queue_changed(state)))
        self._link.watch(
            CounterState, topics.counter(EVERY), lambda state: put(lambda: presenter.counter_changed(state))
        )
        self._link.watch(Presence, topics.presence(EVERY), lambda said: put(lambda: self._reach.present(said)))
        self._link.start()
        self._printer.start()

    def step(self) -> None:
        self._link.step()
        self._printer.step()
        self.inbox.empty()
        now = self._clock.monotonic()
        self._presenter.hub_reached(self._reach.reached(self._link.bus.linked), now)
        self._do(self._presenter.tick(now))

    def stop(self) -> None:
        self._printer.stop()
        self._link.stop()

    def view(self) -> DispenserShown:
        """Return the page to show now, under the office's header."""
        header = Header(self._settings.office, clock_text(self._clock.now()))
        return DispenserShown(header, self._presenter.view(self._clock.monotonic()))

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._presenter.drawn(page, self._clock.monotonic())

    def touch(self, name: str, at: float) -> None:
        """Take a citizen's touch; `at` is when the finger came down."""
        self._do(self._presenter.touch(name, at))

    def _do(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Ask):
                self._ask(effect.request)
            else:
                self._printer.print(effect.job)

    def _ask(self, request: Request) -> None:
        self._link.ask(request, lambda reply: self.inbox.put(lambda: self._replied(request, reply)))

    def _replied(self, request: Request, reply: Reply | None) -> None:
        self._do(self._presenter.replied(request, reply, self._clock.monotonic()))

    def _on_printed(self, done: PrintDone) -> None:
        self.inbox.put(lambda: self._do(self._presenter.printed(done, self._clock.monotonic())))


def main(argv: list[str] | None = None) -> int:
    """Run the dispenser until it is stopped; returns the exit code."""
    settings = settings_from(argv, DispenserSettings, "dispenser", _PURPOSE)
    clock = clock_of(settings)
    dispenser = Dispenser(settings, link_device(settings, Role.DISPENSER, clock), clock)
    show = Show(dispenser.view, draw, dispenser.drawn, dispenser.touch, dispenser.inbox.on_wake)
    return run_window(settings.screen, settings.device, settings.state, [dispenser], show)
