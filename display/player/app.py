"""`lobby board`: the board's page on a TV, in a Chromium that is watched and started again."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

from display.player import waiting
from display.player.browser import Browser, Screen
from display.player.chromium import command, kept, prepare
from display.player.pipe import ChromiumPipe
from display.player.settings import PlayerSettings
from lobby.clock import SystemClock
from lobby.program import run, settings_from


class Pictures:
    """SIGUSR1 leaves a PNG of the screen at `place`; nothing happens where that is None."""

    def __init__(self, browser: Browser, place: Path | None) -> None:
        self._browser = browser
        self._place = place
        self._asked = threading.Event()

    def start(self) -> None:
        signal.signal(signal.SIGUSR1, lambda *_: self._asked.set())

    def step(self) -> None:
        if self._asked.is_set():
            self._asked.clear()
            if self._place is not None:
                self._browser.picture(self._place)

    def stop(self) -> None:
        """Nothing to end."""


def main(argv: list[str] | None = None) -> int:
    """Run the player of one board until it is told to end."""
    settings = settings_from(argv, PlayerSettings, "board", "Mở trang bảng gọi số trên TV và giữ cho nó luôn hiện.")
    size = (settings.screen.width, settings.screen.height) if settings.headless else None
    wire = ChromiumPipe(command(settings), home=settings.state)
    screen = Screen(settings.url, waiting.page(), lambda: waiting.answers(settings.url), size, lambda: kept(settings))
    browser = Browser(wire, screen, lambda: prepare(settings), SystemClock())
    folder = settings.screen.pictures
    pictures = Pictures(browser, folder / f"{settings.device}.png" if folder else None)
    return run([pictures, browser])
