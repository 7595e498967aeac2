"""A program for the layout test: draws every page of the lookup kiosk at each size and prints what stands where.

One JSON a line. Arguments: the sizes, as `1280x800,800x480`, a folder for Kivy, and, to look at the first size's pages,
a folder for pictures.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import drawn_once  # files beside this program
import procedure_pages

from kiosk.languages.catalogue import translator
from kiosk.presenters.camera import Camera, Hint
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.lookup_views import LookupView
from kiosk.presenters.procedures.paging import measure_of
from kiosk.presenters.scene import DispenserRules
from kiosk.presenters.way_out import LONGEST, TOUCHES, CodePage, WayOut
from kiosk.presenters.wording import Header, as_written, clock_text
from kiosk.screens import lookup_pages, window
from kiosk.screens.code_page import draw_code
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone
from lobby.contract.states import TICKET_EXAMPLE, CounterState, QueueState
from lobby.look.tokens import Tokens, tokens
from lobby.settings.device import ScreenSettings

LANGUAGES = ("vi", "en")
CODE = "000.00.01.H15-190521-0001"
CARD = "001199000001"
NOW = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)
HEADER = Header("Trung tâm Phục vụ hành chính công phường Tô Hiệu", clock_text(NOW, as_written))
HEADERS = {"vi": HEADER, "en": Header(HEADER.office, clock_text(NOW, translator("en")))}
ID = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"
FIELDS = {
    "ho-tich": "Hộ tịch – Chứng thực",
    "dat-dai": "Đất đai – Xây dựng",
    "lao-dong": "Lao động – Xã hội",
    "kinh-doanh": "Đăng ký kinh doanh",
    "tra-ket-qua": "Trả kết quả",
}
NUMBERS = DispenserRules(
    collect_service="tra-ket-qua",
    fields={"Hộ tịch": "ho-tich"},
    names_en={"ho-tich": "Civil status – Certification", "tra-ket-qua": "Result collection"},
    prints=False,
)
RULES = LookupRules(
    attract_after_s=60,
    hours=("Thứ Hai – Thứ Sáu: 7:30 – 11:30, 13:30 – 17:00", "Thứ Bảy: 7:30 – 11:30"),
    hotline="0212 3852 114",
    sms="0912 000 111",
    numbers=NUMBERS,
)
LONG_DOSSIER: dict[str, Any] = {
    **DOSSIER_EXAMPLE,
    "status": 5,
    "status_text": "Yêu cầu bổ sung giấy tờ",
    "procedure": "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp "
    "chuyển đổi, chuyển nhượng, thừa kế",
    "agency": "Chi nhánh Văn phòng đăng ký đất đai khu vực Tô Hiệu – Chiềng Lề",
    "holder_masked": "N*** V** A",
    "new_due_at": "2026-12-01T17:00:00+07:00",
    "fee_due": 1250000,
    "step": "Thẩm định hồ sơ",
    "todo": "Bổ sung bản sao giấy chứng minh quan hệ hôn nhân và giấy ủy quyền có chứng thực trước ngày 30/11/2026.",
    "steps": [
        {"at": f"2026-11-2{place}T08:00:00+07:00", "what": what, "unit": "Bộ phận Một cửa phường Tô Hiệu"}
        for place, what in enumerate(
            (
                "Tiếp nhận hồ sơ",
                "Chuyển hồ sơ đến phòng chuyên môn",
                "Thẩm định hồ sơ và lấy ý kiến các cơ quan liên quan",
                "Yêu cầu bổ sung",
                "Trình lãnh đạo ký duyệt kết quả",
                "Trả kết quả",
            )
        )
    ],
}
# As long as the national list's longest names of procedures.
LONGEST_NAME: dict[str, object] = {
    **LONG_DOSSIER,
    "procedure": "Đăng ký biến động đối với trường hợp đổi tên hoặc thay đổi thông tin về người sử dụng đất, chủ "
    "sở hữu tài sản gắn liền với đất; thay đổi hạn chế quyền sử dụng đất; thay đổi quyền đối với thửa đất liền kề; "
    "giảm diện tích thửa đất do sạt lở tự nhiên tại cấp xã",
}
DOSSIERS = (
    (DOSSIER_EXAMPLE, True),
    (LONG_DOSSIER, False),
    ({**LONGEST_NAME, "steps": None}, True),
    (LONGEST_NAME, False),
)

LATE = {
    "overdue": {"due_at": "2026-11-20T17:00:00+07:00"},
    "with a new day": {"due_at": "2026-11-20T17:00:00+07:00", "new_due_at": "2026-12-01T17:00:00+07:00"},
}

ASKS_TO_WAIT = "Vui lòng chờ đến ngày hẹn trả kết quả."

Page = tuple[str, LookupView]


class Kiosk:
    """A kiosk in one language, with its site's fields and counters."""

    def __init__(self, language: str, rules: LookupRules = RULES, **reached: bool) -> None:
        self.screen = LookupPresenter(rules, {"en": translator("en")}, lambda: ID)
        self.language = language
        self.at = 1.0
        self.reach(**reached)
        for place, (service, name) in enumerate(FIELDS.items()):
            state: dict[str, Any] = {**QueueState.example, "service": service, "name": name, "waiting": place * 7}
            if service == "lao-dong":
                state |= {"open": False, "closed_reason": "Hết giờ tiếp nhận buổi sáng. Mời quay lại lúc 13:30."}
            self.screen.desk.queue_changed(QueueState.model_validate(state))
        for number in (1, 2):
            counter = {
                **CounterState.example,
                "counter": f"quay-{number}",
                "name": f"Quầy số {number}",
                "state": "open",
            }
            self.screen.desk.counter_changed(CounterState.model_validate(counter))
        if language == "en":
            self.touch("language")

    def reach(self, linked: bool = True, hub: bool = True, bridge: bool = True) -> None:
        self.screen.reached(Reached(True, True, True), self.at)
        self.screen.reached(Reached(linked, hub, bridge), self.at)

    def touch(self, name: str) -> Any:
        """Touch as one who has seen the page for a second."""
        self.at += 2
        self.screen.drawn(self.screen.view(self.at).page, self.at - 1)
        return self.screen.touch(name, self.at)

    def page(self, name: str, after: float = 0.0) -> Page:
        return f"{name} {self.language}", self.screen.view(self.at + after)

    def scan(self, dossier: dict[str, Any] | None, fresh: bool = True) -> None:
        """Scan a receipt; without a dossier the backend is away."""
        self.screen.scanned(CARD, self.at, by_hand=True)  # takes away what the last receipt left
        (ask,) = self.screen.scanned(CODE if dossier is None else dossier["code"], self.at)
        if dossier is None:
            self.screen.replied(ask.request, refuse(ID, Refused(ErrorCode.BACKEND_UNREACHABLE)), self.at)
            return
        data = {"dossier": dossier, "as_of": NOW.isoformat(), "fresh": fresh}
        self.screen.replied(ask.request, Reply(id=ID, ok=True, data=data), self.at)


def door_pages(language: str) -> Iterator[Page]:
    for lost in ("linked", "bridge", "hub"):
        kiosk = Kiosk(language, **{lost: False})
        kiosk.at += 5
        yield kiosk.page(f"door without {lost}")
    kiosk = Kiosk(language)
    yield kiosk.page("door")
    yield kiosk.page("door with the other hint", 8)
    kiosk.screen.door.notices = ("Từ ngày 01/12/2026 tiếp nhận hồ sơ đất đai cả sáng thứ Bảy.",)
    yield kiosk.page("door left alone", 100)
    kiosk.reach(bridge=False)
    yield kiosk.page("door left alone without bridge", 100)
    kiosk = Kiosk(language)
    kiosk.touch("key:H")
    yield kiosk.page("door ending", 14)
    for hint in (None, *Hint):
        kiosk.screen.door.camera = Camera(on=True, hint=hint)
        yield kiosk.page(f"door with camera, {hint or 'no hint'}")
    kiosk = Kiosk(language)
    kiosk.screen.door.camera = Camera(on=True)
    yield kiosk.page("door with camera, the other hint", 8)


def dossier_pages(language: str) -> Iterator[Page]:
    one_step = {**DOSSIER_EXAMPLE, "steps": LONG_DOSSIER["steps"][:1]}
    for place, (dossier, fresh) in enumerate((*DOSSIERS, (one_step, True))):
        kiosk = Kiosk(language)
        kiosk.screen.scanned(CODE, kiosk.at)
        yield kiosk.page("looking")
        kiosk.scan(dossier, fresh)
        yield kiosk.page("result with one step" if dossier is one_step else f"result {place}")
        yield kiosk.page(f"result {place} ending", 14)
        if dossier.get("steps"):
            kiosk.touch("facts")
            yield kiosk.page("result with one step, timeline" if dossier is one_step else f"result {place}, timeline")
    for status, text in STATUS_TEXTS.items():
        kiosk = Kiosk(language)
        known: dict[str, Any] = {**DOSSIER_EXAMPLE, "status": status, "status_text": text, "step": "Thẩm định hồ sơ"}
        known |= {"fee_due": 150000} if status == 6 else {}
        known |= {"done_at": NOW.isoformat()} if status in (9, 10) else {}
        known |= {"returned_at": NOW.isoformat()} if status == 10 else {}
        kiosk.scan(known)
        yield kiosk.page(f"result in state {status}")
    for name, days in LATE.items():
        kiosk = Kiosk(language)
        kiosk.scan({**DOSSIER_EXAMPLE, **days})
        yield kiosk.page(f"result {name}")
    kiosk = Kiosk(language)
    own = {"todo": ASKS_TO_WAIT, "steps": LONG_DOSSIER["steps"][:1]}
    kiosk.scan({**DOSSIER_EXAMPLE, **LATE["overdue"], **own})
    yield kiosk.page("result overdue, with the backend's own words")
    kiosk = Kiosk(language)
    kiosk.screen.desk.scene.today = NOW.date() + timedelta(days=5)
    kiosk.scan({**DOSSIER_EXAMPLE, **own}, fresh=False)
    yield kiosk.page("result old and gone by, with the backend's own words")
    kiosk = Kiosk(language, hub=False)
    kiosk.at += 5
    kiosk.scan({**DOSSIER_EXAMPLE, "status": 9, "status_text": STATUS_TEXTS[9]})
    yield kiosk.page("result without hub")


def coming_pages(language: str) -> Iterator[Page]:
    """An older answer first, then the new one under the reader's eyes, or none."""
    for place, dossier in enumerate((DOSSIER_EXAMPLE, LONG_DOSSIER)):
        for prints, fresh in ((False, True), (False, False), (True, True)):
            kiosk = Kiosk(language, replace(RULES, numbers=replace(NUMBERS, prints=prints)))
            name = f"result {place} {'with printer ' if prints else ''}"
            (ask,) = kiosk.screen.scanned(CODE, kiosk.at)
            data = {"dossier": {**dossier, "code": CODE, "steps": None}, "as_of": NOW.isoformat(), "fresh": False}
            data |= {"agency_now": "UBND phường Tô Hiệu"} if place else {}
            (again,) = kiosk.screen.replied(ask.request, Reply(id=ID, ok=True, data={**data, "coming": True}), kiosk.at)
            yield kiosk.page(f"{name}coming")
            kiosk.screen.replied(again.request, Reply(id=ID, ok=True, data={**data, "fresh": fresh}), kiosk.at)
            yield kiosk.page(f"{name}{'renewed' if fresh else 'never renewed'}")


def slip_pages(language: str) -> Iterator[Page]:
    printing = replace(RULES, numbers=replace(NUMBERS, prints=True))
    for place, (dossier, fresh) in enumerate(DOSSIERS):
        for outcome in (PrintOutcome.PRINTED, PrintOutcome.FAILED):
            kiosk = Kiosk(language, printing)
            kiosk.scan(dossier, fresh)
            if outcome is PrintOutcome.PRINTED:
                yield kiosk.page(f"result {place} with printer")
            (slip,) = kiosk.touch("print")
            if outcome is PrintOutcome.PRINTED:
                yield kiosk.page(f"result {place} printing")
            kiosk.screen.printed(PrintDone(job=slip.job.job, outcome=outcome), kiosk.at)
            yield kiosk.page(f"result {place} slip {outcome}")


def check_pages(language: str) -> Iterator[Page]:
    kiosk = Kiosk(language)
    kiosk.scan(DOSSIER_EXAMPLE)
    kiosk.touch("check")
    yield kiosk.page("check")
    for letter in "7K2P":
        kiosk.touch(f"key:{letter}")
    (ask,) = kiosk.touch("find")
    data = {"dossier": DOSSIER_EXAMPLE, "as_of": NOW.isoformat(), "fresh": True}
    kiosk.screen.replied(ask.request, Reply(id=ID, ok=True, data=data), kiosk.at)
    yield kiosk.page("check refused")
    yield kiosk.page("check ending", 14)


def problem_pages(language: str) -> Iterator[Page]:
    kiosk = Kiosk(language)
    kiosk.screen.scanned(CARD, kiosk.at)
    yield kiosk.page("problem")
    yield kiosk.page("problem ending", 12)
    kiosk.scan(None)
    yield kiosk.page("nobody answers")
    yield kiosk.page("nobody answers ending", 14)
    kiosk.touch("number")
    yield kiosk.page("fields")
    yield kiosk.page("fields ending", 14)
    kiosk.touch("service:tra-ket-qua")
    yield kiosk.page("confirm")


def number_pages(language: str) -> Iterator[Page]:
    kiosk = Kiosk(language)
    kiosk.scan({**DOSSIER_EXAMPLE, "status": 9, "status_text": STATUS_TEXTS[9]})
    (ask,) = kiosk.touch("number")
    yield kiosk.page("asking")
    data = {"ticket": {**TICKET_EXAMPLE, "service": "tra-ket-qua"}, "ahead": 3, "track": "Qk3nVx8c2J0"}
    kiosk.screen.replied(ask.request, Reply(id=ID, ok=True, data=data), kiosk.at)
    kiosk.screen.printed(PrintDone(job=ID, outcome=PrintOutcome.FAILED), kiosk.at)
    yield kiosk.page("taken")
    yield kiosk.page("taken ending", 14)


def show_pages(language: str) -> Iterator[Page]:
    rules = replace(RULES, shows=True, forget_after_s=15)
    kiosk = Kiosk("vi", rules)
    yield kiosk.page("show door")
    kiosk.screen.scanned(CODE, kiosk.at)
    yield kiosk.page("show looking")
    for place, (dossier, fresh) in enumerate(DOSSIERS):
        kiosk.scan(dossier, fresh)
        yield kiosk.page(f"show answer {place}")
    kiosk.scan({**DOSSIER_EXAMPLE, **LATE["overdue"]})
    yield kiosk.page("show answer overdue")
    kiosk.scan(None)
    yield kiosk.page("show nobody answers")
    kiosk.reach(bridge=False)
    kiosk.screen.tick(100)
    kiosk.at = 105
    yield kiosk.page("show door without bridge")


def procedures_pages(language: str) -> Iterator[Page]:
    shelf = procedure_pages.shelf()
    yield from procedure_pages.list_pages(procedure_pages.Guided(Kiosk(language), shelf))
    for code in (*procedure_pages.CODES, "9.999999"):
        kiosk = Kiosk(language, replace(RULES, numbers=replace(NUMBERS, prints=True)))
        yield from procedure_pages.procedure_pages(procedure_pages.Guided(kiosk, shelf), code)
    guided = procedure_pages.Guided(Kiosk(language), None)
    guided.touch("procedures")
    yield guided.kiosk.page("procedures, no catalogue")
    guided.touch("search")
    yield guided.kiosk.page("search, no catalogue")


PAGES = (
    procedures_pages,
    show_pages,
    door_pages,
    dossier_pages,
    coming_pages,
    slip_pages,
    check_pages,
    problem_pages,
    number_pages,
)


def keeper_pages() -> Iterator[tuple[str, CodePage]]:
    way = WayOut(lambda _: False)
    for touch in range(TOUCHES):
        way.corner(touch * 0.1)
    at = 1
    for name, touches in (("", ()), (" typed", "1" * LONGEST), (" wrong", ("leave",)), (" shut", "1!2!")):
        for one in touches:
            way.touch(f"keeper:{'leave' if one == '!' else one}", at)
        asked = way.view(at)
        assert asked is not None
        yield f"keeper's code{name}", asked


def main(sizes: list[tuple[int, int]], state: Path, pictures: Path | None) -> None:
    width, height = sizes[0]
    window.configure(ScreenSettings(width=width, height=height, fullscreen=False), "pages", state)
    drawn_once.measure_once()
    for size in sizes:
        draw_at(size, pictures if size == sizes[0] else None)


def draw_at(size: tuple[int, int], pictures: Path | None) -> None:
    from kiosk.screens.stage import Stage  # noqa: PLC0415 (Kivy is settled first)

    stage = Stage(tokens(), size[1], lambda name: None)
    procedure_pages.Guided.measure = measure_of(*size, large=False)
    for name, draw in drawings():
        sheet = Sheet(Theme(tokens(), *size))
        draw(sheet)
        stage.show(sheet.pieces)
        print(json.dumps({"size": size, "name": name, **stage.report()}), flush=True)  # noqa: T201
        if pictures is not None:
            keep(stage, pictures / f"{size[0]}x{size[1]} {name}.png")


def drawings() -> Iterator[tuple[str, Callable[[Sheet], None]]]:
    """Yield the name of every page and what draws it."""
    for pages in PAGES:
        for language in LANGUAGES:
            for name, body in pages(language):
                yield name, partial(lookup_pages.draw, lookup_pages.LookupShown(HEADERS[language], body))
    for name, asked in keeper_pages():
        yield name, partial(draw_code, asked)


def keep(stage: Any, path: Path, colours: Tokens | None = None) -> None:
    from kivy.core.window import Window  # noqa: PLC0415

    from kiosk.screens.picture import _pixels  # noqa: PLC0415

    Window.clearcolor = (colours or tokens()).rgba("paper")
    if stage.parent is None:
        Window.add_widget(stage)
    _pixels(*(int(length) for length in Window.size)).save(path)


if __name__ == "__main__":
    main(drawn_once.sizes_of(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
