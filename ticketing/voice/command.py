"""`lobby voice`: how a number is read, how a call sounds, and what a site may record for it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

from lobby.speech.numbers import Region

WRONG = 2
_USAGE = """Cách dùng:
  lobby voice read N [--region north|south] [--language vi|en]
      Cho biết số N được đọc thế nào; N là «-» thì đọc mỗi dòng một số, trả lời mỗi dòng một câu.
  lobby voice say SỐ QUẦY [--out TỆP.wav] [--region north|south] [--language vi|en] [--settings TỆP]
      Phát cả lời gọi ra loa của máy này, hoặc ghi vào tệp.
  lobby voice record-list [--settings TỆP] [--folder THƯ_MỤC] [--letters ABCDE] [--counter TÊN_QUẦY] [--language vi|en]
      Liệt kê các câu mà điểm có thể tự ghi âm, tên tệp của từng câu, và tệp nào đã có.

Ví dụ: lobby voice read 15
       lobby voice say A012 3 --out goi.wav"""


class Parser(argparse.ArgumentParser):
    """Says in Vietnamese that the command line is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: thiếu hoặc sai tham số. Gõ «lobby voice --help» để xem cách dùng.\n")

    def format_help(self) -> str:
        return _USAGE + "\n"


class WrongWord(Exception):
    """A word of the command line that cannot be used; the text is Vietnamese."""


def region_of(word: str) -> Region:
    """Return the region that is named; raises WrongWord."""
    try:
        return Region(word)
    except ValueError as fault:
        raise WrongWord(f"«{word}»: miền chỉ có north (miền Bắc) và south (miền Nam).") from fault


def language_of(word: str) -> str:
    """Return the language that is named; raises WrongWord."""
    from lobby.speech.readings import LANGUAGES  # noqa: PLC0415 - read alone is to start fast

    if word not in LANGUAGES:
        raise WrongWord(f"«{word}»: ngôn ngữ chỉ có {', '.join(LANGUAGES)}.")
    return word


def main(argv: list[str] | None = None) -> int:
    """Run one of the commands; returns the exit code, 2 where what was asked cannot be read."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_USAGE)  # noqa: T201
        return 0 if arguments else WRONG
    commands: dict[str, Callable[[], Callable[[list[str]], int]]] = {
        "read": _read,
        "say": _say,
        "record-list": _record_list,
    }
    if arguments[0] not in commands:
        return _refused(f"không có lệnh «{arguments[0]}». Gõ «lobby voice --help» để xem các lệnh.")
    try:
        return commands[arguments[0]]()(arguments[1:])
    except WrongWord as fault:
        return _refused(str(fault))


def _refused(sentence: str) -> int:
    print(f"lobby voice: {sentence}", file=sys.stderr)  # noqa: T201
    return WRONG


# Each command loads its own libraries: reading a number needs none of those that make sound.
def _read() -> Callable[[list[str]], int]:
    from ticketing.voice.command_read import read  # noqa: PLC0415

    return read


def _say() -> Callable[[list[str]], int]:
    from ticketing.voice.command_say import say  # noqa: PLC0415

    return say


def _record_list() -> Callable[[list[str]], int]:
    from ticketing.voice.command_record_list import record_list  # noqa: PLC0415

    return record_list
