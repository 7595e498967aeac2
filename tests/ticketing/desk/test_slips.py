"""Slips that did not come out: seen from the desk, printed again, and what became of it."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import TestResponse

from lobby.clock import HandClock
from lobby.contract.codec import decode, encode
from lobby.contract.devices import Fault, Health, Presence, Standing
from lobby.contract.replies import Issued
from lobby.contract.requests import PrintOutcome, TicketPrinted
from lobby.contract.states import DeviceConfig
from lobby.link.memory import MemoryBus
from ticketing.desk.slip_words import SOON_S

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

DISPENSER = "dispenser-1"


def told(site: Site, issued: Issued, outcome: PrintOutcome, detail: str | None = None) -> None:
    """Let the dispenser tell what became of a slip."""
    asked = TicketPrinted(id=str(uuid.uuid4()), ticket=issued.ticket.ticket, outcome=outcome, detail=detail)
    assert site.real.handle("desk", asked).ok


def wish(officer: Browser, what: str, issued: Issued, **fields: str) -> TestResponse:
    officer.get(f"/desk/slips?number={issued.ticket.number}")
    return officer.send(f"/desk/slips/{what}", ticket=issued.ticket.ticket, **fields)


def say(site: Site, clock: HandClock, device: str, *faults: Fault) -> None:
    bus = MemoryBus(site.broker)
    bus.start()
    names = site.link.topics
    health = Health(uptime_s=5, load=0.1, disk_free_mb=18_000, memory_mb=80, faults=faults)
    presence = Presence(state=Standing.ONLINE, role="dispenser", version="0.1.0", since=clock.now())
    bus.publish(names.health(device), encode(health), retained=True)
    bus.publish(names.presence(device), encode(presence), retained=True)
    bus.stop()


def wanted(site: Site, device: str = DISPENSER) -> list[str]:
    """Return the numbers that a dispenser is asked to print again."""
    site.hub.flush()
    payloads = site.broker.payloads(site.link.topics.config(device))
    return [one.ticket.number for one in decode(DeviceConfig, payloads[-1]).reprints or ()] if payloads else []


def test_a_slip_that_failed_is_listed_until_it_was_printed_again(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    mine, other = site.take(), site.take()
    told(site, mine, PrintOutcome.FAILED)
    told(site, other, PrintOutcome.PRINTED)
    page = officer.get("/desk/slips").text
    assert "A001" in page
    assert "Không in được" in page
    assert "A002" not in page
    page = wish(officer, "print", mine, device=DISPENSER).text
    assert "Đã gửi lệnh in phiếu A001" in page
    assert "Đang in tại máy lấy số 1" in page
    assert wanted(site) == ["A001"]
    clock.forward(SOON_S + 1)
    assert "Máy lấy số 1 chưa báo đã in" in officer.get("/desk/slips/list").text
    told(site, mine, PrintOutcome.PRINTED)
    assert "Mọi phiếu của người đang chờ đều đã in" in officer.get("/desk/slips/list").text
    assert ">Đã in<" in officer.get("/desk/slips?number=a001").text


def test_an_officer_reads_the_names_of_devices_and_not_their_ids(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    mine = site.take()
    asked = TicketPrinted(id=str(uuid.uuid4()), ticket=mine.ticket.ticket, outcome=PrintOutcome.FAILED)
    assert site.real.handle(DISPENSER, asked).ok
    page = officer.get("/desk/slips?number=a001").text
    assert page.count("Không in được tại máy lấy số 1") == 2
    assert "<b>Máy lấy số 2</b>: Máy đang mất liên lạc." in page
    assert "dispenser-" not in re.sub(r'value="[^"]*"', "", page)


def test_the_slips_state_is_told_to_the_page_that_took_the_number(officer: Browser, site: Site) -> None:
    mine = site.take()
    state = f"/desk/slips/state/{mine.ticket.ticket}"
    asked = {"id": str(uuid.uuid4()), "ticket": mine.ticket.ticket, "device": DISPENSER}
    answer = officer.client.post("/desk/slips/print", json=asked, headers={"X-Form-Token": officer.form})
    assert answer.json == {"ok": True}
    assert (officer.client.get(state).json or {})["words"] == "Đang in tại máy lấy số 1…"
    told(site, mine, PrintOutcome.FAILED)
    assert (officer.client.get(state).json or {})["tone"] == "fault"
    assert officer.client.get("/desk/slips/state/khong-co").status_code == 404


def test_a_fresh_slip_is_awaited_and_one_that_was_shown_is_no_trouble(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    mine = site.take()
    assert "Đang in…" in officer.get("/desk/slips/list").text
    assert "đã được xem số hoặc phiếu đang in" in officer.get("/desk/slips/list").text
    clock.forward(SOON_S + 1)
    page = officer.get("/desk/slips/list").text
    assert "Chưa rõ đã in hay chưa" in page
    assert "1 công dân" in page
    assert "công dân đã thấy số A001" in wish(officer, "shown", mine).text
    assert "đã được xem số hoặc phiếu đang in" in officer.get("/desk/slips/list").text


def test_a_dispenser_in_order_is_offered_before_one_without_paper(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    site.take()
    say(site, clock, "dispenser-2")
    say(
        site,
        clock,
        DISPENSER,
        Fault(code="paper_out", since=clock.now(), detail="Máy in hết giấy.", remedy="Thay cuộn giấy."),
    )
    page = officer.get("/desk/slips?number=A001").text
    assert page.index("In tại máy lấy số 2") < page.index("In tại máy lấy số 1")
    assert "Máy in hết giấy. Thay cuộn giấy." in page


def test_a_number_that_was_not_given_today_says_so(officer: Browser) -> None:
    assert "Hôm nay không có số «Z999»" in officer.get("/desk/slips?number=z999").text


def test_priority_is_granted_with_a_reason_and_taken_away_again(officer: Browser, site: Site) -> None:
    site.take()
    mine = site.take()
    page = wish(officer, "priority", mine, priority="elderly", reason="Bà cụ đi lại khó")
    assert "Đã đổi diện ưu tiên của số A002" in page.text
    assert [ticket.number for ticket in site.real.waiting("quay-1")] == ["A002", "A001"]
    entries = _journal(site)
    assert any("ticket.prioritized" in entry and "Bà cụ đi lại khó" in entry for entry in entries)
    assert "Hãy ghi lý do" in wish(officer, "priority", mine, priority="").text
    assert "Đã đổi diện" in wish(officer, "priority", mine, priority="", reason="Nhầm").text
    assert [ticket.number for ticket in site.real.waiting("quay-1")] == ["A001", "A002"]


def test_a_number_is_put_back_in_line_or_cancelled_from_the_desk(officer: Browser, site: Site) -> None:
    mine = site.take()
    for verb in ("counter/open", "counter/next", "counter/no-show"):
        assert (officer.do(verb).json or {})["ok"], verb
    page = officer.get("/desk/slips?number=A001").text
    assert "Vắng mặt" in page
    assert "Số A001 đã trở lại hàng chờ" in wish(officer, "return", mine).text
    assert "Đã hủy số A001" in wish(officer, "cancel", mine).text
    assert site.real.waiting("quay-1") == []
    assert wish(officer, "cancel", mine).status_code == 409


@pytest.mark.parametrize("address", ["/desk/slips", "/desk/slips/list", "/desk/slips/state/x"])
def test_only_those_who_logged_in_see_slips(browser: Browser, site: Site, address: str) -> None:
    site.take()
    answer = browser.get(address)
    assert "A001" not in answer.text
    assert answer.status_code in (200, 401, 404)


def test_a_page_of_another_site_prints_nothing(officer: Browser, site: Site) -> None:
    mine = site.take()
    asked: dict[str, Any] = {"id": str(uuid.uuid4()), "ticket": mine.ticket.ticket}
    assert officer.client.post("/desk/slips/print", json=asked).status_code == 403
    assert officer.client.post("/desk/slips/cancel", data=asked).status_code == 403
    assert wanted(site) == []


def _journal(site: Site) -> list[str]:
    site.hub.flush()
    return [payload.decode() for payload in site.broker.payloads(site.link.topics.journal())]
