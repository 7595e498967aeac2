"""`lobby pad`: the screen at a counter that shows the number in hand and takes one rating a service."""

from __future__ import annotations

import uuid
from typing import Literal

from pydantic import Field

from kiosk.inbox import Inbox
from kiosk.presenters.effects import Ask
from kiosk.presenters.pad import PadPresenter
from kiosk.presenters.wording import Header, as_written, clock_text
from kiosk.ratings import RatingQueue
from kiosk.screens.pad_pages import PadShown, draw
from kiosk.screens.window import Show, run_window
from lobby.clock import Clock
from lobby.contract.base import CounterId
from lobby.contract.replies import Reply
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from lobby.contract.states import CounterState, DeviceConfig
from lobby.link.device import DeviceLink, link_device
from lobby.program import settings_from
from lobby.settings.device import DeviceSettings, ScreenSettings, clock_of

ASK_AGAIN_S = 2.0
_PURPOSE = "Màn hình đánh giá tại quầy: số đang phục vụ và mức độ hài lòng."


class PadSettings(DeviceSettings):
    """The pad's settings file; `levels` is how many faces there are."""

    screen: ScreenSettings = ScreenSettings()
    office: str = Field(default="Bộ phận Một cửa", max_length=120)
    counter: CounterId
    levels: Literal[3, 4, 5] = 5


class Pad:
    """Joins presenter, link and the file of ratings; all but the bus's handlers runs on the window's thread."""

    def __init__(self, settings: PadSettings, link: DeviceLink, clock: Clock) -> None:
        self._settings = settings
        self._link = link
        self._clock = clock
        self.inbox = Inbox()
        self._queue = RatingQueue(settings.state / "ratings.jsonl")
        self._asked: str | None = None
        self._asks_at = 0.0
        self._presenter = PadPresenter(settings.levels, lambda: str(uuid.uuid4()))

    def start(self) -> None:
        topics, put = self._link.topics, self.inbox.put
        self._queue.open()
        self._link.watch(
            CounterState,
            topics.counter(self._settings.counter),
            lambda state: put(lambda: self._presenter.counter_changed(state)),
        )
        self._link.watch(
            DeviceConfig,
            topics.config(self._settings.device),
            lambda config: put(lambda: self._configured(config)),
        )
        self._link.start()

    def step(self) -> None:
        self._link.step()
        self.inbox.empty()
        self._ask_next()

    def stop(self) -> None:
        self._link.stop()

    def view(self) -> PadShown:
        """Return the page to show now, under the office's header."""
        header = Header(self._settings.office, clock_text(self._clock.now(), as_written))
        return PadShown(header, self._presenter.view(self._clock.monotonic()))

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._presenter.drawn(page, self._clock.monotonic())

    def touch(self, name: str, at: float) -> None:
        """Take a citizen's touch, `at` which the finger came down; a rating is on disk before it is asked."""
        for effect in self._presenter.touch(name, at, self._clock.now()):
            if isinstance(effect, Ask) and isinstance(effect.request, RatingSubmit):
                self._queue.add(effect.request)
        self._ask_next()

    def _configured(self, config: DeviceConfig) -> None:
        self._presenter.configured(config, self._clock.monotonic(), self._clock.now())

    def _ask_next(self) -> None:
        rating, now = self._queue.next(), self._clock.monotonic()
        if rating is None or self._asked is not None or now < self._asks_at or not self._link.bus.linked:
            return
        self._asked = rating.id
        self._link.ask(rating, lambda reply: self.inbox.put(lambda: self._replied(rating, reply)))

    def _replied(self, rating: RatingSubmit, reply: Reply | None) -> None:
        self._asked = None
        if reply is not None:
            self._queue.replied(rating, reply)
        still = self._queue.next()
        if still is not None and still.id == rating.id:
            self._asks_at = self._clock.monotonic() + ASK_AGAIN_S


def main(argv: list[str] | None = None) -> int:
    """Run the pad until it is stopped; returns the exit code."""
    settings = settings_from(argv, PadSettings, "pad", _PURPOSE)
    clock = clock_of(settings)
    pad = Pad(settings, link_device(settings, Role.PAD, clock), clock)
    show = Show(pad.view, draw, pad.drawn, pad.touch, pad.inbox.on_wake)
    return run_window(settings.screen, settings.device, settings.state, [pad], show)
