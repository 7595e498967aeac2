"""How one citizen wants the screen: larger, clearer, lower, read aloud; over with the visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from kiosk.presenters.comfort_words import ANEW, CLOSE, HINT, LOUDER, NAMES, OFF, ON, SOFTER, TITLE, VOLUME
from kiosk.presenters.wording import Say

LOUDEST = 5
OPEN = "comfort:open"
SHUT = "comfort:close"
_SOFTER, _LOUDER, _ANEW = "comfort:softer", "comfort:louder", "comfort:anew"


@dataclass(frozen=True)
class Choices:
    """What was chosen; `volume` is 1 to 5."""

    big: bool = False
    contrast: bool = False
    low: bool = False
    aloud: bool = False
    volume: int = 3


@dataclass(frozen=True)
class Switch:
    """One choice: `name` its target, `text` what it is, `state` how it stands in words."""

    name: str
    text: str
    state: str
    on: bool


@dataclass(frozen=True)
class ComfortPage:
    """The choices there are."""

    page: ClassVar[str] = "comfort"
    title: str
    hint: str
    switches: tuple[Switch, ...]
    volume: str | None
    softer: tuple[str, str]
    louder: tuple[str, str]
    anew: tuple[str, str]
    close: tuple[str, str]


class Comfort:
    """Pure. `usual` is how the site wants the screen; `speaks` whether this device can read aloud, `tall` whether the
    upper end of its screen may be out of reach: if not, nobody is offered low controls, nor does the site have them."""

    def __init__(self, usual: Choices, speaks: bool, forget_after_s: float, tall: bool = True) -> None:
        self._usual = usual
        self._speaks = speaks
        self._tall = tall
        self._forget_after_s = forget_after_s
        self._acted = 0.0
        self._earphones = False
        self.chosen = usual
        self.open = False

    def sized(self, tall: bool) -> None:
        """Take whether the upper end of the screen may be out of reach, once that is known."""
        self._tall = tall
        self.chosen = replace(self.chosen, low=self.chosen.low and tall)

    def touch(self, name: str, now: float) -> bool:
        """A citizen touched `name`; tells whether it was one of the targets of comfort."""
        self._acted = now
        if not name.startswith("comfort:"):
            return False
        chosen, what = self.chosen, name.removeprefix("comfort:")
        if name in (OPEN, SHUT):
            self.open = name == OPEN
        elif name in (_SOFTER, _LOUDER):
            self.louder(1 if name == _LOUDER else -1)
        elif name == _ANEW:
            self.chosen = self._as_usual(self._usual.aloud or self._earphones)
        elif what in self._names:
            self.chosen = replace(chosen, **{what: not getattr(chosen, what)})
        return True

    def acted(self, now: float) -> None:
        """The citizen did something, or is being read to."""
        self._acted = now

    def louder(self, steps: int) -> None:
        """Change how loud it reads, within 1 and 5."""
        self.chosen = replace(self.chosen, volume=min(LOUDEST, max(1, self.chosen.volume + steps)))

    def read_aloud(self, on: bool) -> None:
        """Begin or end reading, where this device can."""
        self.chosen = replace(self.chosen, aloud=on and self._speaks)

    def earphones(self, plugged: bool, now: float) -> None:
        """Earphones were put in, which turns reading on, or pulled out, which turns it off."""
        self._earphones = plugged
        self._acted = now
        self.read_aloud(plugged)

    def home(self) -> None:
        """The visit is over: as the site has it again; who still wears earphones is still read to."""
        self.open = False
        self.chosen = self._as_usual(self._speaks and (self._usual.aloud or self._earphones))

    def tick(self, now: float, rests: bool) -> bool:
        """Let time pass; `rests` is whether the screen stands at its first page, where nothing else ends a visit.

        Tells whether nobody is there any more.
        """
        over = rests and now - self._acted >= self._forget_after_s
        if over:
            self.home()
        return over

    def view(self, say: Say) -> ComfortPage:
        """Return the page of choices."""
        switches = [self._switch(what, say) for what in self._names]
        volume = say(VOLUME).format(level=self.chosen.volume, loudest=LOUDEST) if self._speaks else None
        return ComfortPage(
            title=say(TITLE),
            hint=say(HINT),
            switches=tuple(switches),
            volume=volume,
            softer=(_SOFTER, say(SOFTER)),
            louder=(_LOUDER, say(LOUDER)),
            anew=(_ANEW, say(ANEW)),
            close=(SHUT, say(CLOSE)),
        )

    def _as_usual(self, aloud: bool) -> Choices:
        return replace(self._usual, low=self._usual.low and self._tall, aloud=aloud)

    @property
    def _names(self) -> tuple[str, ...]:
        has = {"aloud": self._speaks, "low": self._tall}
        return tuple(what for what in NAMES if has.get(what, True))

    def _switch(self, what: str, say: Say) -> Switch:
        on = bool(getattr(self.chosen, what))
        return Switch(f"comfort:{what}", say(NAMES[what]), say(ON if on else OFF), on)
