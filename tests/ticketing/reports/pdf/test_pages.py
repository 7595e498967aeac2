"""Reports on paper: what a reader finds on the pages, how they break, and that they can be made anew byte by byte."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.ticketing.reports.pdf import samples
from ticketing.reports.as_pdf import draw
from ticketing.reports.model import CrossRow, CrossTable, Report
from ticketing.reports.pdf import styles
from ticketing.reports.pdf.content.form import Form
from ticketing.reports.pdf.widths import shared

_VIETNAMESE = "ăằắẳẵặâầấẩẫậđêềếểễệôồốổỗộơờớởỡợưừứửữựàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ"


def pages(report: Report, form: Form | None = None) -> list[str]:
    """Return the text of each page with its spaces made one."""
    reader = PdfReader(io.BytesIO(draw(report, form or Form())))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def whole(report: Report, form: Form | None = None) -> str:
    return " ".join(pages(report, form))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-11-23", "thứ Hai, ngày 23/11/2026"),
        ("2026-W47", "tuần 47 năm 2026"),
        ("2026-11", "tháng 11 năm 2026"),
        ("2026-Q4", "quý IV năm 2026"),
        ("2026-H1", "6 tháng đầu năm 2026"),
        ("2026", "năm 2026"),
    ],
)
def test_every_period_has_the_form_of_an_administrative_paper(name: str, title: str) -> None:
    first, *rest = pages(samples.report(name))
    assert "ỦY BAN NHÂN DÂN PHƯỜNG TÔ HIỆU TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in first
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in first
    assert "Số: ……/BC-TTPVHCC" in first and "Tô Hiệu, ngày 05 tháng 01 năm 2027" in first
    assert f"BÁO CÁO Kết quả tiếp đón, phục vụ và ý kiến đánh giá của người dân {title}" in first
    assert "I. KẾT QUẢ CHUNG" in first
    signed = next(page for page in rest if "Nơi nhận:" in page)
    assert "Ủy ban nhân dân phường Tô Hiệu (để báo cáo);" in signed and "THỦ TRƯỞNG ĐƠN VỊ" in signed


def test_pages_are_numbered_from_the_second_on() -> None:
    first, *rest = pages(samples.report("2026-H1"))
    assert not first.startswith("1 ")
    assert all(page.startswith(f"{number} ") for number, page in enumerate(rest, 2))


def test_the_text_is_found_by_every_vietnamese_letter_and_by_its_names() -> None:
    names = ["Quàng Thị Phượng", "Đỗ Hữu Nghĩa", "Lò Văn Ánh"]
    text = whole(samples.report("2026-11", fields=[_VIETNAMESE[:34], _VIETNAMESE[34:]], officers=names))
    assert all(letter in text for letter in _VIETNAMESE)
    assert all(name in text for name in names)
    assert unicodedata.is_normalized("NFC", text)


def test_the_fonts_are_in_the_file_and_the_margins_are_those_of_the_decree() -> None:
    reader = PdfReader(io.BytesIO(draw(samples.report("2026-11"), Form())))
    page = reader.pages[1]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts if font["/Subtype"] == "/TrueType")
    assert any("LiberationSerif" in font["/BaseFont"] for font in fonts)
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    millimetres = [round(side / 72 * 25.4) for side in (styles.TOP, styles.BOTTOM, styles.LEFT, styles.RIGHT)]
    assert millimetres == [20, 20, 30, 15]
    assert reader.trailer["/Root"]["/Lang"] == "vi"


def test_the_same_report_gives_the_same_bytes_and_another_date_changes_dates_alone() -> None:
    report = samples.report("2026-11-23", officers=None)
    first = draw(report, Form())
    draw(samples.report("2026-11-24", visits=3), Form())
    assert draw(report, Form()) == first
    later = replace(report, made_at=report.made_at + timedelta(days=1))
    assert draw(later, Form()) != first
    undated = [
        re.sub(r"ngày \d\d tháng \d\d năm \d{4}|\d giờ \d\d phút ngày [\d/]+", "", whole(one))
        for one in (report, later)
    ]
    assert undated[0] == undated[1]


def test_sixty_fields_and_officers_break_over_pages_with_heads_repeated() -> None:
    names = [samples.LONG_FIELD if n % 7 == 3 else f"Lĩnh vực số {n}" for n in range(1, 61)]
    officers = [f"Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Bích Phượng {n}" for n in range(1, 61)]
    found = pages(samples.report("2026-H2", fields=names, officers=officers, counters=60))
    assert all(any(name in page for page in found) for name in (*names, *officers))
    of_fields = [page for page in found if "Lĩnh vực số" in page]
    assert len(of_fields) >= 6
    assert all(
        re.search(r"^\d+ Lĩnh vực Lấy số|^\d+ Lĩnh vực Thời gian|II. KẾT QUẢ|Bảng \d+\.", page) for page in of_fields
    )


def test_a_head_never_ends_a_page() -> None:
    for name, many in (("2026-11-23", 3), ("2026-W47", 8), ("2026-11", 14), ("2026-Q4", 23), ("2026-H1", 31)):
        report = samples.report(name, fields=[f"Lĩnh vực {n}" for n in range(many)], counters=many)
        for page in pages(report)[:-1]:
            end = page[-60:]
            assert not re.search(r"(Bảng|Hình) \d+\. [^.]*$", end) or re.search(r"\d$", end), end
            assert not re.search(r"\b[IVX]+\. [A-ZĐÀ-Ỹ ,]+$", end), end


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for many in range(1, 24, 3):
        report = samples.report("2026-W47", fields=[f"Lĩnh vực {n}" for n in range(many)], officers=None)
        last = " ".join(PdfReader(io.BytesIO(draw(report, Form()))).pages[-1].extract_text().split())
        assert "Nơi nhận:" in last and "lập lúc 8 giờ 30 phút" in last


def test_numbers_of_a_busy_year_are_never_broken_within_a_cell() -> None:
    found = whole(samples.report("2026", visits=1600, fields=["Đất đai"]))
    assert found.count("417.600") >= 3


def test_an_empty_period_says_so_on_one_page() -> None:
    found = pages(samples.report("2026-11", visits=0))
    assert len(found) == 1
    assert "Trong kỳ không có lượt lấy số và lượt phục vụ nào được ghi nhận." in found[0]
    assert "Có 21 ngày làm việc theo lịch" in found[0] and "02–06/11/2026" in found[0]
    assert "Bảng" not in found[0].split("III.")[0]


def test_officers_have_an_annex_of_their_own_that_can_be_left_out() -> None:
    found = pages(samples.report("2026-11"))
    annex = next(place for place, page in enumerate(found) if "KẾT QUẢ THEO CÁN BỘ" in page)
    assert "Quàng Thị Phượng" in found[annex] and "không dùng để so cán bộ với nhau" in found[annex]
    assert all("Quàng Thị Phượng" not in page for page in found[:annex])
    assert "Phượng" not in whole(samples.report("2026-11", officers=None))


def test_a_table_by_many_things_with_the_longest_names_still_comes() -> None:
    report = samples.report("2026-11")
    field, other = "Đ" * 120, samples.LONG_FIELD[:120]
    names = {"field": field, "counter": other[:60], "officer": other[:60], "hour": "7–8 giờ", "day": "02/11/2026"}
    row = CrossRow(tuple(names), tuple(names.values()), report.totals)
    for many in (1, 8):
        cross = CrossTable(tuple(names), ("Lĩnh vực", "Quầy", "Cán bộ", "Giờ", "Ngày"), (row,) * many)
        assert "BẢNG KẾT HỢP" in whole(replace(report, cross=cross))


def test_names_typed_in_parts_are_found_as_whole_letters() -> None:
    typed = unicodedata.normalize("NFD", "Quàng Thị Phượng")
    assert "Quàng Thị Phượng" in whole(samples.report("2026-11-23", officers=[typed]))


def test_columns_of_names_share_their_room_by_what_they_need() -> None:
    assert shared([10, 300, 20], 200) == [10, 170, 20]
    assert shared([300, 300], 200) == [100, 100] and shared([10, 30], 100) == [40, 60] and shared([], 100) == []
