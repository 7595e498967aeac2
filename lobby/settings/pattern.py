"""Texts of a settings file that are to be of a form: regular expressions, names of hosts."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field


def _is_pattern(text: str) -> str:
    try:
        re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError) as fault:
        raise ValueError(f"biểu thức không hợp lệ: {fault}") from fault
    return text


Pattern = Annotated[str, Field(max_length=400), AfterValidator(_is_pattern)]
Host = Annotated[str, Field(max_length=253, pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$")]
