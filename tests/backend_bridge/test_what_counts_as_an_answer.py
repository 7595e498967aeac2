"""Whether the backend is reached is told by what it answered alone, and in words that repeat nothing of a citizen's."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from backend_bridge.adapters.adapter import Around, adapter, open_backend
from backend_bridge.adapters.backend import Failed, Figures, Looked, Unreachable, hands_over
from backend_bridge.adapters.national_session import Gateway
from backend_bridge.adapters.rest import RestBackend
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.figures import FiguresJob
from backend_bridge.reach import Reach
from backend_bridge.store.lookups import SCHEMA, LastFigures
from backend_bridge.watch import Watch
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.database import Database
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
CODE = "H15.12-250701-0001"


class WithoutFigures(TwinBackend):
    """A backend whose adapter has no such call, like the national gateway's: nobody is asked."""

    def results(self) -> Figures | None:  # type: ignore[override]
        return None


class Handing(WithoutFigures):
    """A backend that is away, and whose entries go into a folder; its hand is `folder_is_there`."""

    hands_over = True
    folder_is_there = True

    def find(self, code: str, check: str | None) -> Looked | None:
        raise Unreachable("the gateway is away")

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        if not self.folder_is_there:
            raise Unreachable("folder for entries: No such file or directory")
        return super().send(entries)


class Saying:
    """A line whose hand is the status and words of the answer."""

    def __init__(self, status: int, words: str) -> None:
        self.answer = status, words.encode()

    def call(self, *_: object, **__: object) -> tuple[int, bytes]:
        return self.answer


@pytest.fixture
def clock():
    return HandClock(MORNING)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "lookups.db", SCHEMA, "NORMAL")
    database.start()
    yield database
    database.stop()


def test_an_outage_lasts_though_an_adapter_has_no_figures_to_ask_for(tmp_path, clock, database):
    backend, reach = WithoutFigures(), Reach(clock)
    link = DeviceLink(MemoryBus(MemoryBroker()), Topics("demo"), "bridge", Role.BRIDGE, clock, tmp_path)
    figures = FiguresJob(link, backend, reach, LastFigures(database), clock, 30.0)
    backend.reachable = False
    with pytest.raises(Unreachable):
        reach.call(lambda: backend.find(CODE, None))
    clock.forward(60)
    figures.step()
    assert reach.away is not None and reach.away.since == MORNING
    assert reach.answered_at is None
    backend.reachable = True
    reach.call(lambda: backend.find(CODE, None))
    assert reach.away is None


def test_entries_that_go_into_a_folder_end_no_outage_and_have_a_fault_of_their_own(
    start_bridge, kiosk, hub, wait_until
):
    backend = Handing()
    (watch,) = (part for part in start_bridge(backend=backend)._parts if isinstance(part, Watch))
    assert kiosk.find(CODE).error.code == "backend_unreachable"
    began = watch._reach.away.since
    hub.happen(3)
    wait_until(lambda: len(backend.events) == 3, "the folder holds all")
    assert watch._reach.away.since == began
    backend.folder_is_there = False
    hub.happen(1)
    wait_until(lambda: "entries_folder" in {one.code for one in watch._faults.standing()}, "the keeper is told")
    assert "backend_unreachable" in {one.code for one in watch._faults.standing()}
    backend.folder_is_there = True
    wait_until(lambda: len(backend.events) == 4, "the folder holds all again", 60.0)
    wait_until(lambda: "entries_folder" not in {one.code for one in watch._faults.standing()}, "it is over")
    assert watch._reach.away.since == began


def test_which_adapters_hand_entries_over_another_way(tmp_path):
    (tmp_path / "secret").write_text("mat-khau-2-day", encoding="utf-8")
    (tmp_path / "url").write_text("sqlite:///x.db", encoding="utf-8")
    around, folder = Around("demo", tmp_path / "own", HandClock(MORNING)), str(tmp_path / "nhat-ky")
    here = {"username": "sanh", "password_file": tmp_path / "secret", "unit": "H15", "url": "http://127.0.0.1:9"}
    view = {"url_file": tmp_path / "url", "view": "ho_so"}
    rest = {"url": "http://127.0.0.1:9", "token_file": tmp_path / "secret"}
    told = [
        ({"adapter": "national", **here, "entries": folder}, True),
        ({"adapter": "national", **here, "journal_service": "NhanNhatKy"}, False),
        ({"adapter": "sql", **view, "entries": folder}, True),
        ({"adapter": "sql", **view, "journal": "nhat_ky"}, False),
        ({"adapter": "files", "folder": tmp_path}, True),
        ({"adapter": "rest", **rest}, False),
    ]
    for fields, expected in told:
        settings = adapter(str(fields["adapter"])).settings.model_validate(fields)
        assert hands_over(open_backend(settings, around)) is expected, fields


@pytest.mark.parametrize("status", [403, 409, 500, 503])
def test_words_that_may_repeat_a_dossier_or_an_entry_are_not_logged(clock, caplog, status):
    words = f"Lỗi ở hồ sơ {CODE} của ông Nguyễn Văn An"
    reach = Reach(clock)
    backend = RestBackend("http://127.0.0.1:9", "t" * 20, "demo", 1.0, clock.monotonic)
    backend._line = Saying(status, words)
    gateway = Gateway(Saying(status, words), ("/login", "/g"), "u", "p", "H15", ("401",))
    caplog.set_level(logging.DEBUG)
    for ask in (
        lambda: backend.find(CODE, None),
        lambda: backend.send([{"seq": 1}]),
        lambda: gateway.call("TraCuuHoSo"),
    ):
        with pytest.raises(Unreachable):
            reach.call(ask)
        reach.answered()
    assert caplog.text.count("backend not reached") == 3
    assert CODE not in caplog.text and "Nguyễn" not in caplog.text


def test_the_words_of_a_backend_that_fell_over_an_entry_are_kept_for_who_tells_them_cleaned():
    backend = RestBackend("http://127.0.0.1:9", "t" * 20, "demo", 1.0, lambda: 0.0)
    backend._line = Saying(500, "kind not known")
    with pytest.raises(Failed, match="kind not known"):
        backend.send([{"seq": 1}])
