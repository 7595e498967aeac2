"""Opens the one window of a touch program and runs its parts under Kivy's loop."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from kiosk.screens.configuring import configure
from kiosk.screens.keeper_gate import LEFT_BY_KEEPER, KeeperGate
from kiosk.screens.native import end_with_display, entitle, unseen_driver
from kiosk.screens.pieces import Piece
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Look, Theme
from kiosk.screens.tidying import Tidying, keep_little_memory
from kiosk.screens.veil import veiled
from kiosk.viewfinder import Viewfinder
from lobby.look.tokens import tokens
from lobby.program import STEP_S, Part, Watchdog, notify
from lobby.settings.device import ScreenSettings

log = logging.getLogger(__name__)

NO_SCREEN = 1


class Paged(Protocol):
    """What is shown: comparable, with the page's stable name."""

    @property
    def page(self) -> str:
        """The page's name."""


V = TypeVar("V", bound=Paged)


def plain_look(_view: object) -> Look:
    """Return the look of every page where nobody chooses another."""
    return Look()


def to_everybody(_view: object) -> bool:
    """Tell that a page concerns nobody in particular."""
    return False


def of_any_size(_width: int, _height: int) -> None:
    """Take the size of a window whose pages are the same on every one."""


@dataclass(frozen=True)
class Show(Generic[V]):
    """A program behind a window: `view` says what to show now, `draw` lays it out.

    `drawn` gets the name of a page when the screen shows it, `touched` a target's name and when the finger came down.
    `on_wake` lets the program ask, from any thread, to be stepped at once. `camera` is what a live view shows,
    `look` how a view is to look, `private` whether its words may be in no picture. `sized` is told the window's width
    and height in px once it is open.
    """

    view: Callable[[], V]
    draw: Callable[[V, Sheet], None]
    drawn: Callable[[str], None]
    touched: Callable[[str, float], None]
    on_wake: Callable[[Callable[[], None]], None]
    camera: Viewfinder | None = None
    look: Callable[[V], Look] = plain_look
    private: Callable[[V], bool] = to_everybody
    sized: Callable[[int, int], None] = of_any_size


def run_window(screen: ScreenSettings, device: str, state: Path, parts: Sequence[Part], show: Show[V]) -> int:
    """Show until SIGTERM, SIGINT or the window's close; SIGUSR1 leaves a picture, SIGUSR2 only what stands on it.

    Returns the exit code: 1 where there is no screen to show on, so that whoever keeps the program running tries again.
    """
    keep_little_memory()
    configure(screen, device, state)
    loop = _Loop(screen, device, parts, show)
    return loop.run()


class _Loop(Generic[V]):
    def __init__(self, screen: ScreenSettings, device: str, parts: Sequence[Part], show: Show[V]) -> None:
        self._screen = screen
        self._device = device
        self._parts = parts
        self._show = show
        self._started: list[Part] = []
        self._ends = False
        self._pictured = False
        self._listed = False
        self._shown: V | None = None
        self._undrawn: str | None = None
        self._pieces: Sequence[Piece] = ()
        self._gate = KeeperGate(screen)
        self._stage: Any = None
        self._clock: Any = None
        self._window: Any = None
        self._watchdog = Watchdog()
        self._tidying = Tidying()
        self._theme = Theme(tokens(), screen.width, screen.height)

    def run(self) -> int:
        from kivy.base import runTouchApp  # noqa: PLC0415 (only after configure)

        try:
            self._open()
            if driver := unseen_driver():
                log.error("%s has no screen: SDL found no display and fell back on %s", self._device, driver)
                return NO_SCREEN
            end_with_display()
            runTouchApp(self._stage)
        finally:
            notify("STOPPING=1")
            for part in reversed(self._started):
                part.stop()
        return LEFT_BY_KEEPER if self._gate.leaves else 0

    def _open(self) -> None:
        from kivy.clock import Clock  # noqa: PLC0415 (only after configure)
        from kivy.core.window import Window  # noqa: PLC0415

        from kiosk.screens.stage import Stage  # noqa: PLC0415

        self._clock, self._window = Clock, Window
        width, height = (int(length) for length in Window.size)
        self._theme = Theme(tokens(), width, height)
        self._show.sized(width, height)
        self._stage = Stage(tokens(), height, self._touch, self._show.camera)
        self._show.on_wake(lambda: Clock.schedule_once(self._step, 0))
        Clock.schedule_interval(self._step, STEP_S)
        Clock.schedule_once(lambda _: self._redraw(), 0)
        Window.bind(on_flip=self._first_frame)
        Window.bind(on_flip=self._flipped)
        Window.bind(on_touch_down=self._corner)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGUSR1, self._want_picture)
        signal.signal(signal.SIGUSR2, self._want_list)

    def _first_frame(self, window: Any) -> None:
        window.unbind(on_flip=self._first_frame)
        entitle(window, self._device)
        notify("READY=1")
        log.info("%s shows its first page", self._device)
        self._clock.schedule_once(self._start, 0)

    def _flipped(self, _window: Any) -> None:
        if self._undrawn is not None:
            page, self._undrawn = self._undrawn, None
            self._show.drawn(page)
            self._tidying.drawn()

    def _start(self, _seconds: float) -> None:
        # After the first frame: what takes its time to start (a camera, a network) leaves no black screen.
        for part in self._parts:
            self._started.append(part)
            part.start()

    def _end(self, *_: object) -> None:
        self._ends = True

    def _want_picture(self, *_: object) -> None:
        self._pictured = True

    def _want_list(self, *_: object) -> None:
        self._listed = True

    def _step(self, _seconds: float) -> None:
        # Signal handlers only raise flags: Kivy's clock must not be entered from one.
        if self._ends:
            self._leave()
            return
        for part in self._started:
            part.step()
        self._redraw()
        self._stage.live.refresh()
        if self._pictured:
            self._pictured = False
            self._stage.live.veil()  # what a citizen holds to the camera is in no picture
            self._picture()
        elif self._listed and self._undrawn is None:  # a page that was laid out is told of once the screen shows it
            self._listed = False
            self._picture(pixels=False)
        self._watchdog.tell()

    def _leave(self) -> None:
        from kivy.base import stopTouchApp  # noqa: PLC0415

        stopTouchApp()

    def _touch(self, name: str, at: float) -> None:
        if self._gate.takes(name, at):
            self._ends = self._ends or self._gate.leaves
        else:
            self._show.touched(name, at)
        self._redraw()

    def _corner(self, _window: Any, touch: Any) -> None:
        if self._gate.finger(touch, self._theme):
            self._redraw()

    def _redraw(self) -> None:
        asked = self._gate.pieces(self._theme)
        if asked is not None:
            self._stage.dress(Look())
            self._stage.show(asked)
            self._shown = None
            return
        view = self._show.view()
        if view == self._shown:
            return
        look = self._show.look(view)
        sheet = Sheet(replace(self._theme, tokens=look.tokens, big=look.big))
        self._show.draw(view, sheet)
        self._stage.dress(look)
        self._window.clearcolor = look.tokens.rgba("paper")
        self._pieces = sheet.pieces
        self._stage.show(sheet.pieces)
        self._shown, self._undrawn = view, view.page

    def _picture(self, pixels: bool = True) -> None:
        from kiosk.screens.picture import take  # noqa: PLC0415 (only after configure)

        if self._screen.pictures is not None:
            page = "keeper" if self._shown is None else self._shown.page
            tells = self._shown is not None and self._show.private(self._shown)
            private = tells and not self._screen.private_in_pictures
            if private:
                self._stage.show(veiled(self._pieces))
            take(self._screen.pictures, self._device, page, self._stage.report(), pixels)
            if private:
                self._stage.show(self._pieces)
