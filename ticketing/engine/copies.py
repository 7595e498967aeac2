"""Changed copies of the engine's values, made often: every entry makes a few of the whole Lobby."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


def replace(value: T, **fields: Any) -> T:
    """Return frozen dataclass `value` with other `fields`, as dataclasses.replace does, several times as fast.

    It copies all fields at once and runs neither __init__ nor __post_init__. Raises TypeError for a field there is not.
    """
    known = value.__dict__
    if not fields.keys() <= known.keys():
        raise TypeError(f"{type(value).__name__} has no {sorted(fields.keys() - known.keys())}")
    copy = object.__new__(type(value))
    copy.__dict__.update(known, **fields)
    return copy
