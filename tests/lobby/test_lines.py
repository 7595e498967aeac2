"""Lines come whole from a pipe, however it cuts them; what is too long is told of once and never held in memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lobby.lines import Line, LineCutter


@given(lines=st.lists(st.binary(max_size=20).map(lambda b: b.replace(b"\n", b"").rstrip(b"\r"))), cut=st.integers(1, 9))
def test_lines_come_as_they_were_written(lines: list[bytes], cut: int) -> None:
    data = b"".join(line + b"\n" for line in lines)
    cutter = LineCutter(20)
    got = [line for at in range(0, len(data), cut) for line in cutter.feed(data[at : at + cut])]
    assert got == [Line(line) for line in lines]


@given(length=st.integers(11, 60), cut=st.integers(1, 70))
def test_a_line_too_long_is_told_once_by_its_head_and_the_next_is_whole(length: int, cut: int) -> None:
    data = b"a" * length + b"\nnext\n"
    cutter = LineCutter(10)
    got = [line for at in range(0, len(data), cut) for line in cutter.feed(data[at : at + cut])]
    assert got == [Line(b"a" * 10, whole=False), Line(b"next")]


def test_carriage_returns_are_no_part_of_a_line() -> None:
    assert LineCutter(10).feed(b"next\r\n") == [Line(b"next")]
