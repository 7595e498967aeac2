"""`lobby report`: files that offices open, sentences for what is wrong, and who looked at officers' figures."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from ticketing.desk.words import audit_words
from ticketing.reports.command import main

if TYPE_CHECKING:
    from tests.ticketing.reports.conftest import Office


def refusal(office: Office, capsys: pytest.CaptureFixture[str], *asked: str) -> str:
    assert main(["--settings", str(office.settings), *asked]) == 1
    said = capsys.readouterr().err.strip()
    assert "Traceback" not in said
    return said


def test_a_workbook_has_real_numbers_percents_and_heads_that_stay(office: Office) -> None:
    report = office.read("2026-H2", "--by", "field,officer")
    book = load_workbook(office.report("2026-H2", "--by", "field,officer", ending="xlsx"))
    assert book.sheetnames[:5] == ["Tổng hợp", "Lĩnh vực", "Quầy", "Cán bộ", "Giờ trong ngày"]
    assert "Bảng chéo" in book.sheetnames and "Đánh giá" in book.sheetnames
    sheet = book["Cán bộ"]
    assert sheet.freeze_panes == "B3" and sheet["A3"].value == "Nguyễn Thị Lan"
    heads = {cell.value: cell.column for cell in sheet[2]}
    assert "Lấy số" not in heads, "a number is taken in a field's line, at no counter"
    first = report["officers"][0]["measures"]
    share = sheet.cell(3, heads["Tỷ lệ hài lòng"])
    assert share.value == pytest.approx(first["rated"]["share"]) and share.number_format.startswith("0.0%")
    wait = sheet.cell(3, heads["Chờ: trung vị (phút)"])
    assert wait.value == pytest.approx(first["wait"]["median_s"] / 60)
    small = first["rated"]["small"]
    assert share.number_format.endswith('"*"') == small
    assert sheet.column_dimensions["A"].width > 11
    days = book["Ngày"]
    assert isinstance(days["A3"].value, datetime) and days["A3"].number_format == "dd/mm/yyyy"


def test_a_csv_opens_in_excel_with_vietnamese_letters(office: Office) -> None:
    content = office.report("2026-H2", ending="csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    titles = [row[0] for row in rows if len(row) == 1]
    assert titles[:5] == ["Báo cáo", "Số liệu chung", "Theo lĩnh vực", "Theo quầy", "Theo cán bộ"]
    lan = next(row for row in rows if row and row[0] == "Nguyễn Thị Lan")
    heads = rows[rows.index(["Theo cán bộ"]) + 1]
    served = office.read("2026-H2")["officers"][0]["measures"]["served"]
    assert lan[heads.index("Đã phục vụ")] == str(served)


def test_the_form_is_told_by_the_files_name_and_may_go_to_the_screen(
    office: Office, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert office.report("2026-07", ending="csv").read_bytes().startswith(b"\xef\xbb\xbf")
    asked = ["--period", "2026-07", "--settings", str(office.settings), "--format", "json", "--out", "-"]
    assert main(asked) == 0
    assert json.loads(capsysbinary.readouterr().out)["period"]["title"] == "Tháng 7 năm 2026"


def test_every_look_at_officers_figures_is_written_down(office: Office) -> None:
    before = len(office.looks())
    without = office.read("2026-07", "--without-officers")
    assert without["officers"] is None and len(office.looks()) == before
    office.read("2026-07")
    looks = office.looks()
    assert len(looks) == before + 1 and looks[0].endswith("2026-07 json")
    assert audit_words(looks[0]) == "Xem số liệu của cán bộ: 2026-07 json"


def test_what_is_wrong_is_said_with_an_example(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2026-Q4 (quý)" in refusal(office, capsys, "--period", "2026-Q7")
    assert "chưa bắt đầu" in refusal(office, capsys, "--period", "2031")
    assert "«phong»" in refusal(office, capsys, "--period", "2026", "--by", "phong")
    assert "một lần" in refusal(office, capsys, "--period", "2026", "--by", "field,field")
    unseen = refusal(office, capsys, "--period", "2026", "--by", "officer", "--without-officers")
    assert "--without-officers" in unseen
    nowhere = refusal(office, capsys, "--period", "2026", "--out", "/khong/co/r.json")
    assert "/khong/co/r.json" in nowhere


def test_without_a_journal_it_is_said_where_none_is(
    tmp_path: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "hub.toml"
    empty.write_text(office.settings.read_text(encoding="utf-8").replace(str(office.state), str(tmp_path / "moi")))
    assert main(["--settings", str(empty), "--period", "2026", "--without-officers"]) == 1
    assert "Chưa có sổ hàng đợi" in capsys.readouterr().err
    assert main(["--settings", str(empty), "--period", "2026"]) == 1
    assert "--without-officers" in capsys.readouterr().err
    assert not (tmp_path / "moi").exists(), "nothing is made where nothing was"


def test_a_name_that_looks_like_a_formula_stays_a_text(office: Office, tmp_path: Path) -> None:
    tricky = tmp_path / "hub.toml"
    tricky.write_text(office.settings.read_text(encoding="utf-8").replace('"Đất đai"', "'=HYPERLINK(\"x\")'"))
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"r.{ending}"
        assert main(["--settings", str(tricky), "--period", "2026-07", "--out", str(out)]) == 0
    assert "'=HYPERLINK" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    cell = load_workbook(tmp_path / "r.xlsx")["Lĩnh vực"]["A3"]
    assert cell.value == '=HYPERLINK("x")' and cell.data_type == "s"


def test_a_disk_that_fills_up_leaves_the_report_that_was_there(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office.report("2026-H2", ending="csv").read_bytes()

    def half(place: Path, content: bytes) -> int:
        with place.open("wb") as out:
            out.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    out = office.folder / "bao-cao.csv"
    assert "Không ghi được tệp" in refusal(office, capsys, "--period", "2026-07", "--out", str(out))
    assert out.read_bytes() == before
    assert [place.name for place in office.folder.iterdir() if place.name.startswith(".bao-cao")] == []
