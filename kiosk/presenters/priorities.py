"""The classes of priority that a citizen may choose, in plain words."""

from __future__ import annotations

from typing import Literal

from kiosk.presenters.wording import mark

PriorityClass = Literal["elderly", "disabled", "pregnant", "small-child", "merit", "far-away"]

WORDS: dict[str, str] = {
    "elderly": mark("Người cao tuổi"),
    "disabled": mark("Người khuyết tật"),
    "pregnant": mark("Phụ nữ mang thai"),
    "small-child": mark("Người đi cùng con nhỏ"),
    "merit": mark("Người có công với cách mạng"),
    "far-away": mark("Người ở thôn, bản xa"),
}
