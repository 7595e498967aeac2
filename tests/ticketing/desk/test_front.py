"""The first page, the look for all pages, and the doors for machines that watch over the site."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from lobby.clock import HandClock
from lobby.look.tokens import tokens
from ticketing.desk.application import mount_pages

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site


def test_the_first_page_leads_to_desk_boards_and_keeper(browser: Browser, site: Site) -> None:
    site.take()
    page = browser.get("/").text
    links = set(re.findall(r'href="(/[a-z][^"?]*)"', page))
    assert {"/desk", "/admin", "/board/board-1"} <= links
    for link in links:
        assert browser.client.get(link).status_code == 200, link
    assert "Hộ tịch – Chứng thực" in page


def test_a_page_that_is_not_there_says_so_kindly(browser: Browser) -> None:
    answer = browser.get("/khong-co")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_the_tokens_and_every_font_are_served_for_long(browser: Browser) -> None:
    css = browser.client.get("/look/tokens.css")
    assert f"--colour-brand: {tokens().colour['brand']};" in css.text
    fonts = re.findall(r'url\("([^"]+)"\)', css.text)
    assert len(fonts) == 5
    for font in fonts:
        answer = browser.client.get(font)
        assert answer.status_code == 200
        assert answer.cache_control.max_age == 30 * 24 * 3600
    for outside in ("/look/fonts/OFL.txt", "/look/fonts/..%2ftokens.toml", "/look/fonts/x.ttf"):
        assert browser.client.get(outside).status_code == 404


def test_health_is_told_to_machines(browser: Browser, site: Site) -> None:
    site.link.faults.stand("disk", "Ổ đĩa sắp đầy.", "Xóa bớt.")
    answer = browser.client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ok"] is True
    assert answer.json["faults"] == ["disk"]


def test_a_queue_that_cannot_run_is_told_to_machines(browser: Browser, site: Site) -> None:
    site.link.faults.stand("journal_failed", "Không ghi được sổ hàng đợi.", "Kiểm tra ổ đĩa.")
    answer = browser.client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["ok"], answer.json["faults"]) == (False, ["journal_failed"])
    site.link.faults.clear("journal_failed")
    assert browser.client.get("/healthz").status_code == 200


def test_the_figures_are_prometheus_text(browser: Browser, site: Site, clock: HandClock) -> None:
    site.take(), site.take(priority="elderly")
    clock.forward(60)
    text = browser.client.get("/metrics").text
    assert 'lobby_waiting{service="ho-tich"} 2' in text
    assert 'lobby_waiting_priority{service="ho-tich"} 1' in text
    assert 'lobby_counters{state="closed"} 3' in text
    assert 'lobby_device_online{device="pad-1",role="pad"} 0' in text
    assert "lobby_slips_unconfirmed 2" in text
    assert "lobby_help_calls 0" in text
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+]+')
    for line in text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or sample.fullmatch(line), line


def test_pages_of_another_room_that_fail_leave_the_desk_alone(app: Flask, site: Site, browser: Browser) -> None:
    broken = EntryPoint(name="gone", value="no_such_package:mount", group="lobby.pages")
    mount_pages(app, site.settings, "Trung tâm", site.link.faults, [broken])
    standing = {fault.code: fault for fault in site.link.faults.standing()}
    assert "[pages.gone]" in standing["pages_gone"].remedy
    assert browser.get("/desk").status_code == 200


def test_a_board_of_a_counter_that_the_office_has_not_is_told_to_the_keeper(site: Site) -> None:
    wrong = {"id": "board-2", "title": "Bảng", "password_file": "p", "layout": "plate", "counter": "quay-99"}
    told = site.settings.model_copy(update={"pages": {"board": {"websocket_port": 8081, "boards": [wrong]}}})
    mount_pages(Flask("hub"), told, "Trung tâm", site.link.faults, entry_points(group="lobby.pages"))
    standing = {fault.code: fault.detail for fault in site.link.faults.standing()}
    assert "không có quầy «quay-99»" in standing["pages_board"]


def test_an_error_inside_is_logged_and_told_without_its_words(
    app: Flask, browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the inside of it")

    monkeypatch.setattr(site.real, "queues", fail)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in answer.text
    assert "the inside of it" not in answer.text
    assert "the inside of it" in caplog.text
