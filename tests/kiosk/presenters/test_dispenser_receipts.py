"""A citizen holds a receipt to the scanner: the right field by itself, plain words, and nothing personal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kiosk.presenters.dispenser import DispenserPresenter
from kiosk.presenters.dispenser_views import Choices, Confirm, Held, Receipt, Sorry, Welcome
from kiosk.presenters.effects import Ask, Draft
from kiosk.presenters.receipt_ways import service_of
from kiosk.presenters.receipts import FOUND_S
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE, Dossier
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Issued, Reply, accept, refuse
from lobby.contract.requests import DossierFind, PrintOutcome, Request, TicketIssue
from lobby.contract.slips import PrintDone
from lobby.contract.states import DeviceConfig

Make = Callable[..., DispenserPresenter]
Touch = Callable[[DispenserPresenter, str, float], list[Any]]
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
CODE = "H15.12-250701-0001"
FIELDS = {"Hộ tịch": "ho-tich", "1.00": "dat-dai"}


def combined(screen: Make) -> DispenserPresenter:
    return screen(finds=True, scans=True, collect_service="tra-ket-qua", fields=FIELDS, site_hosts=("sonla.gov.vn",))


def found(request: Request, **changed: object) -> Reply:
    person = {"holder_masked": "N*** V** A", "todo": "Bà Nguyễn Thị X nộp bổ sung.", "status_text": "Của bà X"}
    dossier = {**DOSSIER_EXAMPLE, **person, **changed}
    fields = {"dossier": dossier, "as_of": "2026-11-23T08:00:00+07:00", "fresh": True}
    return accept(request.id, Found.model_validate(fields))


def scans(presenter: DispenserPresenter, at: float = 1, **changed: object) -> None:
    (ask,) = presenter.scanned(CODE, at)
    assert isinstance(ask, Ask) and isinstance(ask.request, DossierFind) and ask.request.check is None
    assert presenter.view(at).page == "looking"
    assert presenter.replied(ask.request, found(ask.request, **changed), at + 0.5) == []


@pytest.mark.parametrize(
    ("status", "name", "state"),
    [
        (9, "Trả kết quả", "Đã xử lý xong"),
        (5, "Hộ tịch – Chứng thực", "Yêu cầu bổ sung giấy tờ"),
        (6, "Hộ tịch – Chứng thực", "Yêu cầu thực hiện nghĩa vụ tài chính"),
    ],
)
def test_a_receipt_leads_to_the_right_field_by_itself(
    screen: Make, touch: Touch, status: int, name: str, state: str
) -> None:
    presenter = combined(screen)
    scans(presenter, status=status)
    page = presenter.view(2)
    assert isinstance(page, Confirm) and page.name == name
    assert page.receipt == f"Hồ sơ {CODE}: {state}"
    (ask,) = touch(presenter, "take", 3)
    assert isinstance(ask.request, TicketIssue) and ask.request.dossier == CODE


def test_who_waits_to_be_accepted_is_told_so_and_may_take_a_number(screen: Make) -> None:
    presenter = combined(screen)
    scans(presenter, status=1)
    page = presenter.view(2)
    assert isinstance(page, Receipt) and page.take == "Vẫn lấy số"
    assert page.lines == (
        "Hồ sơ mới đăng ký, đang chờ cơ quan tiếp nhận. Quý khách chưa cần làm gì và chưa cần lấy số.",
    )


@pytest.mark.parametrize("status", [2, 4])
def test_whose_due_day_went_by_is_asked_to_the_counter(screen: Make, status: int) -> None:
    presenter = combined(screen)
    scans(presenter, status=status, due_at="2026-11-20T17:00:00+07:00")
    page = presenter.view(2)
    assert isinstance(page, Receipt) and (page.take, page.take_first) == ("Lấy số gặp cán bộ", True)
    assert page.lines == ("Ngày hẹn 20/11/2026 đã qua. Mời Quý khách gặp cán bộ tại quầy để biết ngày hẹn mới.",)


@pytest.mark.parametrize("status", [2, 4])
def test_where_nothing_is_to_do_the_citizen_learns_it_with_the_due_day_and_may_take_a_number(
    screen: Make, touch: Touch, status: int
) -> None:
    presenter = combined(screen)
    scans(presenter, status=status)
    page = presenter.view(2)
    assert isinstance(page, Receipt)
    assert page.lines[1] == "Hẹn trả kết quả: 24/11/2026." and page.take == "Vẫn lấy số" and not page.take_first
    touch(presenter, "number", 3)
    confirm = presenter.view(3)
    assert isinstance(confirm, Confirm) and confirm.name == "Hộ tịch – Chứng thực"


def test_other_states_are_told_in_plain_words(screen: Make, touch: Touch) -> None:
    presenter = combined(screen)
    scans(presenter, status=10, returned_at="2026-11-20T09:00:00+07:00")
    page = presenter.view(2)
    assert isinstance(page, Receipt) and page.lines == (
        "Kết quả của hồ sơ này đã được trả.",
        "Đã trả ngày 20/11/2026.",
    )
    touch(presenter, "done", 3)
    for status in (3, 7, 8):
        scans(presenter, 10.0 * status, status=status)
        told = presenter.view(10.0 * status + 1)
        assert isinstance(told, Receipt) and told.take == "Lấy số gặp cán bộ" and told.take_first


def test_nothing_personal_is_shown_in_any_state(screen: Make) -> None:
    presenter = combined(screen)
    for status in range(1, 11):
        scans(presenter, 100.0 * status, status=status)
        shown = repr(presenter.view(100.0 * status + 1))
        assert CODE in shown
        assert not [word for word in ("N***", "Nguyễn", "bà X", "khai sinh") if word in shown], shown


def told_by_hub(**settings: object) -> DeviceConfig:
    return DeviceConfig.model_validate({"rev": 1, "at": MORNING, "device": "kiosk-1", "settings": settings})


def led_to(presenter: DispenserPresenter, at: float, **changed: object) -> str:
    scans(presenter, at, **changed)
    page = presenter.view(at + 1)
    return page.name if isinstance(page, Confirm) else page.page


def test_where_receipts_lead_is_learnt_from_the_hub_while_the_screen_runs(screen: Make) -> None:
    presenter = screen(finds=True, scans=True)
    assert led_to(presenter, 1, status=9) == led_to(presenter, 10, status=5) == "fields"
    presenter.configured(told_by_hub(collect_service="tra-ket-qua", fields={"Hộ tịch": "ho-tich"}))
    assert led_to(presenter, 20, status=9) == "Trả kết quả"
    assert led_to(presenter, 30, status=5) == "Hộ tịch – Chứng thực"
    presenter.configured(told_by_hub(collect_service="tra-ket-qua", fields={"Hộ tịch": "dat-dai"}))
    assert led_to(presenter, 40, status=5) == "Đất đai"
    presenter.configured(DeviceConfig(rev=3, at=MORNING, device="kiosk-1"))
    assert led_to(presenter, 50, status=9) == led_to(presenter, 60, status=5) == "fields"


def test_the_devices_own_settings_win_key_by_key(screen: Make) -> None:
    presenter = screen(finds=True, scans=True, fields={"hộ  tịch": "dat-dai"})
    presenter.configured(
        told_by_hub(collect_service="tra-ket-qua", fields={"Hộ tịch": "ho-tich", "Đất đai": "tra-ket-qua"})
    )
    assert led_to(presenter, 1, status=9) == "Trả kết quả"
    assert led_to(presenter, 10, status=5) == "Đất đai"
    assert led_to(presenter, 20, status=5, field="Đất đai") == "Trả kết quả"
    presenter = screen(finds=True, scans=True, collect_service="ho-tich")
    presenter.configured(told_by_hub(collect_service="tra-ket-qua"))
    assert led_to(presenter, 30, status=9) == "Hộ tịch – Chứng thực"


@pytest.mark.parametrize("wrong", [{"fields": "Hộ tịch"}, {"collect_service": "../etc"}, {"fields": {"a": 7}}])
def test_settings_that_are_not_understood_harm_nobody(screen: Make, wrong: dict[str, object]) -> None:
    presenter = combined(screen)
    presenter.configured(told_by_hub(**wrong))
    assert led_to(presenter, 1, status=9) == "Trả kết quả"
    assert led_to(presenter, 10, status=5) == "Hộ tịch – Chứng thực"


def test_a_silent_backend_is_not_waited_for(screen: Make, touch: Touch) -> None:
    presenter = combined(screen)
    (ask,) = presenter.scanned(CODE, 1)
    presenter.tick(1 + FOUND_S)
    page = presenter.view(5)
    assert isinstance(page, Choices) and [choice.text for choice in page.choices] == [
        "Nộp hồ sơ",
        "Bổ sung giấy tờ, nộp phí",
        "Nhận kết quả",
    ]
    presenter.replied(ask.request, found(ask.request, status=9), 6)
    assert presenter.view(6).page == "purpose", "a late answer takes no page away"
    touch(presenter, "purpose:collect", 7)
    confirm = presenter.view(7)
    assert isinstance(confirm, Confirm) and confirm.name == "Trả kết quả" and confirm.receipt == f"Hồ sơ {CODE}"


@pytest.mark.parametrize("code", [ErrorCode.BACKEND_UNREACHABLE, ErrorCode.NOT_FOUND])
def test_a_dossier_that_is_not_found_asks_for_the_purpose_and_the_field(
    screen: Make, touch: Touch, code: ErrorCode
) -> None:
    presenter = combined(screen)
    (ask,) = presenter.scanned(CODE, 1)
    presenter.replied(ask.request, refuse(ask.request.id, Refused(code)), 2)
    page = presenter.view(2)
    assert isinstance(page, Choices) and ("Chưa tìm thấy" in page.detail) is (code is ErrorCode.NOT_FOUND)
    touch(presenter, "purpose:supplement", 3)
    fields = presenter.view(3)
    assert isinstance(fields, Welcome) and fields.page == "fields"
    touch(presenter, "service:dat-dai", 4)
    (taken,) = touch(presenter, "take", 5)
    assert (taken.request.service, taken.request.dossier) == ("dat-dai", CODE)


def test_a_dispenser_that_may_not_ask_the_backend_asks_the_citizen(screen: Make) -> None:
    presenter = screen(scans=True)
    assert presenter.scanned(CODE, 1) == []
    assert presenter.view(1).page == "purpose"


def test_without_the_hub_the_code_goes_along_with_the_number_from_the_lease(screen: Make, touch: Touch) -> None:
    presenter = combined(screen)
    presenter.leased({"tra-ket-qua": 2})
    presenter.hub_reached(False, 1, linked=False)
    assert presenter.scanned(CODE, 10) == []
    touch(presenter, "purpose:collect", 11)
    assert touch(presenter, "take", 12) == [Draft("tra-ket-qua", None, CODE, "vi")]


def test_a_dossier_is_looked_up_without_the_hub_while_the_bridge_is_there(screen: Make) -> None:
    presenter = combined(screen)
    presenter.leased({"tra-ket-qua": 2})
    presenter.hub_reached(False, 1)
    scans(presenter, 10, status=9)
    page = presenter.view(11)
    assert isinstance(page, Confirm) and page.name == "Trả kết quả"


def test_without_the_hub_too_a_receipt_has_one_number(screen: Make, touch: Touch) -> None:
    presenter = combined(screen)
    presenter.leased({"tra-ket-qua": 2})
    presenter.hub_reached(False, 1, linked=False)
    presenter.scanned(CODE, 10)
    touch(presenter, "purpose:collect", 11)
    touch(presenter, "take", 12)
    presenter.held("E901", 12)
    page = presenter.view(12)
    assert isinstance(page, Held) and "E901" in page.sentence


def test_a_receipt_that_has_a_number_is_told_which_large_and_calm(screen: Make, touch: Touch) -> None:
    presenter = combined(screen)
    scans(presenter, status=9)
    (ask,) = touch(presenter, "take", 3)
    refused = Refused(ErrorCode.WRONG_STATE, "Hồ sơ này đã có số E012 hôm nay.")
    presenter.replied(ask.request, refuse(ask.request.id, refused), 4)
    page = presenter.view(4)
    assert isinstance(page, Held) and page.sentence == "Hồ sơ này đã có số E012 hôm nay."
    touch(presenter, "done", 6)
    assert presenter.view(6).page == "welcome"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("001199000001|x|Nguyễn Văn A", "thẻ căn cước"),
        ("8934567890123", "không đúng dạng"),
        ("http://evil.vn/?MHS=1", "trang khác"),
    ],
)
def test_a_code_that_is_no_dossier_code_is_answered_kindly_and_nothing_of_it_is_kept(
    screen: Make, touch: Touch, text: str, word: str
) -> None:
    presenter = combined(screen)
    assert presenter.scanned(text, 1) == []
    page = presenter.view(1)
    assert isinstance(page, Sorry) and word in page.detail and "Nguyễn" not in repr(page)
    touch(presenter, "back", 2)
    assert presenter.view(2).page == "welcome"


def test_a_receipt_still_in_the_hand_does_not_take_the_number_away(screen: Make, touch: Touch) -> None:
    presenter = combined(screen)
    scans(presenter, status=9)
    (ask,) = touch(presenter, "take", 3)
    (printed,) = presenter.replied(ask.request, accept(ask.request.id, Issued.model_validate(Reply.example["data"])), 4)
    assert presenter.scanned(CODE, 4.5) == []
    presenter.printed(PrintDone(job=printed.job.job, outcome=PrintOutcome.PRINTED), 5)
    assert presenter.scanned(CODE, 5.5) == [] and presenter.view(5.5).page == "taken"
    assert len(presenter.scanned("H15.12-250701-0002", 6)) == 1, "the next citizen's receipt begins the next visit"


def test_a_receipt_of_no_known_field_asks_for_the_field(screen: Make) -> None:
    presenter = combined(screen)
    scans(presenter, status=5, field="Lĩnh vực khác", procedure_code="9.9")
    assert presenter.view(2).page == "fields"


@pytest.mark.parametrize(
    ("field", "procedure", "service"),
    [
        ("Hộ tịch", "1.001193", "ho-tich"),
        ("  HỘ  TỊCH ", "1.001193", "ho-tich"),
        ("Hộ tịch có yếu tố nước ngoài", "2.1", "ho-tich"),
        ("Đất đai", "1.001193", "dat-dai"),
        ("Đất đai", "2.1", None),
    ],
)
def test_a_field_is_found_by_its_name_or_how_its_code_begins(field: str, procedure: str, service: str | None) -> None:
    dossier = Dossier.model_validate({**DOSSIER_EXAMPLE, "field": field, "procedure_code": procedure})
    assert service_of(dossier, FIELDS) == service
