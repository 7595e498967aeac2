"""An office with a journal of some busy days, and its report as the command gives it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench import busy_year
from lobby.clock import SystemClock
from ticketing.desk.accounts import Accounts, OfficerRole
from ticketing.desk.store import Store
from ticketing.journal.archive import Archive
from ticketing.journal.settings import JournalSettings
from ticketing.journal.store import Journal
from ticketing.journal.upkeep import Upkeep
from ticketing.reports.command import main

LAST = date(2026, 7, 3)
SETTINGS = """
site = "to-hieu"
device = "hub"
state = "{state}"
broker = {{ password_file = "secret" }}
office = {{ name = "Trung tâm Phục vụ hành chính công phường Tô Hiệu", place = "Tỉnh Sơn La" }}
clock = {{ start = 2026-07-03T10:32:00+07:00, since = 2026-01-01T00:00:00+07:00, speed = 0.0000001 }}
services = [
    {{ id = "dat-dai", name = "Đất đai", prefix = "B" }},
    {{ id = "ho-tich", name = "Hộ tịch – Chứng thực", prefix = "A" }},
]
counters = [
    {{ id = "quay-2", name = "Quầy số 2", number = 2, services = ["ho-tich"] }},
    {{ id = "quay-1", name = "Quầy số 1", number = 1, services = ["ho-tich"] }},
]
"""


class Office:
    """A folder with settings and journal; the last day is open."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.state, self.settings = folder, folder / "state", folder / "hub.toml"
        self.settings.write_text(SETTINGS.format(state=self.state), encoding="utf-8")

    def write(self, last: date = LAST, visits: int = 600, days: int = 10) -> None:
        busy_year.write(self.state, last, visits, days)

    def tidy(self, today: date, **kept: int) -> None:
        """Count closed days and archive old months, as the hub does in time."""
        journal = Journal(self.state)
        journal.open()
        upkeep = Upkeep(journal, Archive(self.state), JournalSettings(**kept), nullcontext)
        while upkeep.step(today, 10**9):
            pass
        upkeep.close()
        journal.close()

    def enrol(self) -> None:
        store = Store(self.state)
        store.start()
        accounts = Accounts(store, SystemClock())
        accounts.add("can-bo-01", "Nguyễn Thị Lan", "quay-1", OfficerRole.OFFICER, "mat-khau-dau")
        store.stop()

    def looks(self) -> list[str]:
        store = Store(self.state)
        store.start()
        events = [event.what for event in Accounts(store, SystemClock()).recent(50)]
        store.stop()
        return [what for what in events if what.startswith("looked")]

    def report(self, period: str, *options: str, ending: str = "json") -> Path:
        out = self.folder / f"bao-cao.{ending}"
        asked = ["--period", period, "--settings", str(self.settings), "--out", str(out), *options]
        assert main(asked) == 0
        return out

    def read(self, period: str, *options: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.report(period, *options).read_text(encoding="utf-8"))
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Ten days of two weeks of June and July, sixty visits each; nothing of them is changed by a test."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.write()
    made.enrol()
    return made


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[Callable[[], Office]]:
    yield lambda: Office(tmp_path)
