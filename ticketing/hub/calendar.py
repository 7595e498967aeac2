"""Vietnam's public holidays, by the `holidays` library, in the words that follow "Nghỉ"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

YEARS_KEPT = 8
_INSTEAD = " (nghỉ bù)"
_SWAPPED = re.compile(r"Ngày nghỉ \(thay cho ngày (\d\d/\d\d)/\d{4}\)")


def holiday(day: date) -> str | None:
    """Return the public holiday on `day` ("lễ Quốc khánh"), None on any other.

    Days off in place of a weekend (Bộ luật Lao động 2019, điều 111 khoản 3) and those that the government swaps for a
    Saturday are among them, the latter only once the library's release knows of that year's announcement.
    """
    return _of_year(day.year).get(day)


@lru_cache(maxsize=YEARS_KEPT)
def _of_year(year: int) -> Mapping[date, str]:
    found = holidays.country_holidays("VN", years=year, language="vi", expand=False)
    return {day: _words(name.split(holidays.HOLIDAY_NAME_DELIMITER)[0]) for day, name in found.items()}


def _words(name: str) -> str:
    swapped = _SWAPPED.fullmatch(name)
    if swapped is not None:
        return f"hoán đổi, làm bù ngày {swapped[1]}"
    if name.endswith(_INSTEAD):
        return f"bù {_words(name.removesuffix(_INSTEAD))}"
    if name == "Tết Dương lịch":
        return name
    return "Tết Nguyên Đán" if "Tết" in name else f"lễ {name.removeprefix('Ngày ')}"
