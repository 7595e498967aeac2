"""What a citizen may choose, what keys do, and what is read aloud."""

from __future__ import annotations

from kiosk.presenters.comfort import Choices, Comfort
from kiosk.presenters.focus import Deed, Did, Focus
from kiosk.presenters.reading_aloud import Pressed, ReadingAloud
from kiosk.presenters.wording import CHOOSE, Tongue, as_written


def test_choices_end_with_the_visit() -> None:
    comfort = Comfort(Choices(contrast=True), True, 30)
    for name in ("comfort:open", "comfort:big", "comfort:low", "comfort:aloud", "comfort:louder"):
        assert comfort.touch(name, 1)
    assert comfort.chosen == Choices(big=True, contrast=True, low=True, aloud=True, volume=4) and comfort.open
    comfort.home()
    assert comfort.chosen == Choices(contrast=True) and not comfort.open


def test_at_the_first_page_choices_end_when_nobody_touches() -> None:
    comfort = Comfort(Choices(), False, 30)
    comfort.touch("comfort:big", 1)
    comfort.tick(30, rests=True)
    assert comfort.chosen.big
    comfort.tick(31, rests=False)
    assert comfort.chosen.big
    comfort.tick(31, rests=True)
    assert not comfort.chosen.big


def test_earphones_turn_reading_on_and_off_and_hold_it_over_a_visit() -> None:
    comfort = Comfort(Choices(), True, 30)
    comfort.earphones(True, 1)
    comfort.home()
    assert comfort.chosen.aloud
    comfort.earphones(False, 2)
    assert not comfort.chosen.aloud


def test_a_device_without_sound_or_height_does_not_offer_them() -> None:
    names = {one.name for one in Comfort(Choices(), False, 30, tall=False).view(as_written).switches}
    assert names == {"comfort:big", "comfort:contrast"}


def test_keys_move_the_focus_round_and_press() -> None:
    focus = Focus()
    focus.page("result", ["number", "steps", "done"])
    assert focus.key("KEY_KPENTER") is None
    focus.key("KEY_KPPLUS")
    assert focus.key("KEY_KPENTER") == Did(Deed.PRESS, "number")
    focus.key("KEY_KPMINUS")
    assert focus.at == "done"
    assert focus.key("KEY_KP2") == Did(Deed.PRESS, "steps")
    assert focus.key("KEY_KP9") is None
    assert focus.key("KEY_KPSLASH") == Did(Deed.PRESS, "done")
    focus.page("welcome", ["find"])
    assert focus.at is None


def test_where_a_code_is_wanted_digits_type_and_the_focus_passes_over_their_keys() -> None:
    focus = Focus()
    focus.page("welcome", ["key:1", "key:2", "key:A", "key:delete", "find"])
    assert focus.key("KEY_KP2") == Did(Deed.PRESS, "key:2")
    assert focus.key("KEY_KPDOT") == Did(Deed.PRESS, "key:delete")
    focus.key("KEY_KPPLUS")
    assert focus.at == "key:A"


def test_a_new_page_is_read_whole_and_then_what_changes() -> None:
    reader, number = ReadingAloud(), Pressed("number", "Lấy số", "Lấy số · 3 người đang chờ")

    def shown(page: str, *texts: str) -> list[str]:
        return [one.text for one in reader.shown(page, texts, [number], as_written) or []]

    told = ["Số 1: Lấy số · 3 người đang chờ"]
    assert shown("result", "Đã xong", "Đóng sau 9 giây") == [
        "Đã xong",
        "Đóng sau 9 giây",
        "Các nút trên màn hình:",
        *told,
    ]
    assert shown("result", "Đã xong", "Đóng sau 8 giây") == []
    assert shown("result", "Đã xong", "Có thêm một bước") == ["Có thêm một bước"]
    assert shown("welcome", "Mã hồ sơ")[0] == "Mã hồ sơ"
    assert shown("welcome", "H") == ["H"]
    assert shown("welcome", "H1") == ["1"]
    assert shown("welcome", "H") == ["Đã xóa 1"]


def test_figures_that_a_touch_changed_are_read_and_those_that_change_by_themselves_are_not() -> None:
    reader = ReadingAloud()
    reader.shown("procedure", ["3 ngày", "Trang 1/2"], [], as_written)
    assert reader.shown("procedure", ["4 ngày", "Trang 1/2"], [], as_written) is None
    told = reader.shown("procedure", ["5 ngày", "Trang 2/2"], [], as_written, answers=True) or []
    assert [one.text for one in told] == ["5 ngày", "Trang 2/2"]


def test_of_two_languages_one_is_offered_of_more_a_choice() -> None:
    assert Tongue({"en": as_written}).offer == "English"
    many = Tongue({"en": as_written, "jra": as_written})
    assert many.offer == CHOOSE
    many.choose("jra")
    assert many.code == "jra"
    many.choose("xx")
    assert many.code == "jra"
