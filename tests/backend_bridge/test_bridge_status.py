"""`lobby bridge status` and the health topic tell what waits, what is set aside and why, when the backend answered."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend_bridge import app, standing, status
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.delivery import Delivery
from backend_bridge.numbering import Numbering
from backend_bridge.pace import Backoff
from backend_bridge.reach import Reach
from backend_bridge.settings import BridgeSettings
from backend_bridge.standing import WRITES_EVERY_S, StandingTold, last_answer
from backend_bridge.status_words import is_trouble, runs, told
from backend_bridge.store import lines, outbox, reports
from backend_bridge.words import LONGEST, about
from lobby.clock import HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import decode
from lobby.contract.devices import Health
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.database import Database
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.load import check

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


class Bridge:
    """A bridge's way up with its files, stepped by hand; a refusing backend answers `words`."""

    def __init__(self, folder: Path) -> None:
        self.clock = HandClock(MORNING)
        self.broker = MemoryBroker()
        self.link = DeviceLink(MemoryBus(self.broker), Topics("demo"), "bridge", Role.BRIDGE, self.clock, folder)
        self.backend = TwinBackend()
        self.reach = Reach(self.clock)
        journal = Database(folder / outbox.FILE, outbox.SCHEMA, "FULL")
        numbers = Database(folder / lines.FILE, lines.SCHEMA, "FULL")
        devices = Database(folder / reports.FILE, reports.SCHEMA, "NORMAL")
        self.databases = (journal, numbers, devices)
        for database in self.databases:
            database.start()
        self.outbox = outbox.Outbox(journal)
        self.reports = reports.Reports(devices)
        numbered = Numbering(self.backend, self.outbox, lines.Lines(numbers))
        backoff = Backoff(1, 60, lambda: 1.0)
        self.delivery = Delivery(self.outbox, numbered, self.reach, self.clock, backoff, lambda: None)
        self.told = StandingTold(self.link, journal, devices, self.reach, self.clock, folder)
        self.link.start()

    def happen(self, *seqs: int, **more: object) -> None:
        entries = [
            {"v": 1, "seq": seq, "at": "2026-11-23T07:10:00+07:00", "kind": "ticket.called", **more} for seq in seqs
        ]
        self.outbox.keep([outbox.Kept(one["seq"], json.dumps(one)) for one in entries])

    def pass_s(self, seconds: float = 2.0) -> None:
        self.clock.forward(self.delivery.step() or seconds)
        self.clock.forward(seconds)
        self.told.step()

    def stop(self) -> None:
        self.told.stop()
        self.link.stop()
        for database in self.databases:
            database.stop()


@pytest.fixture
def settings(tmp_path: Path) -> BridgeSettings:
    fields = {
        "site": "demo", "device": "bridge", "state": tmp_path,
        "broker": {"password_file": tmp_path / "secret"},
        "backend": {"url": "http://127.0.0.1:9", "token_file": tmp_path / "token"},
    }  # fmt: skip
    return check(BridgeSettings, fields, "bridge.toml")


@pytest.fixture
def bridge(tmp_path: Path) -> Bridge:
    return Bridge(tmp_path)


def test_where_all_is_delivered_there_is_no_trouble(bridge: Bridge, settings: BridgeSettings) -> None:
    bridge.happen(1, 2)
    bridge.pass_s()
    seen = status.look(settings)
    words = told(seen, bridge.clock.now())
    assert not is_trouble(seen, bridge.clock.now())
    assert "đang chạy" in words
    assert "trả lời lần cuối lúc 08:00" in words
    assert "Nhật ký chờ gửi       không có" in words


def test_an_outage_is_told_with_what_waits_and_since_when(bridge: Bridge, settings: BridgeSettings) -> None:
    bridge.happen(1)
    bridge.pass_s()
    bridge.backend.reachable = False
    bridge.happen(2, 3, 4)
    bridge.pass_s(WRITES_EVERY_S)
    seen = status.look(settings)
    words = told(seen, bridge.clock.now())
    assert is_trouble(seen, bridge.clock.now())
    assert "KHÔNG TRẢ LỜI từ 08:0" in words
    assert "3 mục, cũ nhất lúc 07:10:00 23/11/2026" in words


def test_a_bridge_that_stopped_or_died_is_read_all_the_same(bridge: Bridge, settings: BridgeSettings) -> None:
    bridge.backend.reachable = False
    bridge.happen(1, 2)
    bridge.pass_s()
    later = bridge.clock.now() + timedelta(minutes=10)
    assert "không chạy nữa; còn chạy lần cuối lúc 08:00" in told(status.look(settings), later)
    bridge.stop()
    words = told(status.look(settings), bridge.clock.now())
    assert "đã dừng" in words
    assert "2 mục" in words


def test_what_was_set_aside_is_told_with_number_kind_time_reason_and_words(
    bridge: Bridge, settings: BridgeSettings
) -> None:
    bridge.backend.poison = lambda one: one.get("data", {}).get("note") == "Bà Ước 0912345678"
    bridge.happen(1)
    bridge.happen(2, data={"note": "Bà Ước 0912345678"})
    for _ in range(8):
        bridge.pass_s()
    seen = status.look(settings)
    words = told(seen, bridge.clock.now())
    assert is_trouble(seen, bridge.clock.now())
    assert "1 mục phần mềm một cửa từ chối" in words
    assert "số 2  ticket.called  07:10:00 23/11/2026: phần mềm một cửa từ chối, cất lúc 08:0" in words
    assert "«HTTP … poisoned»" in words or "«HTTP 422: poisoned»" in words
    assert "Ước" not in words


def test_an_outbox_of_an_older_version_is_read_too(bridge: Bridge, settings: BridgeSettings) -> None:
    bridge.outbox.set_aside(outbox.Kept(1, json.dumps({"seq": 1, "at": "?", "kind": "day.opened"})))
    bridge.stop()
    with sqlite3.connect(settings.state / outbox.FILE) as rows:
        rows.execute("DROP TABLE told")
    rows.close()
    (settings.state / standing.FILE).unlink()
    words = told(status.look(settings), bridge.clock.now())
    assert "số 1  day.opened  ?" in words
    assert "chưa chạy lần nào" not in words and "chưa rõ" in words


def test_the_health_topic_tells_the_same(bridge: Bridge) -> None:
    bridge.backend.poison = lambda one: one.get("data", {}).get("bad", False)
    bridge.happen(1, data={"bad": True})
    bridge.happen(2)
    for _ in range(4):
        bridge.pass_s()
    bridge.backend.reachable = False
    bridge.happen(3)
    bridge.pass_s()
    bridge.clock.forward(60)
    bridge.link.step()
    health = decode(Health, bridge.broker.payloads("lobby/1/demo/health/bridge")[-1])
    assert health.uplink is not None
    assert (health.uplink.waiting, health.uplink.aside) == (1, {"refused": 1})
    assert health.uplink.oldest_at == datetime(2026, 11, 23, 7, 10, tzinfo=OFFICE_ZONE)
    assert health.uplink.answered_at is not None


def test_the_first_health_after_a_start_tells_how_the_way_up_stands(bridge: Bridge) -> None:
    bridge.happen(1, 2)
    bridge.link.bus.lose()
    bridge.told.start()
    bridge.link.start()
    health = decode(Health, bridge.broker.payloads("lobby/1/demo/health/bridge")[-1])
    assert health.uplink is not None and health.uplink.waiting == 2


def test_when_the_backend_last_answered_outlives_a_restart(bridge: Bridge, tmp_path: Path) -> None:
    assert last_answer(tmp_path) is None
    bridge.happen(1)
    bridge.pass_s()
    bridge.stop()
    assert last_answer(tmp_path) == bridge.reach.answered_at


def test_where_there_is_room_for_no_new_file_the_faults_are_read_all_the_same(
    bridge: Bridge, settings: BridgeSettings
) -> None:
    bridge.pass_s()
    (settings.state / f"{standing.FILE}.new").mkdir()  # no new file can be put beside the old one
    bridge.link.faults.stand("outbox_unwritable", "Không ghi được nhật ký xuống đĩa.", "Kiểm tra dung lượng đĩa.")
    bridge.pass_s(WRITES_EVERY_S)
    seen = status.look(settings)
    assert "outbox_unwritable: Không ghi được nhật ký xuống đĩa." in told(seen, bridge.clock.now())
    assert runs(seen.standing, bridge.clock.now())


def test_what_a_person_has_dealt_with_is_kept_and_troubles_nobody_any_more(
    bridge: Bridge, settings: BridgeSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bridge.backend.poison = lambda one: one.get("data", {}).get("bad", False)
    bridge.happen(1, data={"bad": True})
    bridge.happen(2)
    for _ in range(4):
        bridge.pass_s()
    assert is_trouble(status.look(settings), bridge.clock.now())
    assert app.main(["settle", "--settings", str(_file(tmp_path))]) == 0
    assert "1 mục" in capsys.readouterr().out
    bridge.pass_s(WRITES_EVERY_S)
    assert not is_trouble(status.look(settings), bridge.clock.now())
    assert bridge.outbox.aside(outbox.REFUSED) == []
    with bridge.databases[0].transaction() as rows:
        assert rows.execute("SELECT seq, why FROM settled").fetchall() == [(1, "refused")]


def test_where_no_bridge_has_been_nothing_is_settled(tmp_path: Path) -> None:
    assert app.main(["settle", "--settings", str(_file(tmp_path))]) == status.UNREADABLE
    assert not (tmp_path / outbox.FILE).exists()


def test_a_folder_that_never_held_a_bridge_is_told_as_such(settings: BridgeSettings) -> None:
    seen = status.look(settings.model_copy(update={"state": settings.state / "none"}))
    assert is_trouble(seen, MORNING)
    assert "chưa chạy lần nào" in told(seen, MORNING)


@pytest.mark.parametrize(
    ("words", "told_as"),
    [
        ("HTTP 422: kind ticket.called not known", "HTTP 422: kind ticket.called not known"),
        ("no officer lan.nt", "no officer …"),
        ("no officer lan\\u002ent", "no officer …"),
        ("reason Nhà xa, xin về not allowed", "reason … not allowed"),
        ("phone 0912 345 678 is wrong", "phone … is wrong"),
        ("line\x1b[31m one\nline two", "line [31m one line two"),
        ("x" * 999, "x" * LONGEST),
    ],
)
def test_the_backends_words_hold_nothing_of_what_was_sent(words: str, told_as: str) -> None:
    entry = {"v": 1, "seq": 4, "kind": "ticket.called", "officer": "lan.nt", "data": {"reasons": ["Nhà xa, xin về"]}}
    assert about(words, entry) == told_as


def test_the_command_tells_of_a_real_bridge_while_it_runs_and_when_it_is_killed(
    bridge_settings: BridgeSettings, office: Any, hub: Any, start_program: Any, tmp_path: Path,
    wait_until: Callable[..., None],
) -> None:  # fmt: skip
    running = start_program("bridge", bridge_settings)
    hub.happen(5)
    now = SystemClock().now
    wait_until(lambda: hub.taken == 5 and not is_trouble(status.look(bridge_settings), now()), "all is well", 30.0)
    assert _status(tmp_path)[0] == 0
    office.stop()
    hub.happen(3)
    wait_until(lambda: hub.taken == 8 and standing.read(tmp_path / "bridge").faults, "the outage is told", 30.0)
    running.kill()
    running.wait()
    code, fields = _status(tmp_path)
    assert code == status.TROUBLE
    assert fields["waiting"] == 3
    assert fields["standing"]["answered_at"] is not None
    assert [fault["code"] for fault in fields["standing"]["faults"]] == ["backend_unreachable"]


def _file(folder: Path) -> Path:
    file = folder / "bridge.toml"
    file.write_text(
        f"""site = "demo"\ndevice = "bridge"\nstate = "{folder}"\n[broker]\npassword_file = "secret"\n"""
        """[backend]\nurl = "http://127.0.0.1:9"\ntoken_file = "token"\n""",
        encoding="utf-8",
    )
    return file


def _status(folder: Path) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "lobby.cli", "bridge", "status", "--settings", str(folder / "bridge.toml")]
    run = subprocess.run([*command, "--json"], capture_output=True, text=True, timeout=60, check=False)
    assert run.stderr == ""
    return run.returncode, json.loads(run.stdout)
