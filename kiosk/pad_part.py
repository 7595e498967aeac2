"""Joins the pad's presenter with bus, disk and buttons."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from kiosk.buttons.lamp import Lamp
from kiosk.buttons.tones import Tones
from kiosk.inbox import Inbox
from kiosk.languages.folders import find_languages, others_of
from kiosk.pad_faults import tell_of, tell_of_faces
from kiosk.pad_memory import PadMemory
from kiosk.pad_pictures import PictureShelf
from kiosk.pad_settings import PadSettings
from kiosk.presenters.comfort import Choices
from kiosk.presenters.pad import PadPresenter
from kiosk.presenters.pad_effects import Give, Ignored, Keep, PadEffect, Taken
from kiosk.presenters.pad_tools import tools_of
from kiosk.presenters.pad_views import Host
from kiosk.presenters.wording import Header, Tongue, clock_text
from kiosk.ratings import RatingQueue, is_forbidden
from kiosk.screens.pad_pages import PadShown
from kiosk.screens.pad_sizes import a_page_of, finger_of
from lobby.clock import Clock
from lobby.contract.notices import Notices
from lobby.contract.rating import Server
from lobby.contract.replies import Reply
from lobby.contract.requests import RatingSubmit
from lobby.contract.states import CounterState, DeviceConfig
from lobby.contract.topics import EVERY
from lobby.link.device import DeviceLink

ASK_AGAIN_S, FORBIDDEN_AGAIN_S = 2.0, 30.0


class Pad:
    """All but the bus's handlers runs on the window's thread. What is touched is on the disk before it is thanked for.

    `chosen` tells how the citizen wants the screen, once that can be chosen.
    """

    def __init__(self, settings: PadSettings, link: DeviceLink, clock: Clock) -> None:
        self._settings = settings
        self._link = link
        self._clock = clock
        self.inbox = Inbox()
        self._queue = RatingQueue(settings.state / "ratings.jsonl", clock)
        self._memory = PadMemory(settings.state / "pad.json")
        size = (1280, 800) if settings.screen == "none" else (settings.screen.width, settings.screen.height)
        self.pictures = PictureShelf(
            settings.state / "notices", settings.web, settings.broker.ca, size, link.faults, clock
        )
        self.languages = find_languages(settings.aids.languages)
        self._presenter = PadPresenter(
            settings.rules(), others_of(self.languages), lambda: str(uuid.uuid4()), self.pictures.path_of
        )
        self._tones = Tones(settings.buttons is not None and settings.buttons.sound)
        self._lamp = Lamp(settings.buttons.lamp if settings.buttons is not None else None)
        self._asked: str | None = None
        self._asks_at = 0.0
        self._size = size
        self.chosen: Callable[[], Choices] = Choices

    @property
    def tongue(self) -> Tongue:
        """The language spoken now."""
        return self._presenter.tongue

    def start(self) -> None:
        topics, put, presenter = self._link.topics, self.inbox.put, self._presenter
        self._queue.open()
        known, now = self._memory.read(), self._clock.monotonic()
        if known.rating is not None and self._queue.knows(known.rating.rate):
            known = known.model_copy(update={"rating": None})
        presenter.restore(known, self._settings.counter, now, self._clock.now())
        self._link.watch(
            CounterState,
            topics.counter(EVERY),
            lambda state: put(lambda: self._do(presenter.counter_changed(state, self._clock.monotonic()))),
            lambda counter: put(lambda: presenter.counter_gone(counter)),
        )
        config = topics.config(self._link.device)
        self._link.watch(
            DeviceConfig,
            config,
            lambda told: put(lambda: self._configured(told, self._clock.now())),
            # The hub's clock then tells how long a rating still stands, though this device's own may be wrong.
            fresh=lambda told: put(lambda: self._configured(told, told.at)),
        )
        self._link.watch(Notices, topics.notices(), lambda told: put(lambda: self._noticed(told)))
        self._link.start()

    def step(self) -> None:
        self._link.step()
        self.inbox.empty()
        self._presenter.full = self._queue.full
        self._presenter.desk.a_page = a_page_of(*self._size, self._finger, self.chosen().big)
        self._do(self._presenter.tick(self._clock.monotonic(), self._clock.now()))
        self._lamp.light(self._presenter.open_now(self._clock.monotonic()))
        self._queue.step()
        self._memory.keep(self._presenter.remembered)
        tell_of(self._queue, self._link.faults)
        tell_of_faces(self._settings.rules().panel, self._presenter.wanted_levels, self._link.faults)
        self._ask_next()

    def stop(self) -> None:
        self._lamp.light(False)
        self._link.stop()

    def sized(self, width: int, height: int) -> None:
        """Take the size of the window, in px."""
        self._size = width, height

    def view(self) -> PadShown:
        """Return the page to show now, under the office's header."""
        now, say = self._clock.monotonic(), self.tongue.say
        presenter, speaks = self._presenter, self._settings.aids.speech is not None
        return PadShown(
            header=Header(self._settings.office, clock_text(self._clock.now(), say)),
            body=presenter.view(now),
            visit=presenter.visit,
            closing=presenter.closing(now),
            finger=self._finger,
            tools=tools_of(self.chosen(), speaks, self.tongue) if self._settings.touch else (),
        )

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._presenter.drawn(page, self._clock.monotonic())

    def touch(self, name: str, at: float, by_key: bool = False) -> None:
        """Take a citizen's touch; `at` is when the finger came down, or the key `by_key` of a keypad."""
        if self._settings.touch or by_key:
            self._do(self._presenter.touch(name, at, self._clock.now()))

    def attends(self, now: float) -> None:
        """Take that somebody is there at `now`, monotonic seconds, without touching."""
        self._presenter.attends(now)

    def pressed(self, score: int, at: float) -> None:
        """Take that the button of a face was pressed."""
        self._do(self._presenter.press(score, at, self._clock.now()))

    @property
    def _finger(self) -> float:
        return finger_of(*self._size, self._settings.inches)

    def _do(self, effects: Iterable[PadEffect]) -> None:
        for effect in effects:
            match effect:
                case Keep():
                    self._queue.draft(effect.rating)
                case Give():
                    self._queue.whole(effect.rating)
                case Taken():
                    self._tones.counted()
                case Ignored():
                    self._tones.ignored()
        self._ask_next()

    def _configured(self, config: DeviceConfig, wall: datetime) -> None:
        now = self._clock.monotonic()
        if config.rating is not None and self._queue.knows(config.rating.rate):
            config = config.model_copy(update={"rating": None})
        self._do(self._presenter.configured(config, host_of(config.server), now, wall))

    def _noticed(self, told: Notices) -> None:
        self._presenter.notices.told(told)
        self.pictures.want(told)

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
        forbidden = reply is not None and is_forbidden(reply)
        still = self._queue.next()
        if still is not None and (still.id == rating.id or reply is None or forbidden):
            self._asks_at = self._clock.monotonic() + (FORBIDDEN_AGAIN_S if forbidden else ASK_AGAIN_S)


def host_of(server: Server | None) -> Host | None:
    """Return who serves, as the screen shows it; a photo that is none is left out."""
    if server is None:
        return None
    try:
        photo = base64.b64decode(server.photo, validate=True) if server.photo else None
    except (binascii.Error, ValueError):
        photo = None
    return Host(server.name, server.title, photo)
