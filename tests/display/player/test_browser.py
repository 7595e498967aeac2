"""What the player decides, told by a twin of Chromium and a clock moved by hand."""

from __future__ import annotations

import itertools
import time
from datetime import datetime
from pathlib import Path

import pytest

from display.player.browser import Browser, Screen
from display.player.memory import MemoryPipe
from display.player.pipe import BrowserGone
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE

PAGE = "http://hub/board/board-1"


class Tv:
    """A browser on its twin, stepped ten times a second."""

    def __init__(self, wire: MemoryPipe) -> None:
        self.wire = wire
        self.clock = HandClock(datetime(2026, 11, 22, 7, tzinfo=OFFICE_ZONE))
        self.hub_answers = True
        self.kept = False
        screen = Screen(PAGE, "data:,", lambda: self.hub_answers, kept=lambda: self.kept)
        self.browser = Browser(wire, screen, lambda: None, self.clock)

    def opened(self) -> list[str]:
        """The addresses that were opened, in order."""
        return [sent["params"]["url"] for sent in self.wire.sent if sent["method"] == "Page.navigate"]

    def during(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.clock.forward(0.1)
            self.browser.step()


@pytest.fixture
def tv() -> Tv:
    wire = MemoryPipe()
    wire.answers = {
        "Target.getTargets": {"targetInfos": [{"type": "page", "targetId": "t"}]},
        "Target.attachToTarget": {"sessionId": "s"},
        "Page.navigate": {"frameId": "f"},
        "Runtime.evaluate": {"result": {"value": "standing"}},
    }
    made = Tv(wire)
    made.browser.start()
    return made


def test_a_page_that_stands_is_opened_once(tv: Tv) -> None:
    tv.during(60)
    assert tv.browser.standing
    assert tv.wire.asked("Page.navigate") == 1


def test_while_the_hub_is_away_a_waiting_page_stands_and_the_hub_is_tried_each_second(tv: Tv) -> None:
    tv.hub_answers = False
    tv.wire.answers["Runtime.evaluate"] = {"result": {"value": "absent"}}
    tv.during(30)
    assert tv.opened() == ["data:,"]
    tv.hub_answers = True
    tv.during(1.2)
    assert tv.opened() == ["data:,", PAGE]
    assert tv.wire.starts == 1


def test_while_the_hub_is_away_a_page_that_the_browser_kept_is_opened(tv: Tv) -> None:
    tv.hub_answers, tv.kept = False, True
    tv.during(60)
    assert tv.opened() == [PAGE]
    assert tv.browser.standing


def test_a_page_that_was_thought_kept_and_is_not_gives_way_to_the_waiting_page(tv: Tv) -> None:
    tv.hub_answers, tv.kept = False, True
    tv.wire.answers["Page.navigate"] = {"frameId": "f", "errorText": "net::ERR_CONNECTION_REFUSED"}
    tv.wire.answers["Runtime.evaluate"] = {"result": {"value": "absent"}}
    tv.during(10)
    assert tv.opened()[:2] == [PAGE, "data:,"]
    assert set(tv.opened()[1:]) == {"data:,"}
    tv.hub_answers = True
    tv.during(3)
    assert tv.opened()[-1] == PAGE


def test_a_page_that_could_not_load_is_opened_again_each_second(tv: Tv) -> None:
    tv.wire.answers["Page.navigate"] = {"errorText": "net::ERR_CONNECTION_RESET"}
    tv.wire.answers["Runtime.evaluate"] = {"result": {"value": "absent"}}
    tv.during(10)
    assert 7 <= len(tv.opened()) <= 10


def test_a_page_that_loads_slowly_is_not_begun_anew(tv: Tv) -> None:
    tv.wire.answers["Runtime.evaluate"] = {"result": {"value": "loading"}}
    tv.during(60)
    assert tv.wire.asked("Page.navigate") == 1


def test_a_crashed_page_makes_the_browser_start_again_within_two_seconds(tv: Tv) -> None:
    tv.during(5)
    tv.wire.tell("Inspector.targetCrashed")
    tv.during(2)
    assert tv.wire.starts == 2


def test_a_browser_that_says_nothing_is_started_again(tv: Tv) -> None:
    tv.during(5)
    tv.wire.answers = {}
    tv.during(25)
    assert tv.wire.starts == 2


def test_a_browser_that_cannot_start_is_tried_ever_more_seldom(tv: Tv, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []

    def refuse() -> None:
        tries.append(tv.clock.monotonic())
        raise BrowserGone("not installed")

    monkeypatch.setattr(tv.wire, "start", refuse)
    tv.wire.stop()
    tv.during(300)
    assert 8 <= len(tries) <= 16
    assert max(later - earlier for earlier, later in itertools.pairwise(tries)) < 31


def leaves(wire: MemoryPipe) -> int:
    return sum("leave" in sent["params"].get("expression", "") for sent in wire.sent)


def test_the_page_takes_its_leave_before_its_browser_ends(tv: Tv) -> None:
    tv.during(5)
    tv.browser.stop()
    assert leaves(tv.wire) == 1
    assert tv.wire.sent[-1]["params"]["awaitPromise"]
    assert not tv.wire.running


def test_a_page_that_does_not_answer_is_not_waited_for_longer_than_a_second(tv: Tv) -> None:
    tv.during(5)
    tv.wire.answers = {}
    began = time.monotonic()
    tv.browser.stop()
    assert leaves(tv.wire) == 1
    assert 1 <= time.monotonic() - began < 10
    assert not tv.wire.running


def test_a_browser_that_is_gone_is_asked_nothing_and_ended(tv: Tv) -> None:
    tv.during(5)
    tv.wire.stop()
    tv.browser.stop()
    assert not tv.wire.running


def test_no_picture_is_asked_of_a_page_that_is_not_open(tmp_path: Path) -> None:
    wire = MemoryPipe()
    tv = Tv(wire)
    tv.browser.start()
    tv.browser.picture(tmp_path / "x.png")
    assert wire.asked("Page.captureScreenshot") == 0
