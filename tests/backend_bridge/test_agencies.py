"""Agencies are renamed and merged; receipts stay as they were printed, and find their dossier all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend_bridge.adapters.backend import Figures, Looked
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.agencies import Agencies, Agency, read_agencies
from backend_bridge.guesses import CHECKS_PER_MINUTE
from lobby.contract.dossiers import DOSSIER_EXAMPLE, Counts, Dossier

TODAY, OLD, CHECK = "H15.12-250701-0001", "H15.41-250701-0001", "K7V8"
STEPS = [{"at": "2026-11-20T08:00:00+07:00", "what": "Tiếp nhận hồ sơ", "unit": "Bộ phận Một cửa"}]
OWN = {"code": "H15.12", "name": "UBND phường Tô Hiệu"}
MERGED = {"code": "H15.41", "name": "UBND phường Chiềng Lề", "merged_into": "H15.12", "carried": True}
PROVINCE = {"code": "H15", "name": "UBND tỉnh Sơn La", "old_codes": ["000.00.01.H15"]}


def listed(*records: dict[str, Any]) -> Agencies:
    return Agencies(Agency.model_validate(record) for record in records)


def test_a_merged_communes_codes_lead_to_the_code_of_today() -> None:
    known = listed(OWN, MERGED, PROVINCE)
    assert known.successor(OLD) == TODAY
    assert known.successor("h15.41.250701.0001") == "H15.12.250701.0001"
    assert known.successor(TODAY) is None, "never the other way round"


def test_a_code_whose_dossiers_were_not_carried_over_leads_nowhere() -> None:
    assert listed(OWN, PROVINCE).successor("000.00.01.H15-190805-0001") is None
    assert listed(OWN, {**MERGED, "carried": False}).successor(OLD) is None


@pytest.mark.parametrize(
    "records",
    [
        [OWN, MERGED, {"code": "H15.13", "name": "UBND phường khác", "old_codes": ["H15.41"], "carried": True}],
        [
            OWN,
            {**OWN, "code": "H15.41", "name": "Một cơ quan còn đó"},
            {**OWN, "old_codes": ["H15.41"], "carried": True},
        ],
        [{**MERGED, "merged_into": "H15.42"}, {**MERGED, "code": "H15.42", "merged_into": "H15.41"}],
        [{**MERGED, "merged_into": "H99"}],
        [{**MERGED, "merged_into": "H15.41"}],
    ],
    ids=["split between two", "still in use", "in a circle", "into nobody", "into itself"],
)
def test_what_is_not_plain_leads_nowhere(records: list[dict[str, Any]]) -> None:
    assert listed(*records).successor(OLD) is None


def test_renamed_twice_leads_to_the_name_and_code_of_today() -> None:
    first = {"code": "H15.40", "name": "UBND xã Chiềng Cọ", "merged_into": "H15.41", "carried": True}
    known = listed(OWN, MERGED, first)
    assert known.successor("H15.40-250701-0001") == TODAY
    assert known.name_today("UBND  xã chiềng cọ") == OWN["name"]


def test_a_name_that_is_one_of_today_is_left_as_it_is() -> None:
    known = listed({**OWN, "old_names": ["UBND phường Quyết Thắng", OWN["name"]]}, MERGED)
    assert known.name_today("UBND phường Quyết Thắng") == OWN["name"]
    assert known.name_today("UBND phường Chiềng Lề") == OWN["name"]
    assert known.name_today(OWN["name"]) is None
    assert known.name_today("Công an tỉnh") is None


def test_odd_records_are_left_out_one_by_one() -> None:
    found, odd = read_agencies([OWN, 7, {"code": "X"}, {**MERGED, "old_codes": "H15.41"}, PROVINCE])
    assert ([one.code for one in found], odd) == (["H15.12", "H15"], 3)


@pytest.fixture
def twin() -> TwinBackend:
    """A backend that keeps a merged commune's dossiers under the code of today."""
    nothing = dict.fromkeys(Counts.model_fields, 0)
    twin = TwinBackend(Figures(as_of=datetime.now(UTC), source="sổ", counts=Counts(**nothing)))
    fields = {**DOSSIER_EXAMPLE, "code": TODAY, "agency": MERGED["name"], "steps": STEPS}
    twin.dossiers[TODAY] = CHECK, Looked(dossier=Dossier.model_validate(fields), as_of=datetime.now(UTC))
    twin.known_agencies = [OWN, MERGED, PROVINCE, 7]
    return twin


@pytest.fixture
def start(start_bridge: Callable[..., Any], bridge_settings: Any, twin: TwinBackend) -> Callable[[], Any]:
    return lambda: start_bridge(bridge_settings, twin)


def knows_the_old(kiosk: Any, wait_until: Callable[..., None]) -> None:
    wait_until(lambda: kiosk.find(OLD).ok, "the list of agencies has come", 20.0)


def test_a_receipt_of_a_merged_commune_finds_its_dossier(start, twin, kiosk, wait_until):
    start()
    assert kiosk.find(OLD).error.code == "not_found", "before the list has come"
    knows_the_old(kiosk, wait_until)
    twin.asked.clear()
    told = kiosk.find(OLD, CHECK).data
    assert told["dossier"]["code"] == OLD, "as it stands on the receipt"
    assert told["dossier"]["steps"] and told["agency_now"] == OWN["name"]
    assert twin.asked == [OLD, TODAY], "the code on the receipt comes first"


def test_a_code_of_today_is_never_looked_for_under_an_older_one(start, twin, kiosk, wait_until):
    start()
    knows_the_old(kiosk, wait_until)
    twin.dossiers[OLD] = twin.dossiers.pop(TODAY)
    twin.asked.clear()
    assert kiosk.find(TODAY).error.code == "not_found"
    assert twin.asked == [TODAY]


def test_during_an_outage_either_code_finds_what_was_seen(start, twin, kiosk, wait_until):
    first = start()
    knows_the_old(kiosk, wait_until)
    first.stop()
    twin.reachable = False
    start()
    for code in (OLD, TODAY):
        told = kiosk.find(code).data
        assert (told["dossier"]["code"], told["fresh"], told["agency_now"]) == (code, False, OWN["name"])


def test_a_check_code_is_guessed_at_no_oftener_under_two_codes(start, twin, kiosk, wait_until):
    start()
    knows_the_old(kiosk, wait_until)
    for number in range(CHECKS_PER_MINUTE):
        kiosk.find((OLD, TODAY)[number % 2], f"XX{number}A")
    assert "steps" not in kiosk.find(OLD, CHECK).data["dossier"]
    assert "steps" not in kiosk.find(TODAY, CHECK).data["dossier"]


def test_the_sandbox_has_a_merged_commune_and_old_receipts(start_bridge, office, kiosk, wait_until):
    start_bridge()
    code, _ = office.of_status(4)
    other = code.replace("H15.12-", "H15.41-")
    wait_until(lambda: kiosk.find(other).ok, "a receipt of the merged commune is found", 20.0)
    old = next(code for code, _, _ in office.codes if code.startswith("000.00.01.H15-"))
    told = kiosk.find(old).data
    assert (told["dossier"]["code"], told["agency_now"]) == (old, "UBND phường Tô Hiệu")
