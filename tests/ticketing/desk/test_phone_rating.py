"""A citizen rates the service afterwards: from the ticket's QR, for a day, once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from lobby.clock import HandClock
from lobby.contract.requests import RatingSubmit
from ticketing.desk.application import GUESSES_A_MINUTE, WISHES_A_MINUTE
from ticketing.desk.glances import FRESH_S
from ticketing.desk.rating_words import ENGLISH, VIETNAMESE

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.ticketing.desk.conftest import Browser, Site

NEXT_DAY = 20 * 3600


class Phone:
    """The telephone of somebody who was served at counter 1."""

    def __init__(self, browser: Browser, clock: HandClock, site: Site, track: str) -> None:
        self.client = browser.client
        self.address = f"/t/{track}"
        self._clock = clock
        self._site = site

    def follow(self, query: str = "") -> TestResponse:
        self._clock.forward(FRESH_S + 1)
        return self.client.get(self.address + query, follow_redirects=True)

    def form(self, query: str = "") -> str:
        return self.client.get(f"{self.address}/rating{query}").text

    def send(self, query: str = "", **fields: Any) -> TestResponse:
        return self.client.post(f"{self.address}/rating{query}", data=fields)

    def entries(self) -> list[dict[str, Any]]:
        facts = self._site.hub._ground.journal.facts_after(0, 10_000)
        return [dict(fact.data) for fact in facts if fact.kind == "rating.submitted"]


@pytest.fixture
def phone(officer: Browser, open_browser: Callable[[], Browser], clock: HandClock, site: Site) -> Phone:
    track = site.take().track
    for verb in ("open", "next", "serve", "finish"):
        assert (officer.do(f"counter/{verb}").json or {})["ok"], verb
        clock.forward(60)
    return Phone(open_browser(), clock, site, track)


def test_the_page_of_a_served_ticket_offers_the_sites_faces(phone: Phone) -> None:
    page = phone.follow().text
    assert re.findall(r"rating\?[^\"]*score=(\d)", page) == ["5", "4", "3", "2", "1"]
    assert "Rất hài lòng" in page and "Very satisfied" in phone.follow("?lang=en").text
    form = phone.form("?score=4")
    assert re.findall(r'id="score-(\d)"[^>]*checked', form) == ["4"]
    assert "Số A001, Quầy số 1" in form
    assert "<script" not in form


def test_one_face_is_enough_and_is_taken_once(phone: Phone) -> None:
    assert VIETNAMESE.thanks in phone.send(score="5").text
    (said,) = phone.entries()
    assert (said["score"], said["scale"], said["by"], said["device"]) == (5, 5, "phone", "phone")
    assert "doubts" not in said
    assert VIETNAMESE.already in phone.send(score="1").text
    assert VIETNAMESE.already in phone.form()
    assert VIETNAMESE.already in phone.follow().text
    assert len(phone.entries()) == 1


def test_the_unhappy_say_why_and_whoever_wants_says_more(phone: Phone) -> None:
    answers = {"score": "1", "reason": ["cho-lau", "bịa", "thai-do"], "attitude": "0", "online": "2", "returns": "9"}
    assert ENGLISH.thanks in phone.send("?lang=en", **answers).text
    (said,) = phone.entries()
    assert (said["reasons"], said["criteria"]) == (["cho-lau", "thai-do"], {"attitude": 0, "online": 2})
    assert said["lang"] == "en"


def test_reasons_ticked_before_a_happier_face_was_chosen_do_not_count(phone: Phone) -> None:
    phone.send(score="4", reason="cho-lau")
    assert "reasons" not in phone.entries()[0]


@pytest.mark.parametrize("fields", [{}, {"score": "6"}, {"score": "tốt"}])
def test_without_a_face_nothing_is_sent(phone: Phone, fields: dict[str, str]) -> None:
    answer = phone.send(**fields)
    assert (answer.status_code, VIETNAMESE.choose in answer.text) == (400, True)
    assert phone.entries() == []


def test_what_the_pad_took_is_thanked_for_on_the_phone(phone: Phone, site: Site) -> None:
    token = next(iter(site.hub._ground.keeper.lobby.ratings))
    asked = RatingSubmit(id=str(uuid.uuid4()), rate=token, score=3, at=site.time.now())
    assert site.real.handle("pad-1", asked).ok
    assert VIETNAMESE.already in phone.follow().text
    assert VIETNAMESE.already in phone.send(score="5").text
    assert [said["score"] for said in phone.entries()] == [3]


def test_the_day_after_it_is_still_open_and_the_day_after_that_no_more(
    phone: Phone, clock: HandClock, site: Site
) -> None:
    clock.forward(NEXT_DAY)
    site.take()
    assert VIETNAMESE.question in phone.follow().text
    clock.forward(6 * 3600)
    assert phone.follow().status_code == 404
    assert phone.send(score="5").status_code == 303
    assert phone.entries() == []


def test_yesterdays_service_is_rated_once(phone: Phone, clock: HandClock, site: Site) -> None:
    clock.forward(NEXT_DAY)
    site.take()
    assert VIETNAMESE.thanks in phone.send(score="2").text
    assert VIETNAMESE.already in phone.send(score="5").text
    assert [said["score"] for said in phone.entries()] == [2]


def test_a_service_that_was_taken_back_is_not_rated(
    officer: Browser, open_browser: Callable[[], Browser], clock: HandClock, site: Site
) -> None:
    track = site.take().track
    for verb in ("open", "next", "serve", "finish", "undo"):
        assert (officer.do(f"counter/{verb}").json or {})["ok"], verb
        clock.forward(4)
    phone = Phone(open_browser(), clock, site, track)
    assert "score=" not in phone.follow().text
    assert phone.send(score="5").status_code == 303


def test_an_officers_own_program_cannot_rate_for_a_citizen(phone: Phone, site: Site) -> None:
    token = next(iter(site.hub._ground.keeper.lobby.ratings))
    asked = RatingSubmit(id=str(uuid.uuid4()), rate=token, score=5, at=site.time.now())
    reply = site.real.handle("desk", asked, officer="lan.nt")
    assert (reply.ok, reply.error and reply.error.code) == (False, "forbidden")


def test_the_form_is_paced_and_guesses_count(phone: Phone) -> None:
    codes = [phone.send(score="9").status_code for _ in range(WISHES_A_MINUTE + 1)]
    assert codes == [400] * WISHES_A_MINUTE + [429]
    for n in range(GUESSES_A_MINUTE):
        assert phone.client.get(f"/t/guess-{n:04}/rating").status_code == 303
    assert phone.client.get("/t/guess-last").status_code == 429


def test_the_page_sets_no_cookie_and_its_address_is_told_to_nobody(phone: Phone) -> None:
    answer = phone.client.get(f"{phone.address}/rating")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_both_languages_say_the_same_things() -> None:
    for name, words in vars(VIETNAMESE).items():
        other = getattr(ENGLISH, name)
        assert type(words) is type(other) and bool(words) == bool(other), name
        if isinstance(words, dict):
            assert words.keys() == other.keys(), name
