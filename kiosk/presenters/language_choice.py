"""The page on which one of many languages is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

CHOICE = "language:"
BACK = "language:back"


@dataclass(frozen=True)
class LanguagePage:
    """`choices` are target, name in itself, and whether it is spoken now."""

    page: ClassVar[str] = "languages"
    title: str
    choices: tuple[tuple[str, str, bool], ...]
    back: str
