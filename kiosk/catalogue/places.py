"""Reads where a procedure belongs from a question: a field, an agency or its beginning, a level."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_LEVELS = (
    ("ward", re.compile(r"\bcap (?:xa|phuong)\b")),
    ("province", re.compile(r"\bcap (?:tinh|thanh pho|so)\b")),
    ("ministry", re.compile(r"\bcap (?:trung uong|bo)\b")),
)
_ASIDE = re.compile(r"\b(?:cac|thu tuc|hanh chinh|danh sach|thuoc|tai|cua|nop o|lam o|o)\b")
_FIELD = re.compile(r"^(?:linh vuc|nganh|mang)\s+")
_AGENCY = re.compile(r"^(?:so|phong|chi cuc|cuc|bo|cong an|uy ban|thue|bao hiem|van phong|ban quan li|toa|kho bac)\b")
_HEAD = re.compile(r"^(?:so|phong|chi cuc|cuc|bo)\s+")
_SHORT = (("ubnd", "uy ban nhan dan"), ("bhxh", "bao hiem xa hoi"), ("ca", "cong an"))


@dataclass(frozen=True)
class Place:
    """`name` is how a field or an agency begins, folded, `level` one of `Entry`'s columns; empty where not asked."""

    name: str = ""
    level: str = ""


NOWHERE = Place()
"""No place was asked for."""


class Places:
    """All fields and agencies of a catalogue."""

    def __init__(self, contexts: Iterable[str]) -> None:
        """Take the folded contexts of the procedures, whose parts a slash keeps apart."""
        parts = {part.strip() for context in contexts for part in context.split(" / ")}
        self._parts = sorted(part for part in parts if part)
        self._whole = frozenset(self._parts)

    def read(self, text: str) -> Place:
        """Return what `text`, folded, asks for beside or instead of a procedure's name."""
        level = next((name for name, phrase in _LEVELS if phrase.search(text)), "")
        rest = " ".join(_ASIDE.sub(" ", text).split())
        asked = [rest, *(" ".join(phrase.sub(" ", rest).split()) for name, phrase in _LEVELS if name == level)]
        return Place(next(filter(None, map(self._name, asked)), ""), level)

    def _name(self, asked: str) -> str:
        for short, long in _SHORT:
            asked = f"{long}{asked.removeprefix(short)}" if asked.split()[:1] == [short] else asked
        named = _FIELD.sub("", asked)
        if asked in self._whole or ((named != asked or _AGENCY.match(asked)) and self._begins(named)):
            return named
        of = _HEAD.sub("", named)
        return of if of != named and self._begins(of) else ""

    def _begins(self, name: str) -> bool:
        place = bisect_left(self._parts, name)
        return bool(name) and place < len(self._parts) and self._parts[place].startswith(name)
