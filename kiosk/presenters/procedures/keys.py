"""The on-screen keyboard for Vietnamese: letters with Telex, or digits, signs and the letters that bear marks."""

from __future__ import annotations

from kiosk.presenters.procedures.views import HINT, Key, Keyboard
from kiosk.presenters.syllables import Style
from kiosk.presenters.telex import delete, press
from kiosk.presenters.wording import Say

LONGEST = 100
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS = ("1234567890", ".-/,:()&+", "ăâđêôơư")
_KEYS = frozenset("".join(_LETTERS + _SIGNS)) | {"space"}


def typed(text: str, key: str, style: Style) -> str:
    """Return what stands in the field after `key`; keys that are none do nothing."""
    if key == "delete":
        return delete(text, style)
    if key == "clear":
        return ""
    if key not in _KEYS or len(text) >= LONGEST:
        return text
    return press(text, " ", style) if key == "space" else press(text, key, style)


def keyboard(signs: bool, done: str, say: Say) -> Keyboard:
    """Return the keys; with `signs` those of digits and marked letters. `done` stands on the key that ends typing."""
    first, second, third = _SIGNS if signs else _LETTERS
    layout = Key("key:layout", "ABC" if signs else "123 ăâđ")
    return Keyboard(
        (
            _row(first),
            (*_row(second), Key("key:delete", say("Xóa 1 ký tự"))),
            (layout, *_row(third), Key("key:clear", say("Xóa hết"), 2)),
            (Key(HINT, "", 3), Key("key:space", say("Dấu cách"), 4), Key("hide", done, 3, main=True)),
        ),
        say("Gõ không dấu cũng được. Có dấu: aa=â, dd=đ, s=sắc…"),
    )


def _row(letters: str) -> tuple[Key, ...]:
    return tuple(Key(f"key:{letter}", letter.upper()) for letter in letters)
