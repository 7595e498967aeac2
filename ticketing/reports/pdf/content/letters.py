"""Makes each letter of a paper one sign: a base and its mark apart are neither found by a search nor drawn well."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")


def composed(value: T) -> T:
    """Return `value`, a text or what is built of texts, in composed letters (NFC)."""
    made: Any = value
    if type(value) is str:
        made = unicodedata.normalize("NFC", made)
    elif isinstance(value, tuple):
        made = tuple(composed(one) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{one.name: composed(getattr(value, one.name)) for one in fields(value)})
    result: T = made
    return result
