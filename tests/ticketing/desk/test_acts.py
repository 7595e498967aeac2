"""What the pages let an officer ask: the own counter, the own line, and the end of a colleague's call for help."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from lobby.clock import HandClock
from lobby.contract.requests import CounterHelp
from lobby.settings.load import SettingsError, check
from ticketing.desk.viewing import DeskSettings, desk_settings
from ticketing.hub.door import DESK_DEVICE

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site


def answer(browser: Browser, verb: str, **fields: Any) -> dict[str, Any]:
    got = browser.do(verb, **fields).json
    assert got is not None
    return dict(got)


def call_for_help(site: Site, counter: str) -> None:
    reply = site.real.handle(DESK_DEVICE, CounterHelp(id=str(uuid.uuid4()), counter=counter), officer="minh.tv")
    assert reply.ok


def test_a_supplement_comes_back_next_without_a_new_number(officer: Browser, site: Site) -> None:
    site.take(), site.take(), site.take()
    officer.do("counter/open"), officer.do("counter/next")
    parked = answer(officer, "counter/park", reason="Bổ sung hồ sơ", supplement=True)["picture"]
    assert parked["aside"]["tickets"][0]["words"].startswith("Bổ sung hồ sơ")
    assert parked["aside"]["tickets"][0]["returns"] == "Quay lại: được gọi trước"
    back = answer(officer, "ticket/return", number="A001")["picture"]
    assert [row["number"] for row in back["line"]["tickets"]] == ["A001", "A002", "A003"]
    assert back["aside"]["total"] == 0


def test_a_parked_number_tells_when_it_comes_back_by_itself(officer: Browser, site: Site) -> None:
    site.take()
    officer.do("counter/open"), officer.do("counter/next")
    parked = answer(officer, "counter/park", reason="Nộp phí, lệ phí", returns_s=300)["picture"]
    assert parked["aside"]["tickets"][0]["returns"] == "Vào lại hàng lúc 08:05"


@pytest.mark.parametrize("verb", ["ticket/prioritize", "ticket/return"])
def test_tickets_of_another_line_are_not_this_counters_to_move(officer: Browser, site: Site, verb: str) -> None:
    site.take("dat-dai")
    officer.do("counter/open")
    refused = answer(officer, verb, number="B001", priority="elderly", reason="Công dân đề nghị")
    assert refused["error"] == {"code": "unknown_ticket", "message": "Số này không còn trong danh sách của quầy."}
    assert site.real.waiting("quay-3")[0].priority is None


def test_priority_without_a_reason_is_refused(officer: Browser, site: Site) -> None:
    site.take()
    officer.do("counter/open")
    assert answer(officer, "ticket/prioritize", number="A001", priority="elderly")["error"]["code"] == "bad_request"
    assert answer(officer, "ticket/prioritize", number="A001", priority="elderly", reason="Cán bộ thấy tại sảnh")["ok"]
    taken = answer(officer, "ticket/prioritize", number="A001", priority="", reason="Sửa lại cho đúng")
    assert taken["picture"]["line"]["tickets"][0]["tag"] == ""


def test_another_counter_is_refused_whatever_is_asked_about_a_ticket(officer: Browser, site: Site) -> None:
    site.take()
    got = officer.do("ticket/prioritize", counter="quay-2", number="A001", priority="elderly", reason="Khác")
    assert got.status_code == 403


def test_help_is_called_at_the_own_counter_and_ended_by_whoever_came(
    officer: Browser, site: Site, open_browser: Callable[[], Browser]
) -> None:
    assert officer.do("counter/help", counter="quay-2").status_code == 403
    assert officer.do("counter/help", counter="quay-2", active=False).status_code == 403
    call_for_help(site, "quay-2")
    seen = answer(officer, "counter/open")["picture"]["helps"]
    assert [(call["name"], call["own"]) for call in seen] == [("Quầy số 2", False)]
    assert answer(officer, "counter/help", counter="quay-2", active=False)["picture"]["helps"] == []
    site.hub.flush()
    ended = [one for one in site.broker.payloads(site.link.topics.journal()) if b"help.ended" in one]
    assert b'"officer":"lan.nt"' in ended[-1]


def test_next_and_recall_wait_a_moment_after_a_call(officer: Browser, site: Site, clock: HandClock) -> None:
    for _ in range(3):
        site.take()
    officer.do("counter/open")
    assert answer(officer, "counter/next")["picture"]["actions"]["waits"] == {"counter/recall": 10, "counter/next": 3}
    refused = answer(officer, "counter/next")["error"]
    assert refused["code"] == "too_many_requests"
    assert refused["message"] == "Số A001 vừa được gọi. Hãy đợi 3 giây rồi gọi số tiếp theo."
    assert "Hãy đợi 10 giây" in answer(officer, "counter/recall")["error"]["message"]
    clock.forward(3)
    assert answer(officer, "counter/next")["data"]["ticket"]["number"] == "A002"
    officer.do("counter/serve")
    assert answer(officer, "counter/next")["data"]["ticket"]["number"] == "A003"


def test_how_long_buttons_wait_is_a_rule_that_changes_while_people_wait(officer: Browser, site: Site) -> None:
    site.take()
    officer.do("counter/open"), officer.do("counter/next")
    rules = site.settings.rules.model_copy(update={"recall_wait_s": 0, "no_show_after_s": 20})
    site.hub.change(site.settings.model_copy(update={"rules": rules}), ("rules",))
    called = answer(officer, "counter/recall")["picture"]
    assert called["call"]["no_show_s"] == 20
    assert "counter/recall" not in called["actions"]["waits"]


def test_a_press_whose_answer_was_lost_need_not_wait(officer: Browser, site: Site) -> None:
    site.take(), site.take()
    officer.do("counter/open")
    pressed = str(uuid.uuid4())
    assert answer(officer, "counter/next", id=pressed)["ok"]
    assert answer(officer, "counter/next", id=pressed)["data"]["ticket"]["number"] == "A001"


def test_undo_tells_what_it_took_back(officer: Browser, site: Site, clock: HandClock) -> None:
    site.take()
    officer.do("counter/open")
    assert answer(officer, "counter/next")["picture"]["undo"] == {"words": "Đã gọi A001", "seconds": 10.0}
    clock.forward(9)
    undone = answer(officer, "counter/undo")["picture"]
    assert undone["hand"]["tone"] == "idle"
    assert [row["number"] for row in undone["line"]["tickets"]] == ["A001"]
    assert "Không còn thao tác nào" in answer(officer, "counter/undo")["error"]["message"]


def test_a_wrong_table_is_a_fault_and_the_desk_works_on(site: Site, browser: Browser) -> None:
    site.settings.pages["desk"] = {"websocket_prt": 9001}
    assert "Bàn làm việc Quầy số 1" in browser.enter().text
    (fault,) = [one for one in site.link.faults.standing() if one.code == "pages_desk"]
    assert "có phải «websocket_port»" in fault.detail
    site.settings.pages["desk"] = {"websocket_port": 9002}
    assert desk_settings(site.settings, site.link.faults).websocket_port == 9002
    assert "pages_desk" not in [one.code for one in site.link.faults.standing()]


def test_a_viewer_without_its_password_is_named() -> None:
    with pytest.raises(SettingsError, match="phải có cùng nhau"):
        check(DeskSettings, {"viewer": "desk-view"}, "pages.desk")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("hub.local:8080", "ws://hub.local:9001/mqtt"),
        ("192.168.1.5:8080", "ws://192.168.1.5:9001/mqtt"),
        ("[fd00::5]:8080", "ws://[fd00::5]:9001/mqtt"),
        ("x; script-src *", None),
        ("[", None),
    ],
)
def test_the_brokers_address_is_where_the_page_came_from(host: str, address: str | None) -> None:
    table = {"viewer": "desk-view", "password_file": "/etc/lobby/secrets/desk-view"}
    assert check(DeskSettings, table, "pages.desk").websocket(host, secure=False) == address
