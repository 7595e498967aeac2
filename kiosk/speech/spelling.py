"""Puts what stands on a page into words that a voice reads rightly: codes sign by sign, dates, hours, sums."""

from __future__ import annotations

import re
import unicodedata

from kiosk.presenters.wording import VIETNAMESE
from lobby.speech.numbers import LARGEST, LETTERS, read_digits, read_number

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
_SIGNS = {".": "chấm", "-": "gạch", "/": "xẹt", "*": "sao"}
_SIGNS_EN = {".": "dot", "-": "dash", "/": "slash", "*": "star"}
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_CODE = re.compile(r"(?<![\w.])(?=[\w.\-/]*\d)(?=[\w.\-/]*[A-ZĐ.\-])[A-ZĐ0-9]+(?:[.\-/][A-ZĐ0-9]+)+(?![\w])")
_TICKET = re.compile(r"(?<!\w)[A-ZĐ]{1,3}\d{2,4}(?!\w)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_HOUR = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_SUM = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{3})+(?!\d)")
_TO = re.compile(r"(?<!\w)(\d[\d.,:/]*)\s*–\s*(?=\d)")
_TELEPHONE = re.compile(r"(?<![\w.,:/])(?:0\d{1,4}|1[89]00)(?: \d{2,4}){1,4}(?![\w])")
_LEAST_DIGITS = 8
_NUMBER = re.compile(r"\d+")
_BREAK = re.compile(r"\s*[·–…\n]\s*")
_ALONE = re.compile(r"[A-Za-zĐđ.\-/]")


def is_vietnamese(text: str) -> bool:
    """Tell whether a text has Vietnamese letters, as the office's own words have amid another language."""
    return "đ" in text.lower() or any(sign in _TONES for sign in unicodedata.normalize("NFD", text))


def spoken(text: str, language: str) -> str:
    """Return `text` as it is said in `language`; languages other than Vietnamese keep their figures."""
    vietnamese = language == VIETNAMESE
    if _ALONE.fullmatch(text):
        return _spelt(text.upper(), vietnamese)
    text = _TELEPHONE.sub(lambda call: _digits(call[0], vietnamese), text)
    text = _TO.sub(lambda range_: f"{range_[1]} {'đến' if vietnamese else 'to'} ", text)
    # A sum stands before codes: both have dots.
    text = _SUM.sub(lambda sum_: sum_[0].replace(".", ""), text)
    text = _DATE.sub(lambda date: _date(date, vietnamese), text)
    text = _CODE.sub(lambda code: _spelt(code[0], vietnamese), text)
    text = _TICKET.sub(lambda code: _spelt(code[0], vietnamese), text)
    if vietnamese:
        text = _HOUR.sub(lambda hour: _hour(int(hour[1]), int(hour[2])), text)
        text = _NUMBER.sub(lambda number: _number(number[0]), text)
    return _BREAK.sub(", ", text).strip(" ,")


def _date(date: re.Match[str], vietnamese: bool) -> str:
    day, month, year = (int(part) for part in date.groups())
    if vietnamese:
        before = date.string[: date.start()].rstrip().lower()
        return f"{'' if before.endswith('ngày') else 'ngày '}{day} tháng {month} năm {year}"
    return f"{day} {_MONTHS[month - 1]} {year}" if 1 <= month <= 12 else date[0]


def _hour(hour: int, minute: int) -> str:
    return f"{hour} giờ {minute}" if minute else f"{hour} giờ"


def _number(digits: str) -> str:
    if digits.startswith("0") or int(digits) > LARGEST:
        return " ".join(read_digits(digits))
    return " ".join(read_number(int(digits)))


def _digits(call: str, vietnamese: bool) -> str:
    """Return a telephone number digit by digit, with a rest after each group; what is too short for one as it is."""
    if len(call.replace(" ", "")) < _LEAST_DIGITS:
        return call
    groups = [" ".join(read_digits(group) if vietnamese else group) for group in call.split()]
    return ", ".join(groups)


def _spelt(code: str, vietnamese: bool) -> str:
    if not vietnamese:
        return ", ".join(_SIGNS_EN.get(sign, sign) for sign in code)
    words = [_SIGNS.get(sign) or LETTERS.get(sign) or " ".join(read_digits(sign)) for sign in code]
    return " ".join(words)
