"""A program for the layout test: draws every page at each size and prints what stands where, one JSON a line.

Arguments: the sizes, as `1280x800,800x480`, and a folder for Kivy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import drawn_once  # a file beside this program

from kiosk.languages.catalogue import translator
from kiosk.presenters.dispenser import DispenserPresenter, DispenserRules
from kiosk.presenters.priorities import WORDS
from kiosk.presenters.wording import Header, as_written, clock_text
from kiosk.screens import dispenser_pages, window
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import NumbersUsed, PrintOutcome
from lobby.contract.slips import PrintDone
from lobby.contract.states import TICKET_EXAMPLE, CounterState, DeviceConfig, QueueState
from lobby.look.tokens import tokens
from lobby.settings.device import ScreenSettings

LANGUAGES = ("vi", "en")
LONGEST_CODE = "000.00.01.H15-190521-0001"
NOW = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)
HEADER = Header("Trung tâm Phục vụ hành chính công phường Tô Hiệu", clock_text(NOW, as_written))
ID = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"
NAMES = (
    "Hộ tịch – Chứng thực",
    "Đất đai – Xây dựng",
    "Lao động – Xã hội",
    "Đăng ký kinh doanh",
    "Trả kết quả",
    "Lĩnh vực Bảo trợ xã hội và phòng chống tệ nạn xã hội",
    "Cư trú, căn cước và lý lịch tư pháp",
    "Giáo dục và đào tạo thường xuyên",
    "Nông nghiệp và Môi trường",
)
Page = tuple[str, Any, Callable[[Any, Sheet], None]]


def touch(presenter: Any, name: str, at: float, *wall: datetime) -> Any:
    """Touch as one who has seen the page for a second."""
    presenter.drawn(presenter.view(at).page, at - 1)
    return presenter.touch(name, at, *wall)


def spoken(presenter: DispenserPresenter, language: str, at: float = 29) -> DispenserPresenter:
    if language == "en":
        touch(presenter, "language", at)
    return presenter


def dispenser(fields: int, counters: str = "open") -> DispenserPresenter:
    fields_of = {"Hộ tịch": "f-0"}
    rules = DispenserRules(priorities=tuple(WORDS), collect_service="f-4", fields=fields_of, finds=True, scans=True)
    presenter = DispenserPresenter(rules, {"en": translator("en")}, lambda: ID)
    presenter.hub_reached(True, 0)
    for place, name in enumerate(NAMES[:fields]):
        state: dict[str, object] = {**QueueState.example, "service": f"f-{place}", "name": name, "waiting": place * 7}
        if place == 2:
            state |= {"open": False, "closed_reason": "Hết giờ tiếp nhận buổi sáng. Mời quay lại lúc 13:30."}
        presenter.queue_changed(QueueState.model_validate(state))
    for number in (1, 2):
        counter = {**CounterState.example, "counter": f"quay-{number}", "name": f"Quầy số {number}"}
        counter |= {"state": counters}
        presenter.counter_changed(CounterState.model_validate(counter))
    return presenter


def dispenser_pages_of() -> Iterator[Page]:
    def page(name: str, presenter: DispenserPresenter, at: float) -> Page:
        return name, dispenser_pages.DispenserShown(HEADER, presenter.view(at)), dispenser_pages.draw

    for fields in (1, 5, 9):
        presenter = dispenser(fields)
        yield page(f"welcome {fields}", presenter, 1)
        touch(presenter, "language", 1)
        yield page(f"welcome {fields} in English", presenter, 1)
    for fields in (5, 9):
        presenter = dispenser(fields, "closed")
        yield page(f"before opening {fields}", presenter, 1)
        touch(presenter, "service:f-1", 1)
        yield page("before opening, confirm", presenter, 1)
    for outcome in (PrintOutcome.PRINTED, PrintOutcome.FAILED):
        presenter = dispenser(9)
        touch(presenter, "service:f-5", 1)
        yield page("confirm", presenter, 1)
        (ask,) = touch(presenter, "take", 2)
        yield page("asking", presenter, 2)
        presenter.replied(ask.request, None, 10)
        yield page("late", presenter, 10)
        ticket = {**TICKET_EXAMPLE, "service": "f-5"}
        data = {"ticket": ticket, "ahead": 35, "wait": {"low_s": 300, "high_s": 720}, "track": "Qk3nVx8c2J0"}
        presenter.replied(ask.request, Reply(id=ID, ok=True, data=data), 11)
        yield page("printing", presenter, 11)
        presenter.printed(PrintDone(job=ID, outcome=outcome), 12)
        yield page(f"taken, {outcome}", presenter, 12)
    presenter.hub_reached(False, 20)
    presenter.tick(60)
    yield page("no hub", presenter, 60)


def offline_pages_of() -> Iterator[Page]:
    def page(name: str, presenter: DispenserPresenter, at: float = 31) -> Page:
        return name, dispenser_pages.DispenserShown(HEADER, presenter.view(at)), dispenser_pages.draw

    used = {"id": ID, "ticket": ID, "number": "A901", "service": "f-5", "track": "Qk3nVx8c2J0", "issued_at": NOW}
    for language in LANGUAGES:
        presenter = spoken(dispenser(9), language)
        presenter.leased({"f-0": 3, "f-4": 0, "f-5": 2, "f-8": 1})
        presenter.hub_reached(False, 20)
        yield page(f"offline {language}", presenter)
        touch(presenter, "service:f-5", 31)
        yield page(f"offline confirm {language}", presenter)
        touch(presenter, "take", 33)
        presenter.given(NumbersUsed.model_validate(used), 33)
        presenter.printed(PrintDone(job=ID, outcome=PrintOutcome.PRINTED), 34)
        yield page(f"offline taken {language}", presenter)
        touch(presenter, "done", 36)
        spoken(presenter, language, 37)
        presenter.leased({"f-0": 1})
        touch(presenter, "service:f-0", 38)
        presenter.leased({"f-0": 0})
        yield page(f"offline none left {language}", presenter)


def choosing_pages_of() -> Iterator[Page]:
    def page(name: str, presenter: DispenserPresenter, at: float = 31) -> Page:
        return name, dispenser_pages.DispenserShown(HEADER, presenter.view(at)), dispenser_pages.draw

    for language in LANGUAGES:
        presenter = spoken(dispenser(5), language)
        touch(presenter, "service:f-4", 31)
        yield page(f"confirm with priority {language}", presenter)
        touch(presenter, "priority", 33)
        yield page(f"priority {language}", presenter)
        presenter = spoken(dispenser(9), language)
        for place in range(9):
            state = {**QueueState.example, "service": f"f-{place}", "name": NAMES[place], "open": False, "rev": 50}
            state["closed_reason"] = "Nghỉ trưa, mở lại lúc 13:30."
            presenter.queue_changed(QueueState.model_validate(state))
        yield page(f"closed {language}", presenter)
        presenter = spoken(dispenser(9), language)
        reprint = {"job": ID, "ticket": TICKET_EXAMPLE, "track": "Qk3nVx8c2J0", "ahead": 3}
        config = {"rev": 1, "at": NOW, "device": "dispenser-1", "reprints": [reprint]}
        presenter.configured(DeviceConfig.model_validate(config))
        presenter.tick(30)
        presenter.printed(PrintDone(job=ID, outcome=PrintOutcome.PRINTED), 30)
        yield page(f"reprinted {language}", presenter)


def receipt_pages_of() -> Iterator[Page]:
    def page(name: str, presenter: DispenserPresenter, at: float = 31) -> Page:
        return name, dispenser_pages.DispenserShown(HEADER, presenter.view(at)), dispenser_pages.draw

    for language in LANGUAGES:
        presenter = spoken(dispenser(9), language)
        (ask,) = presenter.scanned(LONGEST_CODE, 31)
        yield page(f"looking up {language}", presenter)
        presenter.replied(ask.request, None, 31)
        yield page(f"purpose {language}", presenter)
        touch(presenter, "purpose:submit", 31)
        yield page(f"fields of a receipt {language}", presenter)
        for status in range(1, 11):
            presenter = spoken(dispenser(9), language)
            (ask,) = presenter.scanned(LONGEST_CODE, 31)
            dossier = {**DOSSIER_EXAMPLE, "status": status, "returned_at": NOW}
            data = {"dossier": dossier, "as_of": NOW, "fresh": True}
            presenter.replied(ask.request, Reply(id=ID, ok=True, data=data), 31)
            yield page(f"receipt in state {status} {language}", presenter)
        (ask,) = presenter.scanned(LONGEST_CODE, 31)
        presenter.replied(ask.request, None, 31)
        touch(presenter, "purpose:collect", 31)
        (ask,) = touch(presenter, "take", 33)
        held = Refused(ErrorCode.WRONG_STATE, f"Hồ sơ {LONGEST_CODE} đã có số A012, đang chờ ở Quầy số 1.")
        presenter.replied(ask.request, refuse(ask.request.id, held), 31)
        yield page(f"held {language}", presenter)
        for code, sentence in (
            (ErrorCode.SERVICE_CLOSED, "Đã hết giờ lấy số buổi này. Mở lại lúc 07:30 thứ Hai, 23/11."),
            (ErrorCode.QUOTA_FULL, "Hôm nay đã nhận đủ 200 lượt. Mời Quý khách quay lại ngày làm việc sau."),
        ):
            presenter = spoken(dispenser(9), language)
            touch(presenter, "service:f-5", 31)
            (ask,) = touch(presenter, "take", 33)
            presenter.replied(ask.request, refuse(ask.request.id, Refused(code, sentence)), 34)
            yield page(f"refused, {code} {language}", presenter, 34)
        presenter = spoken(dispenser(9), language)
        presenter.scanned("001199000001|x|N V A", 31)
        yield page(f"citizen card {language}", presenter)


def main(sizes: list[tuple[int, int]], state: Path) -> None:
    width, height = sizes[0]
    window.configure(ScreenSettings(width=width, height=height, fullscreen=False), "pages", state)
    drawn_once.measure_once()
    for size in sizes:
        draw_at(size)


def draw_at(size: tuple[int, int]) -> None:
    from kiosk.screens.stage import Stage  # noqa: PLC0415 (Kivy is settled first)

    stage = Stage(tokens(), size[1], lambda name: None)
    of_dispenser = (dispenser_pages_of, offline_pages_of, choosing_pages_of, receipt_pages_of)
    for pages in of_dispenser:
        for name, shown, draw in pages():
            sheet = Sheet(Theme(tokens(), *size))
            draw(shown, sheet)
            stage.show(sheet.pieces)
            print(json.dumps({"size": size, "name": name, **stage.report()}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(drawn_once.sizes_of(sys.argv[1]), Path(sys.argv[2]))
