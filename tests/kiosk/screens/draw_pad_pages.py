"""A program for the pad's layout tests: draws every page of the pad and prints what stands where, one JSON a line.

Arguments: sizes (`800x480,1024x600`), a folder for Kivy and, to look at, a folder for pictures (of the first size) and
a part of the names wanted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import drawn_once  # type: ignore[import-not-found]
from PIL import Image, ImageDraw

from kiosk.languages.catalogue import translator
from kiosk.presenters.comfort import Choices
from kiosk.presenters.comfort_words import DOOR
from kiosk.presenters.pad import PadPresenter
from kiosk.presenters.pad_rules import PadRules
from kiosk.presenters.pad_tools import tools_of
from kiosk.presenters.pad_views import Host
from kiosk.presenters.wording import Header, clock_text
from kiosk.screens import window
from kiosk.screens.dressed import Dressed, draw_dressed, look_of
from kiosk.screens.pad_pages import PadShown, draw
from kiosk.screens.pad_sizes import a_page_of, finger_of
from kiosk.screens.pieces import Words
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.notices import Notices
from lobby.contract.rating import RatingForm
from lobby.contract.states import TICKET_EXAMPLE, CounterState, DeviceConfig
from lobby.look.tokens import tokens
from lobby.settings.device import ScreenSettings

NOW = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)
ID = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"
OFFICE = "Trung tâm Phục vụ hành chính công phường Tô Hiệu"
REASONS = (
    ("cho-lau", "Chờ lâu", "Long wait"),
    ("thai-do", "Thái độ chưa đúng mực", "Attitude"),
    ("huong-dan", "Hướng dẫn chưa rõ, phải đi lại", "Unclear guidance, came twice"),
    ("ho-so", "Đòi thêm giấy tờ ngoài quy định", "Asked for more papers"),
    ("tre-hen", "Trễ hẹn trả kết quả", "Result late"),
    ("khac", "Lý do khác", "Something else"),
)
LONG_REASON = "Bị yêu cầu nộp thêm giấy tờ không có trong danh mục niêm yết"
LOOKS = {"usual": Choices(), "clear": Choices(big=True, contrast=True)}


def photo() -> bytes:
    """Return a small drawn portrait."""
    picture = Image.new("RGB", (300, 400), "#9db4cf")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((90, 70, 210, 210), fill="#e8c39e")
    pen.pieslice((40, 230, 260, 560), 180, 360, fill="#27476e")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


HOSTS = {
    "": None,
    " host": Host("Nguyễn Thị Thanh Hương", "Công chức Tư pháp – Hộ tịch"),
    " photo": Host("Nguyễn Thị Thanh Hương", "Công chức Tư pháp – Hộ tịch", photo()),
}


def form(levels: int, **more: object) -> RatingForm:
    reasons = [{"id": one, "vi": vi, "en": en} for one, vi, en in REASONS]
    return RatingForm.model_validate({"levels": levels, "reasons": reasons, "comment": True, **more})


class Pad:
    """A pad of one size, and the citizen before it."""

    def __init__(self, size: tuple[int, int], language: str, look: Choices, host: Host | None = None) -> None:
        self.size, self.look, self.language, self.host = size, look, language, host
        self.finger = finger_of(*size, None)
        self.presenter = PadPresenter(PadRules(), {"en": translator("en")}, lambda: ID, lambda _: None)
        self.presenter.desk.a_page = a_page_of(*size, self.finger, look.big)
        self.presenter.counter = "quay-3"
        self.state()
        self.presenter.configured(self.config(None), host, 0, NOW)
        self.at = 0.0

    def config(self, rating: object, asked: RatingForm | None = None) -> DeviceConfig:
        known = {"rev": 1, "at": NOW, "device": "pad-1", "counter": "quay-3", "rating": rating, "form": asked}
        return DeviceConfig.model_validate(known)

    def state(self, **changed: object) -> None:
        self.presenter.counter_changed(CounterState.model_validate({**CounterState.example, **changed}), 0)

    def opened(self, asked: RatingForm) -> Pad:
        self.state(ticket=None)
        rating = {"rate": "kZ3v9Q0b7sY", "number": "A012", "opened_at": NOW, "lang": self.language}
        told = {**rating, "closes_at": NOW + timedelta(seconds=300)}
        self.presenter.configured(self.config(told, asked), self.host, 0, NOW)
        return self

    def touched(self, *names: str) -> Pad:
        for name in names:
            self.at += 2
            self.presenter.drawn(self.presenter.view(self.at).page, self.at - 1)
            self.presenter.touch(name, self.at, NOW)
        return self

    def shown(self, later: float = 0) -> PadShown:
        at, presenter = self.at + later, self.presenter
        presenter.tick(at, NOW)
        say = presenter.tongue.say
        header = Header(OFFICE, clock_text(NOW, say))
        tools = tools_of(self.look, True, presenter.tongue)
        return PadShown(header, presenter.view(at), presenter.visit, presenter.closing(at), self.finger, tools)


def pages(size: tuple[int, int], look: Choices) -> Iterator[tuple[str, PadShown]]:
    for with_, host in HOSTS.items():
        for name, changed in (
            ("idle", {"ticket": None}),
            ("paused", {"ticket": None, "state": "paused", "pause_reason": "Xử lý công việc khẩn cấp"}),
            ("called", {}),
            ("serving", {"ticket": {**TICKET_EXAMPLE, "state": "serving"}}),
        ):
            pad = Pad(size, "vi", look, host)
            pad.state(**changed)
            yield f"{name}{with_}", pad.shown()
    for language in ("vi", "en"):
        for levels in (3, 4, 5):
            host = list(HOSTS.values())[levels - 3]
            yield f"rating of {levels} {language}", Pad(size, language, look, host).opened(form(levels)).shown()
        yield from saying_more(size, look, language)
    yield from notices(size, look)


def saying_more(size: tuple[int, int], look: Choices, language: str) -> Iterator[tuple[str, PadShown]]:
    def pad(levels: int = 5, **more: object) -> Pad:
        return Pad(size, language, look).opened(form(levels, **more))

    chosen = pad().touched("score:1", "reason:cho-lau", "reason:ho-so")
    yield f"reasons {language}", chosen.shown()
    yield f"reasons warned {language}", chosen.shown(15)
    yield (
        f"two reasons {language}",
        pad(reasons=[{"id": "a", "vi": "Chờ lâu"}], comment=False).touched("score:1").shown(),
    )
    many = [{"id": f"r{place}", "vi": LONG_REASON, "en": LONG_REASON} for place in range(8)]
    yield f"eight reasons {language}", pad(reasons=many).touched("score:1", "reason:r0", "reason:r7").shown()
    yield f"thanks {language}", pad().touched("score:5").shown()
    yield f"thanks at once {language}", pad(indices=False, comment=False).touched("score:5").shown()
    writing = pad().touched("score:1", "write", *(f"key:{key}" for key in "caamr"))
    yield f"comment {language}", writing.shown()
    yield f"comment warned {language}", writing.shown(30)
    long = pad().touched("score:1", "write", *("key:w" if at % 7 else "key:space" for at in range(110)))
    yield f"comment as long as can be {language}", long.shown()
    more = pad().touched("score:5", "more", "index:total_time:2", "index:agency_time:0")
    for turned in range(9):
        yield f"indices {turned + 1} {language}", more.shown()
        if turned == 0:
            yield f"indices warned {language}", more.shown(30)
        before = more.shown().body
        if more.touched("next").shown().body == before:
            break


def notices(size: tuple[int, int], look: Choices) -> Iterator[tuple[str, PadShown]]:
    told = "Từ ngày 01/12/2026, Trung tâm tiếp nhận hồ sơ đất đai cả sáng thứ Bảy, từ 07:30 đến 11:30."
    pad = Pad(size, "vi", look)
    pad.state(ticket={**TICKET_EXAMPLE, "state": "serving"})
    pad.presenter.notices.told(
        Notices.model_validate({"rev": 1, "at": NOW, "playlist": [{"kind": "text", "text": told}]})
    )
    pad.presenter.tick(0, NOW)
    yield "notice", pad.shown(100)


def main(sizes: list[tuple[int, int]], state: Path, pictures: Path | None, wanted: str) -> None:
    width, height = sizes[0]
    window.configure(ScreenSettings(width=width, height=height, fullscreen=False), "pages", state)
    drawn_once.measure_once()
    for size in sizes:
        for look, choices in LOOKS.items():
            draw_at(size, look, choices, pictures if size == sizes[0] else None, wanted)


def draw_at(size: tuple[int, int], look: str, choices: Choices, pictures: Path | None, wanted: str) -> None:
    from kiosk.screens.stage import Stage  # noqa: PLC0415 (Kivy is settled first)

    stage = Stage(tokens(), size[1], lambda name: None)
    for name, shown in pages(size, choices):
        if wanted not in name:
            continue
        dressed = Dressed(shown, None, choices, DOOR, None)
        worn = look_of(dressed)
        sheet = Sheet(replace(Theme(tokens(), *size), tokens=worn.tokens, big=worn.big))
        told = draw_dressed(dressed, sheet, draw)
        stage.dress(worn)
        stage.show(sheet.pieces)
        sizes = [(piece.text, one.fitted.size) for piece, one in stage._drawn.items() if isinstance(piece, Words)]
        line: dict[str, Any] = {"name": name, "look": look, "size": size, "finger": shown.finger, **stage.report()}
        line |= {"sizes": sizes, "read": told.texts, "controls": [(one.name, one.whole) for one in told.controls]}
        print(json.dumps(line), flush=True)  # noqa: T201
        if pictures is not None:
            picture = f"{size[0]}x{size[1]} {look} {name}.png".replace(" ", "_")
            keep(stage, pictures / picture, worn.tokens)


def keep(stage: Any, path: Path, colours: Any) -> None:
    from kivy.core.window import Window  # noqa: PLC0415

    from kiosk.screens.picture import _pixels  # noqa: PLC0415

    Window.clearcolor = colours.rgba("paper")
    if stage.parent is None:
        for other in list(Window.children):
            Window.remove_widget(other)
        Window.add_widget(stage)
    _pixels(*(int(length) for length in Window.size)).save(path)


if __name__ == "__main__":
    shots = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    main(drawn_once.sizes_of(sys.argv[1]), Path(sys.argv[2]), shots, sys.argv[4] if len(sys.argv) > 4 else "")
