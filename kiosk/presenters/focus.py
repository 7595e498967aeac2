"""Which control has the focus, for citizens who use a keypad or cannot see the screen; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

_DIGITS = {f"KEY_KP{digit}": digit for digit in range(10)} | {f"KEY_{digit}": digit for digit in range(10)}
_ENTER = frozenset({"KEY_KPENTER", "KEY_ENTER"})
_ON = frozenset({"KEY_KPPLUS", "KEY_TAB", "KEY_RIGHT", "KEY_DOWN"})
_BACK = frozenset({"KEY_KPMINUS", "KEY_LEFT", "KEY_UP", "KEY_MINUS"})
_DELETE = frozenset({"KEY_KPDOT", "KEY_BACKSPACE", "KEY_DOT", "KEY_KPCOMMA"})
_LEAVE = frozenset({"KEY_KPSLASH", "KEY_ESC", "KEY_SLASH"})
_AGAIN = frozenset({"KEY_KPASTERISK"})
_LOUDER, _SOFTER = frozenset({"KEY_VOLUMEUP"}), frozenset({"KEY_VOLUMEDOWN"})
_WAYS_BACK = ("comfort:close", "language:back", "back", "done")
_KEY, _SPACE = "key:", "key:space"
_TELEPHONE = {2: "abc", 3: "def", 4: "ghi", 5: "jkl", 6: "mno", 7: "pqrs", 8: "tuv", 9: "wxyz"}
"""The letters on a telephone's digits (ITU-T E.161)."""


class Digits(StrEnum):
    """What digits do on a page: press the control of that number, write themselves, or find a letter."""

    PRESS = "press"
    WRITE = "write"
    FIND = "find"


def digits_on(names: Collection[str]) -> Digits:
    """Return what digits do where these controls are: where one types, none of them presses what is no key."""
    if not any(name.startswith(_KEY) for name in names):
        return Digits.PRESS
    return Digits.WRITE if f"{_KEY}1" in names else Digits.FIND


class Deed(StrEnum):
    """What a key does beside moving the focus."""

    PRESS = "press"
    AGAIN = "again"
    LOUDER = "louder"
    SOFTER = "softer"


@dataclass(frozen=True)
class Did:
    """A deed, and for a press the name of the target."""

    deed: Deed
    name: str = ""

    @property
    def turns(self) -> bool:
        """Whether it presses what is no key to type with: the page may be another after it."""
        return self.deed is Deed.PRESS and not self.name.startswith(_KEY)


class Focus:
    """Learns the page's controls in their order; keys move among them. Names are the kernel's (`KEY_KPENTER`)."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._page = ""
        self.at: str | None = None

    def page(self, page: str, names: Sequence[str]) -> None:
        """The screen shows `names` on `page`; on another page the focus begins anew."""
        if page != self._page:
            self._page, self.at = page, None
        self._names = tuple(names)
        if self.at not in self._names:
            self.at = None

    def leave(self) -> None:
        """Show no focus: a finger is at work, or the visit is over."""
        self.at = None

    def key(self, key: str) -> Did | None:
        """A key was pressed; None where only the focus moved, or the key means nothing here."""
        if key in _DIGITS:
            return self._digit(_DIGITS[key])
        if key in _ON or key in _BACK:
            self._move(1 if key in _ON else -1)
        elif key in _ENTER:
            return Did(Deed.PRESS, self.at) if self.at is not None else None
        elif key in _DELETE:
            return self._press("key:delete")
        elif key in _LEAVE:
            return self._press(*_WAYS_BACK)
        for deed, keys in ((Deed.AGAIN, _AGAIN), (Deed.LOUDER, _LOUDER), (Deed.SOFTER, _SOFTER)):
            if key in keys:
                return Did(deed)
        return None

    def _digit(self, digit: int) -> Did | None:
        digits = digits_on(self._names)
        if digits is Digits.WRITE:
            return self._press(f"{_KEY}{digit}")
        if digits is Digits.FIND:
            return self._find(digit)
        if 0 < digit <= len(self._names):
            self.at = self._names[digit - 1]
            return Did(Deed.PRESS, self.at)
        return None

    def _find(self, digit: int) -> Did | None:
        """Go to the digit's first letter, and from one of its letters to the next; 1 has what is no key, 0 a space."""
        if digit == 0:
            return self._press(_SPACE)
        if digit == 1:
            names = [name for name in self._names if not name.startswith(_KEY)]
        else:
            names = [name for letter in _TELEPHONE[digit] if (name := f"{_KEY}{letter}") in self._names]
        if names:
            self.at = names[(names.index(self.at) + 1) % len(names) if self.at in names else 0]
        return None

    def _press(self, *names: str) -> Did | None:
        name = next((one for one in names if one in self._names), None)
        return Did(Deed.PRESS, name) if name is not None else None

    def _move(self, step: int) -> None:
        # Digits are typed: the focus need not pass over their keys.
        names = [name for name in self._names if not (name.startswith(_KEY) and name[4:].isdigit())]
        if not names:
            return
        if self.at in names:
            self.at = names[(names.index(self.at) + step) % len(names)]
        else:
            self.at = names[0 if step > 0 else -1]
