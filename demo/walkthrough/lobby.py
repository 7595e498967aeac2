"""What the citizen does and sees in the lobby: dispenser, boards, loudspeaker, keypad's recall, rating pad."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

from demo.run import Demo
from demo.site import BOARD, COUNTERS, DISPENSER, KEYPADS, LED, PADS, SERVICES, SITE, TOUCH_SCREENS, Device
from demo.walkthrough.office import entries_taken
from demo.walkthrough.paper import newest_ticket, track_url
from demo.walkthrough.pipes import put_line
from demo.walkthrough.touching import TouchScreen
from demo.walkthrough.waiting import await_some, expect
from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase

_NAMES = {key: name for key, name, _ in SERVICES}
_SERVICE, _OTHER_SERVICE = "ho-tich", "dat-dai"
_OTHER_KEYPAD = KEYPADS[2]
_COUNTER = COUNTERS[0]
_BEST = 5
_SPOKEN_WITHIN_S = 40.0


class LobbySteps:
    """The citizen who comes for the first field and is served at counter 1."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._places = demo.places
        self._screens = {device.id: self._screen(device.id) for device in TOUCH_SCREENS}
        self.number = ""
        self.track_url = ""

    def others_come(self) -> str:
        """Others take numbers for another field, and the first of them is called by the keypad of counter 3."""
        taken = [self._take(_OTHER_SERVICE) for _ in range(3)]
        self._press(_OTHER_KEYPAD, "open")
        counter = str(_OTHER_KEYPAD.counter)
        await_some(lambda: self._demo.watch.counters[counter].state is CounterPhase.OPEN, "quầy 3 mở")
        self._press(_OTHER_KEYPAD, "next")
        await_some(lambda: self.in_hand(counter) == taken[0], f"quầy 3 gọi số {taken[0]}")
        return f"{', '.join(taken)}; quầy 3 gọi {taken[0]}"

    def take_number(self) -> str:
        """Touch the field, see how many wait, take the number; the slip comes out as bytes and as a picture."""
        self.number = self._take(_SERVICE)
        return f"số {self.number}"

    def _take(self, service: str) -> str:
        screen, name = self._screens[DISPENSER.id], _NAMES[service]
        screen.await_page("welcome", name)
        screen.keep_picture("dispenser-welcome")
        known = {picture.stem for picture in self._places.paper.glob("*.png")}
        shown = screen.touch_to(f"service:{service}", "confirm", name)
        screen.keep_picture("dispenser-confirm")
        waiting = str(self._demo.watch.queues[service].waiting)
        expect(any(waiting in text for text in shown["texts"]), f"số người chờ ({waiting}) trước khi in")
        expect(not {picture.stem for picture in self._places.paper.glob("*.png")} - known, "chưa in gì")
        screen.touch_to("take", "taken")
        number = await_some(lambda: newest_ticket(self._places.paper, known), "phiếu được in")
        screen.await_page("taken", number)
        screen.keep_picture("dispenser-taken")
        screen.touch_to("done", "welcome")
        return number

    def read_ticket(self) -> str:
        """Read the QR back from the picture of the printed slip."""
        self.track_url = track_url(self._places.paper, self.number)
        expect("/t/" in self.track_url, "địa chỉ theo dõi trong mã QR")
        return "mã QR dẫn tới trang theo dõi"

    def in_hand(self, counter: str = _COUNTER) -> str | None:
        """Return the number that a counter holds."""
        state = self._demo.watch.counters.get(counter)
        return state.ticket.number if state and state.ticket else None

    def see_board(self) -> str:
        """The board says that it shows the call."""
        await_some(lambda: self._presented()[0] >= 1, "bảng TV báo đã hiện")
        called = self._places.screens / "board-called.png"
        called.write_bytes(self._picture_of(BOARD).read_bytes())
        return f"{self.number} tại quầy 1"

    def see_led(self) -> str:
        """Read the LED board back."""
        shown = await_some(self._on_led, f"bảng LED hiện {self.number}")
        return f"«{shown['number']}» «{shown['counter']}»"

    def hear_call(self) -> str:
        """The loudspeaker has spoken the call to its end."""
        await_some(lambda: self._presented()[1] >= 1, "loa báo đã đọc", _SPOKEN_WITHIN_S)
        return await_some(lambda: self._spoken(1), "lời gọi được ghi lại")

    def recall_by_keypad(self) -> str:
        """Press recall on the keypad of counter 1: shown and spoken once more."""
        before = self._demo.watch.counters[_COUNTER].call_id
        self._press(KEYPADS[0], "recall")
        await_some(lambda: self._demo.watch.counters[_COUNTER].call_id != before, "lần gọi lại")
        await_some(lambda: min(self._presented()) >= 1, "gọi lại được hiện và được đọc", _SPOKEN_WITHIN_S)
        ticket = self._demo.watch.counters[_COUNTER].ticket
        expect(ticket is not None and ticket.calls == 2, "vé đã được gọi hai lần")
        return "lần gọi thứ 2"

    def rate(self) -> str:
        """Touch the happiest face on the pad of counter 1."""
        screen = self._screens[PADS[0].id]
        screen.await_page("rating")
        screen.keep_picture("pad-rating")
        screen.touch_to(f"score:{_BEST}", "thanks")
        screen.keep_picture("pad-thanks")
        return f"{_BEST} điểm, đã cảm ơn"

    def journal_arrived(self) -> str:
        """The backend has taken the whole of the visit, in order."""
        taken = await_some(self._taken, "nhật ký tới phần mềm một cửa", 20.0)
        numbers = [entry["seq"] for entry in taken]
        expect(numbers == list(range(1, len(numbers) + 1)), "nhật ký đúng thứ tự, không thiếu")
        return f"{len(taken)} mục, không thiếu mục nào"

    def keep_every_screen(self) -> None:
        """Leave a picture of each screen under the device's own name."""
        for screen in self._screens.values():
            screen.leave_picture()
        for board in (BOARD, LED):
            self._picture_of(board)

    def _press(self, keypad: Device, key: str) -> None:
        put_line(self._places.keypad(keypad.id), key)

    def _taken(self) -> list[dict[str, Any]] | None:
        token = self._places.backend_token.read_text(encoding="utf-8").strip()
        taken = entries_taken(f"http://127.0.0.1:{self._demo.ports.backend}", token, SITE)
        mine = [entry["kind"] for entry in taken if (entry.get("ticket") or {}).get("number") == self.number]
        wanted = [
            EntryKind.TICKET_ISSUED,
            EntryKind.TICKET_PRINTED,
            EntryKind.TICKET_CALLED,
            EntryKind.TICKET_RECALLED,
            EntryKind.TICKET_SERVING,
            EntryKind.TICKET_SERVED,
            EntryKind.RATING_SUBMITTED,
        ]
        places = [mine.index(kind) if kind in mine else -1 for kind in wanted]
        return taken if -1 not in places and places == sorted(places) else None

    def _presented(self) -> tuple[int, int]:
        presented = self._demo.watch.counters[_COUNTER].presented
        return presented.displayed, presented.spoken

    def _on_led(self) -> dict[str, Any] | None:
        now = self._places.led / "now.json"
        shown: dict[str, Any] = json.loads(now.read_text(encoding="utf-8")) if now.exists() else {}
        return shown if shown.get("number", "").strip() == self.number else None

    def _spoken(self, nth: int) -> str | None:
        written = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self._places.sound.glob("*.json"))]
        texts = [str(call["text"]) for call in written if call["number"] == self.number]
        return f"«{texts[nth - 1]}»" if len(texts) >= nth else None

    def _picture_of(self, device: Device) -> Path:
        own = self._places.screens / f"{device.id}.png"
        own.unlink(missing_ok=True)
        os.kill(self._demo.pid(device.id), signal.SIGUSR1)
        await_some(own.exists, f"ảnh của {device.id}")
        return own

    def _screen(self, device: str) -> TouchScreen:
        pid, display = (lambda: self._demo.pid(device)), self._demo.displays.of(device)
        return TouchScreen(device, pid, display, self._places.screens)
