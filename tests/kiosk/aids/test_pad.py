"""A pad that reads aloud: by the site's setting when a rating opens, or as the citizen wishes; no notices."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timedelta

from kiosk.aids.aids import Aids
from kiosk.languages.folders import find_languages, others_of
from kiosk.presenters.comfort import Choices, Comfort
from kiosk.presenters.pad import PadPresenter
from kiosk.presenters.pad_remembered import Remembered
from kiosk.presenters.pad_rules import PadRules
from kiosk.presenters.pad_tools import tools_of
from kiosk.presenters.wording import Header, Tongue
from kiosk.screens.dressed import Dressed
from kiosk.screens.pad_pages import PadShown, draw
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from kiosk.speech.speaking import Speaking
from kiosk.speech.utterance import Utterance
from kiosk.speech.voice import Voice
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.notices import Notices
from lobby.contract.states import CounterState, DeviceConfig
from lobby.look.tokens import tokens

MORNING = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)
STEP_S, SENTENCE_S = 0.1, 1.0


class Hand(SystemClock):
    """A clock that a hand moves."""

    at = 100.0

    def monotonic(self) -> float:
        return self.at


class Mouth(Voice):
    """A voice that takes a second a sentence, by the hand's clock."""

    def __init__(self, clock: Hand) -> None:
        super().__init__(None, None, None)  # type: ignore[arg-type]
        self._clock, self._until, self.said = clock, 0.0, list[str]()

    def say(self, utterances: list[Utterance]) -> None:  # type: ignore[override]
        super().say(utterances)
        self._busy, self._until = False, 0.0

    def go_on(self) -> None:
        if self._clock.at >= self._until and (next_ := self._next()) is not None:
            self.said.append(next_[0].text)
            self._until = self._clock.at + SENTENCE_S


class Pad:
    """A pad without a window, and the citizens before it."""

    def __init__(self, usual: Choices) -> None:
        ids = itertools.count(1)
        self.clock, languages = Hand(), find_languages()
        self.presenter = PadPresenter(
            PadRules(), others_of(languages), lambda: str(uuid.UUID(int=next(ids))), lambda _: None
        )
        self.presenter.restore(Remembered(), "quay-3", self.clock.at, MORNING)
        self.mouth = Mouth(self.clock)
        speaking = Speaking(self.mouth, self.tongue, lambda _: True, lambda: True)
        self.aids: Aids[PadShown] = Aids(self, draw, Comfort(usual, True, 40), languages, speaking, self.clock, False)
        self.aids.start()
        self.shown: Dressed[PadShown] | None = None
        self.presenter.counter_changed(CounterState.model_validate({**CounterState.example, "ticket": None}), 100)
        self.run(1)

    @property
    def tongue(self) -> Tongue:
        return self.presenter.tongue

    def view(self) -> PadShown:
        at, presenter = self.clock.at, self.presenter
        tools = tools_of(self.aids.chosen, True, self.tongue)
        page = presenter.view(at)
        return PadShown(Header("UBND", "08:09"), page, presenter.visit, presenter.closing(at), 100, tools)

    def drawn(self, page: str) -> None:
        self.presenter.drawn(page, self.clock.at)

    def touch(self, name: str, at: float, by_key: bool = False) -> None:
        self.presenter.touch(name, at, MORNING)

    def attends(self, now: float) -> None:
        self.presenter.attends(now)

    def opens(self, **more: object) -> None:
        rating = {
            "rate": "kZ3v9Q0b7sY",
            "number": "A012",
            "opened_at": MORNING,
            "closes_at": MORNING + timedelta(minutes=5),
        }
        config = {"rev": 1, "at": MORNING, "device": "pad-1", "counter": "quay-3", "rating": {**rating, **more}}
        self.presenter.configured(DeviceConfig.model_validate(config), None, self.clock.at, MORNING)

    def touches(self, name: str) -> None:
        self.run(1)
        self.aids.touch(name, self.clock.at)
        self.run(0.2)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.clock.at += STEP_S
            self.presenter.tick(self.clock.at, MORNING)
            self.mouth.go_on()
            self.aids.step()
            if (shown := self.aids.view()) != self.shown:
                self.shown = shown
                self.aids.draw(shown, Sheet(Theme(tokens(), 1024, 600)))
                self.aids.drawn(shown.page)


def test_the_site_may_have_the_question_and_the_faces_read_when_a_rating_opens() -> None:
    pad = Pad(Choices(aloud=True))
    assert pad.mouth.said == []
    pad.opens()
    pad.run(20)
    said = pad.mouth.said
    assert said[0] == "Quý khách có hài lòng với lần phục vụ này?"
    assert [text for text in said if "hài lòng" in text.lower()][1:] == [
        "Số 1: Rất hài lòng",
        "Số 2: Hài lòng",
        "Số 4: Không hài lòng",
        "Số 5: Rất không hài lòng",
    ]


def test_it_is_silent_until_the_citizen_wishes_and_again_for_the_next_one() -> None:
    pad = Pad(Choices())
    pad.opens()
    pad.run(5)
    assert pad.mouth.said == []
    pad.touches("comfort:aloud")
    pad.run(10)
    assert "Quý khách có hài lòng với lần phục vụ này?" in pad.mouth.said
    pad.touches("score:5")
    pad.run(60)
    pad.mouth.said.clear()
    pad.opens(rate="anotherToken")
    pad.run(5)
    assert pad.mouth.said == [] and not pad.aids.chosen.aloud


def test_a_rating_in_english_is_read_in_english() -> None:
    pad = Pad(Choices(aloud=True))
    pad.opens(lang="en")
    pad.run(3)
    assert pad.mouth.said[0] == "Are you satisfied with this service?"


def test_large_text_lasts_for_one_citizen() -> None:
    pad = Pad(Choices())
    pad.opens()
    pad.touches("comfort:big")
    assert pad.aids.chosen.big
    pad.touches("score:5")
    pad.run(10)
    assert not pad.aids.chosen.big


def test_notices_are_read_to_nobody() -> None:
    pad = Pad(Choices(aloud=True))
    playlist = [{"kind": "text", "text": "Nghỉ lễ"}]
    pad.presenter.notices.told(Notices.model_validate({"rev": 1, "at": MORNING, "playlist": playlist}))
    pad.run(90)
    assert pad.shown is not None and "Nghỉ lễ" in str(pad.shown) and pad.mouth.said == []
