"""The site's rules, series of numbers and hours: what they default to, what reaches the engine, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.settings.load import SettingsError, check
from ticketing.engine.hours import Hours
from ticketing.engine.site import AtEnd, Precedence, Profile, Rules, Site
from ticketing.hub.settings import HubSettings
from ticketing.hub.site import site_of

Fields = Callable[[Path], dict[str, Any]]
Told = Callable[..., str]
OFFICE_DAY = ["07:30-11:30", "13:30-17:00"]


@pytest.fixture
def made(hub_fields: Fields, tmp_path: Path) -> Callable[..., Site]:
    def make(**changes: Any) -> Site:
        return site_of(check(HubSettings, {**hub_fields(tmp_path), **changes}, "hub.toml"))

    return make


@pytest.fixture
def told(hub_fields: Fields, tmp_path: Path) -> Told:
    def tell(service: dict[str, Any] | None = None, **changes: Any) -> str:
        fields = {**hub_fields(tmp_path), **changes}
        fields["services"][0].update(service or {})
        with pytest.raises(SettingsError) as fault:
            check(HubSettings, fields, "hub.toml")
        return str(fault.value)

    return tell


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def test_a_site_that_says_nothing_has_the_rules_defaults_and_is_always_open(made: Callable[..., Site]) -> None:
    site = made()
    assert site.rules == Rules(lease_size=20)
    assert site.hours is None
    assert site.printing == ("dispenser-1",)
    assert {one.profile for one in site.counters.values()} == {Profile.LONGEST}


def test_every_rule_reaches_the_engine(made: Callable[..., Site]) -> None:
    rules = {
        "precedence": "strict",
        "priority_one_in": 4,
        "normal_bound_s": 2400,
        "missed_return_s": 240,
        "missed_out_after": 2,
        "parked_return_s": 0,
        "appointment_late_s": 600,
        "overrun_s": 1200,
        "undo_s": 5,
        "quota": 300,
        "lease_size": 30,
    }
    assert made(rules=rules).rules == Rules(**{**rules, "precedence": Precedence.STRICT})  # type: ignore[arg-type]


def test_every_setting_of_a_field_reaches_the_engine(
    made: Callable[..., Site], hub_fields: Fields, tmp_path: Path
) -> None:
    fields = hub_fields(tmp_path)
    said = {"digits": 4, "first": 1001, "last": 1900, "prefix": "", "at_end": "stop", "goes_on": True, "quota": 200}
    fields["services"][0] |= said | {"leased_from": 1850, "collects": True, "backend_fields": ["G15-TP07"]}
    fields["counters"][0] |= {"profile": "ordered"}
    site = made(services=fields["services"], counters=fields["counters"])
    service = site.services["ho-tich"]
    assert (service.number(1001), service.at_end, service.goes_on) == ("1001", AtEnd.STOP, True)
    assert (service.quota, service.leased_from, service.collects) == (200, 1850, True)
    assert service.backend_fields == ("G15-TP07",)
    assert site.counters["quay-1"].profile is Profile.ORDERED


@pytest.mark.parametrize(
    ("last", "dispensers", "size", "leased"),
    [
        (999, 1, 20, 950),
        (199, 1, 20, None),
        (200, 1, 20, 151),
        (999, 3, 20, 880),
        (999, 20, 50, 751),
        (999, 1, 0, None),
    ],
)
def test_a_long_series_keeps_its_end_for_dispensers_that_lose_the_hub(
    made: Callable[..., Site], last: int, dispensers: int, size: int, leased: int | None
) -> None:
    service = {"id": "ho-tich", "name": "Hộ tịch", "prefix": "A", "last": last}
    counters = [{"id": "quay-1", "name": "Quầy số 1", "number": 1, "services": ["ho-tich"]}]
    devices = [{"id": f"dispenser-{n}", "role": "dispenser"} for n in range(dispensers)]
    site = made(services=[service], counters=counters, devices=devices, rules={"lease_size": size})
    assert site.services["ho-tich"].leased_from == leased


def test_hours_reach_the_engine(made: Callable[..., Site]) -> None:
    hours = {
        "week": {"monday": OFFICE_DAY, "saturday": ["07:30-11:00"]},
        "before_end_min": 20,
        "closed_days": [{"day": date(2026, 11, 30), "until": date(2026, 12, 6), "reason": "Cơ quan chuyển trụ sở"}],
        "extra_days": [{"day": date(2026, 11, 29), "like": "monday"}],
    }
    known = made(hours=hours).hours
    assert known is not None
    assert known.refusal(at("2026-11-28 10:39")) is None
    assert known.refusal(at("2026-11-29 14:00")) is None
    assert known.refusal(at("2026-11-30 08:00")) == "Cơ quan chuyển trụ sở. Mở lại lúc 07:15 thứ Hai, 07/12."
    assert known.ends(date(2026, 11, 23)) == at("2026-11-23 17:00")


def test_public_holidays_are_known_unless_the_site_works_on_them(made: Callable[..., Site]) -> None:
    week = {"wednesday": OFFICE_DAY}
    free, working = made(hours={"week": week}).hours, made(hours={"week": week, "public_holidays": False}).hours
    assert free is not None and working is not None
    assert str(free.refusal(at("2026-09-02 08:00"))).startswith("Nghỉ lễ Quốc khánh.")
    assert working.refusal(at("2026-09-02 08:00")) is None


def test_a_field_has_its_own_week_and_the_rest_from_the_site(
    made: Callable[..., Site], hub_fields: Fields, tmp_path: Path
) -> None:
    fields = hub_fields(tmp_path)
    own = {"week": {"monday": ["08:00-10:00"], "tuesday": ["08:00-10:00"]}, "before_end_min": 5}
    fields["services"][0]["hours"] = own
    whole = {
        "week": {"monday": OFFICE_DAY, "friday": OFFICE_DAY},
        "early_min": 0,
        "extra_days": [
            {"day": date(2026, 11, 28), "like": "monday"},
            {"day": date(2026, 11, 29), "periods": ["07:30-11:30"]},
            {"day": date(2026, 12, 5), "like": "friday"},
        ],
    }
    site = made(services=fields["services"], hours=whole)
    hours = site.hours_of("ho-tich")
    assert isinstance(hours, Hours)
    assert hours.refusal(at("2026-11-23 09:54")) is None
    assert hours.refusal(at("2026-11-23 07:59")) == "Chưa đến giờ lấy số. Mở lúc 08:00."
    assert hours.ends(date(2026, 11, 28)) == at("2026-11-28 10:00")
    assert hours.ends(date(2026, 11, 29)) is None
    assert hours.ends(date(2026, 12, 5)) is None
    assert site.hours_of("dat-dai") is site.hours


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"rules": {"precedence": "stric"}},
            "«rules.precedence»: giá trị 'stric' không dùng được (chỉ dùng được strict",
        ),
        ({"rules": {"parked_retun_s": 60}}, "«rules.parked_retun_s»: không có mục này; có phải «parked_return_s»?"),
        ({"rules": {"normal_bound_s": 5}}, "phải từ 60 trở lên"),
        (
            {"hours": {"week": {"monday": ["07:30-11:30", "11:00-17:00"]}}},
            "«hours.week.monday»: 07:30-11:30 và 11:00-17:00",
        ),
        ({"hours": {"week": {"monday": ["7h30-11h30"]}}}, "hãy viết giờ mở và giờ đóng như «07:30-11:30»"),
        ({"hours": {"week": {"monday": ["11:30-07:30"]}}}, "giờ đóng phải sau giờ mở"),
        ({"hours": {"week": {"monday": ["07:30-24:30"]}}}, "không có giờ này trong ngày"),
        ({"hours": {"week": {"mondy": OFFICE_DAY}}}, "«hours.week.mondy»: không có mục này; có phải «monday»?"),
        ({"hours": {"week": {}}}, "chưa có giờ mở cửa ở ngày nào trong tuần"),
        ({"hours": {"week": {"monday": ["07:30-07:50"]}, "early_min": 0}}, "ngắn hơn «before_end_min»"),
        (
            {"hours": {"week": {"monday": OFFICE_DAY}, "closed_days": [{"day": "2026-02-30", "reason": "x"}]}},
            "«hours.closed_days.0.day»: giá trị '2026-02-30' không dùng được (không có ngày này",
        ),
        (
            {"hours": {"week": {"monday": OFFICE_DAY}, "extra_days": [{"day": "2026-02-28", "like": "sunday"}]}},
            "ngày 2026-02-28 làm như «sunday», nhưng ngày ấy không có giờ mở",
        ),
    ],
)
def test_a_wrong_rule_or_hour_names_itself(told: Told, changes: dict[str, Any], said: str) -> None:
    assert said in told(**changes)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ({"leased_from": 1500}, "lĩnh vực «ho-tich»: «leased_from» 1500 phải nằm sau «first» 1 và trong dãy số"),
        ({"leased_from": 1}, "«leased_from» 1 phải nằm sau «first» 1"),
        ({"quota": 1000}, "«quota» 1000 lớn hơn dãy số, chỉ có 999 số"),
        ({"first": 50, "last": 40}, "«first» 50 lớn hơn «last» 40"),
        ({"prefix": "B", "digits": 4}, "lĩnh vực «dat-dai» và «ho-tich»: hai dãy số trùng nhau"),
        (
            {"at_end": "wrp"},
            "«services.0.at_end»: giá trị 'wrp' không dùng được (chỉ dùng được wrap, stop; có phải «wrap»?",
        ),
        ({"digits": 0}, "«services.0.digits»"),
    ],
)
def test_a_wrong_series_names_itself(told: Told, service: dict[str, Any], said: str) -> None:
    assert said in told(service)


def test_a_receipt_must_lead_to_one_field(told: Told, hub_fields: Fields, tmp_path: Path) -> None:
    services = hub_fields(tmp_path)["services"]
    for service in services:
        service |= {"collects": True, "backend_fields": ["G15-TP07"]}
    said = told(services=services)
    assert "«backend_fields»: «G15-TP07» có ở hai lĩnh vực" in said
    assert "«collects»: chỉ một lĩnh vực trả kết quả, đang có «ho-tich», «dat-dai»" in said
