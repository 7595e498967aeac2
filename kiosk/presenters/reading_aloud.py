"""Decides what of a page is read: all of it when it is new, and afterwards what changed on it; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.presenters.comfort_words import BUTTONS, DELETED, KEYS_FIND, KEYS_WRITE, NTH
from kiosk.presenters.focus import Digits, digits_on
from kiosk.presenters.wording import Say

_FIGURES = re.compile(r"\d+")
_LONGEST_ECHO = 2
_HELPS = {Digits.WRITE: KEYS_WRITE, Digits.FIND: KEYS_FIND}


@dataclass(frozen=True)
class Said:
    """One thing to say; `own` is what stands on the page itself, which may be a citizen's alone.

    `plain` may then be said in its place where others hear it, nothing where it is None.
    """

    text: str
    own: bool = True
    plain: str | None = None


@dataclass(frozen=True)
class Pressed:
    """A control: its target's name, its own text, and all that stands on it."""

    name: str
    text: str
    whole: str


class ReadingAloud:
    """Remembers the page that was read last, until `forget`. `keys` is whether there is a keypad to tell of."""

    def __init__(self, keys: bool = False) -> None:
        self._keys = keys
        self._page = ""
        self._texts: tuple[str, ...] = ()
        self._controls: tuple[Pressed, ...] = ()

    def forget(self) -> None:
        """Take the next page as new."""
        self._page, self._texts, self._controls = "", (), ()

    def shown(
        self, page: str, texts: Sequence[str], controls: Sequence[Pressed], say: Say, answers: bool = False
    ) -> list[Said] | None:
        """Return what to say now that the screen shows `texts`; None where what is being said goes on.

        What answers a touch is new with other figures too; figures that change by themselves are not.
        """
        before, new = self._texts, page != self._page
        self._page, self._texts, self._controls = page, tuple(texts), tuple(controls)
        if new:
            return self.whole(say)
        told = _typed(before, texts, say) or [Said(text) for text in _fresh(before, texts, answers)]
        return told or ([] if answers and before != self._texts else None)

    def whole(self, say: Say) -> list[Said]:
        """Return all of the page: its texts, then its controls, by their numbers where digits press them."""
        digits = digits_on([one.name for one in self._controls])
        named = [(n, one) for n, one in enumerate(self._controls, 1) if not one.name.startswith("key:")]
        told = [Said(text) for text in dict.fromkeys(self._texts)]
        if self._keys and digits in _HELPS:
            told.append(Said(say(_HELPS[digits]), own=False))
        told += [Said(say(BUTTONS), own=False)] if named else []
        nth = say(NTH) if digits is Digits.PRESS else "{text}"
        return told + [Said(nth.format(n=n, text=one.whole), plain=nth.format(n=n, text=one.text)) for n, one in named]

    def control(self, name: str | None) -> list[Said]:
        """Return what a control says."""
        return [Said(one.whole, plain=one.text) for one in self._controls if one.name == name]


def kind_of(text: str) -> str:
    """Return what texts have in common that differ in their figures alone."""
    return _FIGURES.sub("#", text)


def _fresh(before: Sequence[str], after: Sequence[str], exact: bool) -> list[str]:
    """Return texts that stand there anew; a countdown that counts on is not new, unless `exact`."""
    like: Callable[[str], str] = str if exact else kind_of
    known = {like(text) for text in before}
    return [text for text in dict.fromkeys(after) if like(text) not in known]


def _typed(before: Sequence[str], after: Sequence[str], say: Say) -> list[Said]:
    """Return the letters that were typed or deleted, where that is all that happened."""
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    if not come or len(come) > 1 or len(gone) > 1:
        return []
    (new,), old = come, gone[0] if gone else ""
    same = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    if same == len(old) and 0 < len(new) - same <= _LONGEST_ECHO:
        return [Said(_letters(new[same:], say))]
    if same == len(new) and same and len(old) - same <= _LONGEST_ECHO:
        return [Said(say(DELETED).format(text=_letters(old[same:], say)))]
    return [Said(new)] if len(new) == 1 else []


def _letters(text: str, say: Say) -> str:
    return text if text.strip() else say("Dấu cách")
