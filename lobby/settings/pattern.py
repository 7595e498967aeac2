"""A regular expression in a settings file."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator


def _is_pattern(text: str) -> str:
    try:
        re.compile(text, re.ASCII)
    except re.error as fault:
        raise ValueError(f"biểu thức không hợp lệ: {fault}") from fault
    return text


Pattern = Annotated[str, AfterValidator(_is_pattern)]
