"""Reads a row of work done by hand, as an officer types it, and says what is wrong with it: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from lobby.contract.base import OFFICE_ZONE, wire_time
from lobby.contract.requests import LateOutcome

DAYS_BACK = 7
OUTCOMES = {
    LateOutcome.SERVED: "Đã phục vụ",
    LateOutcome.NO_SHOW: "Vắng mặt",
    LateOutcome.CANCELLED: "Công dân bỏ về",
}
_TIME = re.compile(r"(\d{1,2})(?:[:hg. ]?(\d{2}))?h?", re.IGNORECASE)
_DOSSIER = re.compile(r"[A-Za-z0-9./_-]{3,64}")
_NUMBER = re.compile(r"[A-ZĐ]{0,4}\d{1,6}")
_TIMES = (("came", "giờ đến"), ("called", "giờ gọi"), ("ended", "giờ xong"))


class WrongRow(Exception):
    """What is wrong with a row: a Vietnamese sentence, and the name of the field to look at."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        self.sentence = sentence
        super().__init__(f"{field}: {sentence}")


def read_time(typed: str) -> time | None:
    """Return a time of day from 8:15, 08:15, 8h15, 0815, 815 or 8h; None where it is none."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_row(fields: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return the arguments of `entry/late` that a row tells; raises WrongRow."""
    day = _day(fields.get("day", ""), now)
    said = {"service": fields.get("service", ""), "outcome": fields.get("outcome") or LateOutcome.SERVED.value}
    if not said["service"]:
        raise WrongRow("service", "Hãy chọn lĩnh vực.")
    said |= {f"{name}_at": wire_time(at) for name, at in _times(fields, day, now).items()}
    if number := fields.get("number", "").strip().upper():
        said["number"] = _matching(_NUMBER, "number", number, "Số thứ tự gồm chữ đầu và chữ số, ví dụ A012.")
    if dossier := fields.get("dossier", "").strip():
        said["dossier"] = _matching(
            _DOSSIER, "dossier", dossier, "Mã hồ sơ chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch."
        )
    return said | {name: value for name in ("counter", "note") if (value := fields.get(name, "").strip())}


def _day(typed: str, now: datetime) -> date:
    today = now.astimezone(OFFICE_ZONE).date()
    try:
        day = date.fromisoformat(typed) if typed else today
    except ValueError:
        raise WrongRow("day", "Ngày chưa đúng.") from None
    if day > today:
        raise WrongRow("day", "Ngày này chưa tới.")
    if day < today - timedelta(days=DAYS_BACK):
        raise WrongRow("day", f"Chỉ nhập bù được việc trong {DAYS_BACK} ngày qua.")
    return day


def _times(fields: Mapping[str, str], day: date, now: datetime) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    before = ""
    for name, words in _TIMES:
        typed = fields.get(name, "").strip()
        if not typed and name == "called":
            continue
        at = read_time(typed)
        if at is None:
            raise WrongRow(name, f"Hãy ghi {words}, ví dụ 8:15 hoặc 0815.")
        moment = datetime.combine(day, at, OFFICE_ZONE)
        if moment > now:
            raise WrongRow(name, f"{words.capitalize()} chưa tới. Hãy xem lại ngày và giờ.")
        if found and moment < max(found.values()):
            raise WrongRow(name, f"{words.capitalize()} phải sau {before}.")
        found[name], before = moment, words
    return found


def _matching(pattern: re.Pattern[str], field: str, value: str, sentence: str) -> str:
    if pattern.fullmatch(value) is None:
        raise WrongRow(field, sentence)
    return value
