"""Makes the portal's texts readable: HTML, tabs, entities and doubled blanks go, paragraphs stay."""

from __future__ import annotations

import html
import re
import unicodedata

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[a-zA-Z][a-zA-Z0-9]*|!--)(?:\s[^<>]{0,2000})?/?>")
_BLANKS = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def paragraphs(text: str | None) -> tuple[str, ...]:
    """Return the paragraphs of a text of the portal, cleaned; empty where there is none."""
    if not text:
        return ()
    plain = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", text))) if "<" in text or "&" in text else text
    shown = _UNSEEN.sub("", _CONTROLS.sub(" ", unicodedata.normalize("NFC", plain)))
    lines = (_BLANKS.sub(" ", line).strip() for line in shown.splitlines())
    return tuple(line for line in lines if line)


def one_line(text: str | None) -> str:
    """Return a text of the portal as one cleaned line; empty where there is none."""
    return " ".join(paragraphs(text))
