"""The office's own form: what the letterhead says and who signs, with defaults from the office's names; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A commune's or province's kind before its own name, which a capital or a number begins ("phường 5", not "xã hội").
_UNIT = re.compile(r"(?<!\w)(xã|phường|đặc khu|thị trấn|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)
_COMMITTEE = "ủy ban nhân dân"
_BLANK_NUMBER, _BLANK_SIGN, _BLANK_PLACE = "……", "BC-……", "……………"
_KIND = "BC"
_LONGEST_SIGN = 9
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


def parent(form: Form, office: str, place: str) -> str:
    """Return the body above the office: the people's committee of the unit that `office` or `place` names.

    Nothing where neither names one, or where the office is the committee: a wrong body is worse than none.
    """
    if form.parent is not None:
        return form.parent
    unit = _unit(office, place)
    if unit is None or office.lower().startswith(_COMMITTEE):
        return ""
    return f"Ủy ban nhân dân\n{unit[1].lower()} {unit[2]}"


def dateplace(form: Form, office: str, place: str) -> str:
    """Return the place before the date: a unit's own name (Tô Hiệu), with its kind where it is a number (Phường 5)."""
    if form.place is not None:
        return form.place
    unit = _unit(office, place)
    if unit is None:
        street = any(letter.isdigit() for letter in place)
        return _BLANK_PLACE if street else _first(place) or _BLANK_PLACE
    return f"{unit[1].capitalize()} {unit[2]}" if unit[2][0].isdigit() else unit[2]


def numbered(form: Form, office: str) -> str:
    """Return "Số: ……/BC-TTPVHCC", its number left blank to be written in unless it is set."""
    return f"Số: {form.number or _BLANK_NUMBER}/{form.sign or _sign(office)}"


def recipients(form: Form, office: str, place: str) -> tuple[str, ...]:
    """Return who gets the report."""
    if form.recipients is not None:
        return form.recipients
    above = parent(form, office, place).replace("\n", " ")
    first = (f"{above} (để báo cáo);",) if above else ()
    return (*first, KEPT)


def _sign(office: str) -> str:
    """Return the sign by the first letters of the office's name without its place."""
    unit = _named(_UNIT.search(office))
    name = office[: unit.start()] if unit and unit.start() else office
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)).upper().replace("Ủ", "U")
    return f"{_KIND}-{letters}" if 0 < len(letters) <= _LONGEST_SIGN else _BLANK_SIGN


def _unit(office: str, place: str) -> re.Match[str] | None:
    """Return the unit's kind and name as `office` ends with it, or as `place` begins with it."""
    return _named(_UNIT.search(office)) or _named(_UNIT.match(_first(place)))


def _named(unit: re.Match[str] | None) -> re.Match[str] | None:
    return unit if unit is not None and (unit[2][0].isupper() or unit[2][0].isdigit()) else None


def _first(place: str) -> str:
    return place.split(",", maxsplit=1)[0].strip()
