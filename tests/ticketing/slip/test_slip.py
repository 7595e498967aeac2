"""A citizen holds the slip: all of it is there, nothing is cut off or overlaps, and a phone reads its code."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from lobby.contract.slips import PrintTicket
from ticketing.slip.draw import draw
from ticketing.slip.marks import Box, CodeMark, TextMark
from ticketing.slip.style import SlipStyle
from ticketing.slip.ticket_layout import compose
from ticketing.slip.type import Face

Make = Callable[..., PrintTicket]

_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
_VOWELS = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES]
VIETNAMESE = [*_VOWELS, "đ", *(vowel.upper() for vowel in _VOWELS), "Đ"]
_LONG = "Đăng ký kinh doanh hộ gia đình và chuyển đổi mục đích sử dụng đất nông nghiệp vùng đồng bào dân tộc"


def words_on(ticket: PrintTicket, style: SlipStyle) -> str:
    marks = compose(ticket, style).marks
    return " ".join(mark.text for mark in marks if isinstance(mark, TextMark)).replace("\u00a0", " ")


def ink(picture: Image.Image) -> np.ndarray:
    return ~np.asarray(picture.convert("1"), dtype=bool)


def overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def check_layout(ticket: PrintTicket, style: SlipStyle) -> None:
    sheet = compose(ticket, style)
    boxes = [mark.box for mark in sheet.marks]
    assert all(style.margin <= box.left and box.right <= style.dots - style.margin for box in boxes)
    assert all(0 <= box.top < box.bottom <= sheet.height for box in boxes)
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]


def test_the_slip_says_what_a_citizen_needs(ticket: Make, style: SlipStyle) -> None:
    said = words_on(ticket(), style)
    for part in (
        "Trung tâm Phục vụ hành chính công",
        "Phường Tô Hiệu, tỉnh Sơn La",
        "SỐ THỨ TỰ A012",
        "Hộ tịch – Chứng thực",
        "QUẦY PHỤC VỤ Quầy số 1, Quầy số 2",
        "Thời gian in 08:01 22/11/2026",
        "Số người chờ trước 3 người",
        "Thời gian chờ dự kiến 5 – 12 phút",
        "Quét mã để theo dõi lượt",
        "Đường dây nóng: 0212 3850 000",
        "Cảm ơn Quý khách!",
    ):
        assert part in said


def test_the_number_is_by_far_the_largest(ticket: Make, style: SlipStyle) -> None:
    texts = [mark for mark in compose(ticket(), style).marks if isinstance(mark, TextMark)]
    number = next(mark for mark in texts if mark.text == "A012")
    others = [mark.face.size for mark in texts if mark is not number]
    assert number.face.size > 3 * max(others)


def test_a_phone_reads_the_code_from_the_slip(ticket: Make, style: SlipStyle) -> None:
    url = "http://lobby.local/t/Qk3nVx8c2J0"
    found = zxingcpp.read_barcodes(draw(ticket(track_url=url), style).convert("L"))
    assert [code.text for code in found] == [url]


def test_the_longest_address_is_still_read(ticket: Make, style: SlipStyle) -> None:
    url = "http://lobby.local/t/" + "x" * 179
    found = zxingcpp.read_barcodes(draw(ticket(track_url=url), style).convert("L"))
    assert [code.text for code in found] == [url]


def test_the_code_has_its_quiet_zone_and_six_dots_a_module(ticket: Make, style: SlipStyle) -> None:
    code = next(mark for mark in compose(ticket(), style).marks if isinstance(mark, CodeMark))
    assert code.module == 6
    assert code.box.right - code.box.left == (len(code.rows) + 8) * 6


def test_without_an_address_there_is_no_code_and_no_invitation_to_scan(ticket: Make, style: SlipStyle) -> None:
    bare = ticket(track_url=None)
    assert not [mark for mark in compose(bare, style).marks if isinstance(mark, CodeMark)]
    assert "Quét mã" not in words_on(bare, style)


def test_long_names_wrap_whole(ticket: Make, style: SlipStyle) -> None:
    counters = [f"Quầy số {n}" for n in range(1, 8)]
    long = ticket(number="ĐB1234567890", service=_LONG, counters=counters, notice=f"{_LONG}. {_LONG}.")
    check_layout(long, style)
    said = words_on(long, style)
    assert _LONG in said
    assert all(name in said for name in counters)


def test_priority_stands_white_on_black(ticket: Make, style: SlipStyle) -> None:
    badge = [m for m in compose(ticket(priority="elderly"), style).marks if isinstance(m, TextMark) and m.inverse]
    assert [mark.text for mark in badge] == ["ƯU TIÊN"]
    assert "elderly" not in words_on(ticket(priority="elderly"), style)


def test_a_number_given_without_the_hub_says_so_and_tells_no_line_that_nobody_knows(
    ticket: Make, style: SlipStyle
) -> None:
    offline = ticket(offline=True, ahead=0, wait=None)
    check_layout(offline, style)
    said = words_on(offline, style)
    assert "Số cấp khi mất kết nối" in said and "Số vẫn có hiệu lực, xếp theo giờ cấp số." in said
    assert "Không có ai" not in said and "Số người chờ trước" not in said
    assert "mất kết nối" not in words_on(ticket(), style)


def test_a_slip_printed_again_is_marked_and_keeps_the_time_its_number_was_given(ticket: Make, style: SlipStyle) -> None:
    again = ticket(again=True, priority="elderly", service=_LONG)
    check_layout(again, style)
    badges = [mark.text for mark in compose(again, style).marks if isinstance(mark, TextMark) and mark.inverse]
    assert badges == ["PHIẾU IN LẠI", "ƯU TIÊN"]
    assert "Thời gian cấp số 08:01 22/11/2026" in words_on(again, style)
    assert "IN LẠI" not in words_on(ticket(), style)


def test_all_ink_lies_within_the_boxes_and_every_box_has_ink(ticket: Make, style: SlipStyle) -> None:
    rich = ticket(priority="elderly", notice=_LONG, service="ẪỄỖỮ gyqạịụ " + _LONG, again=True, offline=True)
    black = ink(draw(rich, style))
    assert black.shape[1] == style.dots
    for mark in compose(rich, style).marks:
        box = mark.box
        # A glyph's edge may reach one dot beyond its measured width.
        place = np.s_[box.top : box.bottom, box.left - 1 : box.right + 1]
        assert black[place].any(), mark
        black[place] = False
    assert not black.any()


def test_the_picture_is_one_bit_and_not_dithered(ticket: Make, style: SlipStyle) -> None:
    picture = draw(ticket(), style)
    assert picture.mode == "1"
    black = ink(picture)
    alone = black[1:-1, 1:-1] & ~black[:-2, 1:-1] & ~black[2:, 1:-1] & ~black[1:-1, :-2] & ~black[1:-1, 2:]
    assert alone.sum() < 8


@pytest.mark.parametrize("weight", ["regular", "medium", "semibold", "bold", "extrabold"])
def test_every_vietnamese_letter_is_drawn_as_itself(weight: str) -> None:
    face = Face(weight, 32)
    missing = picture_of("\uffff", face)
    drawn = {letter: picture_of(letter, face) for letter in VIETNAMESE}
    assert len(drawn) == 146
    assert missing not in drawn.values()
    assert len(set(drawn.values())) == len(drawn)


def picture_of(letter: str, face: Face) -> bytes:
    canvas = Image.new("L", (64, 80), 255)
    ImageDraw.Draw(canvas).text((16, 60), letter, font=face.font, fill=0, anchor="ls")
    return canvas.tobytes()


def test_letters_typed_as_parts_print_like_letters_typed_whole(ticket: Make, style: SlipStyle) -> None:
    parts = ticket(service=unicodedata.normalize("NFD", "Hộ tịch – Chứng thực"))
    assert draw(parts, style).tobytes() == draw(ticket(), style).tobytes()


_TEXT = st.text(alphabet=st.sampled_from([*VIETNAMESE, " ", " ", "\n", "\x1b", "W", "i", "9", "-"]), max_size=120)


@settings(max_examples=40)
@given(service=_TEXT, notice=_TEXT, counters=st.lists(_TEXT, max_size=12), dots=st.sampled_from([576, 384]))
def test_whatever_the_names_nothing_overlaps_or_leaves_the_paper(
    service: str, notice: str, counters: list[str], dots: int
) -> None:
    fields = {**PrintTicket.example, "service": service, "notice": notice, "counters": counters}
    style = SlipStyle(service or "x", notice or "x", None, 576 if dots == 576 else 384)
    check_layout(PrintTicket.model_validate(fields), style)


@settings(max_examples=60)
@given(text=_TEXT.map(lambda text: " ".join(text.replace("\x1b", "").split())), width=st.integers(60, 560))
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    face = Face("bold", 38)
    lines = face.balance(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(face.length(line) <= width for line in lines)


def test_a_site_that_answers_short_messages_says_how_to_ask(ticket: Make, style: SlipStyle) -> None:
    told = replace(style, sms="0912 000 111")
    said = words_on(ticket(), told)
    assert "nhắn CHO A012 gửi 0912 000 111" in said and "nhắn HS <mã hồ sơ> gửi 0912 000 111" in said
    check_layout(ticket(number="ĐBCD123456"), told)
    assert "nhắn" not in words_on(ticket(), style)
