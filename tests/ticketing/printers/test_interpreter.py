"""The interpreter draws what was sent and refuses what it does not know, however the bytes are cut."""

from __future__ import annotations

import itertools
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ticketing.printers.interpreter import Interpreter, UnknownCommand, interpret
from ticketing.printers.raster import PROFILE, send_slip

_RASTER = b"\x1dv0\x00\x01\x00\x02\x00\xf0\x0f"


def picture(width: int, height: int, bits: bytes) -> Image.Image:
    row = (width + 7) // 8
    return Image.frombytes("1", (width, height), bits.ljust(row * height, b"\x00")[: row * height])


@settings(max_examples=30)
@given(height=st.integers(1, 2100), bits=st.binary(max_size=4000), width=st.sampled_from([384, 576]), cut=st.booleans())
def test_what_is_sent_comes_out_dot_by_dot(
    library: ModuleType, height: int, bits: bytes, width: int, cut: bool
) -> None:
    sent = library.Dummy(profile=PROFILE)
    drawn = picture(width, height, bits)
    send_slip(sent, drawn, cut)
    (slip,) = interpret(sent.output, width)
    assert slip.crop((0, 0, width, height)).tobytes() == drawn.tobytes()
    assert slip.height > height, "the paper is fed past the cutter"
    assert slip.crop((0, height, width, slip.height)).getextrema() == (255, 255)


@settings(max_examples=30)
@given(cuts=st.lists(st.integers(0, 40), max_size=6))
def test_bytes_may_come_in_any_pieces(cuts: list[int]) -> None:
    data = b"\x1b@" + _RASTER + b"\x1bd\x06" + b"\x10\x04\x04" + b"\x1dV\x01" + _RASTER + b"\n\x1dV\x42\x05"
    asked: list[int] = []
    interpreter = Interpreter(16, asked.append)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    for start, end in itertools.pairwise(edges):
        interpreter.feed(data[start:end])
    assert [slip.size for slip in interpreter.paper.slips] == [(16, 182), (16, 37)]
    assert (interpreter.paper.cuts, asked, interpreter.idle) == (2, [4], True)


def test_a_set_bit_is_black_and_the_first_is_left() -> None:
    (slip,) = interpret(_RASTER, 16)
    assert [slip.getpixel((x, 0)) for x in (0, 3, 4, 7, 8)] == [0, 0, 255, 255, 255]
    assert [slip.getpixel((x, 1)) for x in (0, 3, 4, 7)] == [255, 255, 0, 0]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"Xin chao", "text in a code page"),
        (b"\x1b@\x1bE\x01", "bold"),
        (b"\x1dk\x04123\x00", "a barcode of the printer's own"),
        (b"\x1bp\x00\x32\x32", "the cash drawer"),
        (b"\x1dV\x07", "a cut that is none"),
        (b"\x10\x04\x09", "a status that is none"),
        (b"\x1dv0\x01\x01\x00\x01\x00\xff", "a raster of double width"),
        (b"\x1dv0\x00\x03\x00\x01\x00\xff\xff\xff", "a raster wider than the paper"),
        (b"\x1dv1", "another command of the same letter"),
        (_RASTER[:-1], "a raster cut off"),
        (b"\x1b", "a command cut off"),
        (b"\x1f\x00", "anything else"),
    ],
)
def test_what_it_does_not_know_is_an_error(data: bytes, what: str) -> None:
    with pytest.raises(UnknownCommand):
        interpret(data, 16)
