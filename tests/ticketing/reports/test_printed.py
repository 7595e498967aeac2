"""`lobby report --format pdf`: pages from the journal itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from ticketing.reports.command import main
from ticketing.reports.pdf.content import numbers

if TYPE_CHECKING:
    from tests.ticketing.reports.conftest import Office


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_the_pages_have_the_numbers_of_the_sheets(office: Office) -> None:
    report = office.read("2026-H2")
    text = text_of(office.report("2026-H2", "--number", "15", ending="pdf"))
    totals = report["totals"]
    assert f"Có {numbers.count(totals['issued'])} lượt lấy số" in text and "Số: 15/BC-TTPVHCC" in text
    assert numbers.share(totals["rated"]["satisfied"], totals["rated"]["n"], report["small_below"]) in text
    assert numbers.minutes(totals["wait"]["median_s"]) in text
    assert "Nguyễn Thị Lan" in text and "Kỳ báo cáo chưa kết thúc: số liệu đến" in text


def test_every_row_of_fields_counters_and_officers_stands_on_the_pages_with_its_numbers(office: Office) -> None:
    report = office.read("2026-07")
    text = text_of(office.report("2026-07", ending="pdf"))
    rows = [*report["services"], *report["counters"], *report["officers"]]
    assert len(rows) > 30
    for row in rows:
        measures = row["measures"]
        times = [cell for kind in ("wait", "service") for cell in _spread(measures[kind])]
        line = " ".join([row["name"], *times, f"{measures['rated']['n']}"])
        assert line in text, line


def _spread(spread: dict[str, Any]) -> list[str]:
    mark = "*" if spread["small"] else ""
    told = (
        "–" if one is None else f"{one / 60:.1f}{mark}".replace(".", ",")
        for one in (spread["median_s"], spread["p90_s"])
    )
    return [str(spread["n"]), *told]


def test_the_pages_may_leave_officers_out(office: Office) -> None:
    text = text_of(office.report("2026-H2", "--no-officers", ending="pdf"))
    assert "Nguyễn Thị Lan" not in text and "KẾT QUẢ THEO CÁN BỘ" not in text


def test_a_wrong_value_of_the_form_is_named_and_the_pages_come(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, out = tmp_path / "hub.toml", tmp_path / "bao-cao.pdf"
    wrong = '\n[reports.form]\nsigner_title = "Giám đốc"\nnoi_nhan = "ai đó"\n'
    settings.write_text(office.settings.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    assert main(["--period", "2026-07-03", "--settings", str(settings), "--out", str(out), "--no-officers"]) == 0
    assert "«reports.form.noi_nhan»" in capsys.readouterr().err
    assert "GIÁM ĐỐC" in text_of(out)
