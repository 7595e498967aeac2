"""The sections of a procedure's page where the portal left something out, or wrote what nobody can read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.catalogue.page import CasePage, PaperLine, ProcedurePage
from kiosk.presenters.procedures.sections import Section, blocks_of, sections_of
from kiosk.presenters.procedures.views import Style
from kiosk.presenters.slip_words import procedure_slip
from kiosk.presenters.wording import as_written

JOB = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"
PAGE = ProcedurePage(
    code="1.001193",
    name="Thủ tục đăng ký khai sinh",
    field="Hộ tịch",
    cases=(),
    for_all=(),
    fees=(),
    days=(),
    steps=(("Bước 1", ("Nộp hồ sơ.",)),),
    where=("Ủy ban nhân dân xã",),
    agencies=(),
    conditions=("Có giấy chứng sinh.",),
    results=(),
    address="https://dichvucong.gov.vn/1",
    legal_basis=("Luật 60/2014/QH13",),
)


def test_a_section_that_says_nothing_has_no_tab() -> None:
    assert set(Section) == set(sections_of(PAGE))
    blank = replace(PAGE, steps=(("Bước 1", (" ",)),), where=("",), conditions=("\n",), legal_basis=())
    assert sections_of(blank) == (Section.PAPERS, Section.FEES, Section.DAYS, Section.HOME)
    assert Section.LAW in sections_of(replace(blank, name="Thủ tục " * 20)), "the whole name stands there"


@pytest.mark.parametrize(
    "address", ["", "https://dichvucong.gov.vn/" + "a" * 3000, "https://dichvucong.gov.vn/thủ tục", "ftp://a"]
)
def test_an_address_that_no_code_can_hold_is_not_offered_to_take_home(address: str) -> None:
    assert Section.HOME not in sections_of(replace(PAGE, address=address))


def test_papers_without_a_name_are_left_out() -> None:
    named, blank, sign = (PaperLine(name, "1 bản chính", False) for name in ("- Giấy chứng sinh", " ", " - "))
    page = replace(PAGE, for_all=(CasePage("", (blank, named, sign)),))
    (block,) = blocks_of(page, Section.PAPERS, None, as_written)
    assert (block.style, block.text) == (Style.ITEM, "Giấy chứng sinh")
    assert [paper.name for paper in procedure_slip(JOB, page).papers] == ["Giấy chứng sinh"]
    (told,) = blocks_of(replace(PAGE, for_all=(CasePage("Giấy tờ", (blank,)),)), Section.PAPERS, None, as_written)
    assert told.text.startswith("Cổng Dịch vụ công không ghi giấy tờ")
