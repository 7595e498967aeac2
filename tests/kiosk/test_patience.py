"""A scanned dossier comes without a page that says «wait», unless one has to wait."""

from __future__ import annotations

from kiosk.patience import BLINK_S, Patience
from kiosk.presenters.lookup_views import Looking, Problem
from kiosk.presenters.wording import Header
from kiosk.screens.lookup_pages import LookupShown
from lobby.clock import SystemClock


class Clock(SystemClock):
    """A clock that is set by hand, in seconds."""

    at = 100.0

    def monotonic(self) -> float:
        return self.at


HEADER = Header("Bộ phận Một cửa", "08:00")
DOOR, ANSWER = (LookupShown(HEADER, Problem(title, "", "")) for title in ("cửa", "trả lời"))
WAIT = LookupShown(HEADER, Looking("Đang tra cứu", "H15.12-250701-0001"))


def test_an_answer_within_a_blink_follows_the_page_before() -> None:
    clock = Clock()
    patience = Patience(clock)
    assert patience.shown(DOOR) == DOOR
    assert patience.shown(WAIT) == DOOR
    clock.at += BLINK_S * 0.9
    assert patience.shown(WAIT) == DOOR
    assert patience.shown(ANSWER) == ANSWER


def test_who_waits_longer_is_told_so_and_each_wait_begins_anew() -> None:
    clock = Clock()
    patience = Patience(clock)
    patience.shown(DOOR)
    patience.shown(WAIT)
    clock.at += BLINK_S
    assert patience.shown(WAIT) == WAIT
    clock.at += BLINK_S / 2
    assert patience.shown(WAIT) == WAIT, "the page before does not come back"
    patience.shown(ANSWER)
    assert patience.shown(WAIT) == ANSWER


def test_a_wait_before_any_page_is_told_at_once() -> None:
    assert Patience(Clock()).shown(WAIT) == WAIT
