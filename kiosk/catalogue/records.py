"""Gives the records of a file of the portal's one after another: .jsonl, .jsonl.gz or .json, within bounds."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from kiosk.catalogue.reading import BrokenRecord

FILE_BYTES = 512 * 1024 * 1024
"""The largest file that is read, unpacked: nine times the 55 MB that the portal published in July 2026."""
RECORD_BYTES = 4 * 1024 * 1024
RECORDS = 100_000
_KEYS = ("procedures", "data", "result")


class UnreadableFile(Exception):
    """A file that cannot be imported at all; the text says why, in Vietnamese."""


def records(file: Path) -> Iterator[Any | BrokenRecord]:
    """Give each record as parsed JSON, or the BrokenRecord that a line is; raises UnreadableFile, also midway."""
    try:
        with _opened(file) as stream:
            yield from _whole(file, stream) if file.suffix == ".json" else _lines(file, stream)
    except (OSError, EOFError, zlib.error) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UnreadableFile(f"Không đọc được tệp {file}: {reason}.") from fault


def _opened(file: Path) -> IO[bytes]:
    if file.name.endswith((".jsonl.gz", ".json.gz")):
        return cast(IO[bytes], gzip.open(file, "rb"))
    if file.suffix in (".jsonl", ".json"):
        return file.open("rb")
    raise UnreadableFile(f"Tệp {file.name} phải có đuôi .jsonl, .jsonl.gz hoặc .json.")


def _lines(file: Path, stream: IO[bytes]) -> Iterator[Any | BrokenRecord]:
    read = 0
    number = 0
    while line := stream.readline(RECORD_BYTES + 1):
        number += 1
        read += len(line)
        if read > FILE_BYTES or number > RECORDS:
            raise UnreadableFile(f"Tệp {file.name} quá lớn.")
        if len(line) > RECORD_BYTES:
            raise UnreadableFile(f"Tệp {file.name}, dòng {number}: dài quá {RECORD_BYTES // 1024 // 1024} MB.")
        if line.strip():
            yield _parsed(line, number)


def _parsed(line: bytes, number: int) -> Any | BrokenRecord:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as fault:
        return BrokenRecord(f"dòng {number}", f"không phải JSON đúng ({type(fault).__name__})")


def _whole(file: Path, stream: IO[bytes]) -> Iterator[Any]:
    content = stream.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        raise UnreadableFile(f"Tệp {file.name} quá lớn.")
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise UnreadableFile(f"Tệp {file.name} không phải JSON đúng.") from fault
    if isinstance(fields, dict):
        fields = next((fields[key] for key in _KEYS if isinstance(fields.get(key), list)), [fields])
    if not isinstance(fields, list) or len(fields) > RECORDS:
        raise UnreadableFile(f"Tệp {file.name} không phải một danh sách thủ tục, hoặc quá dài.")
    yield from fields
