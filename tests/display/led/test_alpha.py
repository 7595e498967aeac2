"""Alpha boards: bytes as the protocol's document says, a strict board at the far end, Vietnamese as pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from display.led import alpha
from display.led.alpha_board import AlphaBoard, AlphaSettings
from display.led.alpha_sign import AlphaSign
from display.led.canvas import Canvas
from display.led.driver import Unshowable
from display.led.memory import MemoryLine
from display.model.led import LedView

CALLED = LedView("A012", "3", blink=True, call_id="1", place="Quầy số 3")
GREETING = LedView(text="Kính chào quý khách, mời lấy số")


def board_and_sign(
    settings: AlphaSettings | None = None, columns: int = 96, rows: int = 16
) -> tuple[AlphaBoard, AlphaSign, MemoryLine]:
    sign = AlphaSign("Z", 7, columns, rows)
    line = MemoryLine(sign)
    canvas = Canvas(columns, rows, widest=min(alpha.WIDEST, 2 * columns))
    return AlphaBoard(line, 7, canvas, settings or AlphaSettings(), pause=lambda _seconds: None), sign, line


def lit(picture: Image.Image) -> list[list[bool]]:
    dots: list[list[bool]] = np.asarray(picture.convert("L"), dtype=bool).tolist()
    return dots


def test_a_transmission_is_written_byte_for_byte_as_the_document_says() -> None:
    command = alpha.text("b", "red", b"A012 3")
    body = b"\x02AA\x1b b\x1c1A012 3\x03"
    check = b"%04X" % (sum(body) & 0xFFFF)
    assert alpha.packet("Z", 7, command) == b"\0\0\0\0\0\x01Z07" + body + check + b"\x04"


def test_the_memory_is_laid_out_before_the_first_picture_and_not_again() -> None:
    board, sign, line = board_and_sign()
    board.show(CALLED, 100, 0.0)
    assert b"E$AAL00C8FF00PDL10602000RDL10C02000" in line.sent[0]
    board.show(LedView("A013", "4"), 100, 1.0)
    assert sum(b"E$" in sent for sent in line.sent) == 1
    assert sign.broken == 0


def test_a_picture_arrives_dot_by_dot_as_the_canvas_drew_it() -> None:
    board, sign, _ = board_and_sign()
    board.show(CALLED, 100, 0.0)
    assert lit(sign.picture()) == lit(Canvas(96, 16).draw(CALLED))
    assert sign.told()["blink"] is True
    assert lit(board.picture()) == lit(sign.picture())


def test_the_board_gets_time_between_a_picture_s_size_and_its_rows() -> None:
    pauses: list[float] = []
    sign = AlphaSign("Z", 7, 96, 16)
    line = MemoryLine(sign)
    board = AlphaBoard(line, 7, Canvas(96, 16, 192), AlphaSettings(), pause=pauses.append)
    board.show(CALLED, 100, 0.0)
    assert pauses == [alpha.WIDTH_PAUSE_S]
    assert any(sent.endswith(b"IP1060") for sent in line.sent)


def test_when_the_blinking_ends_the_picture_is_not_sent_again() -> None:
    board, sign, line = board_and_sign()
    board.show(CALLED, 100, 0.0)
    before = len(line.sent)
    board.show(LedView("A012", "3", blink=False, call_id="1", place="Quầy số 3"), 100, 8.0)
    assert len(line.sent) == before + 1
    assert sign.told()["blink"] is False
    board.show(LedView("A012", "3", blink=False, call_id="1", place="Quầy số 3"), 100, 68.0)
    assert len(line.sent) == before + 4


def test_a_long_sentence_runs_and_a_very_long_one_is_shortened() -> None:
    board, sign, _ = board_and_sign()
    board.show(GREETING, 100, 0.0)
    assert sign.told()["mode"] == alpha.ROTATE
    board.show(LedView(text="Một câu rất dài " * 8), 100, 1.0)
    assert sign.told()["mode"] == alpha.ROTATE
    assert sign.broken == 0


def test_boards_with_letters_of_their_own_get_them_without_marks() -> None:
    board, sign, _ = board_and_sign(AlphaSettings(send="letters"), columns=80, rows=7)
    board.show(LedView("Đ012", "3"), 100, 0.0)
    assert sign.told()["text"] == "D012 3"
    board.show(GREETING, 100, 1.0)
    assert sign.told() == {"text": "KINH CHAO QUY KHACH, MOI LAY SO", "blink": False, "mode": "a", "level": 100}
    with pytest.raises(Unshowable, match="dài hơn bảng LED"):
        board.show(LedView("A0123456789", "12"), 100, 2.0)
    assert sign.broken == 0


@pytest.mark.parametrize(("light", "level"), [(100, 100), (90, 86), (60, 58), (10, 44)])
def test_a_board_with_dimming_registers_is_dimmed_in_its_own_steps(light: int, level: int) -> None:
    board, sign, line = board_and_sign(AlphaSettings(dimming=True))
    board.show(CALLED, light, 0.0)
    assert sign.level == level
    board.show(LedView("A013", "4"), light, 5.0)
    assert sum(b"E/" in sent for sent in line.sent) == 1


def test_a_board_that_was_away_is_told_everything_again() -> None:
    board, _, line = board_and_sign(AlphaSettings(dimming=True))
    board.show(CALLED, 58, 0.0)
    sent = len(line.sent)
    board.forget()
    assert not any(map(any, lit(board.picture())))
    board.show(CALLED, 58, 1.0)
    assert line.sent[sent:] == line.sent[:sent]


def test_the_memory_is_laid_out_again_each_hour_while_nobody_is_called() -> None:
    board, sign, line = board_and_sign()
    board.show(LedView(), 100, 0.0)
    board.show(CALLED, 100, 4000.0)
    assert sum(b"E$" in sent for sent in line.sent) == 1
    board.show(LedView(), 100, 4010.0)
    assert sum(b"E$" in sent for sent in line.sent) == 2
    assert any(map(any, lit(sign.picture())))
    assert sign.broken == 0


def test_the_board_takes_what_is_for_it_alone() -> None:
    sign = AlphaSign("Z", 7, 96, 16)
    sign.feed(alpha.packet("Z", 7, alpha.memory(96, 16, 192)))
    for address, text in ((8, b"other"), (7, b"mine"), (9, b"other")):
        sign.feed(alpha.packet("Z", address, alpha.text("b", "red", text)))
    assert sign.told()["text"] == "mine"
    sign.feed(alpha.packet("Z", 0, alpha.text("b", "red", b"everybody")))
    assert sign.told()["text"] == "everybody"
    assert sign.broken == 0


@given(st.integers(5, 40), st.integers(1, 255))
def test_one_wrong_byte_is_never_shown(place: int, change: int) -> None:
    sign = AlphaSign("Z", 7, 96, 16)
    sign.feed(alpha.packet("Z", 7, alpha.memory(96, 16, 192)))
    data = bytearray(alpha.packet("Z", 7, alpha.text("b", "red", b"A012 3")))
    data[place % len(data)] ^= change
    sign.feed(bytes(data) + alpha.EOT)
    assert sign.told()["text"] == ""


@pytest.mark.parametrize(
    "command",
    [
        b"AA\x1b b" + b"x" * 300,
        b"AB\x1b bno such file",
        b"AA\x1b b\x14X",
        b"IP1060" + b"0\r" * 16,
        b"IQ1060" + (b"0" * 96 + b"\r") * 16,
        b"IP1060" + (b"9" * 96 + b"\r") * 16,
        b"E$AXL00C8FF00",
        b"E?",
        b"Z",
    ],
)
def test_what_the_board_would_not_take_is_counted(command: bytes) -> None:
    sign = AlphaSign("Z", 7, 96, 16)
    sign.feed(alpha.packet("Z", 7, alpha.memory(96, 16, 192)))
    sign.feed(alpha.packet("Z", 7, command))
    assert (sign.broken, sign.told()["text"]) == (1, "")


def test_a_number_with_no_room_is_refused_before_anything_is_sent() -> None:
    board, _, line = board_and_sign(columns=24)
    with pytest.raises(Unshowable, match="24×16"):
        board.show(LedView("A012345", "12"), 100, 0.0)
    assert line.sent == []


@pytest.mark.parametrize("size", [(80, 7), (64, 16), (128, 16), (96, 24)])
def test_every_size_shows_the_call_and_the_greeting(size: tuple[int, int]) -> None:
    board, sign, _ = board_and_sign(columns=size[0], rows=size[1])
    for view in (CALLED, GREETING, LedView()):
        board.show(view, 100, 0.0)
        assert any(map(any, lit(sign.picture())))
    assert sign.broken == 0
