"""The 25 procedures of the sandbox, in the national portal's own field names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("procedures.jsonl")
SOURCE = "Cổng Dịch vụ công quốc gia, 18/7/2026"


@dataclass(frozen=True)
class Procedure:
    """One procedure: `record` is the portal's whole record."""

    code: str
    field: str
    updated_at: datetime
    record: dict[str, Any]


def load_procedures(file: Path = FILE) -> tuple[Procedure, ...]:
    """Return the procedures in `file`, one JSON object a line; raises OSError, ValueError, KeyError."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(_read(json.loads(line)) for line in lines if line)


def _read(record: dict[str, Any]) -> Procedure:
    return Procedure(
        code=record["code"].strip(),
        field=record["categoriesDetails"][0]["name"],
        updated_at=datetime.fromtimestamp(record["updatedAt"] / 1000, UTC),
        record=record,
    )
