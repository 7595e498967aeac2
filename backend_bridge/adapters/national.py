"""The backend in the shape of the national service portal's gateway, as province systems speak it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from backend_bridge.adapters.adapter import Adapter, Around
from backend_bridge.adapters.agency_rows import agency_of
from backend_bridge.adapters.backend import (
    AgencyList,
    Changes,
    Failed,
    Figures,
    Looked,
    ProceduresPage,
    Rejected,
    Unreachable,
)
from backend_bridge.adapters.flat import Columns, FlatReader, Odd, moment, told
from backend_bridge.adapters.handed import HandedFiles
from backend_bridge.adapters.line import Line
from backend_bridge.adapters.national_session import GOOD, Answer, Gateway
from backend_bridge.adapters.rest_settings import HttpSettings
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import Step
from lobby.settings.secret import read_secret

log = logging.getLogger(__name__)

PAGE = 10
"""Procedures in one answer: each costs a call of its own."""
FORM = "%Y%m%d%H%M%S"
_THROUGH = re.compile(r"[0-9]{1,15}")
Code = Annotated[str, Field(min_length=1, max_length=60)]


class NationalSettings(HttpSettings):
    """Where the gateway is and who logs in; services and error codes as the province's gateway calls them.

    `unit` is `madonvi`. Without `journal_service`, the name of a service that takes entries, they are handed over as
    files in `entries`, whose parent must be there.
    """

    username: Code
    password_file: Path
    unit: Code = Field(pattern=r"^\S+$")
    login_path: str = "/mapi/login"
    path: str = "/mapi/g"
    ended_codes: tuple[str, ...] = ("401",)
    rejected_codes: tuple[str, ...] = ("400", "422")
    journal_service: Code | None = None
    entries: Path | None = None
    source: str = Field(default="Hệ thống một cửa điện tử", min_length=1, max_length=200)

    @model_validator(mode="after")
    def _has_a_way_up(self) -> Self:
        if self.journal_service is None and self.entries is None:
            raise ValueError("thiếu «journal_service» (tên dịch vụ nhận nhật ký) hoặc «entries» (thư mục nhận tệp)")
        return self

    def password(self) -> str:
        """Return the password; raises SettingsError where the file cannot be read."""
        return read_secret(self.password_file, "mật khẩu")


class NationalBackend:
    """One gateway; results are never asked for, since it has no service that counts."""

    def __init__(self, settings: NationalSettings, gateway: Gateway, around: Around) -> None:
        self._gateway = gateway
        self._site = around.site
        self._clock = around.clock
        self._source = settings.source
        self._rejected = settings.rejected_codes
        self._journal = settings.journal_service
        self._handed = HandedFiles(settings.entries or around.folder, around.site, around.clock)
        self._reader = FlatReader(Columns(), {})
        self.hands_over = settings.journal_service is None
        self._unit = settings.unit
        self._names: dict[tuple[str, date], dict[str, str]] = {}

    def find(self, code: str, check: str | None) -> Looked | None:
        """See Backend; what the gateway opens for us is masked here, and opened by the code in «MaTraCuu» alone."""
        found = [one for one in self._ask("TraCuuHoSo", {"MaHoSo": code}) if one.get("MaHoSo") == code]
        if not found:
            return None
        record = {**found[-1], **self._named(found[-1])}
        try:
            row = self._reader.read(record)
            steps = tuple(_step(one) for one in record.get("QuaTrinhXuLy") or ())
        except (Odd, ValueError, TypeError, AttributeError) as fault:
            raise Unreachable(f"dossier not of the gateway's form: {type(fault).__name__}") from fault
        opened = row._replace(dossier=row.dossier.model_copy(update={"steps": steps}))
        return told(opened, check, self._clock.now())

    def results(self) -> Figures | None:
        """See Backend."""
        return None

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """See Backend; the list is asked for anew with each page, then each procedure of the page."""
        if page is not None and not (page.isascii() and page.isdigit()):
            raise Rejected("no such page")
        as_of = self._clock.now()
        listed = self._ask("LayDanhSachTTHC", {"MaDonVi": self._unit})
        start, end = int(page or 0), int(page or 0) + PAGE
        details = [self._procedure(one) for one in listed[start:end]]
        more = str(end) if end < len(listed) else None
        return ProceduresPage(as_of=as_of, source=self._source, procedures=details, next=more)

    def changes(self, cursor: str | None, wait_s: float) -> Changes | None:
        """See Backend; the gateway has no service that tells of changes."""
        return None

    def agencies(self) -> AgencyList | None:
        """See Backend; former names and codes where the gateway's list has them, several parted by semicolons."""
        listed = self._ask("LayDanhMucCoQuan")
        told_of = [agency_of(one) for one in listed]
        return AgencyList(as_of=self._clock.now(), source=self._source, agencies=told_of)

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """See Backend."""
        if self._journal is None:
            return self._handed.send(entries)
        try:
            data = [_entry(self._site, entry) for entry in entries] or [{"MaDiem": self._site}]
        except (KeyError, ValueError) as fault:
            raise Rejected("an entry without a time") from fault
        answer = self._gateway.call(self._journal, data)
        if answer.error_code in self._rejected:
            raise Rejected(f"error_code {answer.error_code}")
        if answer.error_code != GOOD:
            raise Failed(f"error_code {answer.error_code}")
        through = answer.result[-1].get("DenThuTu") if answer.result else None
        if not isinstance(through, str) or not _THROUGH.fullmatch(through):
            raise Unreachable("«DenThuTu» is not answered")
        return int(through)

    def report(self, reports: Sequence[dict[str, Any]]) -> int | None:
        """See Backend; the gateway has no service that takes any."""
        return None

    def _ask(self, service: str, *data: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
        answer: Answer = self._gateway.call(service, data)
        if answer.error_code != GOOD:
            raise Unreachable(f"{service}: error_code {answer.error_code}")
        return answer.result

    def _procedure(self, listed: dict[str, Any]) -> dict[str, Any]:
        code = str(listed.get("MaTTHC", ""))
        (whole,) = self._ask("LayThuTuc", {"MaTTHC": code})[:1] or (listed,)
        try:
            content = json.loads(whole.get("NoiDung") or "{}")
            changed = int(moment(whole.get("NgayCapNhat", "")).timestamp() * 1000)
        except (ValueError, RecursionError, TypeError):
            content, changed = {}, None
        return {
            "code": code,
            "name": whole.get("TenTTHC"),
            "updatedAt": changed,
            "categoriesDetails": [{"code": whole.get("MaLinhVuc"), "name": whole.get("TenLinhVuc")}],
            **(content if isinstance(content, dict) else {}),
        }

    def _named(self, record: Mapping[str, Any]) -> dict[str, str]:
        """Return the names that `record` tells by codes alone."""
        field, agency = record.get("MaLinhVuc"), record.get("DonViXuLy")
        named = {}
        if not record.get("TenLinhVuc") and isinstance(field, str):
            named["TenLinhVuc"] = self._listed("LayDanhMucLinhVuc", "LinhVuc").get(field, "")
        if isinstance(agency, str) and " " not in agency:
            named["DonViXuLy"] = self._listed("LayDanhMucCoQuan", "CoQuan").get(agency, agency)
        return named

    def _listed(self, service: str, what: str) -> dict[str, str]:
        key = (service, self._clock.now().date())
        if key not in self._names:
            try:
                listed = self._ask(service)
            except Unreachable as fault:
                log.warning("names not fetched, codes are told: %s", fault.detail)
                return {}
            self._names = {**{old: names for old, names in self._names.items() if old[1] == key[1]}, key: {}}
            self._names[key].update({str(one.get(f"Ma{what}")): str(one.get(f"Ten{what}")) for one in listed})
        return self._names[key]


def _step(told_of: Mapping[str, Any]) -> Step:
    at = moment(told_of.get("ThoiDiemXuLy"))
    return Step(at=at, what=str(told_of.get("NoiDungXuLy") or ""), unit=str(told_of.get("PhongBanXuLy") or ""))


def _entry(site: str, entry: Mapping[str, Any]) -> dict[str, str]:
    at = datetime.fromisoformat(str(entry["at"])).astimezone(OFFICE_ZONE).strftime(FORM)
    told_of = {"ThuTu": entry.get("seq"), "Loai": entry.get("kind"), "Quay": entry.get("counter")}
    texts = {name: str(value) for name, value in told_of.items() if value is not None}
    return {"MaDiem": site, "ThoiDiem": at, **texts, "NoiDung": json.dumps(entry, ensure_ascii=False)}


def _open(settings: NationalSettings, around: Around) -> NationalBackend:
    line = Line(settings.url, {}, settings.timeout_s, around.clock.monotonic, settings.ca, settings.way())
    paths = (settings.login_path, settings.path)
    gateway = Gateway(line, paths, settings.username, settings.password(), settings.unit, settings.ended_codes)
    return NationalBackend(settings, gateway, around)


ADAPTER = Adapter(NationalSettings, _open)
