"""A head sees the whole hall, live and read only."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import PrintOutcome, TicketPrinted
from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.contract.ticket import Ticket, TicketState
from ticketing.desk.overview import LONG_CALL_S, LONG_SERVICE_S, Hall, counter_rows, field_rows

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=OFFICE_ZONE)


@pytest.fixture
def head(open_browser: Callable[[], Browser]) -> Browser:
    made = open_browser()
    made.log_in("truong.pv", "mat-khau-dau")
    made.send("/desk/password", old="mat-khau-dau", new="rieng-cua-truong", again="rieng-cua-truong")
    return made


def ticket(state: TicketState, since: float) -> Ticket:
    at = NOW - timedelta(seconds=since)
    return Ticket(
        ticket=str(uuid.uuid4()),
        number="A001",
        service="ho-tich",
        state=state,
        issued_at=at,
        called_at=at,
        served_at=at if state is TicketState.SERVING else None,
    )


def counter(held: Ticket | None = None, phase: CounterPhase = CounterPhase.OPEN) -> CounterState:
    return CounterState(rev=1, at=NOW, counter="quay-1", name="Quầy số 1", state=phase, ticket=held)


def test_a_head_without_a_counter_begins_at_the_whole_hall(head: Browser) -> None:
    head.send("/desk/logout")
    assert "Toàn cảnh sảnh chờ" in head.log_in("truong.pv", "rieng-cua-truong").text


def test_the_page_shows_counters_waits_help_and_what_is_broken(
    head: Browser, officer: Browser, site: Site, clock: HandClock
) -> None:
    site.take(), site.take(priority="elderly")
    lost = site.take("dat-dai")
    site.real.handle(
        "desk", TicketPrinted(id=str(uuid.uuid4()), ticket=lost.ticket.ticket, outcome=PrintOutcome.FAILED)
    )
    for verb in ("counter/open", "counter/next", "counter/serve"):
        assert (officer.do(verb).json or {})["ok"], verb
    assert (officer.do("counter/help").json or {})["ok"]
    clock.forward(25 * 60)
    site.link.faults.stand("disk", "Ổ đĩa sắp đầy.", "Xóa bớt.")
    page = head.get("/desk/head/now").text
    for words in ("đang cần hỗ trợ · 25 phút", "Nguyễn Thị Lan", "đang phục vụ", "Ổ đĩa sắp đầy.", "Xóa bớt."):
        assert words in page, words
    assert "2 phiếu chưa in được" in page
    assert page.count("<form") == 0


def test_a_device_that_never_came_is_named_without_a_time(head: Browser) -> None:
    page = head.get("/desk/head").text
    assert "<strong>Loa gọi số 1</strong>" in page
    assert "speaker-1" not in page
    assert "từ </span>" not in page


def test_what_takes_long_stands_out() -> None:
    def long(state: TicketState, seconds: float) -> bool:
        return counter_rows(Hall([counter(ticket(state, seconds))], []), NOW)[0]["long"]

    assert not long(TicketState.CALLED, LONG_CALL_S)
    assert long(TicketState.CALLED, LONG_CALL_S + 1)
    assert not long(TicketState.SERVING, LONG_SERVICE_S)
    assert long(TicketState.SERVING, LONG_SERVICE_S + 1)


def test_the_longest_wait_of_a_field_is_its_own() -> None:
    queues = [
        QueueState(rev=1, at=NOW, service=one, name=one, open=True, waiting=n, waiting_priority=0)
        for one, n in (("ho-tich", 2), ("dat-dai", 0))
    ]
    line = [ticket(TicketState.WAITING, 600), ticket(TicketState.WAITING, 60)]
    rows = field_rows(Hall([], queues, [line, line[1:]]), NOW)
    assert [(row["waiting"], row["longest"]) for row in rows] == [(2, "10 phút"), (0, "–")]


def test_officers_see_their_own_counter_alone(officer: Browser) -> None:
    for address in ("/desk/head", "/desk/head/figures", "/desk/head/figures?by=officer"):
        assert officer.get(address).status_code == 403, address
    assert officer.get("/desk/head/now").status_code == 401
    assert "Toàn cảnh" not in officer.get("/desk/slips").text


def test_a_head_keeps_no_accounts(head: Browser) -> None:
    assert head.get("/admin").status_code == 403


def test_a_first_password_is_changed_before_anything_is_seen(browser: Browser) -> None:
    browser.log_in("truong.pv", "mat-khau-dau")
    for address in ("/desk/head", "/desk/head/figures", "/desk/slips", "/desk/late", "/desk/issue"):
        assert "Đặt mật khẩu của riêng bạn" in browser.get(address).text, address
    assert browser.get("/desk/head/now").status_code == 401
