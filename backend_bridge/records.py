"""Looks at one procedure of the backend: passed on as it is, or named and left out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

RECORD_BYTES = 1024 * 1024
DEEPEST = 64
"""Lists and objects in one another; the portal's records have fewer than ten."""
LATEST_MS = 4_102_444_800_000  # the year 2100: a later change is no change that was made
NAMED = 5


@dataclass(frozen=True)
class Sound:
    """A record to be passed on: when it was changed (ms), its packed body, and how many bytes that is unpacked."""

    code: str
    changed: int
    body: bytes
    raw: int


@dataclass(frozen=True)
class Broken:
    """How many records of a fetch were left out, and why the first of them were."""

    count: int = 0
    named: tuple[str, ...] = ()

    def and_those(self, more: Sequence[str]) -> Broken:
        """Return these and `more`."""
        return Broken(self.count + len(more), (*self.named, *more[:NAMED])[:NAMED])


def sorted_out(records: Iterable[Any]) -> tuple[list[Sound], list[str]]:
    """Return the sound ones of `records`, and a sentence for each other."""
    read = [sound(record) for record in records]
    return [one for one in read if isinstance(one, Sound)], [one for one in read if isinstance(one, str)]


def sound(record: Any) -> Sound | str:
    """Return the record to be passed on, or a sentence why it cannot be."""
    if not isinstance(record, dict):
        return "không rõ mã: không phải một đối tượng JSON"
    code, changed = record.get("code"), record.get("updatedAt")
    if not isinstance(code, str) or not 1 <= len(code.strip()) <= 64 or not code.isprintable():
        return "không rõ mã: mục «code» sai"
    code = code.strip()
    if not isinstance(changed, int) or isinstance(changed, bool) or not 0 <= changed <= LATEST_MS:
        return f"{code}: mục «updatedAt» sai"
    if _is_deep(record):
        return f"{code}: lồng quá {DEEPEST} lớp"
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    except ValueError:
        return f"{code}: có số ngoài phạm vi"
    body = text.encode("utf-8", "replace")
    return (
        Sound(code, changed, zlib.compress(body), len(body)) if len(body) <= RECORD_BYTES else f"{code}: lớn quá 1 MB"
    )


def one_line(text: str) -> str:
    """Return `text` without control characters, as one line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _is_deep(record: Any) -> bool:
    level = [record]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(one: Any) -> Iterable[Any]:
    if isinstance(one, dict):
        return one.values()
    return one if isinstance(one, list) else ()
