"""The office's own form: what the letterhead says and who signs, with defaults from the office's names; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The units that have an office since there are communes only, as a place's name begins with them.
_UNIT = re.compile(r"^(xã|phường|đặc khu|thị trấn|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)
_BLANK_NUMBER, _BLANK_SIGN, _BLANK_PLACE = "……", "BC-……", "……………"
_KIND = "BC"
SIGNER = "THỦ TRƯỞNG ĐƠN VỊ"
KEPT = "Lưu: VT."


@dataclass(frozen=True)
class Form:
    """What the settings say; None is "by the office's names". Newlines break lines of `parent` and `signer_title`."""

    parent: str | None = None
    office: str | None = None
    place: str | None = None
    number: str | None = None
    sign: str | None = None
    signer_title: str | None = None
    signer_name: str = ""
    recipients: tuple[str, ...] | None = None
    logo: bytes | None = None


def parent(form: Form, place: str) -> str:
    """Return the body above the office: the people's committee of `place` ("Phường Tô Hiệu, tỉnh Sơn La") by itself.

    Nothing where `place` names no unit: a wrong body is worse than none.
    """
    if form.parent is not None:
        return form.parent
    unit = _first(place)
    return f"Ủy ban nhân dân\n{unit[:1].lower()}{unit[1:]}" if _UNIT.match(unit) else ""


def dateplace(form: Form, place: str) -> str:
    """Return the place before the date: a unit's own name (Tô Hiệu), with its kind where it is a number (Phường 5)."""
    if form.place is not None:
        return form.place
    unit = _first(place)
    found = _UNIT.match(unit)
    if found is None:
        return unit or _BLANK_PLACE
    return unit if found[2][:1].isdigit() else found[2]


def numbered(form: Form, office: str) -> str:
    """Return "Số: ……/BC-TTPVHCC", its number left blank to be written in unless it is set."""
    return f"Số: {form.number or _BLANK_NUMBER}/{form.sign or _sign(office)}"


def recipients(form: Form, place: str) -> tuple[str, ...]:
    """Return who gets the report."""
    if form.recipients is not None:
        return form.recipients
    above = parent(form, place).replace("\n", " ")
    first = (f"{above} (để báo cáo);",) if above else ()
    return (*first, KEPT)


def _sign(office: str) -> str:
    """Return the sign by the first letters of the office's name without its place."""
    name = re.split(r"\s+(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố)\s+", office, flags=re.IGNORECASE)[0]
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)).upper()
    return f"{_KIND}-{letters}" if letters else _BLANK_SIGN


def _first(place: str) -> str:
    return place.split(",", maxsplit=1)[0].strip()
