"""Runs the day: lets people live it while the site is kept up, tells of it every quarter of an hour, and checks it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

import requests

from crowd.day import draw
from crowd.office import at
from crowd.town import Printer, Town
from crowd.world import Answer, Who
from demo.errors import CannotRun, StoppedEarly
from demo.run import Demo
from demo.simulated.check import Checked, check, closed, journal_of, table
from demo.simulated.printer import DeadPrinter
from demo.simulated.setting import Setting
from demo.simulated.world import LiveWorld
from demo.site import PADS, SERVICES
from lobby.clock import FastClock

QUARTER_S = 900.0
STEP_S = 0.01
LINKED_WITHIN_S = 20.0
ARRIVES_WITHIN_S = 60.0
LOOKS_AGAIN_S = 5.0
PRINTER = Printer(at(9, 30), at(10, 15))
_PREFIXES = {key: prefix for key, _, prefix in SERVICES}


class SimulatedDay:
    """One day on a running demo; `live` returns whether the figures agree with the journal."""

    def __init__(
        self, demo: Demo, setting: Setting, visits: int, seed: int, say: Callable[[str], None], ended: threading.Event
    ) -> None:
        random = Random(seed)
        people = draw(random, setting.office, visits)
        self._demo = demo
        self._setting = setting
        self._say = say
        self._ended = ended
        self._clock = FastClock(setting.start, setting.speed, setting.since)
        self._world = LiveWorld(self._clock, setting.midnight, demo.ports, demo.password)
        pads = [pad.counter or "" for pad in PADS]
        # An officer with nobody to call looks again when a person would, however fast the clock runs.
        looks_every_s = max(15.0, setting.speed / 2)
        self._town = Town(self._world, setting.office, people, random, PRINTER, pads, looks_every_s)
        self._printer = DeadPrinter(demo.places.paper)
        self._before = 0
        self._taken = 0
        self._looks = 0.0
        self._said: float | None = None

    def live(self) -> bool:
        """Live the day from before opening to after closing; raises CannotRun, StoppedEarly."""
        self._before = self._newest()
        self._world.start()
        try:
            self._go_on_until(self._world.linked, LINKED_WITHIN_S, "đường truyền tới máy chủ tin nhắn")
            self._begin()
            self._go_on_until(lambda: self._town.over and self._world.is_idle)
            self._ask_after()
            return self._tell(self._checked())
        finally:
            self._printer.live()
            self._world.stop()

    def is_closed(self) -> bool:
        """Tell whether the hub has closed the day, some time after its midnight, and tell what it wrote then."""
        if self._clock.now() < self._setting.midnight + timedelta(days=1) or self._clock.monotonic() < self._looks:
            return False
        self._looks = self._clock.monotonic() + LOOKS_AGAIN_S
        try:
            entries = self._journal(self._before)
        except requests.RequestException as fault:
            self._say(f"Chưa đọc được nhật ký ở phần mềm một cửa mẫu, sẽ hỏi lại: {fault}")
            return False
        totals = closed(entries)
        if totals is None:
            return False
        self._say(f"0:00  hub khép ngày ở mục {len(entries)} của nhật ký: {self._closing(totals)}")
        return True

    def _closing(self, totals: Counter[str]) -> str:
        written = f"cấp {totals['issued']}, xong {totals['served']}, hết hạn {totals['expired']}"
        agrees = (totals["issued"], totals["served"]) == (self._taken, self._town.figures.count("served"))
        return f"{written} – {'✓ khớp với bảng trên' if agrees else '✗ khác bảng trên, hoặc có số phục vụ bằng tay'}"

    def _begin(self) -> None:
        self._world.at(PRINTER.dies, self._printer_dies)
        self._world.at(PRINTER.lives, self._printer_lives)
        self._town.begin()

    def _printer_dies(self) -> None:
        self._printer.die()
        self._say(f"{self._time()}  máy in phiếu hỏng: số hiện trên màn hình")

    def _printer_lives(self) -> None:
        self._printer.live()
        self._say(f"{self._time()}  máy in phiếu chạy lại: in bù các phiếu chưa ra giấy")

    def _go_on_until(self, holds: Callable[[], bool], within_s: float | None = None, what: str = "") -> None:
        deadline = None if within_s is None else self._clock.monotonic() + within_s
        while not holds():
            if self._ended.wait(STEP_S):
                raise StoppedEarly
            if deadline is not None and self._clock.monotonic() > deadline:
                raise CannotRun(f"Không thấy {what} trong {within_s:.0f} giây; xem {self._demo.places.logs}")
            self._world.step()
            self._demo.step()
            self._tell_progress()

    def _tell_progress(self) -> None:
        quarter = self._world.now // QUARTER_S
        if self._said is not None and quarter > self._said and self._world.now > self._setting.office.hours.doors:
            self._say(f"{self._time()}  {', '.join(self._progress())}")
        self._said = quarter

    def _progress(self) -> Iterator[str]:
        figures, queues = self._town.figures, self._demo.watch.queues
        lines = " ".join(f"{_PREFIXES[key]}{queues[key].waiting}" for key in _PREFIXES if key in queues)
        yield f"đã cấp {figures.count('issued'):3}"
        yield f"đang chờ {sum(one.waiting for one in queues.values()):3} ({lines})"
        yield f"xong {figures.count('served'):3}"
        yield f"vắng {figures.count('missed')}"
        yield f"chờ trung bình {figures.mean_wait_s() / 60:.0f} phút"

    def _ask_after(self) -> None:
        """Ask how each ticket ended, as whoever holds it may: only so is it known who was sent home."""
        for citizen in self._town.tickets.values():
            self._world.ask(Who("kiosk"), "ticket/track", self._note_end, track=citizen.track)
        self._go_on_until(lambda: self._world.is_idle)

    def _note_end(self, answer: Answer) -> None:
        if answer.ok and answer.data["ticket"]["state"] == "expired":
            self._town.figures.note("expired", answer.data["ticket"])

    def _checked(self) -> Checked:
        entries: list[dict[str, object]] = []

        def arrived() -> bool:
            last = int(str(entries[-1]["seq"])) if entries else self._before
            entries.extend(self._journal(last))
            return bool(entries) and int(str(entries[-1]["seq"])) >= self._newest()

        self._go_on_until(arrived, ARRIVES_WITHIN_S, "đủ nhật ký ở phần mềm một cửa")
        return check(self._town.figures, self._town.tickets, entries)

    def _journal(self, after: int) -> list[dict[str, object]]:
        secret = self._demo.places.backend_token.read_text(encoding="utf-8").strip()
        return journal_of(f"http://127.0.0.1:{self._demo.ports.backend}", secret, after)

    def _newest(self) -> int:
        watch = self._demo.watch
        return max((one.rev for one in (*watch.queues.values(), *watch.counters.values())), default=0)

    def _tell(self, checked: Checked) -> bool:
        self._taken = self._town.figures.count("issued") + checked.by_hand
        self._say(
            f"Số liệu đến khi cán bộ cuối cùng ra về lúc {self._time()}; hub khép ngày lúc 0:00 (xem tiếp: --keep)"
        )
        for line in table(self._town.figures.of(self._town.tickets)):
            self._say(line)
        self._say(f"Chờ đến lượt gọi đầu: trung bình {self._town.figures.mean_wait_s() / 60:.1f} phút")
        self._say(f"Không lấy được số: {self._town.turned_away}; lấy số bằng tay ở máy: {checked.by_hand}")
        for code, number in self._town.refused.items():
            self._say(f"Bị từ chối ({code}): {number}")
        for difference in checked.differing:
            self._say(f"✗ Khác nhau (người thấy / nhật ký): {difference}")
        if checked.gaps:
            self._say(f"✗ Nhật ký đứt {checked.gaps} chỗ")
        verdict = "✓ Khớp" if checked.agrees else "✗ Không khớp"
        self._say(f"{verdict} với nhật ký: {checked.entries} mục, mọi con số theo từng lĩnh vực")
        return checked.agrees

    def _time(self) -> str:
        moment: datetime = self._setting.midnight + timedelta(seconds=self._world.now)
        return moment.strftime("%H:%M")
