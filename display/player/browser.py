"""Keeps one page on the browser's screen: opens it until it stands, opens it again when it broke, takes pictures."""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from display.player.pipe import BrowserGone, Wire
from lobby.clock import Clock

log = logging.getLogger(__name__)

START_AGAIN_S = 1.0
OPEN_AGAIN_S = 1.0
PROBE_S = 5.0
SILENT_S = 20.0
START_AGAIN_AT_MOST_S = 30.0
SEARCH_AGAIN_S = 0.2
LEAVES_WITHIN_S = 1.0
LEAVING_LOOK_S = 0.01
# The board's page takes its leave of the bus, and answers when the broker has heard it.
_LEAVE = "globalThis.leave?.()"
# The page's own script says how it is linked; until everything is loaded nothing can be told.
_PROBE = "document.readyState !== 'complete' ? 'loading' : document.body?.dataset.linked ? 'standing' : 'absent'"

Then = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Screen:
    """What is shown: the page's address, the address shown while `answers` says that it cannot be had and it is not
    `kept` by the browser either, and the size in px where the browser has no window of its own."""

    url: str
    waiting: str
    answers: Callable[[], bool]
    size: tuple[int, int] | None = None
    kept: Callable[[], bool] = lambda: False


class Browser:
    """A program's part. The page counts as standing when its body says how it is linked; see the board's page."""

    def __init__(self, wire: Wire, screen: Screen, prepare: Callable[[], None], clock: Clock) -> None:
        self._wire = wire
        self._screen = screen
        self._prepare = prepare
        self._clock = clock
        self._running = False
        self._session: str | None = None
        self._standing = False
        self._opening = False
        self._at = ""
        self._refused = False
        self._wait_s = START_AGAIN_S
        self._due = 0.0
        self._heard = 0.0
        self._number = 0
        self._awaited: dict[int, Then] = {}

    @property
    def standing(self) -> bool:
        """Tell whether the page was there when last looked at."""
        return self._standing

    def start(self) -> None:
        self._launch()

    def step(self) -> None:
        now = self._clock.monotonic()
        if not self._running:
            if now >= self._due:
                self._launch()
            return
        try:
            self._listen()
            self._look(now)
        except BrowserGone as fault:
            self._lost(fault)

    def stop(self) -> None:
        if self._running and self._session is not None:
            self._leave()
        self._running = False
        self._wire.stop()

    def picture(self, place: Path) -> None:
        """Write what the screen shows as a PNG at `place`, whole or not at all."""
        if self._session is None:
            log.warning("no picture: the page is not open yet")
            return
        try:
            self._ask("Page.captureScreenshot", {"format": "png"}, lambda result: _write(place, result["data"]))
        except BrowserGone as fault:
            self._lost(fault)

    def _launch(self) -> None:
        now = self._clock.monotonic()
        self._session, self._standing, self._opening, self._awaited = None, False, False, {}
        self._at = ""
        self._heard = self._due = now
        try:
            self._prepare()
            self._wire.start()
            self._running = True
        except (BrowserGone, OSError) as fault:
            self._lost(fault)

    def _lost(self, fault: Exception) -> None:
        log.error("browser lost, started again: %s", fault)
        self._wire.stop()
        self._running = self._standing = False
        self._session = None
        self._due = self._clock.monotonic() + self._wait_s
        self._wait_s = min(START_AGAIN_AT_MOST_S, self._wait_s * 2)

    def _leave(self) -> None:
        # A page whose browser ends says nothing any more: it is asked first, and waited for.
        left: list[dict[str, Any]] = []
        deadline = time.monotonic() + LEAVES_WITHIN_S
        try:
            self._ask("Runtime.evaluate", {"expression": _LEAVE, "awaitPromise": True}, left.append)
            while not left and time.monotonic() < deadline:
                time.sleep(LEAVING_LOOK_S)
                self._listen()
        except BrowserGone as fault:
            log.info("the page could not say goodbye: %s", fault)

    def _listen(self) -> None:
        for message in self._wire.receive():
            self._heard = self._clock.monotonic()
            if message.get("method") == "Inspector.targetCrashed":
                raise BrowserGone("the page crashed")
            then = self._awaited.pop(message.get("id", 0), None)
            if then is not None and "result" in message:
                then(message["result"])
            elif "error" in message:
                log.warning("browser refused a command: %s", message["error"].get("message"))

    def _look(self, now: float) -> None:
        if now - self._heard > SILENT_S:
            raise BrowserGone("no answer from the page")
        if now < self._due:
            return
        if self._session is None:
            self._due = now + SEARCH_AGAIN_S
            self._ask("Target.getTargets", {}, self._attach)
        else:
            self._due = now + PROBE_S
            self._ask("Runtime.evaluate", {"expression": _PROBE, "returnByValue": True}, self._judge)

    def _attach(self, result: dict[str, Any]) -> None:
        pages = [target["targetId"] for target in result["targetInfos"] if target["type"] == "page"]
        if pages and not self._opening:
            self._opening = True
            self._ask("Target.attachToTarget", {"targetId": pages[0], "flatten": True}, self._open_first)

    def _open_first(self, result: dict[str, Any]) -> None:
        self._session = result["sessionId"]
        self._ask("Inspector.enable", {})
        self._ask("Page.enable", {})
        if self._screen.size is not None:
            width, height = self._screen.size
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self._ask("Emulation.setDeviceMetricsOverride", metrics)
        self._open()

    def _open(self) -> None:
        there = self._screen.answers() or (self._screen.kept() and not self._refused)
        wanted = self._screen.url if there else self._screen.waiting
        if wanted == self._at == self._screen.waiting:
            self._due = self._clock.monotonic() + OPEN_AGAIN_S
            return
        self._at = wanted
        self._opening = True
        self._due = self._clock.monotonic() + PROBE_S
        self._ask("Page.navigate", {"url": wanted}, self._opened)

    def _opened(self, result: dict[str, Any]) -> None:
        self._opening = False
        self._due = self._clock.monotonic() + OPEN_AGAIN_S
        if "errorText" in result:
            log.info("page not there yet: %s", result["errorText"])
            self._refused = True

    def _judge(self, result: dict[str, Any]) -> None:
        seen = result.get("result", {}).get("value")
        if self._opening or seen == "loading":
            return
        standing = seen == "standing"
        if standing != self._standing:
            log.info("page %s", "stands" if standing else "does not stand")
        self._standing = standing
        if standing:
            self._refused = False
            self._wait_s = START_AGAIN_S
        else:
            self._open()

    def _ask(self, method: str, params: dict[str, Any], then: Then = lambda _: None) -> None:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        self._awaited[self._number] = then
        self._wire.send(message)


def _write(place: Path, data: str) -> None:
    begun = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        begun.write_bytes(base64.b64decode(data))
        begun.replace(place)
    except OSError as fault:
        log.error("picture not written: %s", fault)
