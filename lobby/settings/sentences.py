"""Says in Vietnamese what is wrong with one value of a settings file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

_SHOWN_AT_MOST = 60
_QUOTED = re.compile(r"'([^']*)'")
_WHY: Mapping[str, str] = {
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_type": "phải là số",
    "float_parsing": "phải là số",
    "bool_type": "chỉ viết true hoặc false",
    "bool_parsing": "chỉ viết true hoặc false",
    "string_type": "phải là chữ, đặt trong dấu ngoặc kép",
    "tuple_type": "phải là danh sách, đặt trong dấu [ ]",
    "list_type": "phải là danh sách, đặt trong dấu [ ]",
    "dict_type": "phải là một bảng các mục",
    "model_type": "phải là một bảng các mục",
    "model_attributes_type": "phải là một bảng các mục",
    "greater_than_equal": "phải từ {ge} trở lên",
    "greater_than": "phải lớn hơn {gt}",
    "less_than_equal": "không được quá {le}",
    "less_than": "phải nhỏ hơn {lt}",
    "string_too_short": "phải có ít nhất {min_length} chữ",
    "string_too_long": "không được dài quá {max_length} chữ",
    "too_short": "phải có ít nhất {min_length} mục",
    "too_long": "không được quá {max_length} mục",
    "string_pattern_mismatch": "không đúng mẫu {pattern}",
    "date_type": "phải là ngày, viết như 2026-09-02",
    "value_error": "{error}",
}


def wrong_value(key: str, error: Mapping[str, Any]) -> str:
    """Return what is wrong with the value at `key`, from one of pydantic's errors."""
    value, why = error.get("input"), _why(error)
    # A whole table says nothing more than its name, and may hold what the log must not.
    if isinstance(value, dict | list | tuple):
        return f"«{key}»: {why}" if key else why
    return f"«{key}»: giá trị {repr(value)[:_SHOWN_AT_MOST]} không dùng được ({why})"


def _why(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind in ("enum", "literal_error"):
        return _choices(str(context.get("expected", "")), str(error.get("input")))
    known = _WHY.get(kind)
    return known.format_map(context) if known is not None else str(error["msg"])


def _choices(expected: str, given: str) -> str:
    choices = _QUOTED.findall(expected) or re.split(r", | or ", expected)
    near = difflib.get_close_matches(given, choices, n=1)
    hint = f"; có phải «{near[0]}»?" if near else ""
    return f"chỉ dùng được {', '.join(choices)}{hint}"
