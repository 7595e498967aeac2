"""An office whose software can only export: its files as Excel and Windows leave them, and entries as files for it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Unreachable
from backend_bridge.adapters.files import FilesBackend, FilesSettings
from backend_bridge.conformance.office import entries
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE

CODE = "H15.12-261102-0004"
HEAD = "MaHoSo;MaTTHC;TenTTHC;TenLinhVuc;DonViXuLy;TrangThaiHoSo;NgayTiepNhan;NgayHenTra;ChuHoSo;MaTraCuu"
ROW = f"{CODE};1.001193;Đăng ký khai sinh;Hộ tịch;UBND xã Mường É;4;02/11/2026 08:30;05/11/2026;Lò Thị Ước;K7V8"
CSV = f"{HEAD}\r\n{ROW}\r\n"
EXPORTED = datetime(2026, 11, 3, 7, 0, tzinfo=OFFICE_ZONE)


class Exporting:
    """The office's folder, and the bridge's way to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "office"
        self.folder.mkdir()
        self.own = folder / "bridge"

    def drop(self, body: str | bytes, name: str = "ho-so.csv", at: datetime = EXPORTED) -> Path:
        file = self.folder / name
        file.write_bytes(body.encode() if isinstance(body, str) else body)
        os.utime(file, (at.timestamp(), at.timestamp()))
        return file

    def backend(self, **settings: Any) -> FilesBackend:
        return FilesBackend(FilesSettings(folder=self.folder, **settings), Around("demo", self.own, SystemClock()))


@pytest.fixture
def office(tmp_path: Path) -> Exporting:
    return Exporting(tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.encode("utf-16-be"),
        CSV.replace(";", ",").encode(),
        CSV.replace(";", "\t").encode(),
        f"sep=;\r\n{CSV}".encode(),
        CSV.replace("\r\n", "\n").rstrip().encode(),
        CSV.replace(";4;", ";Đang xử lý;").encode(),
        CSV.replace("Đăng ký khai sinh", '"Đăng ký khai sinh"').encode(),
        CSV.replace("02/11/2026 08:30", "20261102083000").replace("05/11/2026", "2026-11-05").encode(),
        json.dumps([dict(zip(HEAD.split(";"), ROW.split(";"), strict=True))]).encode(),
        json.dumps({"DanhSach": [dict(zip(HEAD.split(";"), ROW.split(";"), strict=True))]}).encode("utf-8-sig"),
        (json.dumps(dict(zip(HEAD.split(";"), ROW.split(";"), strict=True))) + "\n").encode(),
    ],
)
def test_what_excel_and_windows_leave_is_read(office: Exporting, body: bytes) -> None:
    office.drop(body)
    looked = office.backend().find(CODE, "k7v8")
    assert looked is not None
    told = looked.dossier
    assert (told.procedure, told.agency, told.status) == ("Đăng ký khai sinh", "UBND xã Mường É", 4)
    assert told.received_at == datetime(2026, 11, 2, 8, 30, tzinfo=OFFICE_ZONE)
    assert told.due_at == datetime(2026, 11, 5, 17, 0, tzinfo=OFFICE_ZONE)
    assert told.holder_masked == "L* T** Ư**"
    assert looked.as_of == EXPORTED


def test_columns_and_states_may_have_the_offices_own_names(office: Exporting) -> None:
    office.drop(CSV.replace("MaHoSo", "Số hồ sơ").replace(";4;", ";Đang giải quyết;"))
    backend = office.backend(columns={"code": "Số hồ sơ"}, statuses={"đang giải  quyết": 4})
    looked = backend.find(CODE, None)
    assert looked is not None and looked.dossier.status == 4


def test_bad_rows_are_named_and_set_aside_and_the_others_taken(
    office: Exporting, caplog: pytest.LogCaptureFixture
) -> None:
    bad = [
        ROW.replace("0004;", "0005;").replace(";4;", ";12;"),
        ROW.replace("0004;", "0006;").replace("02/11/2026 08:30", "hôm kia"),
        "H15.12-261102-0007;1.00",
        ROW.replace(CODE, " "),
    ]
    office.drop("\n".join([HEAD, *bad, ROW]))
    with caplog.at_level(logging.INFO):
        assert office.backend().find(CODE, None) is not None
    lines = [json.loads(line) for line in (office.own / "ho-so.csv.loi.jsonl").read_text("utf-8").splitlines()]
    assert lines == [
        {"dong": 2, "ma": "H15.12-261102-0005", "loi": "«TrangThaiHoSo» không phải một trong mười trạng thái"},
        {"dong": 3, "ma": "H15.12-261102-0006", "loi": "«NgayTiepNhan» không phải ngày giờ"},
        {"dong": 4, "ma": "H15.12-261102-0007", "loi": "«TenTTHC» trống"},
        {"dong": 5, "ma": "", "loi": "«MaHoSo» trống"},
    ]
    assert "4 rows left out" in caplog.text
    assert "Ước" not in caplog.text and "hôm kia" not in caplog.text


def test_a_file_that_is_still_being_written_waits_and_the_one_before_stands(office: Exporting) -> None:
    office.drop(CSV)
    backend = office.backend(settle_s=600)
    before = backend.find(CODE, None)
    (office.folder / "ho-so.csv").write_text(f"{HEAD}\n{ROW[:40]}", encoding="utf-8")
    assert backend.find(CODE, None) == before is not None
    office.drop(CSV.replace(";4;", ";9;"), at=datetime(2026, 11, 4, tzinfo=OFFICE_ZONE))
    after = backend.find(CODE, None)
    assert after is not None and (after.dossier.status, after.as_of.day) == (9, 4)


def test_a_clock_that_is_wrong_at_the_office_holds_no_file_back(office: Exporting, wait_until: Any) -> None:
    office.drop(CSV, at=datetime(2030, 1, 1, tzinfo=OFFICE_ZONE))
    backend = office.backend(settle_s=0.2)

    def is_taken() -> bool:
        try:
            return backend.find(CODE, None) is not None
        except Unreachable:
            return False

    wait_until(is_taken, "the file has not changed for a while")


@pytest.mark.parametrize("body", ["", "a;b\n1;2", "[{", b"\xff\x00\xfe", '{"x": 7}', f"{HEAD}\n;;;;;;;;;x"])
def test_a_file_that_is_no_export_is_not_taken_over(office: Exporting, body: str | bytes) -> None:
    office.drop(CSV)
    backend = office.backend()
    before = backend.find(CODE, None)
    office.drop(body, at=datetime(2026, 11, 4, tzinfo=OFFICE_ZONE))
    assert backend.find(CODE, None) == before is not None
    with pytest.raises(Unreachable):
        office.backend().find(CODE, None)


def test_the_newest_of_several_exports_counts(office: Exporting) -> None:
    office.drop(CSV, "ho-so-0311.csv")
    office.drop(CSV.replace(";4;", ";5;"), "ho-so-0411.csv", datetime(2026, 11, 4, tzinfo=OFFICE_ZONE))
    looked = office.backend().find(CODE, None)
    assert looked is not None and looked.dossier.status == 5


def test_entries_are_files_with_a_ledger_and_what_was_taken_away_is_not_written_again(office: Exporting) -> None:
    backend = office.backend()
    assert backend.send(entries(1, 2)) == 2
    (first,) = (office.folder / "nhat-ky").glob("demo-*.jsonl")
    assert first.name == "demo-0000000001-0000000002.jsonl"
    ledger = json.loads((office.folder / "nhat-ky" / "so-cai.jsonl").read_text("utf-8"))
    assert (ledger["first"], ledger["last"]) == (1, 2)
    assert ledger["sha256"] == hashlib.sha256(first.read_bytes()).hexdigest()
    first.unlink()
    assert office.backend().send(entries(1, 3)) == 3
    assert [file.name for file in (office.folder / "nhat-ky").glob("demo-*")] == ["demo-0000000003-0000000003.jsonl"]


def test_a_power_cut_between_the_ledger_and_the_name_is_mended(office: Exporting) -> None:
    backend = office.backend()
    backend.send(entries(1, 2))
    handed = office.folder / "nhat-ky"
    (handed / "demo-0000000001-0000000002.jsonl").rename(handed / ".demo-0000000001-0000000002.jsonl.tmp")
    assert office.backend().send([]) == 2
    assert (handed / "demo-0000000001-0000000002.jsonl").exists()


def test_a_ledger_line_that_was_cut_counts_as_not_written(office: Exporting) -> None:
    office.backend().send(entries(1, 2))
    ledger = office.folder / "nhat-ky" / "so-cai.jsonl"
    with ledger.open("a", encoding="utf-8") as file:
        file.write('{"file": "demo-0000000003-00')
    assert office.backend().send(entries(3, 4)) == 4
    assert [json.loads(line)["last"] for line in ledger.read_text("utf-8").splitlines()] == [2, 4]
