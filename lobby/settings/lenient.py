"""Reads a table of settings that must not stop a program: what is right is taken, what is wrong is named."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from lobby.settings.load import Strict, wrong_places

S = TypeVar("S", bound=Strict)


def lenient(kind: type[S], fields: object, place: str) -> tuple[S, list[str]]:
    """Return `fields` as `kind`, wrong keys left out, and a Vietnamese sentence for each of them.

    Every key of `kind` must have a default. `place` is the table's own name in the file.
    """
    if not isinstance(fields, Mapping):
        return kind(), [f"«{place}»: phải là một bảng các mục"]
    try:
        return kind.model_validate(fields), []
    except ValidationError as fault:
        right = copy.deepcopy(dict(fields))
        for error in fault.errors(include_url=False):
            _drop(right, error["loc"])
        return kind.model_validate(right), wrong_places(kind, fault, place)


def _drop(table: dict[str, Any], loc: Sequence[int | str]) -> None:
    """Take the wrong key out, or the list or table around it that cannot do without."""
    *around, last = loc
    holder: Any = table
    for step in around:
        inner = holder.get(step) if isinstance(holder, dict) else None
        if not isinstance(inner, dict):
            holder.pop(step, None)
            return
        holder = inner
    holder.pop(last, None)
