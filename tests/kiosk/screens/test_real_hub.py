"""The whole way of leased numbers on real parts: mosquitto, the hub, a window, the print service; the hub is killed."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ticketing.journal.store import FILE

pytestmark = pytest.mark.journey

DEVICES = (("dispenser-1", "dispenser"), ("kiosk-1", "kiosk"), ("bridge", "bridge"))


class RealHub:
    """`lobby hub` as its own process, killed as a power cut kills it; its journal is read from the disk."""

    def __init__(self, folder: Path, broker: Any) -> None:
        self._folder = folder
        devices = "\n".join(f'[[devices]]\nid = "{name}"\nrole = "{role}"' for name, role in DEVICES)
        self._file = folder / "hub.toml"
        self._file.write_text(
            f'site = "demo"\ndevice = "hub"\nstate = "{folder / "hub"}"\n'
            f'[broker]\nhost = "{broker.host}"\nport = {broker.port}\npassword_file = "{broker.password_file("hub")}"\n'
            '[office]\nname = "Trung tâm Phục vụ hành chính công"\nplace = "Phường Tô Hiệu"\n'
            '[web]\nport = 0\n[[services]]\nid = "ho-tich"\nname = "Hộ tịch – Chứng thực"\nprefix = "A"\n'
            '[[counters]]\nid = "quay-1"\nname = "Quầy số 1"\nnumber = 1\nservices = ["ho-tich"]\n' + devices,
            encoding="utf-8",
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "lobby.cli", "hub", "--settings", str(self._file)]
        with (self._folder / "hub.log").open("ab") as log:
            self._process = subprocess.Popen(command, stderr=log)

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
