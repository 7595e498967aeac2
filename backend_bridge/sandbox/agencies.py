"""The sandbox's agencies: the office itself, a commune that was merged into it, the province with its older code."""

from __future__ import annotations

from typing import Any

from backend_bridge.sandbox.settings import SandboxSettings

SINCE = "2025-07-01"
MERGED_NAME = "UBND phường Chiềng Lề"
"""Made a part of phường Tô Hiệu by the order of 1/7/2025."""
_MERGED = ".41"
_PROVINCE = "UBND tỉnh Sơn La"


def agencies(settings: SandboxSettings) -> list[dict[str, Any]]:
    """Return the agencies as `GET /v1/agencies` tells them."""
    province, _, _ = settings.agency_code.partition(".")
    merged = {
        "code": province + _MERGED,
        "name": MERGED_NAME,
        "merged_into": settings.agency_code,
        "since": SINCE,
        "carried": True,
    }
    own = {"code": settings.agency_code, "name": settings.agency}
    above = {"code": province, "name": _PROVINCE, "old_codes": [f"000.00.01.{province}"]}
    return [own, above] if settings.agency_code in (province, merged["code"]) else [own, merged, above]


def as_records(settings: SandboxSettings) -> list[dict[str, str]]:
    """Return them as the national list's rows, every value a string."""
    rows = []
    for one in agencies(settings):
        row = {"MaCoQuan": one["code"], "TenCoQuan": one["name"], "MaCu": ";".join(one.get("old_codes", ()))}
        row |= {"MaCoQuanMoi": one.get("merged_into", ""), "NgayHieuLuc": one.get("since", "").replace("-", "")}
        row |= {"ChuyenMaHoSo": "1" if one.get("carried") else ""}
        rows.append({name: value for name, value in row.items() if value})
    return rows
