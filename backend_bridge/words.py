"""The backend's own words about an entry, as a keeper may read them: short, plain, nothing of what was sent: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 200
_PLAIN = frozenset({"v", "seq", "at", "kind", "counter"})
_SHORTEST = 3
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_NUMBER = re.compile(r"\d[\d .-]{4,}\d")
"""So long a number may be a telephone's, an identity card's, a dossier's."""


def about(words: str, entry: Mapping[str, Any]) -> str:
    """Return `words` without what stands in `entry` beside its kind, time and counter, and without long numbers."""
    told = _ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), words)
    for value in sorted(set(_texts(entry)), key=len, reverse=True):
        told = told.replace(value, "…")
    told = _NUMBER.sub("…", "".join(letter if letter.isprintable() else " " for letter in told))
    return told[:LONGEST]


def _texts(entry: Mapping[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        if name not in _PLAIN:
            yield from _within(value)


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value) >= _SHORTEST:
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)
