"""The kiosk keeps its catalogue like the bridge's: whole or not at all, and what a keeper imported newer stays."""

from __future__ import annotations

import base64
import fcntl
import gzip
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue import syncing
from kiosk.catalogue.fetching import PartFile, WrongPart
from kiosk.catalogue.importing import SHIPPED, SHIPPED_SOURCE, import_file
from kiosk.catalogue.installing import DONE, FAILED, NOT_WHOLE, REFUSED, Synced, synced
from kiosk.catalogue.store import CatalogueError, open_catalogue
from kiosk.catalogue.syncing import CatalogueSync, Installed, wanted
from lobby.clock import HandClock, SystemClock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.procedures import PART_BYTES, Procedures, ProceduresBytes, ProceduresPart
from lobby.contract.replies import Reply, accept, refuse
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.answering import Answerer
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

TOPICS = Topics("demo")
NEWEST = datetime(2026, 7, 18, tzinfo=UTC)
SOURCE = "Cổng Dịch vụ công quốc gia, 18/7/2026"


class BridgeTwin:
    """A bridge with one catalogue: `give` tells of it, `bytes_at` may be made to lie, `asked` is what kiosks asked."""

    def __init__(self, broker: MemoryBroker) -> None:
        self.broker = broker
        self.bus = MemoryBus(broker)
        self.file = b""
        self.asked: list[int] = []
        self.silent_after = 10**9
        self.told = Procedures.model_validate(Procedures.example)
        answerer = Answerer(self.bus, TOPICS, self._answer, lambda verb: verb.startswith("procedures/"))
        self.bus.subscribe(TOPICS.do("+", "procedures/#"), self._take(answerer))
        self.bus.start()

    def give(self, records: list[Any], newest: datetime = NEWEST) -> Procedures:
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
        self.file = gzip.compress(lines.encode(), mtime=0)
        fields = {"version": hashlib.sha256(self.file).hexdigest(), "size": len(self.file), "count": len(records)}
        fields |= {"rev": self.told.rev + 1, "at": datetime.now(UTC), "newest": newest, "source": SOURCE}
        self.told = Procedures.model_validate({**Procedures.example, **fields})
        self.bus.publish(TOPICS.procedures(), self.told.model_dump_json().encode(), retained=True)
        return self.told

    def _take(self, answerer: Answerer) -> Callable[[Any], None]:
        return lambda incoming: answerer.take(incoming) if len(self.asked) < self.silent_after else None

    def _answer(self, device: str, request: Any) -> Reply:
        assert isinstance(request, ProceduresPart)
        self.asked.append(request.offset)
        if request.version != self.told.version:
            return refuse(request.id, Refused(ErrorCode.NOT_FOUND))
        data = base64.b64encode(self.file[request.offset : request.offset + PART_BYTES]).decode()
        return accept(request.id, ProceduresBytes(version=request.version, offset=request.offset, data=data))


class Kiosk:
    """A kiosk's sync, stepped by hand until something is so."""

    def __init__(self, broker: MemoryBroker, folder: Path) -> None:
        clock = SystemClock()
        self.file = folder / "catalogue.db"
        self.link = DeviceLink(MemoryBus(broker), TOPICS, "kiosk-1", Role.KIOSK, clock, folder)
        self.sync = CatalogueSync(self.link, self.file, clock)
        self.sync.start()
        self.link.start()

    def until(self, there: Callable[[], object], within_s: float = 30) -> None:
        ends = time.monotonic() + within_s
        while not there():
            assert time.monotonic() < ends, "not in time"
            self.step()

    def gets(self, told: Procedures) -> None:
        self.until(lambda: self.has(told))

    def step(self, times: int = 1) -> None:
        for _ in range(times):
            self.link.step()
            self.sync.step()

    def codes(self) -> list[str]:
        try:
            catalogue = open_catalogue(self.file)
        except CatalogueError:
            return []
        found = sorted(entry.code for entry in catalogue.entries().values())
        catalogue.close()
        return found

    def has(self, told: Procedures) -> bool:
        last = synced(self.file)
        return last is not None and last.version == told.version and last.mark is not None


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "ASKS_EVERY_S", 0.0)
    monkeypatch.setattr(syncing, "AGAIN_S", 0.0)


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def bridge(broker: MemoryBroker) -> BridgeTwin:
    return BridgeTwin(broker)


@pytest.fixture
def kiosk(broker: MemoryBroker, tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(broker, tmp_path)
    yield kiosk
    kiosk.sync.stop()


@pytest.fixture
def records() -> list[Any]:
    return [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]


def test_the_bridges_catalogue_is_fetched_in_parts_and_stands_with_its_source(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any]
) -> None:
    told = bridge.give(records)
    kiosk.until(lambda: kiosk.has(told))
    assert kiosk.codes() == sorted(record["code"].strip() for record in records)
    assert bridge.asked == list(range(0, told.size, PART_BYTES))
    assert len(bridge.asked) > 1
    catalogue = open_catalogue(kiosk.file)
    assert catalogue.version().source == SOURCE
    catalogue.close()
    kiosk.until(lambda: not list(kiosk.file.parent.glob("*.gz")))


def test_what_stands_is_not_fetched_again_after_a_restart(
    broker: MemoryBroker, bridge: BridgeTwin, kiosk: Kiosk, records: list[Any], tmp_path: Path
) -> None:
    told = bridge.give(records[:3])
    kiosk.until(lambda: kiosk.has(told))
    kiosk.sync.stop()
    before = len(bridge.asked)
    again = Kiosk(broker, tmp_path)
    again.step(20)
    assert len(bridge.asked) == before


def test_a_newer_catalogue_of_the_bridge_takes_the_place_of_its_older_one_also_when_it_is_smaller(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any]
) -> None:
    kiosk.gets(bridge.give(records[:5]))
    kiosk.gets(bridge.give(records[:2], NEWEST - timedelta(days=9)))
    assert len(kiosk.codes()) == 2


def test_a_cut_fetch_leaves_the_old_catalogue_and_goes_on_where_it_was_after_a_restart(
    broker: MemoryBroker, bridge: BridgeTwin, kiosk: Kiosk, records: list[Any], tmp_path: Path
) -> None:
    kiosk.gets(bridge.give(records[:2]))
    bridge.asked.clear()
    bridge.silent_after = 1
    told = bridge.give(records)
    kiosk.until(lambda: len(bridge.asked) == 1)
    kiosk.step(5)
    assert len(kiosk.codes()) == 2
    kiosk.sync.stop()
    bridge.silent_after = 10**9
    again = Kiosk(broker, tmp_path)
    again.until(lambda: again.has(told))
    assert bridge.asked == list(range(0, told.size, PART_BYTES)), "no part was asked for twice"
    assert len(again.codes()) == 25
    again.sync.stop()


def test_bytes_that_are_not_the_version_are_thrown_away_and_fetched_again(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any]
) -> None:
    good = bridge.file
    told = bridge.give(records[:4])
    good, bridge.file = bridge.file, b"\0" * told.size
    kiosk.until(lambda: len(bridge.asked) >= 1 and bridge.asked.count(0) >= 2)
    assert kiosk.codes() == []
    bridge.file = good
    kiosk.until(lambda: kiosk.has(told))
    assert len(kiosk.codes()) == 4


def test_a_broken_record_is_named_to_the_keeper_and_the_others_stand(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any]
) -> None:
    broken = {"code": "1.9", "name": 5, "updatedAt": 1}
    told = bridge.give([*records[:2], broken])
    kiosk.until(lambda: kiosk.has(told) and kiosk.link.faults.standing())
    (fault,) = kiosk.link.faults.standing()
    assert (fault.code, "1.9" in fault.detail) == ("catalogue_broken", True)
    assert len(kiosk.codes()) == 2
    told = bridge.give(records[:2])
    kiosk.until(lambda: kiosk.has(told) and not kiosk.link.faults.standing())


def test_a_catalogue_of_broken_records_alone_leaves_the_old_one_and_is_told(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any]
) -> None:
    kiosk.gets(bridge.give(records[:2]))
    bridge.give([{"code": "1.9"}])
    kiosk.until(lambda: [fault.code for fault in kiosk.link.faults.standing()] == ["catalogue_sync"], 60)
    assert len(kiosk.codes()) == 2


def test_what_a_keeper_imported_newer_stays_and_older_gives_way(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any], tmp_path: Path
) -> None:
    mine = tmp_path / "thu-tuc.jsonl"
    mine.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    newest = import_file(mine, kiosk.file, "tệp của người giữ máy", datetime.now(UTC)).version.newest
    bridge.give(records[:3], newest)
    kiosk.step(50)
    assert (bridge.asked, len(kiosk.codes())) == ([], 25)
    told = bridge.give(records[:3], newest + timedelta(seconds=1))
    kiosk.until(lambda: kiosk.has(told))
    assert len(kiosk.codes()) == 3


def test_what_stands_and_what_comes() -> None:
    told = Procedures.model_validate(Procedures.example)
    other = told.model_copy(update={"version": "0" * 64})
    mine, ours = Installed(told.newest, False, (1, 1)), Synced(told.version, (1, 1), 25, ())
    assert wanted(told, None, None)
    assert not wanted(told, mine, None), "the keeper's own import of the same day"
    assert wanted(told, Installed(told.newest, True, (1, 1)), None), "what came with the product gives way"
    assert not wanted(told, Installed(told.newest + timedelta(days=1), True, (1, 1)), None)
    assert not wanted(told, mine, ours) and wanted(other, mine, ours)
    assert not wanted(other, mine, Synced(told.version, (2, 2), 25, ())), "imported by hand after the sync"
    assert wanted(told, mine, Synced(told.version, None, 0, ())), "cut off before it was known to be ours"


@pytest.mark.parametrize(
    "changed", [{"offset": 1}, {"version": "0" * 64}, {"data": ""}, {"data": "!!!"}, {"data": "QUJD" * 10_001}]
)
def test_a_part_that_does_not_fit_is_not_kept(tmp_path: Path, changed: dict[str, Any]) -> None:
    told = Procedures.model_validate({**Procedures.example, "size": 30_000})
    part = PartFile(tmp_path / "catalogue.db", told)
    part.open()
    with pytest.raises(WrongPart):
        part.take(Reply(id="1", ok=True, data={"version": told.version, "offset": 0, "data": "QUJD", **changed}))
    part.take(Reply(id="1", ok=True, data={"version": told.version, "offset": 0, "data": "QUJD"}))
    assert part.path.read_bytes() == b"ABC"


def test_a_version_that_the_bridge_has_no_more_is_given_up_until_it_tells_of_another(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any]
) -> None:
    import_file(SHIPPED, kiosk.file, SHIPPED_SOURCE, datetime.now(UTC))
    bridge.give(records[:3], datetime.now(UTC))
    bridge.told = bridge.told.model_copy(update={"version": "0" * 64})
    kiosk.step(20)
    assert (bridge.asked, len(kiosk.codes())) == ([0], 25)
    told = bridge.give(records[:4], datetime.now(UTC))
    kiosk.until(lambda: kiosk.has(told))


class Child:
    """A child that builds: `code` once it has ended."""

    def __init__(self, code: int | None) -> None:
        self.code = code

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = -9


class Hour:
    """A sync with a file that is whole and children that end as they are told, over `seconds` of a twin's clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, folder: Path, code: int | None) -> None:
        monkeypatch.setattr(syncing, "AGAIN_S", 60.0)
        self.clock = HandClock(NEWEST)
        self.built: list[float] = []
        link = DeviceLink(MemoryBus(broker), TOPICS, "kiosk-1", Role.KIOSK, self.clock, folder)
        self.faults = link.faults
        self.sync = CatalogueSync(link, folder / "catalogue.db", self.clock)

        def begun(*_given: object) -> Child:
            self.built.append(self.clock.monotonic())
            return Child(code)

        monkeypatch.setattr(syncing, "begun", begun)
        self.told = Procedures.model_validate({**Procedures.example, "size": 1})
        self.tell(self.told)

    def tell(self, told: Procedures) -> None:
        part = PartFile(self.sync._catalogue, told)
        part.path.write_bytes(b"x")
        self.sync._told.put(told)

    def goes_by(self, seconds: int) -> None:
        for _ in range(seconds):
            self.sync.step()
            self.clock.forward(1)


def test_a_catalogue_that_can_never_be_used_is_built_once_and_told_until_another_comes(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, REFUSED)
    hour.goes_by(3600)
    hour.tell(hour.told)
    hour.goes_by(3600)
    assert len(hour.built) == 1
    assert "không dùng được" in hour.faults.standing()[0].detail
    hour.tell(hour.told.model_copy(update={"version": "0" * 64}))
    hour.goes_by(3)
    assert len(hour.built) == 2


def test_what_fails_for_another_reason_is_tried_again_after_ever_longer_waits(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, FAILED)
    hour.goes_by(3600)
    waits = [round(after - before) for before, after in pairwise(hour.built)]
    assert len(waits) >= 4 and all(after >= 1.9 * before >= 100 for before, after in pairwise(waits))
    hour.sync._unbuilt = 5000
    hour.sync._fail("again")
    assert hour.sync._not_before - hour.clock.monotonic() == syncing.AGAIN_AT_MOST_S


def test_a_child_that_does_not_end_is_ended_and_its_version_is_not_built_again(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, None)
    hour.goes_by(int(syncing.BUILDS_S) - 5)
    assert isinstance(child := hour.sync._child, Child) and child.code is None
    hour.goes_by(7200)
    assert (child.code, hour.sync._child, len(hour.built)) == (-9, None, 1)


@pytest.mark.parametrize("fault", [OSError("no process"), ValueError("embedded null byte")])
def test_a_child_that_cannot_be_begun_does_not_end_the_kiosk(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path, fault: Exception
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, 0)

    def begun(*_given: object) -> None:
        raise fault

    monkeypatch.setattr(syncing, "begun", begun)
    hour.goes_by(600)
    assert [one.code for one in hour.faults.standing()] == ["catalogue_sync"]


def test_where_too_many_ask_the_kiosk_waits_a_little_and_that_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, 0)
    hour.sync._part = PartFile(hour.sync._catalogue, hour.told)
    for _ in range(9):
        hour.sync._take(refuse("1", Refused(ErrorCode.TOO_MANY_REQUESTS)))
        assert 2 <= hour.sync._not_before - hour.clock.monotonic() <= 10
    assert hour.faults.standing() == ()


def test_a_part_that_came_ends_the_count_of_unanswered_questions_and_what_stands_already_the_fault(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, 0)
    sync = hour.sync
    data = {"version": hour.told.version, "offset": 0, "data": "QQ=="}
    for _ in range(2):
        for _ in range(2):
            sync._part = PartFile(sync._catalogue, hour.told)
            sync._take(None)
        sync._part = PartFile(sync._catalogue, hour.told)
        sync._take(Reply(id="1", ok=True, data=data))
    assert hour.faults.standing() == ()
    for _ in range(3):
        sync._part = PartFile(sync._catalogue, hour.told)
        sync._take(None)
    assert hour.faults.standing()
    import_file(SHIPPED, sync._catalogue, "tệp của người giữ máy", datetime.now(UTC))
    hour.tell(hour.told.model_copy(update={"newest": NEWEST - timedelta(days=99)}))
    hour.goes_by(3)
    assert hour.faults.standing() == ()


def test_a_part_that_was_written_half_is_gone_on_with_from_what_the_disk_has(
    monkeypatch: pytest.MonkeyPatch, broker: MemoryBroker, tmp_path: Path
) -> None:
    hour = Hour(monkeypatch, broker, tmp_path, 0)
    sync = hour.sync
    sync._part = PartFile(sync._catalogue, hour.told)

    def half(_reply: Reply) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(sync._part, "take", half)
    sync._take(Reply(id="1", ok=True))
    hour.goes_by(62)
    assert len(hour.built) == 1, "the byte on the disk is the whole file"


def test_a_source_that_begins_as_an_option_is_taken_as_it_is(
    bridge: BridgeTwin, kiosk: Kiosk, records: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "SOURCE", "--help")
    kiosk.gets(bridge.give(records[:2]))
    catalogue = open_catalogue(kiosk.file)
    assert catalogue.version().source == "--help"
    catalogue.close()


def test_only_what_is_wrong_in_the_file_itself_is_refused_for_good(tmp_path: Path) -> None:
    file, catalogue = tmp_path / "a.jsonl.gz", tmp_path / "catalogue.db"

    def code(content: bytes, version: str | None = None, folder: Path = catalogue) -> int:
        file.write_bytes(content)
        given = ["--version", version or hashlib.sha256(content).hexdigest(), "--source=S"]
        command = [sys.executable, "-m", "kiosk.catalogue.installing", str(file), "--catalogue", str(folder), *given]
        return subprocess.run(command, check=False, capture_output=True).returncode

    good = gzip.compress(SHIPPED.read_bytes())
    assert code(good) == DONE
    assert code(good, "0" * 64) == NOT_WHOLE
    assert code(b"no gzip") == code(gzip.compress(b'{"code": "1.9"}')) == code(good[:-9]) == REFUSED
    with (tmp_path / ".catalogue.db.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert code(good) == FAILED, "another import is at work"
    assert code(good, None, file / "catalogue.db") == FAILED, "there is no such folder"
