"""A call's sentence with places to fill in: «Mời công dân có số {number}, đến {counter}»."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEMPLATE = 200
_PLACE = re.compile(r"\{([^{}]*)\}")
_CLAUSE_ENDS = re.compile(r"[,;.:!?]+")
_LETTER = re.compile(r"[^\W\d_]")


class Place(StrEnum):
    """What is filled in."""

    NUMBER = "number"
    COUNTER = "counter"


class WrongTemplate(ValueError):
    """A sentence that cannot be used; the text says why, in Vietnamese."""


Clause = tuple[str | Place, ...]


@dataclass(frozen=True)
class Template:
    """A sentence, cut at its punctuation: a voice takes breath between clauses."""

    clauses: tuple[Clause, ...]


def parse(text: str) -> Template:
    """Return `text` as a template; raises WrongTemplate, which names the place that is unknown."""
    if len(text) > LONGEST_TEMPLATE:
        raise WrongTemplate(f"câu dài quá {LONGEST_TEMPLATE} chữ")
    for name in _PLACE.findall(text):
        if name not in list(Place):
            raise WrongTemplate(_unknown(name))
    if re.search(r"[{}]", _PLACE.sub("", text)):
        raise WrongTemplate("dấu { và } phải đi thành cặp quanh tên một chỗ điền")
    if Place.NUMBER not in _PLACE.findall(text):
        raise WrongTemplate("thiếu chỗ điền «{number}»")
    clauses = (_clause(part) for part in _CLAUSE_ENDS.split(text))
    return Template(tuple(clause for clause in clauses if clause))


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, list(Place), n=1)
    hint = f"; có phải «{{{near[0]}}}»?" if near else "; chỉ có " + ", ".join(f"«{{{one}}}»" for one in Place)
    return f"không có chỗ điền «{{{name}}}»{hint}"


def _clause(text: str) -> Clause:
    # The split gives literals at even places, names of what is filled in at odd ones.
    parts = [Place(part) if number % 2 else part for number, part in enumerate(_PLACE.split(text))]
    return tuple(part for part in parts if isinstance(part, Place) or _LETTER.search(part) or re.search("[0-9]", part))
