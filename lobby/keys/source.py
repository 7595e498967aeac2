"""Where key presses come from, as a small protocol, with a twin that is pressed by hand."""

from __future__ import annotations

import errno
import os
from typing import Protocol


class KeySource(Protocol):
    """A keypad. `open` and `read` raise OSError where it is not there, or there no longer."""

    def open(self) -> int:
        """Take hold of the keypad; returns a descriptor that is readable when there are presses."""

    def read(self) -> list[str]:
        """Return the keys pressed since the last call; does not wait."""

    def close(self) -> None:
        """Let go; no harm where it is not held."""


class TwinKeys:
    """The twin: `press`, `unplug` and `plug_in` are its hand, `held` and `opened` its memory."""

    def __init__(self) -> None:
        self.opened = 0
        self._plugged = True
        self._ends: tuple[int, int] | None = None
        self._pressed: list[str] = []

    @property
    def held(self) -> bool:
        """Whether someone holds the keypad."""
        return self._ends is not None

    def press(self, key: str) -> None:
        """Press a key of a keypad that is held."""
        self._pressed.append(key)
        self._wake()

    def unplug(self) -> None:
        """Pull the cable."""
        self._plugged = False
        self._wake()

    def plug_in(self) -> None:
        """Put the cable back."""
        self._plugged = True

    def open(self) -> int:
        if not self._plugged:
            raise FileNotFoundError(errno.ENOENT, "no such keypad")
        self._ends = os.pipe()
        self.opened += 1
        return self._ends[0]

    def read(self) -> list[str]:
        if self._ends is None or not self._plugged:
            raise OSError(errno.ENODEV, "the keypad is gone")
        os.read(self._ends[0], 4096)
        pressed, self._pressed = self._pressed, []
        return pressed

    def close(self) -> None:
        ends, self._ends = self._ends, None
        for end in ends or ():
            os.close(end)

    def _wake(self) -> None:
        if self._ends is not None:
            os.write(self._ends[1], b".")
