"""What a citizen may choose, what keys do, and what is read aloud."""

from __future__ import annotations

from kiosk.presenters.comfort import Choices, Comfort
from kiosk.presenters.comfort_words import KEYS_FIND, KEYS_WRITE
from kiosk.presenters.focus import Deed, Did, Focus
from kiosk.presenters.reading_aloud import Pressed, ReadingAloud
from kiosk.presenters.wording import CHOOSE, Tongue, as_written
from kiosk.screens.lowering import has_reach


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


def test_on_a_small_panel_low_controls_are_neither_offered_nor_the_sites_choice() -> None:
    comfort = Comfort(Choices(low=True), False, 30)
    assert comfort.chosen.low
    comfort.sized(has_reach(480, 800))
    assert not comfort.chosen.low and "comfort:low" not in {one.name for one in comfort.view(as_written).switches}
    comfort.home()
    assert not comfort.chosen.low
    comfort.touch("comfort:anew", 1)
    assert not comfort.chosen.low
    for size in ((1920, 1080), (1280, 800), (1280, 720), (1080, 1920)):
        comfort.sized(has_reach(*size))
        assert "comfort:low" in {one.name for one in comfort.view(as_written).switches}


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


LETTERS = tuple(f"key:{letter}" for letter in "qwertyuiopasdfghjklzxcvbnm")
SEARCH = ("back", "here", "hit:1.001193", *LETTERS, "key:delete", "key:space", "hide", "language")


def test_where_letters_are_wanted_digits_find_them_as_on_a_telephone_and_press_nothing_else() -> None:
    focus, pressed = Focus(), []
    focus.page("search", SEARCH)
    for digit in "2222":
        assert focus.key(f"KEY_KP{digit}") is None
        pressed.append(focus.at)
    assert pressed == ["key:a", "key:b", "key:c", "key:a"]
    assert focus.key("KEY_KPENTER") == Did(Deed.PRESS, "key:a")
    assert focus.key("KEY_KP9") is None and focus.at == "key:w"
    assert focus.key("KEY_KP0") == Did(Deed.PRESS, "key:space")
    others = [focus.key("KEY_KP1") or focus.at for _ in range(6)]
    assert others == ["back", "here", "hit:1.001193", "hide", "language", "back"]


def test_every_letter_is_found_by_its_digit() -> None:
    found = set()
    for digit in range(2, 10):
        focus = Focus()
        focus.page("search", SEARCH)
        for _ in range(4):
            focus.key(f"KEY_KP{digit}")
            found.add(focus.at)
    assert found == set(LETTERS)


def test_what_digits_do_is_told_and_no_number_is_read_that_would_press_nothing() -> None:
    def told(keys: bool, *names: str) -> list[str]:
        controls = [Pressed(name, name, name) for name in names]
        return [one.text for one in ReadingAloud(keys).shown("page", ["Tìm"], controls, as_written) or []]

    assert told(True, *SEARCH)[:3] == ["Tìm", KEYS_FIND, "Các nút trên màn hình:"]
    assert told(True, "find", "key:1", "key:A") == ["Tìm", KEYS_WRITE, "Các nút trên màn hình:", "find"]
    assert told(True, "done") == ["Tìm", "Các nút trên màn hình:", "Số 1: done"]
    assert KEYS_FIND not in told(False, *SEARCH)


def test_a_space_typed_or_deleted_is_named() -> None:
    reader = ReadingAloud()
    reader.shown("search", ["khai"], [], as_written)
    assert [one.text for one in reader.shown("search", ["khai "], [], as_written) or []] == ["Dấu cách"]
    assert [one.text for one in reader.shown("search", ["khai"], [], as_written) or []] == ["Đã xóa Dấu cách"]


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
