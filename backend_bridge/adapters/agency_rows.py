"""Reads an agency of a row in the columns of the national list, with what it was called before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def agency_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return an agency as the bridge reads it, of a row of the national list or an office's own."""

    def several(name: str) -> list[str]:
        return [text for part in str(record.get(name) or "").split(";") if (text := part.strip())]

    told_of = {
        "code": record.get("MaCoQuan"),
        "name": record.get("TenCoQuan"),
        "since": record.get("NgayHieuLuc") or None,
        "merged_into": record.get("MaCoQuanMoi") or None,
    }
    carried = str(record.get("ChuyenMaHoSo") or "").strip() == "1"
    return {**told_of, "old_codes": several("MaCu"), "old_names": several("TenCu"), "carried": carried}
