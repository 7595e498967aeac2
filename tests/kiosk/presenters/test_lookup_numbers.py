"""From a dossier to its counter: what to do next in plain words, and a number of the right field in one touch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Ask, Effect, Print, Slip, Tell
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import AtDesk, Problem, Welcome
from kiosk.presenters.result_views import Result
from kiosk.presenters.scene import DispenserRules
from kiosk.presenters.stays import SHOWN_S
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Reply, accept, refuse
from lobby.contract.requests import DossierFind, PrintOutcome, TicketCancel, TicketIssue, TicketPrinted
from lobby.contract.slips import PrintDone, PrintDossier
from lobby.contract.states import TICKET_EXAMPLE, CounterState, DeviceConfig, QueueState

CODE, OTHER = "H15.12-250702-0345", "H15.12-250701-0777"
THERE = Reached(linked=True, hub=True, bridge=True)
LEADS = {"collect_service": "tra-ket-qua", "fields": {"Hộ tịch": "ho-tich"}}
TRACK = "Qk3nVx8c2J0"


@pytest.fixture
def make(
    new_id: Callable[[], str],
    queue: Callable[..., QueueState],
    counter: Callable[..., CounterState],
    morning: datetime,
) -> Callable[..., LookupPresenter]:
    """A lookup kiosk in a site with two fields, where receipts lead as the hub's settings say."""

    def kiosk(**rules: object) -> LookupPresenter:
        numbers = DispenserRules(prints=bool(rules.pop("prints", False)))
        presenter = LookupPresenter(LookupRules(numbers=numbers, **rules), {"en": translator("en")}, new_id)  # type: ignore[arg-type]
        presenter.reached(THERE, 0)
        for service, name, at in (
            ("ho-tich", "Hộ tịch – Chứng thực", "quay-1"),
            ("tra-ket-qua", "Trả kết quả", "quay-7"),
        ):
            presenter.desk.queue_changed(queue(service=service, name=name, counters=[at], waiting=4))
            presenter.desk.counter_changed(counter(counter=at, name=f"Quầy số {at[-1]}"))
        config = {"rev": 1, "at": morning, "device": "kiosk-1", "settings": LEADS}
        presenter.desk.configured(DeviceConfig.model_validate(config))
        return presenter

    return kiosk


@pytest.fixture
def finds(morning: datetime) -> Callable[..., Result]:
    """Scan a receipt, let the backend answer, and return the page that shows it."""

    def scan(screen: LookupPresenter, status: int, code: str = CODE, at: float = 1, **changed: object) -> Result:
        (effect,) = screen.scanned(code, at)
        assert isinstance(effect, Ask)
        fields = {"code": code, "status": status, "status_text": STATUS_TEXTS[status], **changed}
        found = {"dossier": {**DOSSIER_EXAMPLE, **fields}, "as_of": morning, "fresh": True}
        screen.replied(effect.request, accept(effect.request.id, Found.model_validate(found)), at)
        page = screen.view(at)
        assert isinstance(page, Result)
        return page

    return scan


def touch(screen: LookupPresenter, name: str, at: float) -> list[Effect]:
    """Touch as one who has seen the page for a second."""
    screen.drawn(screen.view(at).page, at - 1)
    return screen.touch(name, at)


def asks_number(screen: LookupPresenter, at: float) -> TicketIssue:
    (effect,) = touch(screen, "number", at)
    assert isinstance(effect, Ask) and isinstance(effect.request, TicketIssue)
    return effect.request


def granted(request: TicketIssue, number: str = "E005") -> Reply:
    ticket = {**TICKET_EXAMPLE, "number": number, "service": request.service}
    return Reply(id=request.id, ok=True, data={"ticket": ticket, "ahead": 4, "track": TRACK})


@pytest.mark.parametrize(
    ("status", "changed", "told"),
    [
        (4, {}, "Vui lòng chờ đến ngày 24/11/2026. Quý khách chưa phải làm gì thêm, chưa cần đến quầy."),
        (4, {"due_at": "2026-11-20T17:00:00+07:00"}, "Ngày hẹn 20/11/2026 đã qua."),
        (5, {}, "Mời Quý khách bổ sung giấy tờ theo thông báo tại Quầy số 1."),
        (6, {"fee_due": 150000}, "Mời Quý khách nộp 150.000 đ tại Quầy số 1."),
        (8, {}, "Mời Quý khách gặp cán bộ tại Quầy số 1 để biết lý do và được hướng dẫn."),
        (9, {}, "Mời Quý khách mang giấy biên nhận đến Quầy số 7 để nhận kết quả."),
        (10, {}, "Kết quả đã được trả."),
    ],
)
def test_what_to_do_next_is_told_with_the_counter_the_day_and_the_sum(
    make: Callable[..., LookupPresenter],
    finds: Callable[..., Result],
    status: int,
    changed: dict[str, object],
    told: str,
) -> None:
    assert finds(make(), status, **changed).todo.startswith(told)


def test_with_the_check_code_the_offices_own_words_come_first_in_vietnamese_and_below_ours_in_english(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    page = finds(screen, 5, todo="Mời nộp bổ sung: Giấy chứng sinh.")
    assert page.todo == "Mời Quý khách bổ sung giấy tờ theo thông báo tại Quầy số 1."
    screen.tick(49)
    page = finds(screen, 5, todo="Mời nộp bổ sung: Giấy chứng sinh.", steps=[], at=50)
    assert (page.todo, page.original) == ("Mời nộp bổ sung: Giấy chứng sinh.", None)
    screen.tick(100)
    touch(screen, "language", 100)
    page = finds(screen, 5, todo="Mời nộp bổ sung: Giấy chứng sinh.", steps=[], at=101)
    assert page.todo == "Please bring the papers you were told about to Quầy số 1."
    assert page.original == "Mời nộp bổ sung: Giấy chứng sinh."


def test_a_result_that_waits_leads_to_a_number_in_one_touch(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    page = finds(screen, 9)
    assert page.number is not None
    assert (page.number.text, page.number.detail) == ("Lấy số", "Trả kết quả · 4 người đang chờ")
    request = asks_number(screen, 3)
    assert (request.service, request.dossier, request.lang) == ("tra-ket-qua", CODE, "vi")
    (effect,) = screen.replied(request, granted(request), 4)
    assert isinstance(effect, Print)
    (told,) = screen.printed(PrintDone(job=effect.job.job, outcome=PrintOutcome.FAILED, fault="no_printer"), 4)
    assert isinstance(told, Tell) and isinstance(told.request, TicketPrinted)
    assert told.request.outcome is PrintOutcome.SHOWN
    shown = screen.view(5)
    assert isinstance(shown, AtDesk) and shown.page == "taken"
    assert "E005" in repr(shown) and "Xin ghi nhớ số này" in repr(shown)
    screen.tick(4 + SHOWN_S)
    assert screen.view(30).page == "welcome" and CODE not in repr(screen.desk.scene.visit)


def test_a_kiosk_with_a_printer_prints_the_slip(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make(prints=True)
    finds(screen, 5)
    request = asks_number(screen, 3)
    assert request.service == "ho-tich"
    (effect,) = screen.replied(request, granted(request, "A013"), 4)
    assert isinstance(effect, Print)
    assert (effect.job.number, effect.job.counters, effect.job.ahead) == ("A013", ("Quầy số 1",), 4)
    screen.printed(PrintDone(job=effect.job.job, outcome=PrintOutcome.PRINTED), 5)
    assert "Mời lấy phiếu" in repr(screen.view(5))


@pytest.mark.parametrize("status", [1, 2, 4, 10])
def test_who_has_nothing_to_do_at_a_counter_is_offered_no_number(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result], status: int
) -> None:
    screen = make()
    page = finds(screen, status)
    assert page.number is None and page.no_number is None
    assert touch(screen, "number", 3) == []


def test_a_field_the_site_did_not_name_is_chosen_by_hand_first(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    assert finds(screen, 5, field="Đất đai").number is not None
    assert touch(screen, "number", 3) == [] and screen.view(3).page == "fields"
    touch(screen, "service:ho-tich", 5)
    (effect,) = touch(screen, "take", 7)
    assert isinstance(effect, Ask) and isinstance(effect.request, TicketIssue)
    assert (effect.request.service, effect.request.dossier) == ("ho-tich", CODE)


def test_the_way_back_from_choosing_leads_to_the_dossier(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    finds(screen, 5, field="Đất đai")
    touch(screen, "number", 3)
    touch(screen, "back", 5)
    assert screen.view(5).page == "result"


def test_without_the_hub_the_dossier_is_told_and_the_way_to_the_desk(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    screen.reached(Reached(linked=True, hub=False, bridge=True), 1)
    page = finds(screen, 9, at=5)
    assert page.number is None
    assert page.no_number == "Máy tạm thời chưa lấy được số. Mời Quý khách đến quầy hướng dẫn."
    assert touch(screen, "number", 7) == []


def test_a_receipt_that_has_a_number_is_told_which(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    finds(screen, 9)
    request = asks_number(screen, 3)
    screen.replied(request, refuse(request.id, Refused(ErrorCode.WRONG_STATE, "Hồ sơ này đã có số E005.")), 4)
    assert screen.view(4).page == "held" and "E005" in repr(screen.view(4))


def test_the_next_receipt_takes_the_page_and_gives_back_a_number_under_way(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    finds(screen, 9)
    request = asks_number(screen, 3)
    assert screen.scanned(CODE, 3.5) == [], "the receipt still held to the scanner"
    (effect,) = screen.scanned(OTHER, 4)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    (told,) = screen.replied(request, granted(request), 5)
    assert isinstance(told, Tell) and isinstance(told.request, TicketCancel)
    assert told.request.track == TRACK
    assert CODE not in repr(screen.view(5)) + repr(screen._visit) + repr(screen.desk.scene.visit)


def test_an_answer_that_is_lost_is_asked_for_again_under_the_same_id(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    finds(screen, 9)
    request = asks_number(screen, 3)
    assert screen.replied(request, None, 11) == [Ask(request)]


def test_while_nobody_answers_for_dossiers_the_other_ways_are_told_and_a_number_can_be_taken(
    make: Callable[..., LookupPresenter],
) -> None:
    screen = make(hotline="0212 3852 114", sms="8100")
    screen.reached(Reached(linked=True, hub=True, bridge=False), 1)
    assert screen.scanned(CODE, 10) == [], "nobody is there to be asked"
    page = screen.view(10)
    assert isinstance(page, Problem)
    assert page.instead[1:] == ("Gọi đường dây nóng 0212 3852 114.", "Nhắn tin HS, dấu cách, mã hồ sơ gửi 8100.")
    assert touch(screen, "number", 12) == [] and screen.view(12).page == "fields"
    touch(screen, "service:ho-tich", 14)
    (effect,) = touch(screen, "take", 16)
    assert isinstance(effect, Ask) and isinstance(effect.request, TicketIssue)
    assert effect.request.dossier == CODE


def test_a_backend_that_is_away_is_told_with_the_other_ways_but_an_unknown_code_is_not(
    make: Callable[..., LookupPresenter],
) -> None:
    screen = make()
    for at, code, helped in ((1, ErrorCode.BACKEND_UNREACHABLE, True), (5, ErrorCode.NOT_FOUND, False)):
        (effect,) = screen.scanned(CODE, at)
        assert isinstance(effect, Ask)
        screen.replied(effect.request, refuse(effect.request.id, Refused(code)), at)
        page = screen.view(at)
        assert isinstance(page, Problem)
        assert (bool(page.instead), page.number is not None) == (helped, helped)


def test_a_slip_of_the_dossier_is_printed_where_there_is_a_printer_and_told_on_the_page(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make(prints=True)
    assert finds(screen, 6, fee_due=20000).slip.button == "In phiếu tra cứu"
    (slip,) = touch(screen, "print", 2)
    assert isinstance(slip, Slip) and isinstance(slip.job, PrintDossier)
    assert (slip.job.code, slip.job.todo) == (CODE, "Mời Quý khách nộp 20.000 đ tại Quầy số 1.")
    assert touch(screen, "print", 3) == [], "one slip a page"
    screen.printed(PrintDone(job=slip.job.job, outcome=PrintOutcome.PRINTED), 4)
    assert "Đã in phiếu" in (result(screen, 4).slip.said or "")
    finds(screen, 4, OTHER, 5)
    assert result(screen, 5).slip.said is None, "the next receipt's page knows nothing of it"
    assert len(touch(screen, "print", 6)) == 1


def test_a_slip_that_fails_is_told_and_the_page_stays(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make(prints=True)
    finds(screen, 4)
    (slip,) = touch(screen, "print", 2)
    assert isinstance(slip, Slip)
    screen.printed(PrintDone(job=slip.job.job, outcome=PrintOutcome.FAILED, fault="paper_out"), 3)
    assert result(screen, 3).slip.failed and result(screen, 3).slip.button


def test_without_a_printer_no_slip_is_offered(
    make: Callable[..., LookupPresenter], finds: Callable[..., Result]
) -> None:
    screen = make()
    assert finds(screen, 4).slip.button is None
    assert touch(screen, "print", 2) == []


def result(screen: LookupPresenter, at: float) -> Result:
    page = screen.view(at)
    assert isinstance(page, Result)
    return page


def test_the_first_page_tells_of_short_messages_in_turn_where_the_site_answers_them(
    make: Callable[..., LookupPresenter],
) -> None:
    def hints(screen: LookupPresenter) -> set[str]:
        screen.reached(Reached(linked=True, hub=True, bridge=True), 0)
        return {page.hint for now in range(0, 40, 4) if isinstance(page := screen.view(now), Welcome)}

    assert "Nhắn tin HS, dấu cách, mã hồ sơ gửi 8100." in hints(make(sms="8100")) and len(hints(make(sms="8100"))) == 2
    assert len(hints(make())) == 1
