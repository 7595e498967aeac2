"""The keeper reads what waits for the one-stop software, what was set aside, and when it last answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import encode
from lobby.contract.devices import Fault, Health, Presence, Standing, Uplink
from lobby.contract.roles import Role
from lobby.link.memory import MemoryBus
from ticketing.desk.uplink import OLD, uplink_cards
from ticketing.hub.door import DeviceSeen

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

FIRST, OWN = "mat-khau-dau", "rieng-cua-ha"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
WELL = Uplink(waiting=0, answered_at=NOW - timedelta(seconds=20), reports=3)
ILL = Uplink(
    waiting=12_345,
    oldest_at=NOW - timedelta(hours=3),
    aside={"refused": 2, "poisoned": 1, "new": 1},
    answered_at=NOW - timedelta(hours=2),
    reports=40,
    reports_dropped=1_200,
)


@pytest.fixture
def keeper(browser: Browser) -> Browser:
    browser.log_in("quantri", FIRST, page="/admin")
    browser.send("/desk/password", old=FIRST, new=OWN, again=OWN, target="admin")
    return browser


def bridge(uplink: Uplink | None, standing: Standing = Standing.ONLINE, *faults: Fault) -> DeviceSeen:
    presence = Presence(state=standing, role="bridge", version="0.1.0", since=NOW)
    health = Health(uptime_s=5, load=0.1, disk_free_mb=18_000, memory_mb=80, uplink=uplink, faults=faults)
    return DeviceSeen("bridge", Role.BRIDGE, None, presence, health)


def values(uplink: Uplink) -> list[tuple[str, str]]:
    (card,) = uplink_cards([bridge(uplink)], NOW)
    return [(" | ".join(row["told"]), row["tone"]) for row in card["rows"]]


def test_where_all_is_well_nothing_is_asked_of_the_keeper() -> None:
    (card,) = uplink_cards([bridge(WELL), bridge(None)], NOW)
    assert (card["note"], card["hint"]) == ("", "")
    assert values(WELL) == [
        ("Trả lời lần cuối lúc 07:59 23/11, dưới 1 phút trước", "ok"), ("Không có", "ok"), ("Không có", "ok"),
        ("3 báo cáo chờ gửi", ""),
    ]  # fmt: skip


def test_what_waits_and_what_is_set_aside_is_told_with_the_way_on() -> None:
    assert values(ILL) == [
        ("Trả lời lần cuối lúc 06:00 23/11, 2 giờ 00 trước", "warn"),
        ("12.345 mục, cũ nhất lúc 05:00 23/11", "warn"),
        ("2 mục phần mềm một cửa từ chối | 1 mục phần mềm một cửa lỗi mỗi khi nhận | 1 mục new", "warn"),
        ("40 báo cáo chờ gửi; đến nay đã bỏ 1.200", ""),
    ]
    assert "lobby bridge status" in uplink_cards([bridge(ILL)], NOW)[0]["hint"]


def test_a_backend_that_nobody_asked_for_a_while_is_not_told_as_away() -> None:
    quiet = Uplink(waiting=0, answered_at=NOW - timedelta(hours=2))
    away = Fault(code="backend_unreachable", since=NOW, detail="Không kết nối được.", remedy="Kiểm tra dây mạng.")
    (at_rest,), (lost,) = (uplink_cards([bridge(quiet, Standing.ONLINE, *told)], NOW) for told in ((), (away,)))
    assert at_rest["rows"][0]["told"] == lost["rows"][0]["told"]
    assert (at_rest["rows"][0]["tone"], lost["rows"][0]["tone"]) == ("", "warn")


def test_a_backend_that_never_answered_is_told() -> None:
    assert values(Uplink(waiting=0))[0] == ("Chưa trả lời lần nào", "warn")


def test_of_a_bridge_that_is_lost_it_is_said_that_its_word_is_old() -> None:
    assert uplink_cards([bridge(WELL, Standing.OFFLINE)], NOW)[0]["note"] == OLD


def say(site: Site, uplink: Uplink) -> None:
    seen = bridge(uplink)
    assert seen.presence is not None and seen.health is not None
    bus = MemoryBus(site.broker)
    bus.start()
    bus.publish(site.link.topics.presence("bridge"), encode(seen.presence), retained=True)
    bus.publish(site.link.topics.health("bridge"), encode(seen.health), retained=True)
    bus.stop()


@pytest.mark.parametrize("address", ["/admin", "/admin/devices"])
def test_the_keepers_page_shows_it(keeper: Browser, site: Site, address: str) -> None:
    assert "Gửi lên phần mềm một cửa" not in keeper.get(address).text
    say(site, ILL)
    page = keeper.get(address).text
    assert "Gửi lên phần mềm một cửa" in page
    assert "12.345 mục" in page


def test_machines_that_watch_read_it_too(browser: Browser, site: Site) -> None:
    say(site, ILL)
    told = browser.client.get("/metrics").text
    assert "lobby_bridge_waiting_entries 12345\n" in told
    assert 'lobby_bridge_set_aside_entries{why="refused"} 2\n' in told
    assert f"lobby_backend_answered_timestamp_seconds {int((NOW - timedelta(hours=2)).timestamp())}\n" in told
