"""The bridge fetches the backend's procedures at an easy pace, goes on after a cut, and gives kiosks the whole file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.adapters.backend import ProceduresPage, Unreachable
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.procedure_faults import TOLD_AFTER, ProceduresWatch
from backend_bridge.procedures import AGAIN_S, OVERLAP, PAGE_EVERY_S, ProceduresJob
from backend_bridge.reach import Reach
from backend_bridge.shelf import PER_DEVICE_A_MINUTE, Shelf
from backend_bridge.store import procedures
from backend_bridge.store.packed import file_of
from backend_bridge.store.procedures import ProcedureStore
from lobby.clock import SystemClock
from lobby.contract.procedures import Procedures, ProceduresPart
from lobby.contract.replies import Reply
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.database import Database
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

TOPICS = Topics("demo")
EVERY_S = 3600.0


def record(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "code": f"1.{number:06d}",
        "name": f"Thủ tục số {number}",
        "updatedAt": 1_776_000_000_000 + number,
        **changed,
    }


class Clock(SystemClock):
    """A clock that can be put forward."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()


class Bridge:
    """The job, the shelf and what a kiosk hears of them; `restart` keeps the disk alone."""

    def __init__(self, folder: Path, backend: TwinBackend) -> None:
        self.folder = folder
        self.backend = backend
        self.broker = MemoryBroker()
        self.clock = Clock()
        self.database: Database | None = None
        self.restart()

    def restart(self) -> None:
        if self.database is not None:
            self.database.stop()
        self.database = Database(self.folder / "procedures.db", procedures.SCHEMA, "NORMAL")
        self.database.start()
        self.link = DeviceLink(MemoryBus(self.broker), TOPICS, "bridge", Role.BRIDGE, self.clock, self.folder)
        self.reach = Reach(self.clock)
        self.store = ProcedureStore(self.database)
        files = self.folder / "procedures"
        self.job = ProceduresJob(self.link, self.backend, self.reach, self.store, files, self.clock, EVERY_S)
        self.job.listen()
        self.watch = ProceduresWatch(self.link.faults, self.job)
        self.files = files
        Shelf(self.link, files, self.clock).start()
        self.link.start()

    def fetch(self) -> None:
        """Step until the fetch is over."""
        while self.job.step() == PAGE_EVERY_S:
            pass

    @property
    def faults(self) -> dict[str, str]:
        self.watch.step()
        return {fault.code: fault.detail for fault in self.link.faults.standing()}

    @property
    def told(self) -> Procedures:
        return Procedures.model_validate_json(self.broker.retained[TOPICS.procedures()])

    def ask(self, version: str, offset: int, device: str = "kiosk-1") -> Reply:
        request = ProceduresPart(id=str(uuid.uuid4()), version=version, offset=offset)
        kiosk = MemoryBus(self.broker)
        kiosk.start()
        kiosk.publish(TOPICS.do(device, request.verb), request.model_dump_json().encode())
        return Reply.model_validate_json(self.broker.payloads(TOPICS.reply(device))[-1])

    def file(self, version: str) -> bytes:
        found = b""
        while part := base64.b64decode((self.ask(version, len(found)).data or {})["data"]):
            found += part
        return found

    def codes(self) -> list[str]:
        lines = gzip.decompress(self.file(self.told.version)).splitlines()
        return [json.loads(line)["code"] for line in lines]


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    backend = TwinBackend()
    backend.catalogue = [record(number) for number in range(25)]
    bridge = Bridge(tmp_path, backend)
    yield bridge
    assert bridge.database is not None
    bridge.database.stop()


def test_all_pages_become_one_file_that_kiosks_fetch_by_its_digest(bridge: Bridge) -> None:
    assert bridge.job.step() == PAGE_EVERY_S, "a page at a time"
    assert TOPICS.procedures() not in bridge.broker.retained, "nothing is told of half a catalogue"
    bridge.fetch()
    assert [page for _, page in bridge.backend.pages] == [None, "10", "20"]
    told = bridge.told
    assert (told.count, told.source) == (25, bridge.backend.source)
    assert told.newest == datetime.fromtimestamp(1_776_000_000.024, UTC)
    file = bridge.file(told.version)
    assert (len(file), hashlib.sha256(file).hexdigest()) == (told.size, told.version)
    assert bridge.codes() == [record(number)["code"] for number in range(25)]


def test_a_large_catalogue_comes_in_parts_below_the_limit_of_a_message(bridge: Bridge) -> None:
    noise = base64.b64encode(hashlib.shake_256(b"x").digest(60_000)).decode()
    bridge.backend.catalogue = [record(number, note=noise[number:]) for number in range(4)]
    bridge.fetch()
    assert bridge.told.size > 60_000
    assert bridge.codes() == [record(number)["code"] for number in range(4)]
    assert max(map(len, bridge.broker.payloads(TOPICS.reply("kiosk-1")))) < 64 * 1024


def test_a_fetch_cut_off_goes_on_where_it_was_also_after_a_restart(bridge: Bridge) -> None:
    bridge.job.step()
    bridge.backend.reachable = False
    assert bridge.job.step() == AGAIN_S
    bridge.restart()
    bridge.backend.reachable = True
    bridge.fetch()
    assert [page for _, page in bridge.backend.pages] == [None, "10", "10", "20"]
    assert bridge.told.count == 25


def test_while_a_new_fetch_is_cut_off_the_old_catalogue_is_given(bridge: Bridge) -> None:
    bridge.fetch()
    old = bridge.told
    bridge.clock.ahead = timedelta(days=2)
    bridge.backend.catalogue = [record(number, name="Mới") for number in range(30)]
    bridge.job.step()
    bridge.restart()
    assert bridge.told == old
    assert len(bridge.codes()) == 25
    bridge.fetch()
    assert bridge.told.rev > old.rev
    assert len(bridge.codes()) == 30
    assert bridge.ask(old.version, 0).error is not None, "the old file is gone with its version"


def test_a_page_that_the_backend_has_forgotten_begins_the_fetch_anew(bridge: Bridge) -> None:
    bridge.job.step()
    bridge.backend.known_pages.clear()
    assert bridge.job.step() == AGAIN_S
    bridge.fetch()
    assert bridge.told.count == 25


def test_later_only_what_changed_is_asked_for_and_once_a_day_all(bridge: Bridge) -> None:
    bridge.fetch()
    first = bridge.told
    bridge.backend.now = datetime.now(UTC)
    bridge.clock.ahead = timedelta(hours=1) - (bridge.clock.now() - datetime(2026, 11, 22, 1, tzinfo=UTC))
    bridge.backend.catalogue = [record(3, name="Sửa", updatedAt=1_795_000_000_000)]
    bridge.fetch()
    since, _ = bridge.backend.pages[-1]
    assert since == datetime(2026, 11, 22, 1, tzinfo=UTC) - OVERLAP
    assert (bridge.told.count, bridge.told.version != first.version) == (25, True)
    bridge.clock.ahead += timedelta(days=2)
    bridge.backend.catalogue = [record(number) for number in range(13)]
    bridge.fetch()
    assert bridge.backend.pages[-2] == (None, None)
    assert bridge.told.count == 13, "what the backend withdrew is gone with the whole fetch"


def test_the_same_procedures_are_the_same_version_and_are_told_once(bridge: Bridge) -> None:
    bridge.fetch()
    told = bridge.told
    bridge.backend.catalogue = list(reversed(bridge.backend.catalogue or []))
    bridge.clock.ahead = timedelta(days=2)
    bridge.fetch()
    assert bridge.told == told


@pytest.mark.parametrize(
    "broken",
    [
        "text",
        {"name": "không mã", "updatedAt": 1},
        {"code": "", "updatedAt": 1},
        {"code": "1.9\n", "updatedAt": True},
        {"code": "1.9", "updatedAt": "hôm qua"},
        {"code": "1.9", "updatedAt": 10**18},
        {"code": "1.9", "updatedAt": 1, "note": "x" * (1024 * 1024)},
        {"code": "1.9", "updatedAt": 1, "note": float("nan")},
        {"code": "1.9", "updatedAt": 1, "note": [float("inf")]},
        {"code": "1.9", "updatedAt": 1, "note": json.loads("[" * 300 + "]" * 300)},
    ],
)
def test_a_broken_record_is_named_to_the_keeper_and_left_out(bridge: Bridge, broken: Any) -> None:
    bridge.backend.catalogue = [record(1), broken, record(2)]
    bridge.fetch()
    bridge.watch.step()
    assert bridge.codes() == ["1.000001", "1.000002"]
    (fault,) = bridge.link.faults.standing()
    assert fault.code == "procedures_broken" and "1 thủ tục hỏng" in fault.detail
    bridge.backend.catalogue = [record(1)]
    bridge.clock.ahead = timedelta(days=2)
    bridge.fetch()
    bridge.watch.step()
    assert not bridge.link.faults.standing()


@pytest.mark.parametrize("found", [[], [record(1), record(2), record(3)], ["broken"] * 30])
def test_a_catalogue_that_lost_more_than_half_does_not_take_the_place_of_the_old(
    bridge: Bridge, found: list[Any]
) -> None:
    bridge.fetch()
    old, whole = bridge.told, bridge.backend.catalogue
    bridge.clock.ahead = timedelta(days=2)
    bridge.backend.catalogue = found
    for _ in range(TOLD_AFTER):
        assert "procedures_refused" not in bridge.faults
        bridge.fetch()
    assert (bridge.told, len(bridge.codes())) == (old, 25)
    assert "Danh mục cũ vẫn dùng" in bridge.faults["procedures_refused"]
    bridge.backend.catalogue = whole
    bridge.fetch()
    assert (bridge.told, len(bridge.codes()), bridge.faults) == (old, 25, {})


def pages(bridge: Bridge, monkeypatch: pytest.MonkeyPatch, at: Callable[[int], tuple[list[Any], bool]]) -> None:
    """Let the backend give as its page number n what `at(n)` gives: records, and whether more follow."""

    def given(_: datetime | None, page: str | None) -> ProceduresPage:
        records, more = at(int(page or 0))
        following = str(int(page or 0) + 1) if more else None
        return ProceduresPage(as_of=bridge.backend.now, source="x", procedures=records, next=following)

    monkeypatch.setattr(bridge.backend, "procedures", given)


def test_an_empty_page_in_the_middle_is_not_the_end(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    pages(bridge, monkeypatch, lambda n: ([] if n == 1 else [record(n)], n < 2))
    bridge.fetch()
    assert bridge.codes() == ["1.000000", "1.000002"]


@pytest.mark.parametrize("same", [[], [record(1)], ["broken"] * 3])
def test_pages_without_end_are_given_up_and_told(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, same: list[Any]
) -> None:
    bridge.fetch()
    old = bridge.told
    bridge.clock.ahead = timedelta(days=2)
    monkeypatch.setattr(procedures, "PAGES_AT_MOST", 20)
    pages(bridge, monkeypatch, lambda _: (same, True))
    waits = [bridge.job.step() for _ in range(TOLD_AFTER * 20)]
    assert [wait for wait in waits if wait != PAGE_EVERY_S] == [AGAIN_S, AGAIN_S, EVERY_S]
    assert "nhiều hơn 20 trang" in bridge.faults["procedures_refused"]
    assert bridge.told == old


def test_the_pages_of_a_fetch_are_counted_over_a_restart_and_few_broken_names_are_kept(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(bridge, monkeypatch, lambda n: ([record(n), *["broken"] * 100], n < 3))
    bridge.job.step()
    bridge.restart()
    bridge.fetch()
    assert (bridge.job.broken.count, len(bridge.job.broken.named)) == (400, 5)
    assert "400 thủ tục hỏng" in bridge.faults["procedures_broken"]


def test_too_many_records_are_refused_also_on_the_last_page_and_when_put_together(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(procedures, "RECORDS_AT_MOST", 24)
    bridge.backend.page_size = 100
    assert bridge.job.step() == AGAIN_S
    assert TOPICS.procedures() not in bridge.broker.retained
    bridge.backend.catalogue = [record(number) for number in range(20)]
    bridge.fetch()
    bridge.clock.ahead = bridge.backend.now + timedelta(hours=7) - datetime.now(UTC)
    bridge.backend.catalogue = [record(number, updatedAt=1_795_000_000_000) for number in range(100, 110)]
    assert bridge.job.step() == AGAIN_S
    assert bridge.backend.pages[-1][0] is not None
    assert len(bridge.codes()) == 20


@pytest.mark.parametrize("limit", ["packed.UNPACKED_AT_MOST", "packed.UNPACKED_AT_MOST in parts", "LARGEST_FILE"])
def test_a_catalogue_too_large_for_a_kiosk_is_refused_and_leaves_no_file(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    bridge.fetch()
    old = bridge.told
    bridge.clock.ahead = timedelta(days=2)
    changed = [record(number, note="x" * 1000) for number in range(25)]
    if limit == "LARGEST_FILE":
        monkeypatch.setattr("backend_bridge.procedures.LARGEST_FILE", old.size - 1)
    else:
        monkeypatch.setattr("backend_bridge.store.packed.UNPACKED_AT_MOST", 20_000)
    if limit.endswith("in parts"):  # small as fetched, too large with what is held
        bridge.clock.ahead = bridge.backend.now + timedelta(hours=7) - datetime.now(UTC)
        changed = [record(number + 50, note="x" * 900, updatedAt=1_795_000_000_000) for number in range(20)]
    bridge.backend.catalogue = changed
    bridge.fetch()
    assert (bridge.told, len(bridge.codes())) == (old, 25)
    assert [file.name for file in bridge.files.iterdir()] == [f"procedures-{old.version}.jsonl.gz"]


def test_a_page_that_never_can_be_read_is_told(bridge: Bridge) -> None:
    bridge.backend.reachable = False
    for _ in range(TOLD_AFTER):
        assert not bridge.faults
        assert bridge.job.step() == AGAIN_S
    assert "procedures_refused" in bridge.faults
    bridge.backend.reachable = True
    bridge.fetch()
    assert not bridge.faults


def test_a_whole_fetch_that_could_not_be_kept_is_begun_anew(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Any) -> None:
        raise OSError("no space")

    with monkeypatch.context() as disk:
        disk.setattr(bridge.store, "take_over", full)
        bridge.fetch()
    bridge.backend.catalogue = [record(number) for number in range(20)]
    bridge.fetch()
    assert len(bridge.codes()) == 20


def test_control_characters_in_the_source_are_left_out(bridge: Bridge) -> None:
    bridge.backend.source = "Cổng\x1b[31m Dịch vụ\r\ncông\u202e"
    bridge.fetch()
    assert bridge.told.source == "Cổng [31m Dịch vụ công"


def test_a_catalogue_that_the_backend_or_the_settings_take_away_is_taken_back(bridge: Bridge) -> None:
    bridge.fetch()
    catalogue, bridge.backend.catalogue = bridge.backend.catalogue, None
    bridge.clock.ahead = timedelta(days=2)
    assert bridge.job.step() == EVERY_S
    assert TOPICS.procedures() not in bridge.broker.retained
    bridge.restart()
    assert TOPICS.procedures() not in bridge.broker.retained
    bridge.backend.catalogue = catalogue
    bridge.fetch()
    assert len(bridge.codes()) == 25
    off = ProceduresJob(bridge.link, bridge.backend, bridge.reach, bridge.store, bridge.files, bridge.clock, 0)
    asked = len(bridge.backend.pages)
    assert off.step() > AGAIN_S
    assert TOPICS.procedures() not in bridge.broker.retained
    assert len(bridge.backend.pages) == asked


def test_a_backend_without_the_call_is_left_in_peace(bridge: Bridge) -> None:
    bridge.backend.catalogue = None
    assert bridge.job.step() == EVERY_S
    assert TOPICS.procedures() not in bridge.broker.retained


def test_a_backend_that_is_away_is_not_asked_for_procedures_too(bridge: Bridge) -> None:
    def away() -> None:
        raise Unreachable("away")

    with pytest.raises(Unreachable):
        bridge.reach.call(away)
    assert bridge.job.step() == AGAIN_S
    assert bridge.backend.pages == []


def test_a_kiosk_that_asks_too_much_is_held_back_and_others_are_not(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge.fetch()
    version = bridge.told.version
    monkeypatch.setattr(bridge.clock, "monotonic", lambda: 1000.0)
    assert all(bridge.ask(version, 0).ok for _ in range(PER_DEVICE_A_MINUTE))
    refused = bridge.ask(version, 0)
    assert refused.error is not None and refused.error.code == "too_many_requests"
    assert bridge.ask(version, 0, "kiosk-2").ok


def test_fifty_kiosks_that_ask_at_once_all_have_a_catalogue_of_five_megabytes(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(bridge.link, bridge.files, bridge.clock)
    file_of(bridge.files, "0" * 64).parent.mkdir()
    file_of(bridge.files, "0" * 64).write_bytes(b"x")
    for part in range(163):
        monkeypatch.setattr(bridge.clock, "monotonic", lambda at=part * 0.2: 1000.0 + at)
        for kiosk in range(50):
            request = ProceduresPart(id=str(uuid.uuid4()), version="0" * 64, offset=part)
            assert shelf._answer(f"kiosk-{kiosk}", request).ok


def test_what_is_no_version_names_no_file(bridge: Bridge) -> None:
    bridge.fetch()
    topic = TOPICS.do("kiosk-1", "procedures/part")
    for version in ("../../token", "A" * 64, "", "0" * 64):
        fields = {"v": 1, "id": str(uuid.uuid4()), "version": version, "offset": 0}
        bus = MemoryBus(bridge.broker)
        bus.start()
        bus.publish(topic, json.dumps(fields).encode())
        reply = Reply.model_validate_json(bridge.broker.payloads(TOPICS.reply("kiosk-1"))[-1])
        assert reply.error is not None
        assert reply.error.code == ("not_found" if version == "0" * 64 else "bad_request")


def test_the_real_sandbox_gives_its_procedures_in_pages(
    office: Any, start_bridge: Callable[..., Any], kiosk: Any, wait_until: Callable[..., None], monkeypatch: Any
) -> None:
    monkeypatch.setattr("backend_bridge.app.FIRST_PROCEDURES_S", 0.0)
    monkeypatch.setattr("backend_bridge.adapters.rest.PROCEDURES_A_PAGE", 10)
    monkeypatch.setattr("backend_bridge.procedures.PAGE_EVERY_S", 0.01)
    heard: list[Procedures] = []
    kiosk.link.watch(Procedures, TOPICS.procedures(), heard.append)
    start_bridge()
    wait_until(lambda: heard, "the kiosk hears of the catalogue", 15)
    assert heard[0].count == 25
    replies: list[Any] = []
    kiosk.link.ask(ProceduresPart(id=str(uuid.uuid4()), version=heard[0].version, offset=0), replies.append)
    wait_until(lambda: replies, "the bridge answers")
    assert replies[0].ok and len(replies[0].data["data"]) > 1000
