"""What small boards have: the signs of ASCII, Vietnamese marks left out on purpose, and a few steps of light."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Return `text` with its marks left out (Đ becomes D) and without what ASCII has not."""
    bare = unicodedata.normalize("NFD", text).translate({ord("Đ"): "D", ord("đ"): "d", ord("–"): "-", ord("…"): "."})
    return "".join(sign for sign in bare if " " <= sign <= "~")


def segments(text: str) -> str:
    """Return `text` in what segment displays can show: capitals, digits, dashes, blanks."""
    return "".join(sign for sign in plain(text.upper()) if sign.isalnum() or sign in "- ")


def level_of(light: int, top: int) -> int:
    """Return the step, of 1 to `top`, that is `light` per cent bright: a board that is dimmed is never dark."""
    return max(1, round(light * top / 100))
