"""The office's own form: its letterhead by its names, by its settings, and what a wrong value there does."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.ticketing.reports.pdf import samples
from ticketing.reports.as_pdf import draw
from ticketing.reports.logo import form_of
from ticketing.reports.pdf.content import form
from ticketing.reports.pdf.content.form import Form
from ticketing.reports.settings import ReportsSettings


@pytest.mark.parametrize(
    ("office", "place", "parent", "dated", "sign"),
    [
        ("Trung tâm Phục vụ hành chính công", "Phường Tô Hiệu, tỉnh Sơn La", "phường Tô Hiệu", "Tô Hiệu", "TTPVHCC"),
        ("Trung tâm Phục vụ hành chính công xã Đông Á", "Tỉnh Sơn La", "xã Đông Á", "Đông Á", "TTPVHCC"),
        ("Bộ phận Một cửa phường 5", "", "phường 5", "Phường 5", "BPMC"),
        ("Phòng Văn hóa - Xã hội", "Số 3 phố Huế", None, "……………", "PVHXH"),
        ("Ủy ban nhân dân xã Mường La", "", None, "Mường La", "UBND"),
        ("Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục", "Sơn La", None, "Sơn La", "……"),
    ],
)
def test_the_letterhead_comes_from_the_names_of_the_office(
    office: str, place: str, parent: str | None, dated: str, sign: str
) -> None:
    above = form.parent(Form(), office, place)
    assert above == (f"Ủy ban nhân dân\n{parent}" if parent else "")
    assert form.dateplace(Form(), office, place) == dated
    assert form.numbered(Form(), office) == f"Số: ……/BC-{sign}"


def test_settings_say_otherwise() -> None:
    table = {
        "parent": "Sở Nội vụ tỉnh Sơn La",
        "office": "Phòng Một cửa",
        "place": "Sơn La",
        "number": 12,
        "sign": "BC-PMC",
        "signer_title": "KT. Giám đốc\nPhó Giám đốc",
        "signer_name": "Cầm Thị Hoa",
        "recipients": ["Như trên;", "Lưu: VT, PMC."],
    }
    said, wrong = form_of(ReportsSettings(form=table).form)
    assert not wrong
    text = " ".join(text_of(draw(samples.report("2026-11"), said)).split())
    assert "SỞ NỘI VỤ TỈNH SƠN LA PHÒNG MỘT CỬA" in text and "Số: 12/BC-PMC" in text and "Sơn La, ngày 05" in text
    assert "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text and "Cầm Thị Hoa" in text and "- Lưu: VT, PMC." in text


def test_wrong_values_are_named_and_never_stop_a_report(tmp_path: Path) -> None:
    table = {
        "parent": 3,
        "recipients": ["được", 4],
        "signer": "Hoa",
        "place": "Sơn La",
        "logo": str(tmp_path / "khong-co.png"),
    }
    said, wrong = form_of(ReportsSettings(form=table).form)
    assert said.place == "Sơn La" and said.parent is None and said.recipients is None and said.logo is None
    named = "\n".join(wrong)
    for key in ("reports.form.parent", "reports.form.recipients", "reports.form.signer", "reports.form.logo"):
        assert key in named
    assert draw(samples.report("2026-11-23"), said).startswith(b"%PDF")
    assert form_of(ReportsSettings(form="sai").form)[1] == ("«reports.form»: phải là một bảng các mục",)


def test_a_logo_stands_on_the_first_page_and_a_broken_or_huge_one_is_left_out(tmp_path: Path) -> None:
    good, broken, huge = tmp_path / "huy-hieu.png", tmp_path / "hong.png", tmp_path / "lon.png"
    Image.new("RGBA", (800, 400), (200, 0, 0, 120)).save(good)
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    huge.write_bytes(b"0" * 2_000_001)
    said, wrong = form_of(ReportsSettings(form={"logo": str(good)}).form)
    reader = PdfReader(io.BytesIO(draw(samples.report("2026-11-23"), said)))
    assert not wrong and len(reader.pages[0].images) == 1 and not reader.pages[1].images
    for path in (broken, huge):
        said, wrong = form_of(ReportsSettings(form={"logo": str(path)}).form)
        assert said.logo is None and "không đọc được ảnh" in wrong[0]


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
