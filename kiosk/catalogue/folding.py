"""Folds Vietnamese to what survives careless typing: no marks, đ as d, final y as i, the words alone."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_MARKED_WORD = re.compile(r"[^\W_]+")
# «ký» and «kí», «lý» and «lí», «tỷ» and «tỉ» are both written; after a vowel y and i are two sounds (tai, tay).
_FINAL_Y = re.compile(r"\b([bcdghklmnpqrstvx]{1,3})y\b")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}


def fold(text: str) -> str:
    """Return the words of `text`, folded, one blank between them."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order."""
    parts = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return [_ROMAN.get(word, word) for word in _WORD.findall(_FINAL_Y.sub(r"\1i", plain))]


def marked_words(text: str) -> list[str]:
    """Return the words of `text` with their marks, as keys: letters in no order, so that «hoà» and «hòa» are one."""
    found = _MARKED_WORD.findall(unicodedata.normalize("NFC", text.lower()))
    return ["".join(sorted(unicodedata.normalize("NFD", word))) for word in found]
