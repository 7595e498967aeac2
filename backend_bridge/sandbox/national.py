"""The sandbox in the shape of the national gateway: seven services and one for the journal, all in a session."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import ValidationError

from backend_bridge.adapters.flat import Columns, FlatReader, Odd, moment
from backend_bridge.sandbox.agencies import as_records
from backend_bridge.sandbox.forms import EventsForm
from backend_bridge.sandbox.invented import Made
from backend_bridge.sandbox.ledger import Ledger
from backend_bridge.sandbox.procedures import Procedure
from backend_bridge.sandbox.sessions import Sessions
from backend_bridge.sandbox.settings import SandboxSettings
from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import Dossier

FORM = "%Y%m%d%H%M%S"
JOURNAL = "CapNhatNhatKySanh"
MOST = 1000
GOOD, ENDED, BAD, UNKNOWN = "0", "401", "400", "404"
SESSIONS = "national_sessions"
_TIMES = ("received_at", "due_at", "new_due_at", "done_at", "returned_at")
Record = dict[str, Any]


class _Wrong(Exception):
    """What was sent cannot be taken; the text says so."""


class Services:
    """What each service does with `data`; every value that comes and goes is a string."""

    def __init__(
        self, settings: SandboxSettings, ledger: Ledger, procedures: Sequence[Procedure], clock: Clock
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._procedures = {one.code: one for one in procedures}
        self._clock = clock
        self._reader = FlatReader(Columns(), {})
        self.by_name: dict[str, Callable[[list[Record]], list[Record]]] = {
            "DongBoHoSoMC": self.synchronise,
            "CapNhatTienDoHoSoMC": self.progress,
            "TraCuuHoSo": self.find,
            "LayDanhSachTTHC": lambda _: [self._listed(one) for one in self._procedures.values()],
            "LayThuTuc": self.procedure,
            "LayDanhMucCoQuan": lambda _: as_records(settings),
            "LayDanhMucLinhVuc": lambda _: self.fields(),
            JOURNAL: self.journal,
        }

    def synchronise(self, data: list[Record]) -> list[Record]:
        """Keep dossiers as an office sends them; all are looked at before one is kept."""
        try:
            read = [(self._reader.read(one), json.dumps(one, ensure_ascii=False)) for one in data]
        except Odd as fault:
            raise _Wrong(str(fault)) from fault
        for row, record in read:
            self._ledger.synchronise(Made(row.dossier, (row.check or "").upper()), record)
        return [{"MaHoSo": row.dossier.code} for row, _ in read]

    def progress(self, data: list[Record]) -> list[Record]:
        """Add steps to dossiers that an office sent."""
        for one in data:
            try:
                moment(one.get("ThoiDiemXuLy", ""))
            except ValueError as fault:
                raise _Wrong("«ThoiDiemXuLy» không phải ngày giờ") from fault
            if not self._ledger.progress(one.get("MaHoSo", ""), json.dumps(one, ensure_ascii=False)):
                raise _Wrong("«MaHoSo» chưa được đồng bộ")
        return []

    def find(self, data: list[Record]) -> list[Record]:
        """Return the dossiers asked for, opened as the gateway opens them to offices."""
        found = (self._record(one.get("MaHoSo", "").strip().upper()) for one in data)
        return [one for one in found if one is not None]

    def procedure(self, data: list[Record]) -> list[Record]:
        """Return whole procedures."""
        asked = [self._procedures[one["MaTTHC"]] for one in data if one.get("MaTTHC") in self._procedures]
        return [{**self._listed(one), "NoiDung": json.dumps(one.record, ensure_ascii=False)} for one in asked]

    def fields(self) -> list[Record]:
        """Return the fields of all procedures."""
        listed = (self._listed(one) for one in self._procedures.values())
        names = {one["MaLinhVuc"]: one["TenLinhVuc"] for one in listed}
        return [{"MaLinhVuc": code, "TenLinhVuc": name} for code, name in names.items()]

    def journal(self, data: list[Record]) -> list[Record]:
        """Take journal entries, each whole in «NoiDung»; without any, only tell the last number held."""
        site = data[0].get("MaDiem", "") if data else ""
        try:
            events = [json.loads(one["NoiDung"]) for one in data if "NoiDung" in one]
            form = EventsForm.model_validate({"site": site, "events": events})
        except (ValueError, ValidationError) as fault:
            raise _Wrong("«NoiDung» không đúng mẫu") from fault
        return [{"DenThuTu": str(self._ledger.take(form.site, form.events, self._clock.now()))}]

    def _listed(self, one: Procedure) -> Record:
        field = one.record["categoriesDetails"][0]
        return {
            "MaTTHC": one.code,
            "TenTTHC": str(one.record["name"]),
            "MaLinhVuc": str(field.get("code") or ""),
            "TenLinhVuc": str(field["name"]),
            "NgayCapNhat": _stamp(one.updated_at),
        }

    def _record(self, code: str) -> Record | None:
        kept = self._ledger.synchronised(code)
        dossier = self._ledger.find(code, kept[2]) if kept else None
        if kept is None or dossier is None:
            return None
        record = json.loads(kept[0]) if kept[0] else _as_record(dossier, kept[2])
        course = json.loads(kept[1]) or _course(dossier)
        return {**record, "QuaTrinhXuLy": course}


def _as_record(dossier: Dossier, check: str) -> Record:
    names = Columns()
    told = dossier.model_dump() | {"holder": dossier.holder_masked, "check": check}
    told |= {name: told[name] and _stamp(told[name]) for name in _TIMES}
    return {column: str(told[name]) for name, column in names.model_dump().items() if told[name] is not None}


def _course(dossier: Dossier) -> list[Record]:
    return [
        {"ThoiDiemXuLy": _stamp(step.at), "NoiDungXuLy": step.what, "PhongBanXuLy": step.unit}
        for step in dossier.steps or ()
    ]


def _stamp(at: datetime) -> str:
    return at.astimezone(OFFICE_ZONE).strftime(FORM)


def national(settings: SandboxSettings, ledger: Ledger, procedures: Sequence[Procedure], clock: Clock) -> Blueprint:
    """Return the gateway's two addresses, `mapi/login` and `mapi/g`; the password is the sandbox's token."""
    pages = Blueprint("national", __name__)
    sessions = Sessions(settings.token(), clock)
    services = Services(settings, ledger, procedures, clock)
    pages.record_once(lambda state: state.app.extensions.__setitem__(SESSIONS, sessions))

    @pages.post("/mapi/login")
    def log_in() -> Response:
        fields = _strings(request.get_json(silent=True))
        session = sessions.begin(str(fields.get("password", ""))) if fields else None
        return _answer(GOOD, "Thành công", session=session) if session else _answer(ENDED, "Sai tên hoặc mật khẩu")

    @pages.post("/mapi/g")
    def call() -> Response:
        fields = _strings(request.get_json(silent=True))
        if fields is None:
            return _answer(BAD, "Nội dung gửi lên không đúng mẫu: mọi giá trị là chuỗi")
        if not sessions.holds(str(fields.get("session", ""))):
            return _answer(ENDED, "Phiên làm việc đã hết")
        service = services.by_name.get(str(fields.get("service", "")))
        if service is None:
            return _answer(UNKNOWN, "Không có dịch vụ này")
        try:
            return _answer(GOOD, "Thành công", service(fields["data"]))
        except _Wrong as fault:
            return _answer(BAD, str(fault))

    return pages


def _answer(code: str, message: str, result: Sequence[Record] = (), **more: str) -> Response:
    return jsonify(error_code=code, message=message, result=list(result), **more)


def _strings(fields: Any) -> Record | None:
    """Return what was posted, `data` a list of objects whose values are strings; None where it is not of this form."""
    if not isinstance(fields, dict):
        return None
    data = fields.get("data", [])
    if not isinstance(data, list) or len(data) > MOST or not all(isinstance(one, dict) for one in data):
        return None
    values = [value for name, value in fields.items() if name != "data"] + [v for one in data for v in one.values()]
    return {**fields, "data": data} if all(isinstance(value, str) for value in values) else None
