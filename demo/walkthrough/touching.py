"""A finger on a touch screen and eyes before it: xdotool on the real window, and the picture the screen leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LOOK_WITHIN_S = 5.0
LOOK_EVERY_S = 0.1
TOUCHES = 3
SOON_S = 2.0
READ_S = 0.8
"""A person reads a page before touching it; a screen takes what comes sooner for a double tap."""


class NotSeen(Exception):
    """What should have happened before the citizen's eyes did not; the text says what was seen instead."""


class TouchScreen:
    """One touch screen of the demo; `pid` tells its process now, `display` is its X display."""

    def __init__(self, device: str, pid: Callable[[], int], display: str | None, pictures: Path) -> None:
        self.device = device
        self._pid = pid
        self._display = display
        self._picture = pictures / f"{device}.json"
        self._page = ""
        self._since = 0.0

    def look(self) -> dict[str, Any]:
        """Return what the screen shows now (page, texts, targets); raises NotSeen."""
        seen = self._asked(signal.SIGUSR2)
        if seen["page"] != self._page:
            self._page, self._since = seen["page"], time.monotonic()
        return seen

    def leave_picture(self) -> None:
        """Let the screen leave a PNG of what it shows now; raises NotSeen."""
        self._asked(signal.SIGUSR1)

    def _asked(self, sign: signal.Signals) -> dict[str, Any]:
        self._picture.unlink(missing_ok=True)
        os.kill(self._pid(), sign)
        deadline = time.monotonic() + LOOK_WITHIN_S
        while not self._picture.exists():
            if time.monotonic() > deadline:
                raise NotSeen(f"{self.device} để lại ảnh màn hình")
            time.sleep(0.02)
        seen: dict[str, Any] = json.loads(self._picture.read_text(encoding="utf-8"))
        return seen

    def await_page(self, page: str, text: str = "", within_s: float = 10.0) -> dict[str, Any]:
        """Wait until the screen shows `page` with `text` somewhere on it, and return it; raises NotSeen."""
        deadline = time.monotonic() + within_s
        while True:
            seen = self.look()
            if seen["page"] == page and any(text in shown for shown in seen["texts"]):
                return seen
            if time.monotonic() > deadline:
                raise NotSeen(f"{self.device}: trang «{page}» có «{text}»; đang thấy «{seen['page']}»: {seen['texts']}")
            time.sleep(LOOK_EVERY_S)

    def wake(self, page: str, within_s: float = 10.0) -> None:
        """Step before a screen that may have been left alone, and wait until it shows `page`; raises NotSeen."""
        deadline = time.monotonic() + within_s
        while (seen := self.look())["page"] != page:
            if time.monotonic() > deadline:
                raise NotSeen(f"{self.device}: trang «{page}»; đang thấy «{seen['page']}»")
            if "wake" in {target["name"] for target in seen["targets"]}:
                self.touch("wake")
            time.sleep(LOOK_EVERY_S)

    def keep_picture(self, name: str) -> None:
        """Keep a picture of what the screen shows now under a name of its own; raises NotSeen."""
        self.leave_picture()
        source = self._picture.with_suffix(".png")
        source.with_name(f"{name}.png").write_bytes(source.read_bytes())

    def touch(self, name: str) -> None:
        """Touch the target called `name` in its middle; raises NotSeen where it is not on the screen."""
        self.touch_all([name])

    def touch_to(self, name: str, page: str, text: str = "") -> dict[str, Any]:
        """Touch `name` and wait for `page`; touches again while the target is still there, as a person does when
        a touch came too soon after the page to count. Raises NotSeen."""
        for attempt in range(TOUCHES):
            if attempt == 0 or name in {target["name"] for target in self.look()["targets"]}:
                self.touch(name)
            try:
                return self.await_page(page, text, SOON_S)
            except NotSeen:
                continue
        return self.await_page(page, text)

    def touch_all(self, names: Sequence[str]) -> None:
        """Touch targets of one page one after another, after one look at it; raises NotSeen."""
        rects = {target["name"]: target["rect"] for target in self.look()["targets"]}
        time.sleep(max(0.0, self._since + READ_S - time.monotonic()))
        for name in names:
            if name not in rects:
                raise NotSeen(f"{self.device}: nút «{name}»; đang thấy {sorted(rects)}")
            left, top, width, height = rects[name]
            self._finger(int(left + width / 2), int(top + height / 2))
        self._since = time.monotonic()

    def _finger(self, x: int, y: int) -> None:
        place = ["mousemove", str(x), str(y)]
        if self._display is None:
            place = [
                "search",
                "--onlyvisible",
                "--name",
                f"^{self.device}$",
                "mousemove",
                "--window",
                "%1",
                str(x),
                str(y),
            ]
        env = {**os.environ, **({"DISPLAY": self._display} if self._display else {})}
        subprocess.run(["xdotool", *place, "click", "1"], env=env, check=True, timeout=10)
