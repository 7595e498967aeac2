"""An office behind the national gateway's shape: sessions that end, names told by codes, its course of a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from backend_bridge.adapters.backend import Unreachable
from backend_bridge.adapters.national import NationalSettings
from backend_bridge.conformance.office import CHECK, code_of, entries, held
from backend_bridge.conformance.over_http import TOKEN, NationalStand, national
from lobby.settings.load import SettingsError, check

RECORD = {
    "MaHoSo": "H15.12-261102-0077",
    "MaTTHC": "1.001193",
    "TenTTHC": "Đăng ký khai sinh",
    "MaLinhVuc": "HT",
    "DonViXuLy": "H15.12",
    "TrangThaiHoSo": "4",
    "NgayTiepNhan": "20261102083015",
    "NgayHenTra": "",
    "ChuHoSo": "Lò Thị Ước",
    "MaTraCuu": "K7V8",
}
STEP = {
    "MaHoSo": RECORD["MaHoSo"],
    "ThoiDiemXuLy": "20261103091500",
    "NoiDungXuLy": "Thẩm định",
    "PhongBanXuLy": "Tư pháp",
}


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[NationalStand]:
    made = national(tmp_path)
    yield made
    made.close()


class Office:
    """An office's own program that speaks to the gateway."""

    def __init__(self, stand: NationalStand) -> None:
        self._url = f"{stand.url}/national/mapi"
        told = self._post("login", {"username": "mot-cua", "password": TOKEN})
        self._session = told["session"]

    def call(self, service: str, *data: dict[str, Any], **other: Any) -> dict[str, Any]:
        fields = {"session": self._session, "service": service, "madonvi": "H15.12", "data": list(data), **other}
        return self._post("g", fields)

    def _post(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(f"{self._url}/{path}", json=fields, timeout=20)
        assert answer.status_code == 200
        told: dict[str, Any] = answer.json()
        return told


def test_a_session_that_has_ended_is_renewed_without_anybody_noticing(stand: NationalStand) -> None:
    stand.put([held()])
    backend = stand.open()
    assert backend.find(code_of(4), None) is not None
    stand.end_sessions()
    looked = backend.find(code_of(4), CHECK)
    assert looked is not None and looked.dossier.steps is not None
    stand.end_sessions()
    assert backend.send(entries(1, 2)) == 2


def test_a_password_that_is_wrong_is_told_apart_from_an_outage(stand: NationalStand, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("mot-mat-khau-khac", encoding="utf-8")
    with pytest.raises(Unreachable) as told:
        stand.open().find(code_of(4), None)
    assert told.value.refused_us


def test_codes_get_their_names_and_steps_name_no_officer(stand: NationalStand) -> None:
    office = Office(stand)
    field = office.call("LayDanhMucLinhVuc")["result"][0]
    office.call("DongBoHoSoMC", {**RECORD, "MaLinhVuc": field["MaLinhVuc"]})
    assert office.call("CapNhatTienDoHoSoMC", {**STEP, "NguoiXuLy": "Cầm Văn Sơn"})["error_code"] == "0"
    looked = stand.open().find(RECORD["MaHoSo"], "K7V8")
    assert looked is not None and looked.dossier.steps is not None
    assert (looked.dossier.field, looked.dossier.agency) == (field["TenLinhVuc"], "UBND phường Tô Hiệu")
    assert [(step.what, step.unit) for step in looked.dossier.steps] == [("Thẩm định", "Tư pháp")]
    assert looked.dossier.holder_masked == "L* T** Ư**"
    assert "Sơn" not in looked.model_dump_json()


def test_lists_are_answered_and_an_unknown_code_is_an_empty_list(stand: NationalStand) -> None:
    office = Office(stand)
    assert office.call("TraCuuHoSo", {"MaHoSo": "H15.12-999999-0001"})["result"] == []
    assert len(office.call("LayDanhSachTTHC")["result"]) == 25
    own, merged, _ = office.call("LayDanhMucCoQuan")["result"]
    assert own == {"MaCoQuan": "H15.12", "TenCoQuan": "UBND phường Tô Hiệu"}
    assert (merged["MaCoQuan"], merged["MaCoQuanMoi"], merged["ChuyenMaHoSo"]) == ("H15.41", "H15.12", "1")


@pytest.mark.parametrize(
    ("service", "data", "code"),
    [
        ("TraCuuHoSo", {"MaHoSo": 7}, "400"),
        ("XoaHoSo", {}, "404"),
        ("DongBoHoSoMC", {**RECORD, "TrangThaiHoSo": "11"}, "400"),
        ("DongBoHoSoMC", {**RECORD, "NgayTiepNhan": "hôm qua"}, "400"),
        ("CapNhatTienDoHoSoMC", STEP, "400"),
        ("CapNhatNhatKySanh", {"MaDiem": "demo", "NoiDung": "[7]"}, "400"),
    ],
)
def test_what_is_not_of_the_form_is_answered_with_a_code(
    stand: NationalStand, service: str, data: dict[str, Any], code: str
) -> None:
    told = Office(stand).call(service, data)
    assert (told["error_code"], told["result"]) == (code, [])
    assert told["message"]


def test_nobody_without_a_session_gets_an_answer(stand: NationalStand) -> None:
    assert Office(stand).call("TraCuuHoSo", session="x" * 32)["error_code"] == "401"


def test_settings_without_a_way_for_the_journal_are_refused(tmp_path: Path) -> None:
    fields = {"adapter": "national", "url": "https://x.vn", "username": "a", "password_file": tmp_path, "unit": "H15"}
    with pytest.raises(SettingsError, match="journal_service"):
        check(NationalSettings, fields, "bridge.toml")
