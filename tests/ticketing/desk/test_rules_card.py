"""The keeper reads the rules and hours in force in plain Vietnamese, and sees a change without a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from lobby.clock import HandClock
from ticketing.desk.rules import rules_card
from ticketing.hub.settings import HubSettings

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

FIRST, OWN = "mat-khau-dau", "rieng-cua-ha"
OFFICE_DAY = ["07:30-11:30", "13:30-17:00"]
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), OFFICE_DAY)


@pytest.fixture
def with_rules(site: Site) -> Callable[..., HubSettings]:
    def make(**tables: Any) -> HubSettings:
        return HubSettings.model_validate({**site.settings.model_dump(mode="json"), **tables})

    return make


def test_a_site_without_hours_says_that_it_is_always_open(site: Site, clock: HandClock) -> None:
    card = rules_card(site.settings, clock.now())
    assert card.now == "Luôn nhận số, vì chưa đặt giờ làm việc."
    assert (card.week, card.free) == ([], [])
    assert "Cứ 2 lượt gọi có 1 lượt ưu tiên; không ai chờ quá 30 phút vì phải nhường." in card.rules
    assert card.series[0].numbers == "A001 – A919, hết số thì quay lại từ đầu"
    assert card.series[0].kept == "A920 – A999"


def test_hours_are_told_with_the_next_opening_or_closing(
    with_rules: Callable[..., HubSettings], clock: HandClock
) -> None:
    extra = [{"day": "2026-11-28", "like": "friday"}]
    closed = [{"day": "2026-12-01", "until": "2026-12-02", "reason": "Cơ quan chuyển trụ sở"}]
    hours = {"week": WEEK | {"saturday": ["07:30-11:00"]}, "extra_days": extra, "closed_days": closed}
    settings = with_rules(hours=hours)
    card = rules_card(settings, clock.now())
    assert card.now == "Đang nhận số, đến 11:15."
    assert card.week == [
        ("Thứ Hai – thứ Sáu", "07:30-11:30, 13:30-17:00"),
        ("Thứ Bảy", "07:30-11:00"),
        ("Chủ nhật", "nghỉ"),
    ]
    assert card.free[:4] == [
        ("Thứ Ba, 24/11", "Nghỉ lễ Văn hóa Việt Nam."),
        ("Thứ Bảy, 28/11", "làm việc 07:30-11:30, 13:30-17:00"),
        ("Thứ Ba, 01/12 – thứ Tư, 02/12", "Cơ quan chuyển trụ sở."),
        ("Thứ Sáu, 01/01/2027", "Nghỉ Tết Dương lịch."),
    ]
    clock.forward(10 * 3600)
    assert rules_card(settings, clock.now()).now == (
        "Đã hết giờ lấy số hôm nay. Nghỉ lễ Văn hóa Việt Nam. Mở lại lúc 07:15 thứ Tư, 25/11."
    )


def test_strict_priority_quotas_and_closed_fields_are_told(
    with_rules: Callable[..., HubSettings], site: Site, clock: HandClock
) -> None:
    services = [one.model_dump(mode="json") for one in site.settings.services]
    services[0] |= {"quota": 80, "at_end": "stop", "open": False, "closed_reason": "Cán bộ đi tập huấn."}
    rules = {"precedence": "strict", "quota": 200, "parked_return_s": 0, "lease_size": 0}
    card = rules_card(with_rules(services=services, rules=rules), clock.now())
    assert any(line.startswith("Người thuộc diện ưu tiên luôn được gọi trước") for line in card.rules)
    assert "Cả đơn vị nhận 200 lượt mỗi ngày." in card.rules
    assert "Số để chờ chỉ quay lại khi được gọi." in card.rules
    row = card.series[0]
    assert (row.numbers, row.kept, row.quota) == ("A001 – A999, hết số thì ngừng", "–", "80 lượt")
    assert row.now == "Cán bộ đi tập huấn."


def test_the_page_shows_a_change_at_once(browser: Browser, site: Site, with_rules: Callable[..., HubSettings]) -> None:
    browser.log_in("quantri", FIRST, page="/admin")
    browser.send("/desk/password", old=FIRST, new=OWN, again=OWN, target="admin")
    assert "Luôn nhận số" in browser.get("/admin").text
    site.hub.change(with_rules(hours={"week": WEEK}), ("hours",))
    page = browser.get("/admin").text
    assert "Đang nhận số, đến 11:15." in page and "Thứ Hai – thứ Sáu" in page
