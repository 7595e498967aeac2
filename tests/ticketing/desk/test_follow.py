"""A citizen follows a ticket on a phone."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import TestResponse

from lobby.clock import HandClock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Issued, Tracked, accept, refuse
from lobby.contract.requests import Request, TicketIssue, TicketReturn
from lobby.contract.ticket import TicketState
from ticketing.desk.application import GUESSES_A_MINUTE, LOOKS_A_MINUTE, WISHES_A_MINUTE
from ticketing.desk.follow_words import CALLED, ENGLISH, SERVED, SOON, VIETNAMESE, WAITING
from ticketing.desk.following import PHONES_A_SECOND, pace
from ticketing.desk.glances import FRESH_S

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

LIGHT = 30 * 1024


class Phone:
    """A citizen's phone: no cookie, no login; waits out what the server keeps of a glance."""

    def __init__(self, browser: Browser, clock: HandClock, track: str) -> None:
        self.client = browser.client
        self._clock = clock
        self.address = f"/t/{track}"

    def look(self, query: str = "", **headers: str) -> str:
        self._clock.forward(FRESH_S + 1)
        return self.client.get(self.address + query, headers=headers).text

    def state(self, query: str = "") -> dict[str, Any]:
        self._clock.forward(FRESH_S + 1)
        return dict(self.client.get(f"{self.address}/state{query}").json or {})

    def press(self, what: str, query: str = "") -> TestResponse:
        """Press a button: `return` or `cancel`."""
        return self.client.post(f"{self.address}/{what}{query}", follow_redirects=True)


@pytest.fixture
def phone(open_browser: Callable[[], Browser], clock: HandClock, site: Site) -> Phone:
    return Phone(open_browser(), clock, site.take().track)


def stand(site: Site, state: TicketState, minutes: int | None = None, counter: str | None = None) -> None:
    """Let the hub say that the followed ticket stands so, and comes back in so many minutes."""
    real = site.real.handle

    def track(asked: Request) -> Any:
        reply = real("desk", asked)
        if not reply.ok:
            return reply
        seen = Tracked.model_validate(reply.data)
        ticket = seen.ticket.model_copy(update={"state": state, "counter": counter})
        back = site.clock.now() + timedelta(minutes=minutes) if minutes is not None else None
        return accept(asked.id, Tracked(ticket=ticket, ahead=seen.ahead, returns_at=back))

    site.door.replies["ticket/track"] = track


def grant(site: Site, verb: str) -> list[Request]:
    """Let the hub grant `verb`, and return what was asked of it."""
    asked: list[Request] = []

    def answer(request: Request) -> Any:
        asked.append(request)
        stand(site, TicketState.WAITING)
        return site.door.replies["ticket/track"](request)

    site.door.replies[verb] = answer
    return asked


def test_the_page_follows_the_ticket_through_the_visit(officer: Browser, site: Site, phone: Phone) -> None:
    assert "A001" in phone.look()
    steps = [
        ("counter/open", "Sắp đến lượt", "không còn ai"),
        ("counter/next", "Mời đến Quầy số 1", "Please go to counter 1 (Quầy số 1)"),
        ("counter/serve", "Đang được phục vụ tại Quầy số 1", "You are being served"),
        ("counter/finish", "Cảm ơn Quý khách!", "Thank you!"),
    ]
    for verb, sentence, other in steps:
        assert (officer.do(verb).json or {})["ok"], verb
        assert sentence in phone.look(), verb
        assert sentence in phone.state()["html"], verb
        assert other in phone.look() + phone.look("?lang=en"), verb


def test_a_ticket_set_aside_says_when_it_comes_back_and_takes_the_citizens_word(site: Site, phone: Phone) -> None:
    stand(site, TicketState.PARKED, minutes=15)
    assert "tự trở lại hàng chờ lúc 08:15" in phone.look()
    stand(site, TicketState.PARKED)
    page = phone.look()
    assert "đủ giấy tờ" in page
    assert "Tôi đã có mặt" in page
    asked = grant(site, "ticket/return")
    assert "Sắp đến lượt" in phone.press("return").text
    assert [one.track for one in asked if isinstance(one, TicketReturn)] == [phone.address.rpartition("/")[2]]


def test_a_missed_call_says_when_the_next_one_is(site: Site, phone: Phone) -> None:
    stand(site, TicketState.NO_SHOW, minutes=3)
    page = phone.look()
    assert "được gọi lại sau 08:03" in page
    assert "Tôi đã có mặt" in page
    assert "called again after 08:03" in phone.look("?lang=en")
    grant(site, "ticket/return")
    assert "Sắp đến lượt" in phone.press("return").text


def test_a_number_that_is_out_for_good_cannot_bring_itself_back(site: Site, phone: Phone) -> None:
    stand(site, TicketState.NO_SHOW)
    assert "<button" not in phone.look()
    asked = grant(site, "ticket/return")
    assert phone.press("return").status_code == 409
    assert asked == []


def test_a_number_is_given_back_only_after_a_question(site: Site, phone: Phone) -> None:
    page = phone.look()
    assert "Tôi không cần số này nữa" in page
    assert f'action="{phone.address}/cancel' not in page
    asks = phone.look("?ask=cancel&lang=en")
    assert "Give number A001 back?" in asks
    assert 'http-equiv="refresh"' not in asks
    assert "This number was given back" in phone.press("cancel", "?lang=en").text
    assert "Số này đã được trả lại" in phone.press("cancel").text
    assert site.real.waiting("quay-1") == []


@pytest.mark.parametrize("state", [TicketState.CALLED, TicketState.SERVING, TicketState.SERVED, TicketState.EXPIRED])
def test_nothing_is_given_back_once_the_turn_came(site: Site, phone: Phone, state: TicketState) -> None:
    stand(site, state, counter="quay-1")
    assert "/cancel" not in phone.look("?ask=cancel")
    assert phone.press("cancel").status_code == 409


def test_what_the_hub_refuses_is_told_on_the_page_in_its_language(site: Site, phone: Phone) -> None:
    stand(site, TicketState.PARKED)
    site.door.replies["ticket/return"] = lambda asked: refuse(asked.id, Refused(ErrorCode.INTERNAL))
    assert "Chưa làm được vào lúc này" in phone.press("return").text
    assert "Please ask an officer" in phone.press("return", "?lang=en").text


def test_a_wish_that_is_looked_at_does_nothing(site: Site, phone: Phone) -> None:
    assert phone.client.get(f"{phone.address}/cancel").status_code == 405
    assert phone.client.get(f"{phone.address}/return").status_code == 405
    assert len(site.real.waiting("quay-1")) == 1


def test_a_phone_speaks_its_owners_language_and_changes_it_at_a_touch(phone: Phone) -> None:
    assert "Số thứ tự của Quý khách" in phone.look()
    assert "Your number" in phone.look(**{"Accept-Language": "en-GB,en;q=0.9"})
    assert "Số thứ tự của Quý khách" in phone.look("?lang=vi", **{"Accept-Language": "en"})
    assert "Số thứ tự của Quý khách" in phone.look(**{"Accept-Language": "fr"})
    assert 'href="?lang=en"' in phone.look("?lang=vi")
    assert '<html lang="en">' in phone.look("?lang=en")


def test_a_number_taken_in_english_is_followed_in_english(
    open_browser: Callable[[], Browser], clock: HandClock, site: Site
) -> None:
    asked = TicketIssue(id=str(uuid.uuid4()), service="ho-tich", lang="en")
    taken = Issued.model_validate(site.real.handle("desk", asked).data)
    phone = Phone(open_browser(), clock, taken.track)
    assert "Your number" in phone.look(**{"Accept-Language": "vi"})
    assert "Your number" in phone.state()["html"]
    assert "Số thứ tự của Quý khách" in phone.look("?lang=vi")


def test_a_crowd_of_phones_asks_seldom_but_those_near_their_turn_do_not_wait() -> None:
    assert pace(WAITING, 30, 60) == pace(WAITING, 30, 0) == 15
    assert pace(WAITING, 30, 600) == 600 / PHONES_A_SECOND
    assert pace(SOON, 1, 600) == pace(CALLED, 0, 600) == 5
    assert pace(SERVED, 0, 0) == 60


def test_both_languages_say_the_same_things() -> None:
    assert VIETNAMESE.said.keys() == ENGLISH.said.keys()
    pattern = re.compile(r"\{\w+\}")
    for name, said in vars(VIETNAMESE).items():
        if isinstance(said, str):
            assert pattern.findall(said) == pattern.findall(getattr(ENGLISH, name)), name
    for tone, words in VIETNAMESE.said.items():
        assert [pattern.findall(one) for one in words] == [pattern.findall(one) for one in ENGLISH.said[tone]], tone


def test_a_citizen_is_addressed_in_one_way_on_every_page(browser: Browser, phone: Phone) -> None:
    pages = [browser.get(address).text for address in ("/", phone.address, "/t/khong-co-so-nay")]
    sentences = [*pages, *(words for said in VIETNAMESE.said.values() for words in said)]
    assert [said for said in sentences if re.search(r"\bbạn\b|ông/bà", said, re.IGNORECASE)] == []


def test_whoever_waits_through_a_break_reads_that_the_place_is_kept(site: Site, phone: Phone) -> None:
    reason = "Đang nghỉ trưa, nhận số lại lúc 13:30."
    closed = [one.model_copy(update={"open": False, "closed_reason": reason}) for one in site.real.queues()]
    site.door.answers["queues"] = lambda: closed
    page = phone.look()
    assert reason in page
    assert "vẫn giữ nguyên chỗ" in page
    stand(site, TicketState.EXPIRED)
    assert reason in phone.look()
    assert reason in phone.client.get("/t/phieu-hom-qua").text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Nghỉ trưa, mở lại lúc 13:30.", "New numbers are given from 13:30."),
        ("Đã hết giờ lấy số hôm nay. Mở lại lúc 07:00 thứ Ba, 24/11.", "New numbers are given from 07:00, 24/11."),
        ("Tạm nghỉ.", "No new numbers are given now."),
    ],
)
def test_an_english_reader_is_told_of_a_break_in_english(site: Site, phone: Phone, reason: str, told: str) -> None:
    closed = [one.model_copy(update={"open": False, "closed_reason": reason}) for one in site.real.queues()]
    site.door.answers["queues"] = lambda: closed
    pages = [phone.client.get(f"{address}?lang=en").text for address in (phone.address, "/t/phieu-hom-qua")]
    for page in pages:
        assert told in page and reason not in page
    assert "you keep your place" in pages[0]


def test_an_unknown_token_gets_a_friendly_page(browser: Browser) -> None:
    for token in ("khong-co-so-nay", "a", "x" * 65, "%3Cscript%3E"):
        answer = browser.get(f"/t/{token}")
        assert answer.status_code == 404
        assert "Không tìm thấy số thứ tự này" in answer.text
        assert "<script" not in answer.text
        assert browser.client.post(f"/t/{token}/cancel").status_code == 404
    assert "was not found" in browser.get("/t/khong-co-so-nay?lang=en").text


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


def test_a_phone_that_asks_too_often_is_told_when_to_ask_again(phone: Phone, clock: HandClock) -> None:
    answers = [phone.client.get(f"{phone.address}/state") for _ in range(LOOKS_A_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [200] * LOOKS_A_MINUTE + [429]
    assert int(answers[-1].headers["Retry-After"]) >= 15
    clock.forward(61)
    assert phone.client.get(f"{phone.address}/state").status_code == 200


def test_a_button_that_is_hammered_asks_the_hub_no_more(site: Site, phone: Phone) -> None:
    codes = []
    for _ in range(WISHES_A_MINUTE + 1):
        stand(site, TicketState.NO_SHOW)
        codes.append(phone.press("return").status_code)
    assert codes == [409] * WISHES_A_MINUTE + [429]


def test_a_phone_far_back_asks_seldom_and_one_that_is_near_asks_often(
    site: Site, phone: Phone, open_browser: Callable[[], Browser], clock: HandClock
) -> None:
    assert phone.state()["next_s"] == 5
    paces = {}
    for _ in range(14):
        issued = site.take()
        paces[issued.ahead] = Phone(open_browser(), clock, issued.track).state()["next_s"]
    assert [paces[ahead] for ahead in (2, 5, 10, 14)] == [5, 8, 11, 15]


def test_what_the_phone_shows_already_is_not_sent_again(site: Site, phone: Phone) -> None:
    first = phone.state()
    again = phone.state(f"?mark={first['mark']}")
    assert set(again) == {"next_s", "at"}
    stand(site, TicketState.CALLED, counter="quay-1")
    news = phone.state(f"?mark={first['mark']}")
    assert (news["tone"], news["title"]) == ("called", "Đến lượt A001: Quầy số 1")


def test_the_first_view_is_light_and_fetches_no_font(site: Site, phone: Phone) -> None:
    """What a phone fetches to show the page for the first time, as sent: nothing is compressed."""
    stand(site, TicketState.PARKED, minutes=15)
    page = phone.client.get(f"{phone.address}?ask=cancel")
    fetched = re.findall(r'(?:href|src)="(/(?:look|desk/static)/[^"]+)"', page.text)
    answers = [page, *(phone.client.get(one) for one in fetched)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all("Content-Encoding" not in answer.headers for answer in answers)
    weight = sum(len(answer.data) + len(str(answer.headers)) for answer in answers)
    assert weight <= LIGHT, weight
    assert all("url(" not in answer.text for answer in answers)


def test_the_page_sets_no_cookie_is_not_kept_and_its_address_is_told_to_nobody(phone: Phone) -> None:
    answer = phone.client.get(phone.address)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_nothing_of_the_citizen_stands_on_the_page(site: Site, open_browser: Callable[[], Browser]) -> None:
    client = open_browser().client
    page = client.get(f"/t/{site.take(priority='disabled').track}").text
    assert "khuyết tật" not in page
    assert "ưu tiên" not in page


def test_who_goes_away_may_ask_by_short_message_to_be_told(
    site: Site, open_browser: Callable[[], Browser], clock: HandClock
) -> None:
    track = [site.take() for _ in range(9)][-1].track
    phone = Phone(open_browser(), clock, track)
    assert "sms:" not in phone.look()
    site.door.office = site.settings.office.model_copy(update={"sms": "0912 000 111"})
    assert "sms:0912000111?&amp;body=CHO%20A009" in phone.look()
    assert "Nhắn tin CHO A009 gửi 0912 000 111" in phone.look()
    stand(site, TicketState.CALLED, counter="quay-1")
    assert "sms:" not in phone.look()
