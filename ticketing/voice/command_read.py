"""`lobby voice read`: prints how a number is read, one, or one a line from standard input."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from lobby.speech.numbers import LARGEST, Region
from lobby.speech.readings import VIETNAMESE, Reading, reading_of
from ticketing.voice.command import WRONG, Parser, WrongWord, language_of, region_of

_LINES = "-"
_BYTE_ORDER_MARK = "\ufeff"  # what Windows puts before a file's first line
_DIGITS = re.compile(r"0*([0-9]{1,12})")
_SHOWN_AT_MOST = 40
_LONGEST_LINE = 4096


def read(arguments: list[str]) -> int:
    """Print how a number is read; raises WrongWord."""
    parser = Parser(prog="lobby voice read")
    parser.add_argument("number")
    parser.add_argument("--region", default=Region.NORTH.value)
    parser.add_argument("--language", default=VIETNAMESE)
    chosen = parser.parse_args(arguments)
    reading = reading_of(language_of(chosen.language), region_of(chosen.region))
    _speak_utf8(sys.stdin, sys.stdout, sys.stderr)
    if chosen.number == _LINES:
        return _read_lines(sys.stdin, reading)
    print(_read(chosen.number, reading))  # noqa: T201
    return 0


def _read_lines(lines: TextIO, reading: Reading) -> int:
    code = 0
    # Whoever reads the answers may have had enough of them.
    with suppress(BrokenPipeError):
        for line in _lines(lines):
            try:
                answer = _read(line, reading)
            except WrongWord as fault:
                answer, code = str(fault), WRONG
                print(f"lobby voice: {fault}", file=sys.stderr)  # noqa: T201
            print(answer, flush=True)  # noqa: T201
    return code


def _read(text: str, reading: Reading) -> str:
    found = _DIGITS.fullmatch(text.removeprefix(_BYTE_ORDER_MARK).strip())
    if found is None:
        raise WrongWord(f"«{_shown(text)}» không đọc được: chỉ đọc số nguyên từ 0 đến {LARGEST}.")
    return " ".join(reading.number(int(found[1])))


def _lines(stream: TextIO) -> Iterator[str]:
    """Yield each line, of one without end only the beginning."""
    while line := stream.readline(_LONGEST_LINE):
        whole = line
        while line and not line.endswith("\n"):
            line = stream.readline(_LONGEST_LINE)
        yield whole


def _shown(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text.strip())
    return plain if len(plain) <= _SHOWN_AT_MOST else plain[:_SHOWN_AT_MOST] + "…"


def _speak_utf8(*streams: TextIO) -> None:
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
