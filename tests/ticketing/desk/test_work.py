"""An officer at a counter: what the work screen says and does, against the real hub."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from lobby.clock import HandClock
from lobby.contract.calls import Shown
from lobby.contract.codec import encode
from lobby.contract.requests import CounterNext, CounterOpen
from lobby.link.memory import MemoryBus
from ticketing.hub.door import DESK_DEVICE
from ticketing.hub.doorway import Doorway
from ticketing.hub.ground import ground_of
from ticketing.hub.service import HubService

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site


def picture(browser: Browser) -> dict[str, Any]:
    answer = browser.client.get("/desk/live?after=-1").json
    assert answer is not None
    return dict(answer)


def test_a_visit_from_opening_to_finishing(officer: Browser, site: Site, clock: HandClock) -> None:
    site.take(), site.take()
    assert picture(officer)["actions"]["may"] == ["counter/open"]
    officer.do("counter/open")
    clock.forward(60)
    called = officer.do("counter/next").json
    assert called is not None
    assert called["ok"]
    assert called["picture"]["hand"]["number"] == "A001"
    assert called["picture"]["hand"]["why"] == "Chờ lâu nhất trong lĩnh vực Hộ tịch – Chứng thực."
    clock.forward(20)
    assert picture(officer)["call"]["seconds"] == 20
    officer.do("counter/recall")
    assert picture(officer)["hand"]["label"] == "Đang gọi lần 2"
    assert picture(officer)["hand"]["why"] == "Chờ lâu nhất trong lĩnh vực Hộ tịch – Chứng thực."
    assert picture(officer)["call"]["seconds"] == 0
    officer.do("counter/serve")
    assert picture(officer)["hand"]["tone"] == "serving"
    officer.do("counter/finish")
    after = picture(officer)
    assert after["hand"]["tone"] == "idle"
    assert [row["number"] for row in after["line"]["tickets"]] == ["A002"]


def test_the_screen_tells_whether_the_board_showed_the_call(officer: Browser, site: Site) -> None:
    site.take()
    officer.do("counter/open")
    called = officer.do("counter/next").json
    assert called is not None
    assert picture(officer)["call"]["displayed"] == 0
    board = MemoryBus(site.broker)
    board.start()
    shown = Shown.model_validate({"call_id": called["data"]["call_id"], "as": "displayed", "at": site.clock.now()})
    board.publish(site.link.topics.shown("board-1"), encode(shown))
    site.hub.flush()
    assert picture(officer)["call"]["displayed"] == 1


def answer_for(site: Site, device: str, call_id: str, how: str) -> None:
    """Let a device tell what became of a call."""
    bus = MemoryBus(site.broker)
    bus.start()
    shown = Shown.model_validate({"call_id": call_id, "as": how, "at": site.clock.now()})
    bus.publish(site.link.topics.shown(device), encode(shown))
    site.hub.flush()


def test_a_speaker_that_speaks_other_calls_meanwhile_is_not_silent(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    site.take(), site.take()
    officer.do("counter/open")
    site.real.handle(DESK_DEVICE, CounterOpen(id=str(uuid.uuid4()), counter="quay-2"), officer="minh.tv")
    first = site.real.handle(DESK_DEVICE, CounterNext(id=str(uuid.uuid4()), counter="quay-2"), officer="minh.tv")
    assert first.data is not None
    officer.do("counter/next")
    assert picture(officer)["call"]["quiet"] == 0
    clock.forward(25)
    assert picture(officer)["call"]["quiet"] == 25
    answer_for(site, "speaker-1", str(first.data["call_id"]), "spoken")
    assert picture(officer)["call"]["quiet"] == 0
    clock.forward(10)
    assert (picture(officer)["call"]["quiet"], picture(officer)["call"]["seconds"]) == (10, 35)


@pytest.mark.parametrize(("device", "told"), [("speaker-1", True), ("board-1", False)])
def test_the_screen_tells_at_once_that_a_speaker_failed(officer: Browser, site: Site, device: str, told: bool) -> None:
    site.take()
    officer.do("counter/open")
    called = officer.do("counter/next").json
    assert called is not None
    assert picture(officer)["call"]["unspoken"] is False
    answer_for(site, device, called["data"]["call_id"], "failed")
    assert picture(officer)["call"]["unspoken"] is told


def test_one_press_that_arrives_twice_calls_one_ticket(officer: Browser, site: Site) -> None:
    site.take(), site.take()
    officer.do("counter/open")
    pressed = str(uuid.uuid4())
    first, again = officer.do("counter/next", id=pressed).json, officer.do("counter/next", id=pressed).json
    assert first is not None
    assert again is not None
    assert first["data"] == again["data"]
    assert picture(officer)["hand"]["number"] == "A001"


def test_an_officer_acts_at_the_counter_where_they_sit_and_no_other(officer: Browser, site: Site) -> None:
    answer = officer.do("counter/open", counter="quay-2")
    assert answer.status_code == 403
    assert answer.json is not None
    assert "không ngồi ở quầy này" in answer.json["error"]["message"]
    assert {str(counter.state) for counter in site.real.counters()} == {"closed"}


def test_the_journal_knows_which_officer_acted(officer: Browser, site: Site) -> None:
    officer.do("counter/open")
    site.hub.flush()
    entries = [payload for payload in site.broker.payloads(site.link.topics.journal()) if b"counter.opened" in payload]
    assert any(b'"officer":"lan.nt"' in payload for payload in entries)


def test_verbs_that_are_not_an_officers_are_refused(officer: Browser) -> None:
    for verb in ("ticket/issue", "bridge/taken", "rating/submit", "counter/explode", "../admin"):
        answer = officer.do(verb)
        assert answer.status_code in (308, 400, 404), verb


def test_malformed_actions_get_a_sentence(officer: Browser) -> None:
    headers = {"X-Form-Token": officer.form}
    for sent in (b"{", b"[]", b'{"counter": "quay-1"}', b'{"counter": "quay-1", "id": 7}'):
        answer = officer.client.post(
            "/desk/do/counter/open", data=sent, content_type="application/json", headers=headers
        )
        assert answer.status_code in (400, 403)
        assert answer.json is not None
        assert answer.json["error"]["message"]


@pytest.mark.parametrize("address", ["/desk/do/counter/open", "/desk/issue"])
@pytest.mark.parametrize("value", [b"[" * 30_000, b"NaN", b'"\\ud800"'])
def test_json_beyond_the_contracts_limits_gets_a_sentence_and_no_error_in_the_log(
    officer: Browser, address: str, value: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    asked = {"id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "counter": "quay-1", "service": "HERE"}
    answer = officer.client.post(
        address,
        data=json.dumps(asked).encode().replace(b'"HERE"', value),
        content_type="application/json",
        headers={"X-Form-Token": officer.form},
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]["code"] == "bad_request"
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


def test_a_body_beyond_64_kib_is_refused_in_vietnamese(officer: Browser) -> None:
    answer = officer.do("counter/pause", reason="x" * 70_000)
    assert answer.status_code == 413
    assert answer.json is not None
    assert "quá lớn" in answer.json["error"]["message"]


def test_what_the_hub_refuses_is_told_in_its_own_words(officer: Browser) -> None:
    answer = officer.do("counter/next").json
    assert answer is not None
    assert answer["error"]["message"] == "Quầy chưa mở. Hãy mở quầy trước."
    officer.do("counter/open")
    answer = officer.do("counter/call", number="A999").json
    assert answer is not None
    assert answer["error"]["message"] == "Không tìm thấy số thứ tự này."


def test_a_colleague_who_takes_the_counter_over_is_the_only_one_there(
    officer: Browser, open_browser: Callable[[], Browser]
) -> None:
    colleague = open_browser()
    colleague.enter("minh.tv", counter="quay-1", own="rieng-cua-minh")
    answer = officer.do("counter/open")
    assert answer.status_code == 401
    assert answer.json is not None
    assert "vừa có cán bộ khác nhận" in officer.get(answer.json["go"]).text
    opened = colleague.do("counter/open").json
    assert opened is not None
    assert opened["ok"]


def test_the_live_picture_comes_as_soon_as_something_changes(officer: Browser, site: Site, app: Flask) -> None:
    seen = picture(officer)
    waiting = threading.Thread(target=site.take)
    waiting.start()
    news = officer.client.get(f"/desk/live?after={seen['rev']}&run={seen['run']}").json
    waiting.join(5)
    assert news is not None
    assert news["line"]["total"] == 1


def test_a_picture_of_an_earlier_run_is_replaced_at_once(officer: Browser) -> None:
    news = officer.client.get("/desk/live?after=100000&run=before").json
    assert news is not None
    assert news["phase"]["state"] == "closed"


def test_parking_and_transferring_send_the_ticket_on(officer: Browser, site: Site) -> None:
    site.take(), site.take(priority="elderly")
    officer.do("counter/open")
    assert [row["tag"] for row in picture(officer)["line"]["tickets"]] == ["Người cao tuổi", ""]
    officer.do("counter/next")
    assert officer.do("counter/park", reason="Bổ sung hồ sơ").status_code == 200
    again = officer.do("counter/call", number="A002").json
    assert again is not None
    assert again["data"]["why"] == "Cán bộ gọi lại số đã tạm gác."
    moved = officer.do("counter/transfer", service="dat-dai", place="first").json
    assert moved is not None
    assert moved["ok"]
    assert [ticket.number for ticket in site.real.waiting("quay-3")] == ["A002"]


def test_the_reason_of_a_call_is_told_whoever_made_it_and_after_a_restart(officer: Browser, site: Site) -> None:
    site.take(priority="elderly")
    site.real.handle(DESK_DEVICE, CounterOpen(id=str(uuid.uuid4()), counter="quay-1"))
    site.real.handle(DESK_DEVICE, CounterNext(id=str(uuid.uuid4()), counter="quay-1"))
    assert picture(officer)["hand"]["why"] == "Ưu tiên: người cao tuổi."
    site.hub.stop()
    ground = ground_of(site.settings, site.link.faults, site.clock)
    again = HubService(ground, site.link)
    again.start()
    assert Doorway(ground).why("quay-1") == "Ưu tiên: người cao tuổi."
    again.stop()
    site.hub.start()


def test_who_was_set_aside_or_did_not_come_is_listed_and_called_again(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    site.take(), site.take(), site.take("dat-dai")
    officer.do("counter/open")
    assert picture(officer)["aside"] == {"total": 0, "tickets": [], "may": True}
    officer.do("counter/next"), officer.do("counter/park", reason="Sao chụp giấy tờ")
    clock.forward(60)
    officer.do("counter/next"), officer.do("counter/no-show")
    assert picture(officer)["aside"]["tickets"] == [
        {"number": "A001", "kind": "parked", "words": "Để chờ · 08:00", "returns": "Vào lại hàng lúc 08:15"},
        {"number": "A002", "kind": "missed", "words": "Vắng mặt · 08:01", "returns": "Vào lại hàng lúc 08:04"},
    ]
    assert [ticket.number for ticket in site.real.aside("quay-2")] == ["A001", "A002"]
    assert site.real.aside("quay-3") == []
    again = officer.do("counter/call", number="A002").json
    assert again is not None
    assert again["picture"]["hand"]["why"] == "Công dân quay lại sau khi vắng mặt."
    assert [row["number"] for row in again["picture"]["aside"]["tickets"]] == ["A001"]


def test_whether_the_hub_answers_is_told_without_a_word_of_the_lobby(browser: Browser, site: Site) -> None:
    site.take()
    answer = browser.client.get("/desk/beat")
    assert answer.json == {"ok": True}
    assert "Set-Cookie" not in answer.headers
    with site.keeper.upkeep():
        # A card that takes no more writing holds the one commit, and everyone waits behind it.
        site.clock.forward(10)
        assert browser.client.get("/desk/beat").status_code == 503
    assert browser.client.get("/desk/beat").status_code == 200
    site.door.answers["changed"] = lambda _after, _timeout: 1 / 0
    assert browser.client.get("/desk/beat").status_code == 500


def test_after_an_update_no_page_mixes_old_scripts_with_new_ones(officer: Browser) -> None:
    page = officer.get("/desk").text
    named = re.findall(r'"(/desk/static/[^"]+)"', page)
    assert any("work.js?v=" in address for address in named)
    for address in named:
        kept = officer.client.get(address).headers["Cache-Control"]
        assert ("max-age" in kept) == ("?v=" in address), address
    # What a script imports has no version: the browser asks each time, and is told where nothing changed.
    script = officer.client.get("/desk/static/ask.js")
    assert script.headers["Cache-Control"] == "no-cache"
    again = officer.client.get("/desk/static/ask.js", headers={"If-None-Match": script.headers["ETag"]})
    assert again.status_code == 304
