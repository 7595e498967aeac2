"""A citizen follows a ticket on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lobby.clock import HandClock
from ticketing.desk.application import GUESSES_A_MINUTE
from ticketing.desk.glances import FRESH_S
from ticketing.desk.words import TRACKED

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site


def test_the_page_follows_the_ticket_through_the_visit(
    officer: Browser, browser: Browser, site: Site, clock: HandClock
) -> None:
    site.take()
    mine = site.take()
    address = f"/t/{mine.track}"
    assert "A002" in browser.get(address).text
    assert "1 người" in browser.get(address).text
    steps = [
        ("counter/open", "Đang chờ đến lượt"),
        ("counter/next", "không còn ai"),
        ("counter/next", "Mời đến Quầy số 1"),
        ("counter/serve", "Đang được phục vụ tại Quầy số 1"),
        ("counter/finish", "Cảm ơn Quý khách!"),
    ]
    for verb, sentence in steps:
        answer = officer.do(verb).json
        assert answer is not None
        assert answer["ok"], verb
        clock.forward(FRESH_S + 1)
        assert sentence in browser.get(address).text, verb
        assert sentence in str(browser.client.get(f"{address}/state").json), verb


def test_a_citizen_is_addressed_in_one_way_on_every_page(browser: Browser, site: Site) -> None:
    assert "Số thứ tự của Quý khách" in browser.get(f"/t/{site.take().track}").text
    pages = [browser.get(address).text for address in ("/", f"/t/{site.take().track}", "/t/khong-co-so-nay")]
    sentences = [*pages, *(word for words in TRACKED.values() for word in words)]
    assert [said for said in sentences if re.search(r"\bbạn\b", said, re.IGNORECASE)] == []


def test_an_unknown_token_gets_a_friendly_page(browser: Browser) -> None:
    for token in ("khong-co-so-nay", "a", "x" * 65, "%3Cscript%3E"):
        answer = browser.get(f"/t/{token}")
        assert answer.status_code == 404
        assert "Không tìm thấy số thứ tự này" in answer.text
        assert "<script>" not in answer.text


def test_guesses_are_paced_and_those_who_hold_a_ticket_still_see_it(
    browser: Browser, site: Site, clock: HandClock
) -> None:
    mine = site.take()
    assert browser.get(f"/t/{mine.track}").status_code == 200
    codes = [browser.get(f"/t/guess-{n:04}").status_code for n in range(GUESSES_A_MINUTE + 5)]
    assert codes == [404] * GUESSES_A_MINUTE + [429] * 5
    clock.forward(FRESH_S + 1)
    assert browser.get(f"/t/{mine.track}").status_code == 200
    clock.forward(61)
    assert browser.get("/t/guess-again").status_code == 404


def test_the_page_is_not_kept_and_its_address_is_told_to_nobody(browser: Browser, site: Site) -> None:
    answer = browser.get(f"/t/{site.take().track}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
