"""Vietnamese in the signs that small boards have: ASCII, the marks left out on purpose."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Return `text` with its marks left out (Đ becomes D) and without what ASCII has not."""
    bare = unicodedata.normalize("NFD", text).translate({ord("Đ"): "D", ord("đ"): "d", ord("–"): "-", ord("…"): "."})
    return "".join(sign for sign in bare if " " <= sign <= "~")


def segments(text: str) -> str:
    """Return `text` in what segment displays can show: capitals, digits, dashes, blanks."""
    return "".join(sign for sign in plain(text.upper()) if sign.isalnum() or sign in "- ")
