"""What lets a program draw many pages in little time: a text that was measured in a font is not measured again."""

from __future__ import annotations

from typing import Any


def measure_once() -> None:
    """Let Kivy keep the measures of every text, which a kiosk must not: the same words stand on most pages.

    Kivy must be settled already.
    """
    from kivy.core.text.text_sdl2 import LabelSDL2  # noqa: PLC0415

    measured: dict[tuple[str, str], tuple[int, int]] = {}
    measure = LabelSDL2.get_extents

    def extents(label: Any, text: str) -> tuple[int, int]:
        key = label._get_font_id(), text
        if key not in measured:
            measured[key] = measure(label, text)
        return measured[key]

    LabelSDL2.get_extents = extents


def sizes_of(told: str) -> list[tuple[int, int]]:
    """Read «1280x800,800x480»: widths and heights in px."""
    return [(int(width), int(height)) for width, height in (one.split("x") for one in told.split(","))]
