"""The page of a procedure: cases first, the portal's own sentence beside a fee, days that mean something."""

from __future__ import annotations

from typing import Any

from kiosk.catalogue.page import FREE, ProcedurePage, page_of
from kiosk.catalogue.reading import read_record
from kiosk.catalogue.store import Catalogue


def _page(catalogue: Catalogue, code: str) -> ProcedurePage:
    procedure = catalogue.procedure(code)
    assert procedure is not None
    return page_of(procedure)


def test_a_building_permit_asks_first_what_is_built(catalogue: Catalogue) -> None:
    page = _page(catalogue, "1.013225")
    assert page.asks_case
    assert any("nhà ở riêng lẻ" in case.name for case in page.cases)
    assert all(case.papers for case in page.cases)


def test_lists_that_concern_everyone_are_no_cases_to_choose_between(catalogue: Catalogue) -> None:
    page = _page(catalogue, "1.000689")
    assert not page.asks_case
    assert [one.name for one in page.for_all] == ["* Giấy tờ phải nộp:", "* Giấy tờ phải xuất trình:", "* Lưu ý:"]


def test_a_fee_of_nought_that_the_council_sets_is_not_free(catalogue: Catalogue) -> None:
    fees = _page(catalogue, "1.000656").fees
    assert fees
    assert all("Hội đồng nhân dân" in fee.sentence for fee in fees)
    assert all(fee.amount == "" for fee in fees)


def test_who_need_not_pay_is_read_beside_what_others_pay(portal: dict[str, dict[str, Any]]) -> None:
    fees = page_of(read_record(portal["1.004194"])).fees
    assert any(fee.amount == "15.000 đồng" and "cá nhân, hộ gia đình" in fee.sentence for fee in fees)
    assert any(fee.amount == "" and "được miễn phí" in fee.sentence for fee in fees)


def test_a_fee_of_nought_without_a_word_is_free(portal: dict[str, dict[str, Any]]) -> None:
    record = {**portal["1.004194"], "executionMethods": [{"submissionMethod": "DIRECT", "fees": [{"value": 0}]}]}
    assert [fee.amount for fee in page_of(read_record(record)).fees] == [FREE]


def test_a_bare_number_of_an_unknown_unit_is_not_shown_as_days(catalogue: Catalogue) -> None:
    days = _page(catalogue, "1.000689").days
    assert days[0].days == "8 ngày làm việc"
    assert not any(line.days.startswith("3") for line in days)


def test_papers_tell_originals_and_copies(portal: dict[str, dict[str, Any]]) -> None:
    papers = page_of(read_record(portal["1.014325"])).for_all[0].papers
    assert {paper.quantity for paper in papers} == {"1 bản chính"}


def test_every_shipped_procedure_makes_a_page_with_papers_fee_days_and_law(catalogue: Catalogue) -> None:
    for entry in catalogue.entries().values():
        page = _page(catalogue, entry.code)
        assert page.cases or page.for_all
        assert page.fees
        assert page.days
        assert page.steps
        assert page.legal_basis
        assert page.address
