"""Whose visit it is, with a screen that reads aloud: when a page goes, and what the next citizen hears."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime

import pytest

from kiosk.aids.aids import Aids
from kiosk.languages.folders import Language, find_languages, others_of
from kiosk.patience import Patience
from kiosk.presenters.comfort import Choices, Comfort
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.presses import KeyGuard
from kiosk.presenters.wording import Header, Tongue, as_written
from kiosk.screens.dressed import Dressed
from kiosk.screens.lookup_pages import LookupShown, draw
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from kiosk.speech.speaking import Speaking
from kiosk.speech.utterance import Utterance
from kiosk.speech.voice import Voice
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.replies import Found, accept
from lobby.contract.requests import DossierFind
from lobby.look.tokens import tokens

MORNING = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)
STEP_S, SENTENCE_S = 0.05, 2.0


class Hand(SystemClock):
    """A clock that a hand moves."""

    at = 100.0

    def monotonic(self) -> float:
        return self.at


class Mouth(Voice):
    """A voice that takes two seconds a sentence, by the hand's clock."""

    def __init__(self, clock: Hand) -> None:
        super().__init__(None, None, None)  # type: ignore[arg-type]
        self._clock, self._until, self.said = clock, 0.0, list[str]()

    def say(self, utterances: list[Utterance]) -> None:  # type: ignore[override]
        super().say(utterances)
        self._busy, self._until = False, 0.0

    def go_on(self) -> None:
        if self._clock.at >= self._until:
            next_ = self._next()
            if next_ is not None:
                self.said.append(next_[0].text)
                self._until = self._clock.at + SENTENCE_S


class Kiosk:
    """A lookup kiosk without a window, and the citizens before it."""

    def __init__(self, languages: int = 2, rules: LookupRules | None = None) -> None:
        ids = itertools.count(1)
        self.clock = Hand()
        self.spoken = find_languages()
        if languages > 2:
            self.spoken["jra"] = Language("jra", "Jrai", None, as_written, None, None, None)
        self.presenter = LookupPresenter(
            rules or LookupRules(), others_of(self.spoken), lambda: str(uuid.UUID(int=next(ids)))
        )
        self.presenter.reached(Reached(True, True, True), self.clock.at)
        self.patience, self.asked = Patience(self.clock), list[tuple[float, DossierFind]]()
        self.mouth, self.due = Mouth(self.clock), "2026-11-24T17:00:00+07:00"
        speaking = Speaking(self.mouth, self.tongue, lambda _: True, lambda: True)
        comfort = Comfort(Choices(), True, 30)
        self.aids: Aids[LookupShown] = Aids(self, draw, comfort, self.spoken, speaking, self.clock, False)
        self.aids.start()
        self.shown: Dressed[LookupShown] | None = None
        self.run(1)

    @property
    def tongue(self) -> Tongue:
        return self.presenter.desk.scene.tongue

    @property
    def page(self) -> str:
        return self.aids.view().page

    def view(self) -> LookupShown:
        now, presenter = self.clock.at, self.presenter
        view = presenter.view(now)
        return self.patience.shown(
            LookupShown(Header("UBND", "08:09"), view, visit=presenter.scans, closing=presenter.closing(now))
        )

    def drawn(self, page: str) -> None:
        self.presenter.drawn(page, self.clock.at)

    def touch(self, name: str, at: float, by_key: bool = False) -> None:
        self._do(self.presenter.touch(name, at, by_key))

    def attends(self, now: float) -> None:
        self.presenter.attends(now)

    def scan(self, code: str, due: str = "2026-11-24T17:00:00+07:00") -> None:
        self.due = due
        self._do(self.presenter.scanned(code, self.clock.at))

    def press(self, *names: str) -> None:
        for name in names:
            self.run(1)
            self.aids.touch(name, self.clock.at)
        self.run(0.2)

    def digit(self, name: str) -> None:
        """Press the digit of the button `name` on a keypad."""
        self.aids.key(f"KEY_KP{self.aids._focus._names.index(name) + 1}")

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.clock.at += STEP_S
            while self.asked and self.clock.at - self.asked[0][0] >= STEP_S:
                self._answer(self.asked.pop(0)[1])
            self._do(self.presenter.tick(self.clock.at))
            self.mouth.go_on()
            self.aids.step()
            self._draw()

    def _draw(self) -> None:
        if (shown := self.aids.view()) != self.shown:
            self.shown = shown
            self.aids.draw(shown, Sheet(Theme(tokens(), 1920, 1080)))
            self.aids.drawn(shown.page)

    def _answer(self, request: DossierFind) -> None:
        dossier = {**DOSSIER_EXAMPLE, "code": request.code, "due_at": self.due}
        found = Found.model_validate({"dossier": dossier, "as_of": MORNING, "fresh": True})
        self._do(self.presenter.replied(request, accept(request.id, found), self.clock.at))

    def _do(self, effects: list[Effect]) -> None:
        self.asked += [(self.clock.at, one.request) for one in effects if isinstance(one, Ask)]  # type: ignore[misc]


def test_a_dossier_read_aloud_goes_when_nobody_is_there() -> None:
    kiosk = Kiosk()
    kiosk.aids.earphones(True)
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(20)
    assert kiosk.page == "result"
    kiosk.run(180)
    assert kiosk.page == "welcome"


def test_the_next_scan_ends_the_reading_and_its_page_is_read_whole() -> None:
    kiosk = Kiosk()
    kiosk.aids.earphones(True)
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(6)
    before = len(kiosk.mouth.said)
    kiosk.scan("H15.12-250702-0999", "2026-12-09T17:00:00+07:00")
    kiosk.run(40)
    told = kiosk.mouth.said[before:]
    assert told[0] == "H15.12-250702-0999" and "09/12/2026" in told and "24/11/2026" not in told


def test_a_language_chosen_at_a_kiosk_that_stood_long_stays() -> None:
    kiosk = Kiosk(languages=3)
    kiosk.run(60)
    kiosk.press("language", "language:jra")
    assert kiosk.tongue.code == "jra"


def test_a_choice_of_languages_left_open_at_the_door_ends_with_all_choices() -> None:
    kiosk = Kiosk(languages=3)
    kiosk.press("comfort:open", "comfort:big", "comfort:close", "language")
    assert kiosk.page == "languages"
    kiosk.run(31)
    assert kiosk.page == "welcome" and not kiosk.aids.large()


def test_a_scan_is_seen_whatever_stands_over_the_page() -> None:
    kiosk = Kiosk()
    kiosk.press("comfort:open")
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    assert kiosk.page == "result"


def test_who_reads_the_choices_is_not_thrown_out_by_the_warning_and_a_choice_keeps_the_page_below() -> None:
    kiosk = Kiosk()
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    kiosk.press("comfort:open")
    kiosk.run(15)
    assert kiosk.presenter.closing(kiosk.clock.at) and kiosk.page == "comfort"
    kiosk.press("comfort:big")
    assert not kiosk.presenter.closing(kiosk.clock.at)
    kiosk.run(20)
    kiosk.press("comfort:close")
    assert kiosk.page == "result" and kiosk.aids.large()


def test_choices_left_open_go_with_the_page_below() -> None:
    kiosk = Kiosk()
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    kiosk.press("comfort:open")
    kiosk.run(31)
    assert kiosk.page == "welcome"


def test_where_pages_stand_for_a_short_time_the_screen_can_be_made_as_one_likes() -> None:
    kiosk = Kiosk(rules=LookupRules(forget_after_s=15.0))
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(2)
    assert not kiosk.presenter.closing(kiosk.clock.at), "it does not warn from the first moment"
    kiosk.press("comfort:open", "comfort:big")
    assert kiosk.page == "comfort"
    kiosk.run(5)
    assert kiosk.page == "comfort"
    kiosk.press("comfort:close")
    assert kiosk.page == "result"


def test_what_a_keypad_presses_counts_as_soon_as_the_page_it_led_to_is_there_and_a_key_that_bounces_counts_once() -> (
    None
):
    kiosk = Kiosk()
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    kiosk.press("comfort:open")
    kiosk.aids.key("KEY_KPSLASH")
    kiosk.run(0.1)
    kiosk.digit("check")
    kiosk.run(0.1)
    assert kiosk.page == "check", "pressed on a page that stood for a moment"
    for digit in "77":
        kiosk.aids.key(f"KEY_KP{digit}")
        kiosk.run(0.1)
    assert "typed='77'" in repr(kiosk.view().body)
    kiosk.aids.key("KEY_KPSLASH")
    kiosk.run(0.1)
    kiosk.aids.key("KEY_KPSLASH")
    kiosk.run(0.1)
    assert kiosk.page == "result", "one press that bounced"


@pytest.mark.parametrize("button", ["check", "done"])
def test_a_digit_typed_on_does_not_press_what_a_receipt_brought_under_the_fingers(button: str) -> None:
    kiosk = Kiosk()
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    kiosk.digit("check")
    kiosk.run(0.1)
    kiosk.aids.key("KEY_KP4")
    kiosk.run(0.3)
    kiosk.scan("H15.12-250702-0999")
    kiosk.run(0.2)
    assert kiosk.page == "result"
    kiosk.digit(button)
    kiosk.run(0.1)
    assert kiosk.page == "result", "nobody has seen it yet"
    kiosk.run(0.6)
    kiosk.digit(button)
    kiosk.run(0.1)
    assert kiosk.page == {"check": "check", "done": "welcome"}[button]


def test_enter_pressed_steadily_counts_again_and_again_but_a_trembling_one_does_not() -> None:
    guard = KeyGuard()
    assert [at for at in (0, 0.5, 1.0, 1.5, 2.0) if guard.counts("KEY_KPENTER", at)] == [0, 1.0, 2.0]
    assert [at for at in (5.0, 5.1, 5.2, 5.3) if guard.counts("KEY_KPENTER", at)] == [5.0]
    assert guard.counts("KEY_KP1", 5.35)


def test_the_warning_of_a_page_that_waits_for_the_check_code_is_read_and_keeps_it_by_key() -> None:
    kiosk = Kiosk()
    kiosk.aids.earphones(True)
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    kiosk.digit("check")
    for _ in range(200):
        kiosk.run(0 if kiosk.presenter.closing(kiosk.clock.at) else 0.5)
    kiosk.run(4)
    assert kiosk.page == "check" and kiosk.mouth.said[-1].startswith("Trang này sẽ đóng sau")
    for _ in range(20):
        if kiosk.aids.view().focus != "more-time":
            kiosk.aids.key("KEY_KPPLUS")
    kiosk.aids.key("KEY_KPENTER")
    kiosk.run(25)
    assert kiosk.page == "check"


def test_a_page_of_a_dossier_is_read_anew_in_the_other_language() -> None:
    kiosk = Kiosk()
    kiosk.aids.earphones(True)
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(3)
    before = len(kiosk.mouth.said)
    kiosk.press("language")
    kiosk.run(20)
    assert "Being processed" in kiosk.mouth.said[before:]


def test_the_same_receipt_seen_again_leaves_what_stands_over_its_page() -> None:
    kiosk = Kiosk()
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    kiosk.press("comfort:open")
    kiosk.scan("H15.12-250702-0345")
    kiosk.run(1)
    assert kiosk.page == "comfort"
