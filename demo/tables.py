"""Writes TOML: enough of it for settings files (tables, arrays of tables, inline values)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Table = Mapping[str, Any]


def toml(table: Table) -> str:
    """Return `table` as a TOML document; values are strings, paths, numbers, booleans, lists and tables of these.

    None is left out.
    """
    return "".join(line + "\n" for line in _lines(table, ()))


def _lines(table: Table, path: tuple[str, ...]) -> list[str]:
    plain = {key: value for key, value in table.items() if not _is_nested(value) and value is not None}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{_name((*path, key))}]", *_lines(value, (*path, key))]
        elif _is_nested(value):
            for item in value:
                lines += ["", f"[[{_name((*path, key))}]]", *_lines(item, (*path, key))]
    return lines


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)
    )


def _value(value: Any) -> str:
    if isinstance(value, Path):
        value = str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    # JSON's strings, numbers and booleans are TOML's too, but for DEL, which settings do not hold.
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return (
        key
        if key.replace("_", "").replace("-", "").isalnum() and key.isascii()
        else json.dumps(key, ensure_ascii=False)
    )


def _name(path: tuple[str, ...]) -> str:
    return ".".join(_key(part) for part in path)
