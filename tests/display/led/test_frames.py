"""Frames are written as the settings say and read strictly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.led.driver import Unshowable
from display.led.frame_reading import Frame, FrameReader, WrongFrame, check_reading
from display.led.frames import FrameSettings, build, dim
from display.model.led import LedView
from lobby.settings.load import SettingsError

DEFAULT = FrameSettings()


def test_the_frame_is_written_byte_for_byte_as_documented() -> None:
    body = b"01BA012 3\x03"
    check = 0
    for byte in body:
        check ^= byte
    assert build(DEFAULT, 1, LedView("A012", "3", blink=True)) == b"\x02" + body + b"%02X" % check


def test_a_board_of_another_maker_is_a_matter_of_settings() -> None:
    other = FrameSettings(start="$", form="{counter:0>2}{number:0>4}", end="\r", checksum="none")
    assert build(other, 7, LedView("B7", "5")) == b"$0500B7\r"


@given(st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True), st.integers(0, 99), st.booleans(), st.integers(0, 99))
def test_what_is_written_reads_back(number: str, counter: int, blink: bool, address: int) -> None:
    data = build(DEFAULT, address, LedView(number, str(counter), blink))
    assert FrameReader().parse(data) == Frame(address, number, str(counter), blink)


@given(st.integers(0, 11), st.integers(1, 255))
def test_one_wrong_byte_is_never_shown(place: int, change: int) -> None:
    data = bytearray(build(DEFAULT, 1, LedView("A012", "3")))
    data[place % len(data)] ^= change
    with pytest.raises(WrongFrame):
        FrameReader().parse(bytes(data))


def test_frames_come_in_pieces_and_noise_is_counted() -> None:
    one, two = build(DEFAULT, 1, LedView("A012", "3")), build(DEFAULT, 1, LedView("B001", "12"))
    reader = FrameReader()
    assert reader.feed(one[:4]) == []
    assert [frame.number for frame in reader.feed(one[4:] + two[:-1])] == ["A012"]
    assert [frame.number for frame in reader.feed(two[-1:])] == ["B001"]
    assert reader.broken == 0
    assert reader.feed(b"x" * 300) == []
    assert [frame.number for frame in reader.feed(b"\x0300" + one)] == ["A012"]
    assert reader.broken == 2


def test_the_form_without_mode_and_checksum_is_read_too() -> None:
    plain = FrameSettings(form="{address:02d}{number:<4}{counter:>2}", checksum="none")
    assert FrameReader(plain).parse(build(plain, 1, LedView("B012", "3"))) == Frame(1, "B012", "3", False)


def test_a_number_with_no_room_is_refused_in_words() -> None:
    with pytest.raises(Unshowable, match="dài hơn 4 ô"):
        build(DEFAULT, 1, LedView("A0123", "3"))
    with pytest.raises(Unshowable, match="không có chữ hay số nào"):
        build(DEFAULT, 1, LedView("一二", "3"))


def test_letters_the_board_has_not_are_shown_plain() -> None:
    assert b"D001" in build(DEFAULT, 1, LedView("Đ001", "3"))
    assert b"A012" in build(DEFAULT, 1, LedView("a\x02\x03012", "3"))


@pytest.mark.parametrize("form", ["{number", "{nummer}", "{0}", "số {number}", "{number:d}"])
def test_a_form_that_cannot_be_filled_names_its_key(form: str) -> None:
    with pytest.raises(SettingsError, match=r"boards\.2\.frame\.form"):
        FrameSettings(form=form).check("boards.2.frame")


def test_boards_with_few_places_are_idle_without_complaint_and_need_no_counter() -> None:
    narrow = FrameSettings(number_width=2, counter_width=0, form="{number:>2}", checksum="none")
    narrow.check("boards.1.frame")
    assert build(narrow, 1, LedView()) == b"\x02--\x03"
    assert build(narrow, 1, LedView("7", "12")) == b"\x02 7\x03"


def test_a_board_is_dimmed_by_a_frame_of_its_own() -> None:
    lit = FrameSettings(light_form="{address:02d}L{level}", light_top=15)
    (frame,) = FrameReader(lit).feed(dim(lit, 3, 40))
    assert (frame.address, frame.level) == (3, 6)


def test_checksums_of_other_makers_are_a_matter_of_settings() -> None:
    hexed = FrameSettings(start="", form="{number:0>4}", end="\r", checksum="sum")
    assert build(hexed, 1, LedView("12", "3")) == b"0012\r" + b"%02X" % (sum(b"0012\r") & 0xFF)
    byte = FrameSettings(start="\u00ff", form="{number:0>4}", end="\u00fe", checksum="xor", checksum_as="byte")
    check = 0
    for sign in b"0012\xfe":
        check ^= sign
    assert build(byte, 1, LedView("12", "3")) == b"\xff0012\xfe" + bytes([check])
    (frame,) = FrameReader(byte).feed(b"noise" + build(byte, 1, LedView("12", "3")))
    assert frame.number == "0012"


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "", "end": "\r", "checksum": "none"},
        {"start": "", "end": "\r\n"},
        {"start": "#", "end": "\r", "form": "{address:02X}{mode}{number:<4}{counter:>2}"},
        {"form": "{address:c}{mode}{number:_<4}{counter:>2}"},
        {"form": "{address:<4}{mode:>3}{number}{counter}"},
        {"start": "A", "end": "\r", "form": "{address:03d}{mode}{number:<4}{counter:>2}"},
    ],
)
def test_the_twin_reads_what_makers_write(fields: dict[str, str]) -> None:
    maker = FrameSettings.model_validate(fields)
    check_reading(maker, 12, "frame")
    reader = FrameReader(maker)
    frames = reader.feed(build(maker, 12, LedView("A012", "3", blink=True)) * 2)
    assert frames == [Frame(12, "A012", "3", True)] * 2
    assert reader.broken == 0


def test_a_level_is_read_as_it_is_written() -> None:
    lit = FrameSettings(form="N{number:<4}", light_form="{address:02X}L{level:X}", light_top=15)
    assert FrameReader(lit).feed(dim(lit, 12, 80)) == [Frame(12, level=12)]


@pytest.mark.parametrize("form", ["{number:.2}", "{number!r}", "1234", "{number:<4}{counter:.1}"])
def test_a_form_that_leaves_out_signs_is_refused(form: str) -> None:
    settings = FrameSettings(form=form)
    settings.check("boards.1.frame")
    with pytest.raises(SettingsError, match=r"«boards\.1\.frame\.form»"):
        check_reading(settings, 1, "boards.1.frame")


@pytest.mark.parametrize(
    ("fields", "key"), [({"form": "{number[0]}{number}"}, "form"), ({"light_form": "{level.real}"}, "light_form")]
)
def test_parts_of_fields_are_refused_by_name(fields: dict[str, str], key: str) -> None:
    with pytest.raises(SettingsError, match=rf"«boards\.1\.frame\.{key}»"):
        FrameSettings.model_validate(fields).check("boards.1.frame")


def test_a_little_light_is_not_darkness() -> None:
    lit = FrameSettings(light_form="L{level}", light_top=7)
    assert dim(lit, 1, 5)[1:3] == b"L1"


def test_a_frame_without_a_start_is_found_behind_other_boards_bytes() -> None:
    bare = FrameSettings(start="", end="\r", checksum="none")
    reader = FrameReader(bare)
    frames = reader.feed(b"\x02AA\x14P\x04" + build(bare, 2, LedView("A012", "3")))
    assert (frames, reader.broken) == ([Frame(2, "A012", "3")], 1)
