"""A citizen reads at the kiosk what a procedure needs, takes it home on paper, hears a page through earphones."""

from __future__ import annotations

import json

from demo.run import Demo
from demo.site import KIOSK
from demo.walkthrough.pipes import put_line
from demo.walkthrough.touching import NotSeen, TouchScreen
from demo.walkthrough.waiting import await_some, expect

_FIELD = "Hộ tịch"
_TITLE = "Thủ tục đăng ký khai sinh"
_CODE = "1.001193"
_SPOKEN_WITHIN_S = 40.0
_PRESSES, _SOON_S = 3, 2.0


class ProcedureSteps:
    """What the kiosk does without a receipt."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._places = demo.places
        places = demo.places
        self._screen = TouchScreen(KIOSK.id, lambda: demo.pid(KIOSK.id), demo.displays.of(KIOSK.id), places.screens)

    def read(self) -> str:
        """From the page of a dossier to a field's procedures, and to what one of them needs."""
        screen = self._screen
        screen.touch_to("done", "welcome")
        screen.touch_to("procedures", "procedures", _FIELD)
        screen.keep_picture("kiosk-procedures")
        screen.touch_to(f"field:{_FIELD}", "procedures-list", _TITLE)
        shown = screen.touch_to(f"hit:{_CODE}", "procedure", _TITLE)
        screen.keep_picture("kiosk-procedure")
        papers = [text for text in shown["texts"] if "bản chính" in text]
        expect(papers, "giấy tờ cần nộp, số bản chính")
        return f"{_TITLE}: {papers[0]}"

    def print(self) -> str:
        """Touch print; the slip comes out as bytes and as a picture."""
        known = set(self._slips())
        self._screen.touch_to("print", "procedure", "in phiếu")
        slip = await_some(lambda: next(iter(sorted(set(self._slips()) - known)), None), "phiếu thủ tục được in")
        self._screen.await_page("procedure", "Đã in phiếu")
        self._screen.keep_picture("kiosk-procedure-printed")
        return slip

    def hear(self) -> str:
        """Plug earphones in: the kiosk says what is on its page; then go back to the first page by the keypad."""
        put_line(self._places.earphones, "in")
        said = await_some(lambda: self._said(_TITLE), "trang thủ tục được đọc", _SPOKEN_WITHIN_S)
        for page in ("procedures-list", "procedures", "welcome"):
            self._back_to(page)
        put_line(self._places.earphones, "out")
        return f"«{said}»"

    def _back_to(self, page: str) -> None:
        """Press the keypad's key that leads back; again, as a person does, where it came too soon to count."""
        for _ in range(_PRESSES):
            put_line(self._places.kiosk_keys, "KEY_KPSLASH")
            try:
                self._screen.await_page(page, within_s=_SOON_S)
                return
            except NotSeen:
                continue
        self._screen.await_page(page)

    def _slips(self) -> list[str]:
        return [place.stem for place in self._places.paper.glob("procedure-*.png")]

    def _said(self, wanted: str) -> str | None:
        told = (json.loads(place.read_text(encoding="utf-8"))["text"] for place in self._places.aloud.glob("*.json"))
        return next((text for text in told if wanted in text), None)
