"""A person at a web browser: Chromium's own mouse and keys on the real pages."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

from demo.walkthrough.touching import NotSeen
from demo.walkthrough.waiting import await_some
from display.player.chromium import command, prepare
from display.player.pipe import BrowserGone, ChromiumPipe
from display.player.settings import PlayerSettings
from lobby.settings.device import ScreenSettings

ANSWER_WITHIN_S = 15.0


class Tab:
    """One page of a headless Chromium with a profile of its own below `state`."""

    def __init__(self, state: Path, width: int, height: int) -> None:
        screen = ScreenSettings(width=width, height=height)
        self._settings = PlayerSettings(
            device="visitor", url="http://127.0.0.1/", state=state, screen=screen, headless=True
        )
        self._wire = ChromiumPipe(command(self._settings))
        self._session: str | None = None
        self._number = 0

    def start(self) -> None:
        """Start the browser; raises NotSeen where it does not come up."""
        try:
            prepare(self._settings)
            self._wire.start()
            page = await_some(self._find_page, "trình duyệt mở một trang")
            self._session = self._ask("Target.attachToTarget", {"targetId": page, "flatten": True})["sessionId"]
            self.resize(self._settings.screen.width, self._settings.screen.height)
        except BrowserGone as fault:
            raise NotSeen(f"trình duyệt: {fault}") from fault

    def stop(self) -> None:
        self._wire.stop()

    def resize(self, width: int, height: int) -> None:
        """Give the page another size, as a phone's."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", metrics)

    def forget(self) -> None:
        """Be another person: nobody is logged in any more."""
        self._ask("Network.clearBrowserCookies", {})

    def open(self, url: str) -> None:
        """Go to `url` and wait until it is loaded."""
        self._ask("Page.navigate", {"url": url})
        self.await_true("document.readyState === 'complete' && location.href !== 'about:blank'", f"trang {url}")

    def await_true(self, script: str, what: str, within_s: float = 10.0) -> None:
        """Wait until `script` is true on the page; raises NotSeen with `what` was awaited and what the page says."""
        try:
            await_some(lambda: self._value(script), what, within_s)
        except NotSeen as fault:
            raise NotSeen(f"{what}; trang đang viết: {self._value('document.body.innerText.slice(0, 300)')}") from fault

    def text(self, selector: str) -> str:
        """Return what an element says."""
        return str(self._value(f"document.querySelector({json.dumps(selector)})?.textContent ?? ''"))

    def run(self, script: str) -> Any:
        """Run `script` on the page and return what it gives, as plain values."""
        return self._value(script)

    def click(self, selector: str) -> None:
        """Press the mouse on an element that can be pressed."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.await_true(f"{found} && !{found}.disabled && {found}.offsetParent !== null", f"nút {selector} bấm được")
        place = self._value(
            f"(() => {{ const e = {found}; e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect();"
            " return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            event = {"type": kind, "x": place["x"], "y": place["y"], "button": "left", "clickCount": 1}
            self._ask("Input.dispatchMouseEvent", event)

    def fill(self, selector: str, text: str) -> None:
        """Type `text` into a field."""
        self.click(selector)
        self._ask("Input.insertText", {"text": text})

    def picture(self, place: Path) -> None:
        """Leave what the page shows as a PNG, once its letters are there."""
        self.await_true("document.fonts.status === 'loaded'", "phông chữ của trang")
        place.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot", {"format": "png"})["data"]))

    def _find_page(self) -> str | None:
        targets = self._ask("Target.getTargets", {})["targetInfos"]
        return next((str(target["targetId"]) for target in targets if target["type"] == "page"), None)

    def _value(self, script: str) -> Any:
        # While one page leaves and the next comes, there may be nothing to ask.
        answer = self._ask("Runtime.evaluate", {"expression": script, "returnByValue": True}, lenient=True)
        return answer.get("result", {}).get("value")

    def _ask(self, method: str, params: dict[str, Any], lenient: bool = False) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        try:
            self._wire.send(message)
            return self._answer(self._number, method, lenient)
        except BrowserGone as fault:
            raise NotSeen(f"trình duyệt: {fault}") from fault

    def _answer(self, number: int, method: str, lenient: bool) -> dict[str, Any]:
        deadline = time.monotonic() + ANSWER_WITHIN_S
        while time.monotonic() < deadline:
            for message in self._wire.receive():
                if message.get("id") == number:
                    if "error" in message and not lenient:
                        raise NotSeen(f"{method}: {message['error'].get('message')}")
                    result: dict[str, Any] = message.get("result", {})
                    return result
            time.sleep(0.01)
        raise NotSeen(f"trình duyệt trả lời {method}")
