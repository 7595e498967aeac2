"""The letters that a plain short message can hold (3GPP TS 23.038, §6.2.1), and how they are packed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

LONGEST = 160
"""Letters of the basic alphabet in one short message."""

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTENDED = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
_CODES = {letter: code for code, letter in enumerate(BASIC) if code != _ESCAPE}
_DASHES = dict.fromkeys("‐‑‒–—−", "-")
_LIKE = str.maketrans({"đ": "d", "Đ": "D", "\u00a0": " ", "’": "'", "“": '"', "”": '"', **_DASHES})


def without_marks(text: str) -> str:
    """Return `text` in ASCII: Vietnamese letters without their marks, anything else as a blank."""
    bare = unicodedata.normalize("NFKD", text.translate(_LIKE))
    kept = (letter for letter in bare if not unicodedata.combining(letter))
    return "".join(letter if letter.isascii() and letter.isprintable() else " " for letter in kept)


def codes_of(text: str) -> list[int]:
    """Return the septets of `text`; raises ValueError where a letter is not of the basic alphabet."""
    try:
        return [_CODES[letter] for letter in text]
    except KeyError as fault:
        raise ValueError(f"{fault.args[0]!r} is no letter of a plain short message") from fault


def text_of(codes: Sequence[int]) -> str:
    """Return the text of septets; a pair that is not known is read without its escape, as §6.2.1.1 asks."""
    letters: list[str] = []
    escaped = False
    for code in codes:
        if escaped:
            letters.append(_EXTENDED.get(code, BASIC[code]))
        elif code != _ESCAPE:
            letters.append(BASIC[code])
        escaped = code == _ESCAPE and not escaped
    return "".join(letters)


def pack(codes: Sequence[int]) -> bytes:
    """Return septets as octets, the first in the lowest bits."""
    whole = sum(code << (7 * place) for place, code in enumerate(codes))
    return whole.to_bytes((7 * len(codes) + 7) // 8, "little")


def unpack(octets: bytes, count: int, skipped: int = 0) -> list[int]:
    """Return `count` septets of `octets`, without the first `skipped` of them (a header stands there)."""
    whole = int.from_bytes(octets, "little")
    return [(whole >> (7 * place)) & 0x7F for place in range(skipped, count)]
