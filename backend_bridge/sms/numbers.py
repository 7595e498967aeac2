"""Telephone numbers: which are people's own, and how they stand in a log. Pure."""

from __future__ import annotations

import re

# Prefixes of mobile subscribers since 2018 (quyết định 798/QĐ-BTTTT): 3, 5, 7, 8, 9 and eight more digits.
_MOBILE = re.compile(r"^(?:\+?84|0)([35789]\d{8})$", re.ASCII)


def mobile(number: str) -> str | None:
    """Return a Vietnamese mobile number as +84…, None for short numbers, names, hidden and foreign ones."""
    found = _MOBILE.match(re.sub(r"[\s.-]", "", number))
    return f"+84{found.group(1)}" if found else None


def masked(number: str) -> str:
    """Return what of a number may stand in a log."""
    return f"…{number[-3:]}" if len(number) > 6 else "…"
