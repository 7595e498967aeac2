"""Stands between a touch program and its window: comfort, the choice of a language, a keypad, reading aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from kiosk.languages.folders import Language
from kiosk.presenters import language_choice as choice
from kiosk.presenters.comfort import OPEN, Comfort, ComfortPage
from kiosk.presenters.comfort_words import DOOR, KEYS_HELP, LANGUAGE_BACK, READS, READS_NO_MORE
from kiosk.presenters.focus import Deed, Did, Focus
from kiosk.presenters.reading_aloud import Pressed, ReadingAloud, Said
from kiosk.presenters.wording import Tongue
from kiosk.screens.dressed import Dressed, Headed, draw_dressed
from kiosk.screens.sheet import Sheet
from kiosk.speech.speaking import Speaking
from lobby.clock import Clock

V = TypeVar("V", bound=Headed)
S_co = TypeVar("S_co", bound=Headed, covariant=True)

RESTS = frozenset({"welcome", "idle", "closed"})
"""First pages: nobody's visit ends there by itself."""
_SLEEPS = "idle"
_WAKE = "wake"


class Aided(Protocol[S_co]):
    """A touch program."""

    @property
    def tongue(self) -> Tongue:
        """The language it speaks."""

    def view(self) -> S_co:
        """Return the page to show now."""

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""

    def touch(self, name: str, at: float) -> None:
        """Take a touch of a target."""

    def attends(self, now: float) -> None:
        """Take that somebody is there: being read to, or choosing."""


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
        self._speaking = speaking
        self._clock = clock
        self._keys = keys
        self._focus = Focus()
        self._reader = ReadingAloud()
        self._choosing = False
        self._page = ""
        self._touched = False

    def start(self) -> None:
        tongue = self._program.tongue
        tongue.names = {code: language.name for code, language in self._languages.items()}
        tongue.on_home = self._home

    def step(self) -> None:
        """Let time pass: who is read to is still there."""
        now = self._clock.monotonic()
        if self._speaking is not None and self._comfort.chosen.aloud and self._speaking.goes_on:
            self._comfort.acted(now)
            self._program.attends(now)
        before = self._comfort.chosen.aloud
        self._comfort.tick(now, self._program.view().page in RESTS and not self._choosing)
        if before and not self._comfort.chosen.aloud:
            self._hush()

    def stop(self) -> None:
        self._hush()

    def large(self) -> bool:
        """Tell whether the citizen has chosen letters as large as can be, or less room for them."""
        return self._comfort.chosen.big or self._comfort.chosen.low

    def view(self) -> Dressed[V]:
        """Return the page to show now, as the citizen wants it."""
        tongue = self._program.tongue
        over: ComfortPage | choice.LanguagePage | None = None
        if self._comfort.open:
            over = self._comfort.view(tongue.say)
        elif self._choosing:
            over = self._language_page(tongue)
        font = self._languages[tongue.code].font if tongue.code in self._languages else None
        return Dressed(self._program.view(), over, self._comfort.chosen, tongue.say(DOOR), self._focus.at, font)

    def draw(self, shown: Dressed[V], sheet: Sheet) -> None:
        """Lay the page out, and read aloud what is new on it."""
        told = draw_dressed(shown, sheet, self._draw)
        # What changes by itself waits until the rest was said; what a citizen did is answered at once.
        after, self._touched = not self._touched and shown.page == self._page, False
        self._page = shown.page
        self._focus.page(shown.page, [one.name for one in told.controls])
        controls = [Pressed(one.name, one.text, one.whole) for one in told.controls]
        new = self._reader.shown(shown.page, told.texts, controls, self._program.tongue.say)
        if new is not None and shown.page != _SLEEPS:
            self._say(new, after)

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
        self._comfort.acted(now)
        if self._page == _SLEEPS:
            self._act(_WAKE, now)
            return
        self._program.attends(now)
        before, did = self._focus.at, self._focus.key(key)
        if did is not None:
            self._do(did, now)
        elif self._focus.at != before:
            self._say(self._reader.control(self._focus.at))

    def earphones(self, plugged: bool) -> None:
        """Earphones were put in or pulled out."""
        now = self._clock.monotonic()
        self._comfort.earphones(plugged, now)
        if not plugged:
            self._hush()
        elif self._page == _SLEEPS:
            self._program.touch(_WAKE, now)
        else:
            self._begin_reading()

    def _do(self, did: Did, now: float) -> None:
        match did.deed:
            case Deed.PRESS:
                self._act(did.name, now)
            case Deed.AGAIN:
                self._again()
            case Deed.LOUDER | Deed.SOFTER:
                self._comfort.louder(1 if did.deed is Deed.LOUDER else -1)
                self._say([Said(str(self._comfort.chosen.volume), own=False)])

    def _act(self, name: str, at: float) -> None:
        self._touched = True
        before = self._comfort.chosen
        if self._comfort.touch(name, at):
            self._program.attends(at)
            self._comforted(before.aloud)
        elif name == "language" and len(self._languages) > 2:
            self._choosing = True
        elif name.startswith(choice.CHOICE):
            self._program.tongue.choose(name.removeprefix(choice.CHOICE))
            self._choosing = False
        else:
            self._hush()
            self._program.touch(name, at)

    def _comforted(self, was_aloud: bool) -> None:
        aloud = self._comfort.chosen.aloud
        if self._speaking is not None:
            self._speaking.volume(self._comfort.chosen.volume)
        if aloud and not was_aloud:
            self._begin_reading()
        elif was_aloud and not aloud and self._speaking is not None:
            say = self._program.tongue.say
            self._speaking.say([Said(say(READS_NO_MORE), own=False)], OPEN, say)

    def _begin_reading(self) -> None:
        say = self._program.tongue.say
        helps = [Said(say(KEYS_HELP), own=False)] if self._keys else []
        self._say([Said(say(READS), own=False), *helps, *self._reader.whole(say)])

    def _again(self) -> None:
        if self._speaking is None:
            return
        if self._comfort.chosen.aloud:
            self._say(self._reader.whole(self._program.tongue.say))
        else:
            self._comfort.read_aloud(True)
            self._begin_reading()

    def _say(self, told: list[Said], after: bool = False) -> None:
        if self._speaking is not None and self._comfort.chosen.aloud:
            self._speaking.volume(self._comfort.chosen.volume)
            self._speaking.say(told, self._page, self._program.tongue.say, after)

    def _hush(self) -> None:
        if self._speaking is not None:
            self._speaking.hush()

    def _home(self) -> None:
        self._comfort.home()
        self._choosing = False
        self._focus.leave()
        self._reader.forget()
        if not self._comfort.chosen.aloud:
            self._hush()

    def _language_page(self, tongue: Tongue) -> choice.LanguagePage:
        titles = [one.choose for code in dict.fromkeys((tongue.code, "vi", "en")) if (one := self._languages.get(code))]
        choices = tuple(
            (f"{choice.CHOICE}{code}", one.name, code == tongue.code) for code, one in self._languages.items()
        )
        return choice.LanguagePage(" · ".join(title for title in titles if title), choices, tongue.say(LANGUAGE_BACK))
