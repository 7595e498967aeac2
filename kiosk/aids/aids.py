"""Stands between a touch program and its window: comfort, the choice of a language, a keypad, reading aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kiosk.aids.aided import Aided
from kiosk.aids.aloud import SLEEPS, Aloud, Stands
from kiosk.aids.choosing import RESTS, has_gone, language_page
from kiosk.languages.folders import Language
from kiosk.presenters import language_choice as choice
from kiosk.presenters.comfort import Choices, Comfort, ComfortPage
from kiosk.presenters.comfort_words import DOOR
from kiosk.presenters.focus import Deed, Did, Focus
from kiosk.presenters.presses import KeyGuard
from kiosk.presenters.reading_aloud import Pressed, Said
from kiosk.presenters.settling import Led
from kiosk.screens.dressed import Dressed, Headed, draw_dressed
from kiosk.screens.lowering import has_reach
from kiosk.screens.sheet import Sheet
from kiosk.speech.speaking import Speaking
from lobby.clock import Clock

V = TypeVar("V", bound=Headed)

_WAKE = "wake"
LONGEST_S = 300.0
"""Seconds after the last touch, key or scan for which reading alone holds a page."""


class Aids(Generic[V]):
    """All of it runs on the window's thread. `speaking` is None where the device has no sound."""

    def __init__(
        self,
        program: Aided[V],
        draw: Callable[[V, Sheet], None],
        comfort: Comfort,
        languages: dict[str, Language],
        speaking: Speaking | None,
        clock: Clock,
        keys: bool,
    ) -> None:
        self._program = program
        self._draw = draw
        self._comfort = comfort
        self._languages = languages
        self._clock = clock
        self._focus = Focus()
        self._aloud = Aloud(speaking, comfort, keys)
        self._choosing = False
        self._page = self._under = ""
        self._visit = 0
        self._acted = float("-inf")
        self._guard, self._led = KeyGuard(), Led()

    def start(self) -> None:
        tongue = self._program.tongue
        tongue.names = {code: language.name for code, language in self._languages.items()}
        tongue.on_home = self._home

    def step(self) -> None:
        """Let time pass: who is read to is still there, until the page says that it will go."""
        now, body = self._clock.monotonic(), self._program.view()
        if body.visit != self._visit:
            self._scanned(body.visit, now)
        gone, self._under = has_gone(self._under, body.page), body.page
        if gone:
            self._uncover()
        if not body.closing and self._aloud.goes_on and now - self._acted < LONGEST_S:
            self._comfort.acted(now)
            self._program.attends(now)
        before = self._comfort.chosen.aloud
        if self._comfort.tick(now, body.page in RESTS):
            self._uncover()
            self._focus.leave()
        if before and not self._comfort.chosen.aloud:
            self._aloud.hush()

    def stop(self) -> None:
        self._aloud.hush()

    @property
    def chosen(self) -> Choices:
        """How the citizen wants the screen."""
        return self._comfort.chosen

    def large(self) -> bool:
        """Tell whether the citizen has chosen letters as large as can be, or less room for them."""
        return self._comfort.chosen.big or self._comfort.chosen.low

    def sized(self, width: int, height: int) -> None:
        """Take the size of the window, in px: what does nothing on it is not offered."""
        self._comfort.sized(has_reach(width, height))

    def view(self) -> Dressed[V]:
        """Return the page to show now, as the citizen wants it."""
        tongue = self._program.tongue
        over: ComfortPage | choice.LanguagePage | None = None
        if self._comfort.open:
            over = self._comfort.view(tongue.say)
        elif self._choosing:
            over = language_page(tongue, self._languages)
        font = self._languages[tongue.code].font if tongue.code in self._languages else None
        return Dressed(self._program.view(), over, self._comfort.chosen, tongue.say(DOOR), self._focus.at, font)

    def draw(self, shown: Dressed[V], sheet: Sheet) -> None:
        """Lay the page out, and read aloud what is new on it."""
        told = draw_dressed(shown, sheet, self._draw)
        self._page = shown.page
        stands = Stands(shown.page, shown.body.visit, shown.own)
        self._led.shown(_named(shown))
        self._focus.page(_named(shown), [one.name for one in told.controls])
        controls = [Pressed(one.name, one.text, one.whole) for one in told.controls]
        self._aloud.shown(stands, told.texts, controls, self._program.tongue, self._clock.monotonic())

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._program.drawn(page)

    def touch(self, name: str, at: float) -> None:
        """Take a finger's touch."""
        self._focus.leave()
        self._act(name, at)

    def key(self, key: str) -> None:
        """Take a key of the keypad, by the kernel's name."""
        now = self._clock.monotonic()
        self._acted = now
        self._comfort.acted(now)
        if self._page == SLEEPS:
            self._act(_WAKE, now)
            return
        self._program.attends(now)
        before, did, once = self._focus.at, self._focus.key(key), self._guard.counts(key, now)
        if did is not None and (once or not did.turns):
            self._do(did, now)
        elif self._focus.at != before:
            self._aloud.control(self._focus.at, self._program.tongue)

    def earphones(self, plugged: bool) -> None:
        """Earphones were put in or pulled out."""
        now = self._clock.monotonic()
        self._acted = now
        self._comfort.earphones(plugged, now)
        if not plugged:
            self._aloud.hush()
        elif self._page == SLEEPS:
            self._program.touch(_WAKE, now)
        else:
            self._program.attends(now)
            self._aloud.begin(self._program.tongue)

    def _do(self, did: Did, now: float) -> None:
        match did.deed:
            case Deed.PRESS:
                # On a keypad one comes to what one presses on this very page; what comes by itself was not seen yet.
                self._act(did.name, now, by_key=self._led.own or not did.turns)
            case Deed.AGAIN:
                self._aloud.again(self._program.tongue)
            case Deed.LOUDER | Deed.SOFTER:
                self._comfort.louder(1 if did.deed is Deed.LOUDER else -1)
                self._aloud.say([Said(str(self._comfort.chosen.volume), own=False)], self._program.tongue)

    def _act(self, name: str, at: float, by_key: bool = False) -> None:
        self._acted = at
        self._aloud.touched(self._clock.monotonic())
        was_aloud = self._comfort.chosen.aloud
        if self._comfort.touch(name, at):
            self._program.attends(at)
            self._aloud.comforted(was_aloud, self._program.tongue)
        elif name == "language" and len(self._languages) > 2:
            self._program.attends(at)
            self._choosing = True
        elif name.startswith(choice.CHOICE):
            self._program.attends(at)
            self._program.tongue.choose(name.removeprefix(choice.CHOICE))
            self._choosing = False
        else:
            self._program.touch(name, at, by_key)
        self._led.pressed(_named(self.view()))

    def _scanned(self, visit: int, now: float) -> None:
        """A scan is answered where it was made, and what was being read is another's."""
        self._visit, self._acted = visit, now
        self._uncover()
        self._aloud.forget()
        self._aloud.hush()

    def _uncover(self) -> None:
        """Close what stands over the program's own page."""
        self._choosing = self._comfort.open = False

    def _home(self) -> None:
        self._comfort.home()
        self._choosing = False
        self._focus.leave()
        self._aloud.forget()
        if not self._comfort.chosen.aloud:
            self._aloud.hush()


def _named(shown: Dressed[V]) -> str:
    return f"{shown.page} {shown.body.visit}"
