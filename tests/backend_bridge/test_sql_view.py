"""An office whose database has a view for the lobby: read and never changed, its password told to nobody."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Unreachable
from backend_bridge.adapters.sql import ADAPTER, SqlBackend
from backend_bridge.adapters.sql_access import access
from backend_bridge.adapters.sql_settings import SqlSettings
from backend_bridge.conformance.office import entries
from lobby.clock import SystemClock
from lobby.settings.load import SettingsError, check

CODE = "H15.12-261102-0004"
Opening = Callable[..., SqlBackend]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    file = tmp_path / "office.db"
    database = sqlite3.connect(file)
    database.executescript(
        """
        CREATE TABLE h (so TEXT, thu_tuc TEXT, tt INTEGER, nhan TEXT, ten TEXT, ma TEXT);
        INSERT INTO h VALUES
            ('H15.12-261102-0004', 'Đăng ký khai sinh', 4, '2026-11-02 08:30:00', 'Lò Thị Ước', 'K7V8'),
            ('H15.12-261102-0009', 'Đăng ký kết hôn', 9, '2026-11-01', 'Cầm Sơn', NULL);
        CREATE VIEW v AS SELECT * FROM h;
        CREATE VIEW f AS SELECT 1 received, 2 processing, 3 on_time, 4 overdue, 5 supplement, 6 ready, 7 returned;
        """
    )
    database.close()
    return file


@pytest.fixture
def opened(office: Path, tmp_path: Path) -> Opening:
    url = tmp_path / "url"
    url.write_text(f"sqlite:///file:{office}?mode=rw&uri=true\n", encoding="utf-8")
    columns = {
        "code": "so",
        "procedure": "thu_tuc",
        "status": "tt",
        "received_at": "nhan",
        "holder": "ten",
        "check": "ma",
    }

    def opens(**more: Any) -> SqlBackend:
        (tmp_path / "share").mkdir(exist_ok=True)
        fields = {"url_file": url, "view": "v", "entries": tmp_path / "share" / "nhat-ky", "columns": columns, **more}
        return ADAPTER.open(check(SqlSettings, fields, "bridge.toml"), Around("demo", tmp_path, SystemClock()))

    return opens


def test_a_view_with_the_offices_own_columns_is_enough(opened: Opening) -> None:
    looked = opened().find(CODE, "k7v8")
    assert looked is not None
    assert (looked.dossier.procedure, looked.dossier.status, looked.dossier.holder_masked) == (
        "Đăng ký khai sinh", 4, "L* T** Ư**",
    )  # fmt: skip
    assert looked.dossier.received_at.isoformat() == "2026-11-02T08:30:00+07:00"


def test_a_dossier_without_a_check_code_is_opened_by_none(opened: Opening) -> None:
    for guess in ("", "None", "NULL", "K7V8"):
        looked = opened().find("H15.12-261102-0009", guess)
        assert looked is not None and looked.dossier.steps is None


def test_what_can_be_collected_is_found_by_a_number_too(opened: Opening) -> None:
    figures = opened(figures_view="f").results()
    assert figures is not None
    assert (figures.counts.received, [one.dossier for one in figures.ready]) == (1, ["H15.12-261102-0009"])


def test_reading_can_change_nothing(office: Path) -> None:
    way = access(f"sqlite:///{office}", 2.0)
    with pytest.raises(Unreachable):
        way.read(lambda rows: rows.execute(text("DELETE FROM h")))
    assert way.read(lambda rows: rows.execute(text("SELECT count(*) FROM h")).scalar()) == 2


def test_entries_may_go_into_files_beside_a_database_that_takes_none(opened: Opening, tmp_path: Path) -> None:
    assert opened().send(entries(1, 2)) == 2
    (written,) = (tmp_path / "share" / "nhat-ky").glob("demo-*.jsonl")
    assert [json.loads(line)["seq"] for line in written.read_text("utf-8").splitlines()] == [1, 2]


@pytest.mark.parametrize("ways", [{"entries": None}, {"journal": "nhat_ky"}])
def test_a_way_up_must_be_chosen_and_one_alone(opened: Opening, ways: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="chỉ một trong hai: «journal»"):
        opened(**ways)


@pytest.mark.parametrize("view", ["v; DROP TABLE h", "a.b.c", "1v", 'v"'])
def test_what_is_no_name_of_a_view_is_refused(opened: Opening, view: str) -> None:
    with pytest.raises(SettingsError, match="«view»"):
        opened(view=view)


def test_a_view_without_a_needed_column_is_named_for_the_keeper(opened: Opening) -> None:
    with pytest.raises(Unreachable) as told:
        opened(columns={"code": "so"}).find(CODE, None)
    assert "TrangThaiHoSo" in told.value.detail


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mot chuoi khong phai dia chi", "không đúng mẫu"),
        ("khonghieu://a:b1mat@may/co-so", "Không biết loại"),
        ("firebird+nodriver://a:b1mat@may/co-so", "Không biết loại"),
        ("oracle+cx_oracle://a:b1mat@may/co-so", "Chưa cài trình điều khiển"),
    ],
)
def test_an_address_or_driver_that_is_wrong_is_told_without_the_password(url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as told:
        access(url, 1.0)
    assert "b1mat" not in str(told.value)


def test_a_failure_tells_neither_the_question_nor_the_address(opened: Opening, office: Path) -> None:
    backend = opened()
    office.rename(office.with_suffix(".gone"))
    with pytest.raises(Unreachable) as told:
        backend.find(CODE, "K7V8")
    assert not any(word in told.value.detail for word in (CODE, "K7V8", "office", "SELECT"))
