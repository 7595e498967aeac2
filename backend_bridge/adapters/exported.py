"""Reads what an office's backend exports: CSV or JSON in any of the forms that Windows and Excel leave it in."""

from __future__ import annotations

import codecs
import csv
import io
import json
from typing import Any

SEPARATORS = ";,\t|"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LONGEST_CELL = 1024 * 1024


class Unreadable(Exception):
    """A file of which nothing can be used; the text is a Vietnamese sentence about the file, not its content."""


def records(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of a CSV with a head line, the objects of a JSON list or of JSON lines; raises Unreadable.

    A JSON object with one list in it stands for that list.
    """
    text = decoded(body).strip()
    if not text:
        raise Unreadable("Tệp trống.")
    return _objects(text) if text[0] in "[{" else _rows(text)


def decoded(body: bytes) -> str:
    """Return the text of UTF-8 or UTF-16, with or without a byte order mark; raises Unreadable."""
    coding = next((name for mark, name in _MARKS if body.startswith(mark)), None) or _guessed(body)
    try:
        return body.decode(coding)
    except UnicodeDecodeError as fault:
        raise Unreadable("Tệp không phải chữ UTF-8 hay UTF-16; hãy xuất lại bằng mã UTF-8.") from fault


def _guessed(body: bytes) -> str:
    start = body[:200]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) // 4 else "utf-8"


def _objects(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = _lines(text)
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        found = lists[0] if len(lists) == 1 else [found]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable("Tệp JSON không phải danh sách các đối tượng.")
    return found


def _lines(text: str) -> list[Any]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as fault:
        raise Unreadable("Tệp JSON viết dở hoặc sai cú pháp.") from fault


def _rows(text: str) -> list[dict[str, Any]]:
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and rest:
        text, first = rest, rest.partition("\n")[0]  # Excel's own first line
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        head, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as fault:
        raise Unreadable("Tệp CSV sai cú pháp.") from fault
    names = [name.strip() for name in head]
    # A line that was cut short lacks its last columns, and is named as such by whoever reads it.
    return [dict(zip(names, line, strict=False)) for line in lines if any(cell.strip() for cell in line)]
