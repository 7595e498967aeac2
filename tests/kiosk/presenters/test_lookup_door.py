"""A kiosk left alone, and one that only shows: what passers-by read, and how long an answer stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.camera import Camera, Hint
from kiosk.presenters.effects import Ask
from kiosk.presenters.lobby_words import NOTICE_S, texts_of
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import Attract, ShowAnswer, ShowDoor, Welcome
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.notices import Notices
from lobby.contract.replies import Found, accept
from lobby.contract.requests import DossierFind
from lobby.contract.states import QueueState

CODE, OTHER = "H15.12-250702-0345", "H15.12-250701-0777"
THERE = Reached(linked=True, hub=True, bridge=True)
HOURS = ("Thứ Hai – Thứ Sáu: 7:30 – 11:30, 13:30 – 17:00",)


@pytest.fixture
def make(new_id: Callable[[], str], queue: Callable[..., QueueState]) -> Callable[..., LookupPresenter]:
    def kiosk(**rules: object) -> LookupPresenter:
        known = LookupRules(**{"attract_after_s": 60, "hours": HOURS, **rules})  # type: ignore[arg-type]
        presenter = LookupPresenter(known, {"en": translator("en")}, new_id)
        presenter.reached(THERE, 1000)
        presenter.desk.queue_changed(queue(service="ho-tich", name="Hộ tịch", waiting=4))
        presenter.desk.queue_changed(queue(service="dat-dai", name="Đất đai", open=False, closed_reason="Nghỉ trưa."))
        return presenter

    return kiosk


def answered(screen: LookupPresenter, code: str, at: float, as_of: datetime, **changed: object) -> DossierFind:
    (effect,) = screen.scanned(code, at)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    found = {"dossier": {**DOSSIER_EXAMPLE, "code": code, **changed}, "as_of": as_of, "fresh": True}
    screen.replied(effect.request, accept(effect.request.id, Found.model_validate(found)), at)
    return effect.request


def test_left_alone_the_kiosk_tells_hours_lines_and_notices_and_wakes_at_a_touch(
    make: Callable[..., LookupPresenter],
) -> None:
    screen = make()
    screen.door.notices = ("Tin một", "Tin hai")
    assert screen.view(1059).page == "welcome"
    page = screen.view(1060)
    assert isinstance(page, Attract) and page.hours == HOURS
    assert [(line.name, line.waiting, line.open) for line in page.lines] == [
        ("Đất đai", "Tạm ngừng cấp số", False),
        ("Hộ tịch", "4 người đang chờ", True),
    ]
    later = screen.view(1060 + NOTICE_S)
    assert isinstance(later, Attract) and {page.notice, later.notice} == {"Tin một", "Tin hai"}
    screen.drawn("idle", 1060)
    screen.touch("wake", 1070)
    assert screen.view(1070).page == "welcome"


def test_hours_are_told_in_english_where_the_office_wrote_them_so(make: Callable[..., LookupPresenter]) -> None:
    for written, told in ((("Monday – Friday: 7:30 – 17:00",),) * 2, ((), HOURS)):
        screen = make(hours_en=written)
        screen.drawn("welcome", 1000)
        screen.touch("language", 1002)
        page = screen.view(1100)
        assert isinstance(page, Attract) and page.hours == told and page.hours_title == "Opening hours"


def test_a_receipt_wakes_the_kiosk_and_a_half_typed_code_keeps_it_awake(
    make: Callable[..., LookupPresenter], morning: datetime
) -> None:
    screen = make(attract_after_s=10)
    screen.touch("key:H", 1001)
    assert screen.view(1020).page == "welcome"
    screen.tick(1040)
    assert screen.view(1060).page == "idle"
    answered(screen, CODE, 1061, morning)
    assert screen.view(1061).page == "result"


def test_paper_held_to_the_camera_wakes_the_kiosk_and_its_page_tells_what_helps(
    make: Callable[..., LookupPresenter],
) -> None:
    screen = make(attract_after_s=10)
    screen.door.camera = Camera(on=True)
    assert screen.view(1060).page == "idle"
    screen.door.camera = Camera(on=True, hint=Hint.DARK, paper_at=1061)
    page = screen.view(1061)
    assert isinstance(page, Welcome)
    assert page.live and page.aid is not None and "Hơi tối" in page.aid
    screen.door.camera = Camera(on=True, paper_at=1061)
    page = screen.view(1065)
    assert isinstance(page, Welcome) and page.aid is None
    assert screen.view(1071).page == "idle"


def test_while_the_hub_is_away_no_old_lines_are_told(make: Callable[..., LookupPresenter]) -> None:
    screen = make()
    screen.reached(Reached(linked=True, bridge=True), 1001)
    page = screen.view(1100)
    assert isinstance(page, Attract) and page.lines == () and page.warning is not None


def test_a_kiosk_told_never_to_invites_by_its_first_page(make: Callable[..., LookupPresenter]) -> None:
    assert make(attract_after_s=None).view(9000).page == "welcome"


def test_only_notices_that_are_due_are_told(morning: datetime) -> None:
    hour = timedelta(hours=1)
    playlist = [
        {"kind": "text", "text": "Hôm nay"},
        {"kind": "text", "text": "Mai", "from": (morning + hour).isoformat()},
        {"kind": "text", "text": "Hôm qua", "until": (morning - hour).isoformat()},
        {"kind": "image", "url": "a.png"},
    ]
    told = Notices.model_validate({"rev": 1, "at": morning, "playlist": playlist, "ticker": ["Cuối cùng"]})
    assert texts_of(told, morning) == ("Hôm nay", "Cuối cùng")


def test_scan_and_show_answers_large_for_its_time_and_then_nothing_is_left(
    make: Callable[..., LookupPresenter], morning: datetime
) -> None:
    screen = make(shows=True, forget_after_s=15)
    assert isinstance(screen.view(1100), ShowDoor)
    said = {"status_text": "Mời bà Nguyễn Thị A", "todo": "Mời bà Nguyễn Thị A đến nhận.", "step": "Ông B"}
    answered(screen, CODE, 1100, morning, **said)
    page = screen.view(1100)
    assert isinstance(page, ShowAnswer)
    assert (page.code, page.title, page.second, page.detail) == (
        CODE,
        "Đang xử lý",
        "Being processed",
        "Vui lòng chờ đến ngày 24/11/2026. Quý khách chưa phải làm gì thêm, chưa cần đến quầy.",
    )
    assert not [name for name in ("Nguyễn", "Ông B") if name in repr(page)]
    screen.tick(1114)
    assert screen.view(1114).page == "show-answer"
    screen.tick(1115)
    assert isinstance(screen.view(1115), ShowDoor) and CODE not in repr(screen._visit)


def test_scan_and_show_tells_whom_to_call_about_a_day_that_went_by(
    make: Callable[..., LookupPresenter], morning: datetime
) -> None:
    screen = make(shows=True, hotline="0212 3852 114")
    for at, due, told in ((1100, "2026-11-20T17:00:00+07:00", True), (1200, "2026-11-24T17:00:00+07:00", False)):
        answered(screen, CODE, at, morning, due_at=due)
        page = screen.view(at)
        assert isinstance(page, ShowAnswer)
        assert ("Gọi đường dây nóng 0212 3852 114." in page.foot) is told
        assert any(station.label == "Đã quá ngày hẹn" for station in page.milestones) is told
        screen.tick(at + 50)


def test_scan_and_show_tells_what_helps_its_camera(make: Callable[..., LookupPresenter]) -> None:
    screen = make(shows=True)
    screen.door.camera = Camera(on=True, hint=Hint.FAR, paper_at=1001)
    page = screen.view(1001)
    assert isinstance(page, ShowDoor) and page.warning is not None and "xa quá" in page.warning


def test_scan_and_show_opens_no_details_before_the_room_and_hears_no_touch(
    make: Callable[..., LookupPresenter], morning: datetime
) -> None:
    screen = make(shows=True, site_hosts=("dichvucong.gov.vn",))
    url = f"https://dichvucong.gov.vn/tra-cuu?MaHoSo={CODE}&check=7K2P"
    (effect,) = screen.scanned(url, 1100)
    assert isinstance(effect, Ask) and isinstance(effect.request, DossierFind)
    assert effect.request.check is None
    answered(screen, OTHER, 1101, morning, status=9, holder_masked="N*** V** A")
    assert "N***" not in repr(screen.view(1101))
    screen.drawn("show-answer", 1101)
    assert screen.touch("number", 1105) == [] and screen.view(1105).page == "show-answer"
