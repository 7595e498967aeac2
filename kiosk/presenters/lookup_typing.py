"""What fingers write on the lookup kiosk's own keys."""

from __future__ import annotations

from kiosk.presenters.lookup_visit import At, Visit

KEYS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ.-"
LONGEST_CODE = 40
LONGEST_CHECK = 16


def typed(visit: Visit, key: str) -> str:
    """Return what stands in the field of `visit` after `key`, one of KEYS, `delete` or `clear`; others do nothing."""
    longest = LONGEST_CHECK if visit.at is At.CHECK else LONGEST_CODE
    if key == "delete":
        return visit.typed[:-1]
    if key == "clear":
        return ""
    return visit.typed + key if key in KEYS and len(visit.typed) < longest else visit.typed


def check_typed(visit: Visit) -> str:
    """Return the check code that stands in the field: letters and digits alone."""
    return "".join(letter for letter in visit.typed if letter.isalnum())
