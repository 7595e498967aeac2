"""The whole way of leased numbers on real parts: mosquitto, the hub, a window, the print service; the hub is killed."""

from __future__ import annotations

import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from evdev import ecodes

from kiosk.scanners.hid_twin import EVENT
from lobby.link.asking import GIVE_UP_S
from ticketing.journal.store import FILE

pytestmark = pytest.mark.journey

KILLS = 6
DEVICES = (("dispenser-1", "dispenser"), ("kiosk-1", "kiosk"), ("bridge", "bridge"))


class RealHub:
    """`lobby hub` as its own process, killed as a power cut kills it; its journal is read from the disk."""

    def __init__(self, folder: Path, broker: Any) -> None:
        self._folder = folder
        devices = "\n".join(f'[[devices]]\nid = "{name}"\nrole = "{role}"' for name, role in DEVICES)
        self._file = folder / "hub.toml"
        self._process: subprocess.Popen[bytes] | None = None
        self._file.write_text(
            f'site = "demo"\ndevice = "hub"\nstate = "{folder / "hub"}"\n'
            f'[broker]\nhost = "{broker.host}"\nport = {broker.port}\npassword_file = "{broker.password_file("hub")}"\n'
            '[office]\nname = "Trung tâm Phục vụ hành chính công"\nplace = "Phường Tô Hiệu"\n'
            '[web]\nport = 0\n[[services]]\nid = "ho-tich"\nname = "Hộ tịch – Chứng thực"\nprefix = "A"\n'
            '[[counters]]\nid = "quay-1"\nname = "Quầy số 1"\nnumber = 1\nservices = ["ho-tich"]\n' + devices,
            encoding="utf-8",
        )

    def start(self) -> None:
        command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(self._file)]
        with (self._folder / "hub.log").open("ab") as log:
            self._process = subprocess.Popen(command, stderr=log)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def journal(self, kind: str) -> list[dict[str, Any]]:
        """Return the entries of a kind, oldest first."""
        path = self._folder / "hub" / FILE
        query = "SELECT ticket, data FROM entries WHERE kind = ? ORDER BY seq"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            rows = connection.execute(query, (kind,)).fetchall()
        return [{"ticket": json.loads(ticket), "data": json.loads(data)} for ticket, data in rows]


@pytest.fixture
def real_hub(tmp_path: Path, broker: Any) -> Iterator[RealHub]:
    hub = RealHub(tmp_path, broker)
    hub.start()
    yield hub
    hub.kill()


def printer(tmp_path: Path) -> str:
    settings = tmp_path / "printer.toml"
    settings.write_text(
        f'office = "Trung tâm"\nplace = "Phường Tô Hiệu"\nstate = "{tmp_path / "printer"}"\n'
        f'[printer]\ndriver = "file"\nfolder = "{tmp_path / "paper"}"\n',
        encoding="utf-8",
    )
    return f"printer_command = {[sys.executable, '-m', 'lobby.cli', 'printer', '--settings', str(settings)]!r}"


def takes(window: Any) -> str:
    window.page("welcome")
    window.touch("service:ho-tich")
    window.page("confirm")
    window.touch("take")
    seen = window.until(lambda seen: "Mời lấy phiếu" in seen["texts"], "the slip is out", 30)
    window.touch("done")
    return next(text for text in seen["texts"] if re.fullmatch(r"A\d{3}", text))


def leased(tmp_path: Path) -> int:
    path = tmp_path / "dispenser-1" / "numbers.sqlite"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM lease").fetchone()[0])


def test_three_numbers_given_while_the_hub_is_dead_are_taken_in_once_and_in_order(
    real_hub: RealHub, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    window = screen("dispenser", "dispenser-1", printer(tmp_path))
    window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields come", 60)
    wait_until(lambda: leased(tmp_path) > 3, "numbers are leased", 30)
    assert takes(window) == "A001"
    real_hub.kill()
    window.until(lambda seen: any("mất kết nối" in text for text in seen["texts"]), "the loss is told", 30)
    offline = [takes(window) for _ in range(3)]
    assert len({*offline, "A001"}) == 4
    assert {f"{number}.png" for number in offline} <= {path.name for path in (tmp_path / "paper").iterdir()}
    real_hub.start()
    wait_until(lambda: len(real_hub.journal("ticket.issued")) == 4, "the hub takes them in", 60)
    wait_until(lambda: len(real_hub.journal("ticket.printed")) == 4, "and hears of their slips", 60)
    issued = real_hub.journal("ticket.issued")
    assert [one["ticket"]["number"] for one in issued] == ["A001", *offline]
    assert [one["data"].get("offline", False) for one in issued] == [False, True, True, True]
    times = [one["ticket"]["issued_at"] for one in issued]
    assert times == sorted(times)
    printed = real_hub.journal("ticket.printed")
    assert {one["ticket"]["number"] for one in printed} == {"A001", *offline}
    window.until(lambda seen: not any("mất kết nối" in text for text in seen["texts"]), "the hub is back", 30)
    assert takes(window) == "A002"
    wait_until(lambda: len(real_hub.journal("ticket.issued")) == 5, "one more", 30)
    wait_until(lambda: len(real_hub.journal("ticket.printed")) == 5, "and its slip", 30)


def test_a_hub_that_hangs_costs_a_citizen_three_seconds_and_leaves_one_number_in_line(
    real_hub: RealHub, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    window = screen("dispenser", "dispenser-1", printer(tmp_path))
    window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields come", 60)
    wait_until(lambda: leased(tmp_path) > 3, "numbers are leased", 30)
    window.touch("service:ho-tich")
    window.page("confirm")
    real_hub.signal(signal.SIGSTOP)
    try:
        window.touch("take")
        seen = window.until(lambda seen: seen["page"] == "taken", "a number from the lease", GIVE_UP_S - 1)
    finally:
        real_hub.signal(signal.SIGCONT)
    number = next(text for text in seen["texts"] if re.fullmatch(r"A\d{3}", text))
    wait_until(lambda: len(real_hub.journal("ticket.cancelled")) == 1, "what was granted after all is given back", 60)
    wait_until(lambda: len(real_hub.journal("ticket.printed")) == 1, "the slip's end is told", 60)
    hung, given = real_hub.journal("ticket.issued")
    assert (given["ticket"]["number"], given["data"]["offline"]) == (number, True)
    (cancelled,) = real_hub.journal("ticket.cancelled")
    assert cancelled["ticket"]["ticket"] == hung["ticket"]["ticket"]


def test_a_hub_that_hangs_is_known_before_anybody_asks_and_costs_a_citizen_nothing(
    real_hub: RealHub, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    window = screen("dispenser", "dispenser-1", printer(tmp_path))
    window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields come", 60)
    wait_until(lambda: leased(tmp_path) > 3, "numbers are leased", 30)
    real_hub.signal(signal.SIGSTOP)
    try:
        window.until(lambda seen: any("mất kết nối" in text for text in seen["texts"]), "the silence is told", 60)
        number = takes(window)
    finally:
        real_hub.signal(signal.SIGCONT)
    wait_until(lambda: len(real_hub.journal("ticket.printed")) == 1, "the hub takes it in", 60)
    (given,) = real_hub.journal("ticket.issued")
    assert (given["ticket"]["number"], given["data"]["offline"]) == (number, True)
    window.until(lambda seen: not any("mất kết nối" in text for text in seen["texts"]), "the hub is back", 60)


def test_a_dispenser_killed_as_its_slip_is_begun_prints_it_once_and_keeps_the_number(
    real_hub: RealHub, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    gate = tmp_path / "gate"
    counted = tmp_path / "counted"
    begins = f"while [ ! -e {gate} ]; do sleep 0.02; done; exec {sys.executable} -m lobby.cli printer --settings "
    plain = printer(tmp_path)
    counting = f'printer_command = ["sh", "-c", "tee -a {counted} | ({begins}{tmp_path / "printer.toml"})"]'
    window = screen("dispenser", "dispenser-1", counting)
    window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields come", 60)
    window.touch("service:ho-tich")
    window.page("confirm")
    window.touch("take")
    wait_until(lambda: counted.exists() and counted.read_text(), "the slip is begun", 30)
    window.process.kill()
    window.process.wait(10)
    again = screen("dispenser", "dispenser-1", plain)
    seen = again.until(lambda seen: "A001" in seen["texts"], "the number is shown again", 30)
    assert seen["page"] == "taken"
    gate.touch()
    wait_until((tmp_path / "paper" / "A001.png").exists, "the earlier print service ends its slip", 30)
    wait_until(lambda: len(real_hub.journal("ticket.printed")) == 1, "the slip's end is told", 60)
    jobs = (tmp_path / "printer" / "jobs.log").read_text()
    assert jobs.count("begun") == 1
    assert len(real_hub.journal("ticket.issued")) == 1 and real_hub.journal("ticket.cancelled") == []


def test_kills_at_any_moment_leave_no_ghost_number_and_no_second_slip(
    real_hub: RealHub, screen: Callable[..., Any], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    jobs, panel, chance = tmp_path / "asked", tmp_path / "panel", random.Random(7)
    printer(tmp_path)
    prints = f"tee -a {jobs} | {sys.executable} -m lobby.cli printer --settings {tmp_path / 'printer.toml'}"
    settings = f'printer_command = ["sh", "-c", "{prints}"]\n[buttons]\npipe = "{panel}"\nkeys = {{KEY_1 = "ho-tich"}}'
    papers = Papers(tmp_path / "paper")
    papers.start()
    window = screen("dispenser", "dispenser-1", settings)
    for _ in range(KILLS):
        window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields", 60)
        with panel.open("wb") as button:
            button.write(EVENT.pack(0, 0, ecodes.EV_KEY, ecodes.KEY_1, 1))
        killed_at = time.monotonic() + chance.uniform(0, 0.4)
        wait_until(lambda at=killed_at: time.monotonic() >= at, "the moment of the kill")
        window.process.kill()
        window.process.wait(10)
        window = screen("dispenser", "dispenser-1", settings)

    def settled() -> bool:
        return not tickets(real_hub, "issued") - over(real_hub) and waits(tmp_path) == 0

    wait_until(settled, "each number is printed or given back", 60)
    papers.stop()
    slips = [json.loads(line) for line in jobs.read_text().splitlines()] if jobs.exists() else []
    cancelled = {one["ticket"]["number"] for one in real_hub.journal("ticket.cancelled")}
    assert {slip["number"] for slip in slips}.isdisjoint(cancelled), "nobody holds the slip of a number given back"
    assert len({slip["number"] for slip in slips}) == len({slip["job"] for slip in slips}), "one job a number"
    assert papers.written and set(papers.written.values()) == {1}, "no slip came out twice"
    assert len(tickets(real_hub, "issued")) >= KILLS // 2


def tickets(hub: RealHub, *kinds: str) -> set[str]:
    return {entry["ticket"]["ticket"] for kind in kinds for entry in hub.journal(f"ticket.{kind}")}


def over(hub: RealHub) -> set[str]:
    """The tickets whose slip was told, that were given back, or that midnight ended."""
    return tickets(hub, "printed", "cancelled", "expired")


class Papers:
    """Counts how often each slip was written."""

    def __init__(self, folder: Path) -> None:
        self.written: Counter[str] = Counter()
        self._folder = folder
        self._seen: set[tuple[str, int]] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(5)

    def _watch(self) -> None:
        while not self._ended.wait(0.002):
            for slip in self._folder.glob("*.escpos"):
                one = slip.name, slip.stat().st_ino
                if not slip.name.startswith(".") and one not in self._seen:
                    self._seen.add(one)
                    self.written[slip.name] += 1


def waits(tmp_path: Path) -> int:
    with closing(
        sqlite3.connect(f"file:{tmp_path / 'dispenser-1' / 'numbers.sqlite'}?mode=ro", uri=True)
    ) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM kept").fetchone()[0])
