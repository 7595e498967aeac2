"""A report as JSON: the model's own names, with the shares that it computes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from lobby.contract.base import wire_time
from ticketing.reports.model import Report

_COMPUTED = ("share", "no_show_share")


def draw(report: Report) -> bytes:
    """Return the file's bytes."""
    return (json.dumps(plain(report), ensure_ascii=False, indent=1) + "\n").encode()


def plain(value: Any) -> Any:
    """Return a part of a report as JSON knows it; times are RFC 3339, days YYYY-MM-DD, seconds in names with `_s`."""
    if is_dataclass(value):
        said = {one.name: plain(getattr(value, one.name)) for one in fields(value)}
        return said | {name: getattr(value, name) for name in _COMPUTED if hasattr(value, name)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return wire_time(value)
    return value.isoformat() if isinstance(value, date) else value
