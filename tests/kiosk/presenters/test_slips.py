"""A slip that a citizen asks for: what it says, once a touch, and what is told when it does not come out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk.catalogue.importing import shipped
from kiosk.catalogue.page import page_of
from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Slip
from kiosk.presenters.slip_desk import GIVEN_UP_S, SlipDesk, SlipView
from kiosk.presenters.slip_words import LINES_AT_MOST, PAPERS_AT_MOST, cut, dossier_slip, procedure_slip
from kiosk.presenters.wording import Tongue, as_written
from lobby.contract.dossiers import DOSSIER_EXAMPLE, Dossier
from lobby.contract.replies import Found
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone, PrintDossier

JOB, OTHER = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11", "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b12"
AS_OF = datetime(2026, 11, 22, 1, 1, tzinfo=UTC)
SLIP = PrintDossier.model_validate(PrintDossier.example)


def found(**changes: object) -> Found:
    opened = {"holder_masked": "Nguyễn V** A", "steps": [{"at": AS_OF, "what": "Thẩm định", "unit": "Phòng"}]}
    return Found(dossier=Dossier.model_validate({**DOSSIER_EXAMPLE, **opened, **changes}), as_of=AS_OF, fresh=True)


def view(desk: SlipDesk) -> SlipView:
    return desk.view("In phiếu tra cứu", as_written)


def test_the_slip_says_state_and_what_to_do_but_nothing_the_check_code_opened() -> None:
    slip = dossier_slip(JOB, found(), (), Tongue({}))
    assert (slip.state, slip.todo[:30]) == ("Đang xử lý", "Vui lòng chờ đến ngày 24/11/20")
    assert slip.beside == ()
    said = slip.model_dump_json()
    assert "Nguyễn" not in said and "Thẩm định" not in said


def test_an_english_speaker_gets_both_languages_on_the_slip() -> None:
    tongue = Tongue({"en": translator("en")})
    tongue.switch()
    slip = dossier_slip(JOB, found(status=6, status_text="Chờ nộp phí", fee_due=20000), ("Quầy số 1",), tongue)
    assert slip.state == "Yêu cầu thực hiện nghĩa vụ tài chính"
    assert slip.todo == "Mời Quý khách nộp 20.000 đ tại Quầy số 1."
    assert len(slip.beside) == 2 and "20,000 VND" in slip.beside[1] and "Mời" not in slip.beside[1]


def test_sentences_of_a_talkative_backend_are_cut_at_a_word() -> None:
    slip = dossier_slip(JOB, found(procedure="nộp bản sao " * 100, code="x" * 90), (), Tongue({}))
    assert len(slip.procedure) <= 400 and slip.procedure.removesuffix("…").split()[-1] in ("nộp", "bản", "sao")
    assert len(slip.code) == 64
    assert cut("một hai", 7) == "một hai" and cut("một hai ba", 8) == "một hai…"


def test_every_procedure_that_comes_with_the_product_fits_its_slip() -> None:
    catalogue = shipped(AS_OF)
    codes = [entry.code for entry in catalogue.entries().values()]
    assert len(codes) == 25
    for code in codes:
        procedure = catalogue.procedure(code)
        assert procedure is not None
        page = page_of(procedure)
        for case in (None, *page.cases):
            slip = procedure_slip(JOB, page, case, "Cổng Dịch vụ công quốc gia, 18/7/2026")
            papers = sum(len(one.papers) for one in ((case,) if case else page.cases)) + sum(
                len(one.papers) for one in page.for_all
            )
            assert len(slip.papers) + slip.papers_more == papers
            assert len(slip.papers) <= PAPERS_AT_MOST and len(slip.fees) <= LINES_AT_MOST
            assert slip.page_url == (page.address or None)


def test_papers_that_are_counted_come_before_remarks() -> None:
    procedure = shipped(AS_OF).procedure("1.001193")
    assert procedure is not None
    quantities = [bool(paper.quantity) for paper in procedure_slip(JOB, page_of(procedure)).papers]
    assert quantities == sorted(quantities, reverse=True) and any(quantities)


def test_one_touch_is_one_slip_and_it_is_told_when_it_is_out() -> None:
    desk = SlipDesk(prints=True)
    assert view(desk) == SlipView(button="In phiếu tra cứu")
    assert desk.begin(SLIP, 1.0) == [Slip(SLIP)]
    assert desk.begin(SLIP, 1.1) == []
    assert view(desk).button is None and "Đang in" in (view(desk).said or "")
    desk.printed(PrintDone(job=OTHER, outcome=PrintOutcome.FAILED))
    assert "Đang in" in (view(desk).said or "")
    desk.printed(PrintDone(job=JOB, outcome=PrintOutcome.PRINTED))
    assert view(desk) == SlipView(said="Đã in phiếu. Mời Quý khách nhận phiếu ở máy in.")
    assert desk.begin(SLIP, 2.0) == []
    desk.forget()
    assert desk.may


@pytest.mark.parametrize("silent", [True, False])
def test_a_slip_that_does_not_come_out_is_told_and_may_be_asked_for_again(silent: bool) -> None:
    desk = SlipDesk(prints=True)
    desk.begin(SLIP, 1.0)
    if silent:
        desk.tick(1.0 + GIVEN_UP_S - 0.1)
        assert not view(desk).failed
        desk.tick(1.0 + GIVEN_UP_S)
    else:
        desk.printed(PrintDone(job=JOB, outcome=PrintOutcome.FAILED, fault="paper_out"))
    assert view(desk).failed and view(desk).button == "In phiếu tra cứu"
    again = SLIP.model_copy(update={"job": OTHER})
    assert desk.begin(again, 30.0) == [Slip(again)]
    desk.printed(PrintDone(job=JOB, outcome=PrintOutcome.PRINTED))
    assert "Đang in" in (view(desk).said or "")


def test_without_a_printer_nothing_is_offered_or_printed() -> None:
    desk = SlipDesk(prints=False)
    assert view(desk) == SlipView()
    assert desk.begin(SLIP, 1.0) == []


def test_the_slip_of_an_old_answer_names_no_day_to_wait_for_that_has_gone_by() -> None:
    slip = dossier_slip(JOB, found(due_at="2026-11-24T17:00:00+07:00"), (), Tongue({}), date(2026, 11, 26))
    assert "24/11/2026 đã qua" in slip.todo and "chờ" not in slip.todo
