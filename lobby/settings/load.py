"""Reads a TOML settings file into a checked class and names what is wrong, in Vietnamese, with the nearest key."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from lobby.settings.sentences import wrong_value
from lobby.settings.syntax import wrong_syntax


class Strict(BaseModel):
    """A settings class: unknown keys are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class SettingsError(Exception):
    """A settings file that cannot be used; the text says which key, why, and what to do."""


S = TypeVar("S", bound=Strict)


def load(kind: type[S], path: Path) -> S:
    """Return the settings in `path` as `kind`; raises SettingsError."""
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise SettingsError(f"Không thấy tệp cấu hình {path}. Hãy kiểm tra đường dẫn sau --settings.") from fault
    except OSError as fault:
        raise SettingsError(f"Không đọc được tệp cấu hình {path}: {fault.strerror}.") from fault
    except UnicodeDecodeError as fault:
        raise SettingsError(f"Tệp {path.name} không phải tệp chữ UTF-8; hãy lưu lại bằng mã UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"Tệp {path.name} viết sai cú pháp TOML {wrong_syntax(str(fault))}.") from fault
    return check(kind, fields, path.name)


def check(kind: type[S], fields: dict[str, Any], name: str) -> S:
    """Return `fields` as `kind`; raises SettingsError that names every wrong key of the file `name`."""
    try:
        return kind.model_validate(fields)
    except ValidationError as fault:
        lines = [f"  - {sentence}" for sentence in wrong_places(kind, fault)]
        raise SettingsError(f"Tệp {name} có {len(lines)} chỗ sai:\n" + "\n".join(lines)) from fault


def wrong_places(kind: type[BaseModel], fault: ValidationError, table: str = "") -> list[str]:
    """Return a sentence for each wrong key of `fault`; `table` is the name of the table that was read, if any."""
    return [_sentence(kind, error, table) for error in fault.errors(include_url=False)]


def _sentence(kind: type[BaseModel], error: Any, table: str) -> str:
    place = [str(part) for part in error["loc"]]
    key = ".".join([table, *place] if table else place)
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(place[-1], _known_keys(kind), n=1)
        hint = f"; có phải «{near[0]}»?" if near else ""
        return f"«{key}»: không có mục này{hint}"
    if error["type"] == "missing":
        return f"«{key}»: thiếu mục bắt buộc này"
    return wrong_value(key, error)


def _known_keys(kind: type[BaseModel]) -> list[str]:
    keys: set[str] = set()
    waiting: list[Any] = [kind]
    seen: set[Any] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, type) and issubclass(item, BaseModel):
            if item not in seen:
                seen.add(item)
                keys |= set(item.model_fields)
                waiting += [field.annotation for field in item.model_fields.values()]
                waiting += item.__subclasses__()  # a table whose class is chosen by what stands in it
        else:
            waiting += getattr(item, "__args__", ())
    return sorted(keys)
