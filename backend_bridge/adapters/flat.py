"""Reads dossiers from flat records: rows of a table or a view, objects of the national gateway."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError

from backend_bridge.adapters.backend import Looked
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import STATUS_TEXTS, Dossier
from lobby.settings.load import Strict

CLOSES = time(17, 0)
"""A deadline that is a day alone lasts as long as the office is open."""
_FORMS = ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%H:%M %d/%m/%Y")
_DAYS = frozenset({"%Y%m%d", "%d/%m/%Y"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"0*(\d{1,2})(?:\.0+)?")
_DEADLINES = frozenset({"due_at", "new_due_at"})
_TIMES = ("received_at", "due_at", "new_due_at", "done_at", "returned_at")
_WORDS = ("code", "procedure_code", "procedure", "field", "agency")
NEEDED = ("code", "procedure", "status", "received_at")


Column = Annotated[str, Field(min_length=1, max_length=120)]


class Columns(Strict):
    """What the office's columns are called; the usual names are those of the national gateway."""

    code: Column = "MaHoSo"
    procedure_code: Column = "MaTTHC"
    procedure: Column = "TenTTHC"
    field: Column = "TenLinhVuc"
    agency: Column = "DonViXuLy"
    status: Column = "TrangThaiHoSo"
    received_at: Column = "NgayTiepNhan"
    due_at: Column = "NgayHenTra"
    new_due_at: Column = "NgayHenTraMoi"
    done_at: Column = "NgayKetThucXuLy"
    returned_at: Column = "NgayTra"
    holder: Column = "ChuHoSo"
    check: Column = "MaTraCuu"


class Row(NamedTuple):
    """A dossier with its details, and the code on its receipt, None where the office keeps none."""

    dossier: Dossier
    check: str | None


class Odd(Exception):
    """A record that is no dossier; the text names the column, never what stands in it."""


class FlatReader:
    """Reads records whose columns are called as `columns` say; `statuses` adds the office's own words for states."""

    def __init__(self, columns: Columns, statuses: Mapping[str, int]) -> None:
        self._columns = columns.model_dump()
        usual = {text: number for number, text in STATUS_TEXTS.items()}
        self._statuses = {_plain(text): number for text, number in {**usual, **statuses}.items()}

    def lacking(self, present: frozenset[str]) -> list[str]:
        """Return the columns without which nothing can be read that are not among those `present`."""
        return [self._columns[name] for name in NEEDED if self._columns[name] not in present]

    def read(self, record: Mapping[str, Any]) -> Row:
        """Return the dossier in `record`; raises Odd."""
        told: dict[str, Any] = {name: self._word(record, name) or "" for name in _WORDS}
        if not told["code"] or not told["procedure"]:
            raise Odd(f"«{self._columns['procedure' if told['code'] else 'code']}» trống")
        told |= {name: self._time(record, name) for name in _TIMES}
        status = self._status(record)
        holder = self._word(record, "holder")
        details = {"holder_masked": masked(holder) if holder else None, "steps": ()}
        try:
            dossier = Dossier(status=status, status_text=STATUS_TEXTS[status], **told, **details)
        except ValidationError as fault:
            place = str(fault.errors(include_input=False)[0]["loc"][0])
            raise Odd(f"«{self._columns.get(place, place)}» sai hoặc thiếu") from fault
        return Row(dossier, self._word(record, "check"))

    def code(self, record: Mapping[str, Any]) -> str:
        """Return the code in `record`, empty where there is none."""
        return self._word(record, "code") or ""

    def _word(self, record: Mapping[str, Any], name: str) -> str | None:
        value = record.get(self._columns[name])
        return unicodedata.normalize("NFC", str(value)).strip() or None if value is not None else None

    def _status(self, record: Mapping[str, Any]) -> int:
        told = self._word(record, "status") or ""
        number = _WHOLE.fullmatch(told)
        status = int(number[1]) if number else self._statuses.get(_plain(told), 0)
        if status not in STATUS_TEXTS:
            raise Odd(f"«{self._columns['status']}» không phải một trong mười trạng thái")
        return status

    def _time(self, record: Mapping[str, Any], name: str) -> datetime | None:
        value = record.get(self._columns[name])
        if value is None or value == "":
            return None
        try:
            return moment(value, CLOSES if name in _DEADLINES else time())
        except ValueError as fault:
            raise Odd(f"«{self._columns[name]}» không phải ngày giờ") from fault


def told(row: Row, check: str | None, as_of: datetime) -> Looked:
    """Return what may be told of `row`: its details only where `check` is the code on the receipt."""
    kept = (row.check or "").upper().encode()
    opened = check is not None and bool(kept) and hmac.compare_digest(kept, check.upper().encode())
    public = row.dossier.model_copy(update={"holder_masked": None, "steps": None})
    return Looked(dossier=row.dossier if opened else public, as_of=as_of)


def masked(name: str) -> str:
    """Return `name` with all letters but each word's first hidden: Nguyễn Văn An → N***** V** A*."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())


def moment(value: Any, of_a_day: time = time()) -> datetime:
    """Return the moment that a database, a CSV or the gateway tells, of the office's zone where it names none.

    A day alone stands for `of_a_day`. Raises ValueError.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=OFFICE_ZONE)
    if isinstance(value, date):
        return datetime.combine(value, of_a_day, OFFICE_ZONE)
    text = " ".join(str(value).split())
    if _DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), of_a_day, OFFICE_ZONE)
    for form in _FORMS:
        try:
            read = datetime.strptime(text, form).replace(tzinfo=OFFICE_ZONE)
        except ValueError:
            continue
        return datetime.combine(read.date(), of_a_day, OFFICE_ZONE) if form in _DAYS else read
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=OFFICE_ZONE)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
