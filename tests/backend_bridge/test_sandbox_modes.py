"""The sandbox in each of its modes: switched by one call, told in its answers, come through by the bridge."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.national import ADAPTER as NATIONAL
from backend_bridge.adapters.national import NationalSettings
from backend_bridge.sandbox.modes import Mode
from backend_bridge.sandbox.national import JOURNAL
from backend_bridge.sandbox.procedures import load_procedures
from backend_bridge.sandbox.tricks import HELD_AT_MOST
from backend_bridge.sandbox.web import build
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE

CONCURRENT = HELD_AT_MOST + 4
TROUBLES = [mode for mode in Mode if mode is not Mode.OK]
LATE = (requests.ConnectionError, requests.Timeout)


class Page:
    """Who tries the sandbox on its own machine, without a token, and asks it as the lobby does."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.mode_url = f"{office.url}/sandbox/mode"
        self.code, self.check = office.of_status(4)

    def switch(self, mode: str, for_s: float = 0) -> dict[str, Any]:
        answer = requests.post(self.mode_url, json={"mode": mode, "for_s": for_s}, timeout=10)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def mode(self) -> dict[str, Any]:
        told: dict[str, Any] = requests.get(self.mode_url, timeout=10).json()
        return told

    def find(self, timeout: float = 10) -> requests.Response:
        return self.office.client.get(f"{self.office.url}/v1/dossiers/{self.code}", timeout=timeout)

    def send(self, seq: int, timeout: float = 10) -> requests.Response:
        entry = {"v": 1, "seq": seq, "at": "2026-11-23T08:00:00+07:00", "kind": "day.opened", "data": {}}
        body = {"site": "demo", "events": [entry]}
        return self.office.client.post(f"{self.office.url}/v1/events", json=body, timeout=timeout)

    def taken(self) -> list[int]:
        told = requests.get(f"{self.office.url}/sandbox/events?site=demo&after=0", timeout=10).json()
        return [entry["seq"] for entry in told["events"]]


@pytest.fixture
def page(office: Any) -> Iterator[Page]:
    yield Page(office)


def test_a_mode_is_set_told_and_ends_by_itself(page: Page, wait_until: Callable[..., None]) -> None:
    assert page.mode() == {"mode": "ok", "left_s": None, "modes": list(Mode)}
    told = page.switch("error", 0.5)
    assert told["mode"] == "error" and 0 < told["left_s"] <= 0.5
    wait_until(lambda: page.mode()["mode"] == "ok", "the mode ends")
    assert page.find().status_code == 200
    assert page.switch("error", 0)["left_s"] is None
    assert page.find().status_code == 500
    assert requests.post(page.mode_url, json={"mode": "ok"}, timeout=10).json()["mode"] == "ok"
    assert page.find().status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"slow"', b'{"for_s": 5}', b'{"mode": "quick"}', b'{"mode": "slow", "for_s": -1}',
        b'{"mode": "slow", "for_s": "5"}', b'{"mode": "slow", "for_s": 1e999}', b'{"mode": "slow", "for_s": true}',
        b'{"mode": "slow", "for_s": 1e9}', b'{"mode": 7}', b'{"mode": "slow", "fors": 5}',
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_meant_is_refused_in_vietnamese(page: Page, body: bytes) -> None:
    answer = requests.post(page.mode_url, data=body, headers={"Content-Type": "application/json"}, timeout=10)
    assert answer.status_code == 400
    assert "Nội dung phải là" in answer.json()["error"]["message"]
    assert page.mode()["mode"] == "ok"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://elsewhere.vn/"}, 415),
        ({"Content-Type": "application/json", "Origin": "http://elsewhere.vn"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Host": "bent.elsewhere.vn"}, 403),
        ({"Content-Type": "application/json", "Authorization": "Bearer khoa-sai"}, 401),
    ],
)
def test_another_page_in_the_browser_switches_nothing(page: Page, headers: dict[str, str], status: int) -> None:
    answer = requests.post(page.mode_url, data=b'{"mode": "error"}', headers=headers, timeout=10)
    assert answer.status_code == status
    assert page.mode()["mode"] == "ok"


def test_a_call_typed_by_hand_need_not_say_that_it_is_json(page: Page) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}  # as curl -d says it
    answer = requests.post(page.mode_url, data=b'{"mode": "slow", "for_s": 60}', headers=form, timeout=10)
    assert (answer.status_code, page.mode()["mode"]) == (200, "slow")


def test_from_another_machine_nothing_is_switched_and_no_entry_is_seen(page: Page) -> None:
    page.send(1)
    office = page.office
    client = build(office.settings, office.sandbox.ledger, load_procedures(), SystemClock()).test_client()
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post("/sandbox/mode", json={"mode": "error"}, environ_base=far).status_code == 401
    assert client.get("/sandbox/mode", environ_base=far).status_code == 401
    assert "day.opened" not in client.get("/", environ_base=far).text
    assert "day.opened" in client.get("/").text
    token = {"Authorization": f"Bearer {office.settings.token()}"}
    assert client.post("/sandbox/mode", json={"mode": "error"}, environ_base=far, headers=token).status_code == 200


@pytest.mark.parametrize("mode", TROUBLES)
def test_pages_and_what_was_taken_are_told_in_every_mode(page: Page, mode: Mode) -> None:
    page.switch(mode)
    for path in ("/", "/healthz", "/sandbox/events", "/sandbox/mode"):
        assert requests.get(page.office.url + path, timeout=10).status_code == 200
    assert page.switch("ok")["mode"] == "ok"


def test_slow_answers_come_late_and_right_and_hold_nobody_else_up(page: Page) -> None:
    page.switch("slow")
    with pytest.raises(LATE):
        page.find(timeout=0.3)
    answer = page.find()
    assert answer.json()["dossier"]["code"] == page.code
    assert answer.elapsed.total_seconds() >= 1
    with pytest.raises(LATE):
        page.send(1, timeout=0.3)
    assert page.taken() == [1]


def test_silence_holds_so_many_callers_and_no_more_and_ends_with_the_mode(page: Page, wait_until: Any) -> None:
    page.switch("timeout")
    ended: list[int] = []
    asking = [_in_thread(lambda: ended.append(_ends(page))) for _ in range(CONCURRENT)]
    wait_until(lambda: len(ended) >= CONCURRENT - HELD_AT_MOST, "those beyond the bound are sent away")
    assert page.mode()["mode"] == "timeout"
    page.switch("ok")
    for thread in asking:
        thread.join(20)
    assert len(ended) == CONCURRENT
    assert page.find().status_code == 200


def test_the_sandbox_stops_at_once_though_somebody_waits(page: Page, wait_until: Any) -> None:
    page.switch("timeout")
    ended: list[int] = []
    asking = _in_thread(lambda: ended.append(_ends(page)))
    page.office.stop()
    asking.join(20)
    assert ended == [0]
    page.office.back()
    assert page.mode()["mode"] == "ok"


def test_half_of_what_is_posted_is_taken_before_the_line_breaks(page: Page) -> None:
    page.switch("cut")
    for _ in range(3):
        with pytest.raises(LATE):
            page.find()
    for seq, held in [(1, [1]), (2, [1]), (2, [1, 2]), (3, [1, 2])]:
        with pytest.raises(LATE):
            page.send(seq)
        assert page.taken() == held


def test_wrong_answers_are_200_and_of_many_kinds(page: Page) -> None:
    page.switch("wrong")
    told = [page.find() for _ in range(24)]
    assert {answer.status_code for answer in told} == {200}
    assert len({answer.content for answer in told}) >= 8
    assert any(b"H99.99" in answer.content for answer in told)


def test_the_last_entry_is_told_as_not_taken_every_other_time(page: Page) -> None:
    page.switch("duplicate")
    assert [page.send(1).json()["through"], page.send(1).json()["through"]] == [0, 1]
    assert page.taken() == [1]
    figures = [page.office.client.get(page.office.url + "/v1/results", timeout=10).text for _ in range(8)]
    assert any(len(codes) == 2 * len(set(codes)) for codes in map(_ready, figures) if codes)
    assert any(not _ready(text) for text in figures)


def test_its_clock_is_an_hour_fast_and_stands_elsewhere(page: Page) -> None:
    right = page.find().json()
    page.switch("clock")
    told = page.find().json()
    assert told["dossier"]["received_at"].endswith("+09:00")
    moved = _moment(told["as_of"]) - _moment(right["as_of"])
    assert 3500 < moved.total_seconds() < 3900
    assert _moment(told["dossier"]["received_at"]) == _moment(right["dossier"]["received_at"])


@pytest.mark.parametrize("adapter", ["rest", "national"])
def test_the_bridge_comes_through_all_modes_with_nothing_lost_and_nothing_twice(
    adapter: str,
    page: Page,
    start_bridge: Any,
    hub: Any,
    kiosk: Any,
    token_file: Path,
    tmp_path: Path,
    wait_until: Callable[..., None],
) -> None:
    start_bridge(backend=None if adapter == "rest" else gateway(page.office.url, token_file, tmp_path))
    wait_until(lambda: kiosk.find(page.code).data["fresh"], "the first answer", 30.0)
    for mode in TROUBLES:
        page.switch(mode)
        hub.happen(4)
        wait_until(lambda: hub.taken == len(hub.entries), f"{mode}: taken from the hub all the same", 30.0)
        for _ in range(3):
            reply = kiosk.find(page.code)
            assert reply.ok and reply.data["dossier"]["code"] == page.code, mode
            assert _moment(reply.data["as_of"]) <= datetime.now(OFFICE_ZONE), mode
        page.switch("ok")
        hub.happen(1)
        wait_until(lambda: len(page.taken()) >= len(hub.entries), f"{mode}: everything", 60.0)
        assert page.taken() == list(range(1, len(hub.entries) + 1)), mode
        wait_until(lambda: kiosk.find(page.code).data["fresh"], f"{mode}: a fresh answer again", 30.0)


def gateway(url: str, password_file: Path, folder: Path) -> Backend:
    """Return the way to the sandbox in the shape of the national gateway."""
    settings = NationalSettings(
        url=f"{url}/national", username="a", password_file=password_file, unit="H15.12", journal_service=JOURNAL,
        timeout_s=1.0,
    )  # fmt: skip
    return NATIONAL.open(settings, Around("demo", folder, SystemClock()))


def _in_thread(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _ends(page: Page) -> int:
    try:
        return page.find(timeout=60).status_code
    except LATE:
        return 0


def _ready(text: str) -> list[str]:
    try:
        return [one["dossier"] for one in json.loads(text)["ready"]]
    except ValueError:
        return []


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(OFFICE_ZONE)
