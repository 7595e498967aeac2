"""Says what a screen shows, to a citizen who wants it read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.presenters.comfort import Comfort
from kiosk.presenters.comfort_words import KEYS_HELP, READS, READS_NO_MORE
from kiosk.presenters.reading_aloud import Pressed, ReadingAloud, Said
from kiosk.presenters.wording import Tongue
from kiosk.speech.speaking import Speaking, When

ANSWER_S = 3.0
"""Seconds after a touch within which what changes is taken for its answer, even where that came late."""
SLEEPS = "idle"


class Stands(NamedTuple):
    """What stands before the citizen: the page's name, whose visit it is, whether it tells of their own dossier."""

    page: str
    visit: int
    own: bool


class Aloud:
    """`speaking` is None where the device has no sound, `keys` whether it has a keypad to tell of."""

    def __init__(self, speaking: Speaking | None, comfort: Comfort, keys: bool) -> None:
        self._speaking = speaking
        self._comfort = comfort
        self._keys = keys
        self._reader = ReadingAloud(keys)
        self._stood = Stands("", 0, False)
        self._asked = False
        self._acted = float("-inf")

    @property
    def goes_on(self) -> bool:
        """Whether somebody is being read to; what changed by itself does not count."""
        return self._speaking is not None and self._comfort.chosen.aloud and self._speaking.goes_on

    def touched(self, now: float) -> None:
        """Take that a citizen did something: what shows next is the answer."""
        self._asked, self._acted = True, now

    def shown(
        self, stands: Stands, texts: Sequence[str], controls: Sequence[Pressed], tongue: Tongue, now: float
    ) -> None:
        """Say what is new."""
        answers = now - self._acted < ANSWER_S
        anew, self._stood = stands != self._stood or (self._asked and answers), stands
        self._asked = False
        new = self._reader.shown(f"{stands.page} {stands.visit}", texts, controls, tongue.say, answers)
        if new is None or stands.page == SLEEPS:
            return
        self.say(new, tongue, When.NOW if anew else When.NEXT if answers else When.ASIDE)

    def say(self, told: list[Said], tongue: Tongue, when: When = When.NOW) -> None:
        """Say these, where the citizen wants to hear."""
        if self._speaking is not None and self._comfort.chosen.aloud:
            self._speaking.volume(self._comfort.chosen.volume)
            self._speaking.say(told, self._stood.own, tongue.say, when)

    def control(self, name: str | None, tongue: Tongue) -> None:
        """Say the control that the keypad came to."""
        self.say(self._reader.control(name), tongue)

    def begin(self, tongue: Tongue) -> None:
        """Say that it reads from now on, and the page."""
        helps = [Said(tongue.say(KEYS_HELP), own=False)] if self._keys else []
        self.say([Said(tongue.say(READS), own=False), *helps, *self._reader.whole(tongue.say)], tongue)

    def again(self, tongue: Tongue) -> None:
        """Say the page again, from the first time on also all that follows."""
        if self._speaking is None:
            return
        if self._comfort.chosen.aloud:
            self.say(self._reader.whole(tongue.say), tongue)
        else:
            self._comfort.read_aloud(True)
            self.begin(tongue)

    def comforted(self, was_aloud: bool, tongue: Tongue) -> None:
        """Take that the citizen chose, perhaps to be read to or to be so no more."""
        aloud = self._comfort.chosen.aloud
        if self._speaking is not None:
            self._speaking.volume(self._comfort.chosen.volume)
        if aloud and not was_aloud:
            self.begin(tongue)
        elif was_aloud and not aloud and self._speaking is not None:
            self._speaking.say([Said(tongue.say(READS_NO_MORE), own=False)], False, tongue.say)

    def forget(self) -> None:
        """Take the next page as new."""
        self._reader.forget()

    def hush(self) -> None:
        """Fall silent."""
        if self._speaking is not None:
            self._speaking.hush()
