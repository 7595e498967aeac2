"""Slips that are no tickets: a dossier's for its holder, a procedure's to take home; whole, readable, nobody's name."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.contract.slips import PrintDossier, PrintProcedure
from ticketing.slip.draw import draw
from ticketing.slip.kinds import compose_job
from ticketing.slip.marks import Box, CodeMark, TextMark
from ticketing.slip.style import SlipStyle

_LONG = "Đăng ký kinh doanh hộ gia đình và chuyển đổi mục đích sử dụng đất nông nghiệp vùng đồng bào dân tộc"
_TEXT = st.text(alphabet="aăâưỜỗỵđĐ gyqW9-.;:\n\x1b", max_size=160)
_PAPER = st.fixed_dictionaries({"name": _TEXT, "quantity": st.sampled_from(["", "1 bản chính, 12 bản sao"])})


def dossier(**changes: Any) -> PrintDossier:
    return PrintDossier.model_validate({**PrintDossier.example, **changes})


def procedure(**changes: Any) -> PrintProcedure:
    return PrintProcedure.model_validate({**PrintProcedure.example, **changes})


def words_on(job: PrintDossier | PrintProcedure, style: SlipStyle) -> str:
    marks = compose_job(job, style).marks
    return " ".join(mark.text for mark in marks if isinstance(mark, TextMark)).replace("\u00a0", " ")


def overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def check_layout(job: PrintDossier | PrintProcedure, style: SlipStyle) -> None:
    sheet = compose_job(job, style)
    boxes = [mark.box for mark in sheet.marks]
    assert all(style.margin <= box.left and box.right <= style.dots - style.margin for box in boxes)
    assert all(0 <= box.top < box.bottom <= sheet.height for box in boxes)
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]


def test_a_dossiers_slip_says_how_it_stands_what_to_do_and_of_when_that_is(style: SlipStyle) -> None:
    job = dossier(new_due_at="2026-12-01T17:00:00+07:00", beside=["In progress"], fresh=False)
    check_layout(job, style)
    said = words_on(job, style)
    for part in (
        "Trung tâm Phục vụ hành chính công",
        "PHIẾU TRA CỨU HỒ SƠ H15.12-250701-0001",
        "Đăng ký khai sinh",
        "Đang xử lý",
        "Vui lòng chờ đến ngày 24/11/2026.",
        "In progress",
        "Ngày hẹn trước đây 24/11/2026",
        "Ngày hẹn mới 01/12/2026",
        "Số liệu lúc 08:01 22/11/2026",
        "Số liệu cũ",
        "Phiếu này không thay giấy biên nhận.",
        "Đường dây nóng: 0212 3850 000",
    ):
        assert part in said
    assert "Số liệu cũ" not in words_on(dossier(), style)
    assert "Ngày hẹn mới" not in words_on(dossier(), style)


def test_a_dossiers_slip_has_no_place_for_a_name_whatever_it_is_sent(style: SlipStyle) -> None:
    job = dossier(holder_masked="Nguyễn V** A", holder="Nguyễn Văn An", steps=[{"what": "Thẩm định"}])
    assert draw(job, style).tobytes() == draw(dossier(), style).tobytes()


@pytest.mark.parametrize("code", ["H15.12-250701-0001", "000.00.16.H15-250109-0042", "G07.1-260131-1234567"])
def test_the_code_on_a_dossiers_slip_is_read_again(style: SlipStyle, code: str) -> None:
    found = zxingcpp.read_barcodes(draw(dossier(code=code), style).convert("L"))
    assert [one.text for one in found] == [code]


def test_a_procedures_slip_says_what_to_bring_what_it_costs_how_long_and_where(style: SlipStyle) -> None:
    job = procedure(case="Trẻ em bị bỏ rơi", papers_more=3)
    check_layout(job, style)
    said = words_on(job, style)
    for part in (
        "Thủ tục đăng ký khai sinh",
        "Mã thủ tục: 1.001193",
        "Trường hợp: Trẻ em bị bỏ rơi",
        "1. Giấy chứng sinh (1 bản chính)",
        "… và 3 giấy tờ khác.",
        "Phí, lệ phí – Nộp tại quầy: Không thu phí",
        "Thời hạn giải quyết – Nộp tại quầy: 1 ngày làm việc",
        "Nơi nộp – Ủy ban nhân dân cấp xã",
        "Quét mã để xem đầy đủ",
        "Nguồn: Cổng Dịch vụ công quốc gia, 18/7/2026",
    ):
        assert part in said
    found = zxingcpp.read_barcodes(draw(job, style).convert("L"))
    assert [one.text for one in found] == [job.page_url]


def test_without_an_address_a_cut_slip_sends_to_staff(style: SlipStyle) -> None:
    job = procedure(page_url=None, papers_more=1)
    assert not [mark for mark in compose_job(job, style).marks if isinstance(mark, CodeMark)]
    assert "Hãy hỏi cán bộ" in words_on(job, style)


def test_the_longest_procedure_is_laid_out_whole_and_its_code_still_read(style: SlipStyle) -> None:
    line = (_LONG + " ") * 3 + _LONG[:80]
    papers = [{"name": line, "quantity": "1 bản chính, 2 bản sao"}] * 20
    lists = {"fees": [line] * 8, "days": [line] * 8, "where": [line] * 4}
    job = procedure(title=line, case=line, papers=papers, papers_more=99, page_url="https://x.vn/" + "y" * 280, **lists)
    check_layout(job, style)
    picture = draw(job, style)
    assert [one.text for one in zxingcpp.read_barcodes(picture.convert("L"))] == [job.page_url]


@settings(max_examples=30)
@given(papers=st.lists(_PAPER, max_size=20), line=_TEXT, dots=st.sampled_from([576, 384]))
def test_whatever_the_words_nothing_overlaps_or_leaves_the_paper(
    papers: list[dict[str, str]], line: str, dots: int
) -> None:
    style = SlipStyle(line or "x", line or "x", None, 576 if dots == 576 else 384)
    check_layout(procedure(papers=papers, case=line, fees=[line, line], where=[line]), style)
    check_layout(dossier(procedure=line, state=line, todo=line, beside=[line], code="X" * 64), style)
