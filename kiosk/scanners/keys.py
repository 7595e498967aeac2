"""Turns raw key events of a scanner into scans, with maps of its own: no desktop layout or IME rewrites a code."""

from __future__ import annotations

import logging
import unicodedata

from evdev import ecodes

from kiosk.scanners.lines import GAP_S
from kiosk.scanners.reading import LONGEST

ENDS = frozenset({ecodes.KEY_ENTER, ecodes.KEY_KPENTER, ecodes.KEY_TAB})
SHIFTS = frozenset({ecodes.KEY_LEFTSHIFT, ecodes.KEY_RIGHTSHIFT})
_OTHER_HELD = frozenset({ecodes.KEY_LEFTCTRL, ecodes.KEY_RIGHTCTRL, ecodes.KEY_LEFTALT, ecodes.KEY_RIGHTALT})
_LEVEL3 = ecodes.KEY_RIGHTALT
_DOWN, _UP = 1, 0

_DIGITS = {
    getattr(ecodes, f"KEY_{plain}"): (plain, shifted) for plain, shifted in zip("1234567890", "!@#$%^&*()", strict=True)
}
_LETTERS = {getattr(ecodes, f"KEY_{letter}"): (letter.lower(), letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_KEYPAD = {getattr(ecodes, f"KEY_KP{digit}"): (digit, digit) for digit in "0123456789"}
US: dict[int, tuple[str, str]] = {
    **_DIGITS,
    **_LETTERS,
    **_KEYPAD,
    ecodes.KEY_SPACE: (" ", " "),
    ecodes.KEY_MINUS: ("-", "_"),
    ecodes.KEY_EQUAL: ("=", "+"),
    ecodes.KEY_LEFTBRACE: ("[", "{"),
    ecodes.KEY_RIGHTBRACE: ("]", "}"),
    ecodes.KEY_BACKSLASH: ("\\", "|"),
    ecodes.KEY_SEMICOLON: (";", ":"),
    ecodes.KEY_APOSTROPHE: ("'", '"'),
    ecodes.KEY_GRAVE: ("`", "~"),
    ecodes.KEY_COMMA: (",", "<"),
    ecodes.KEY_DOT: (".", ">"),
    ecodes.KEY_SLASH: ("/", "?"),
    ecodes.KEY_KPMINUS: ("-", "-"),
    ecodes.KEY_KPPLUS: ("+", "+"),
    ecodes.KEY_KPDOT: (".", "."),
    ecodes.KEY_KPSLASH: ("/", "/"),
    ecodes.KEY_KPASTERISK: ("*", "*"),
}
"""Key code to (plain, shifted) character of the US keyboard, as linux/input-event-codes.h names the keys."""

VN: dict[int, tuple[str, str]] = {
    **US,
    ecodes.KEY_1: ("ă", "Ă"),
    ecodes.KEY_2: ("â", "Â"),
    ecodes.KEY_3: ("ê", "Ê"),
    ecodes.KEY_4: ("ô", "Ô"),
    ecodes.KEY_5: ("\u0300", "%"),
    ecodes.KEY_6: ("\u0309", "^"),
    ecodes.KEY_7: ("\u0303", "&"),
    ecodes.KEY_8: ("\u0301", "*"),
    ecodes.KEY_9: ("\u0323", "("),
    ecodes.KEY_0: ("đ", "Đ"),
    ecodes.KEY_LEFTBRACE: ("ư", "Ư"),
    ecodes.KEY_RIGHTBRACE: ("ơ", "Ơ"),
    ecodes.KEY_EQUAL: ("₫", "+"),
}
"""The Vietnamese keyboard (xkb `vn`, TCVN 5712): its digits are behind AltGr."""

_log = logging.getLogger(__name__)


class KeyLines:
    """Puts key presses together to scans; `layout` is `us` or `vn`; times are monotonic seconds."""

    def __init__(self, layout: str = "us") -> None:
        self._plain = VN if layout == "vn" else US
        self._held: set[int] = set()
        self._pending: list[str] = []
        self._lost = False
        self._spoilt = False
        self._last = 0.0

    def feed(self, kind: int, code: int, value: int, at: float) -> str | None:
        """Take one event (type, code, value of input.h) read at `at`; return the scan that it ends, if any."""
        self._last = at
        if kind == ecodes.EV_SYN:
            self._synchronise(code)
            return None
        if kind != ecodes.EV_KEY or self._lost:
            return None
        self._hold(code, value)
        if value != _DOWN:
            return None
        if code in ENDS:
            return self._end()
        self._add(code)
        return None

    def gap(self, at: float) -> str | None:
        """Return the scan that silence has ended by `at`, if any; a lone key is a finger's on a keyboard."""
        if at - self._last < GAP_S or not (self._pending or self._spoilt):
            return None
        text = self._end()
        return text if text is None or len(text) > 1 else None

    def _spoil(self) -> None:
        """Events were lost: what was read of this scan is worth nothing."""
        self._spoilt = True
        self._pending.clear()
        self._held.clear()

    def _synchronise(self, code: int) -> None:
        # After SYN_DROPPED the kernel's events up to the next report are stale (kernel docs, input/event-codes).
        if code == ecodes.SYN_DROPPED:
            self._lost = True
            self._spoil()
            _log.warning("key events of the scanner were lost; the scan is discarded")
        elif code == ecodes.SYN_REPORT:
            self._lost = False

    def _hold(self, code: int, value: int) -> None:
        if value == _DOWN:
            self._held.add(code)
        elif value == _UP:
            self._held.discard(code)

    def _add(self, code: int) -> None:
        level3 = self._plain is VN and _LEVEL3 in self._held
        pair = (US if level3 else self._plain).get(code)
        if pair is None or (self._held & _OTHER_HELD and not level3):
            return
        if len(self._pending) <= LONGEST:  # one more than is taken: that tells that it was too long
            self._pending.append(pair[1 if self._held & SHIFTS else 0])

    def _end(self) -> str | None:
        text = unicodedata.normalize("NFC", "".join(self._pending))
        spoilt, self._spoilt = self._spoilt, False
        self._pending.clear()
        return None if spoilt or not text else text
