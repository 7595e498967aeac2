"""What a citizen's short message asks for, however it was typed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from backend_bridge.sms.gsm7 import without_marks


class Kind(StrEnum):
    """What is wanted."""

    FIND = "find"
    TELL = "tell"
    AHEAD = "ahead"
    STOP = "stop"
    WRONG_CODE = "wrong_code"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Question:
    """A message that was read: `code` is a dossier's or, with AHEAD, a number from a slip; upper case."""

    kind: Kind
    code: str = ""


LOOKED_THROUGH = 200
"""Letters of a message that are read: a question is short."""

_FIND = re.compile(r"^(?:HS|HO ?SO|MA HO ?SO|MHS|TRA ?CUU)(?![A-Z])[\s:.,;=<-]*")
_TELL = re.compile(r"^BAO(?: ?TIN| ?KET ?QUA| ?KQ)?(?![A-Z](?!\d))[\s:.,;=<-]*")
_AHEAD = re.compile(
    r"^CHO(?: ?(?:SO(?: VE| PHIEU| THU TU)?|VE|PHIEU))?[\s:.,;=<('\"-]*"
    r"([A-Z]{0,4}(?=\d)|[A-Z]{0,2}(?=[\s.-]))[\s.-]?(\d{1,6})(?![A-Z0-9])",
    re.ASCII,
)
_STOP = re.compile(r"^(?:HUY|NGUNG|STOP|TU CHOI|TC)(?: (?:BAO|TIN|HS|NHAN|CHO)\b.*)?[\s.!]*$")
_GLUED = re.compile(r"^HS(?=[A-Z]?\d)")
_AROUND_SIGNS = re.compile(r"\s*([.-])\s*")
_LOOKS_ALIKE = str.maketrans("OIL", "011")


def read(text: str, code_pattern: str) -> Question:
    """Return what `text` asks for; `code_pattern` is the form of the site's dossier codes."""
    plain = " ".join(without_marks(text[:LOOKED_THROUGH]).upper().split())
    if _STOP.match(plain):
        return Question(Kind.STOP)
    awaited = _AHEAD.match(plain)
    if awaited:
        return Question(Kind.AHEAD, "".join(awaited.groups()))
    told = _TELL.match(plain)
    asked = told or _FIND.match(plain) or _GLUED.match(plain)
    rest = plain[asked.end() :] if asked else plain
    code = _code_in(rest, re.compile(rf"(?<![A-Z0-9.-])(?:{code_pattern})(?!-?[A-Z0-9])", re.ASCII | re.IGNORECASE))
    if code:
        return Question(Kind.TELL if told else Kind.FIND, code)
    return Question(Kind.WRONG_CODE if asked and any(map(str.isdigit, rest)) else Kind.UNREADABLE)


def _code_in(rest: str, pattern: re.Pattern[str]) -> str:
    for way in _ways(rest.replace("_", "-")):
        found = pattern.search(way)
        if found:
            return found.group().upper()
    return ""


def _ways(rest: str) -> Iterator[str]:
    """Yield the code as it was typed, then as it was likely meant: blanks or a comma for signs, letters for digits."""
    tight = _AROUND_SIGNS.sub(r"\1", rest.replace(",", "."))
    for way in (rest, tight):
        yield way
        yield way.replace(" ", "-")
    alike = tight.translate(_LOOKS_ALIKE)
    yield alike
    yield alike.replace(" ", "-")
