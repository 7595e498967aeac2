"""A printer's twin: takes ESC/POS bytes, draws them, answers for its status, and has the moods of a printer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from enum import StrEnum

from PIL import Image

from ticketing.printers.interpreter import Interpreter, UnknownCommand

log = logging.getLogger(__name__)


class Mood(StrEnum):
    """How the twin feels; `SILENT` prints but never answers."""

    OK = "ok"
    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    SILENT = "silent"


_FINE = 0x12
# The status bytes for DLE EOT 1 to 4, as a TM-T20II gives them.
_REPLIES: dict[Mood, tuple[int, int, int, int]] = {
    Mood.OK: (_FINE, _FINE, _FINE, _FINE),
    Mood.PAPER_OUT: (0x1A, 0x32, _FINE, 0x72),
    Mood.NEAR_END: (_FINE, _FINE, _FINE, 0x1E),
    Mood.COVER_OPEN: (0x1A, 0x16, _FINE, _FINE),
    Mood.OFFLINE: (0x1A, _FINE, _FINE, _FINE),
}
_PRINTS = frozenset({Mood.OK, Mood.NEAR_END, Mood.SILENT})


class FakePrinter:
    """The twin itself. Its hand is `feel`; its memory `slips`, `cuts`, `asked` and `faults`."""

    def __init__(self, dots: int = 576) -> None:
        self.mood = Mood.OK
        self.asked: list[int] = []
        self.faults: list[str] = []
        self._reply: Callable[[bytes], object] = lambda _: None
        self._interpreter = Interpreter(dots, self._on_query)
        self._slips: list[Image.Image] = []
        self._cuts = 0
        self._after: tuple[int, Mood] | None = None
        self._changed = threading.Condition()

    def feel(self, mood: Mood) -> None:
        """Change the mood."""
        self.mood = mood

    def feel_after(self, slips: int, mood: Mood) -> None:
        """Change the mood once so many more slips were cut, as where the paper runs out."""
        self._after = (self.cuts + slips, mood)

    @property
    def slips(self) -> list[Image.Image]:
        """The slips that were cut off, oldest first."""
        return list(self._slips)

    @property
    def cuts(self) -> int:
        """How often the paper was cut."""
        return self._cuts

    def wait_for_slips(self, count: int, timeout_s: float = 5.0) -> list[Image.Image]:
        """Return the slips once there are `count`, or those there are when `timeout_s` went by."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._slips) >= count, timeout_s)
            return self.slips

    def take(self, data: bytes, reply: Callable[[bytes], object]) -> None:
        """Take bytes from the line; `reply` sends bytes back."""
        self._reply = reply
        try:
            self._interpreter.feed(data)
        except UnknownCommand as fault:
            log.error("twin: %s", fault)
            self.faults.append(str(fault))
        with self._changed:
            self._keep()
            self._changed.notify_all()

    def _keep(self) -> None:
        paper = self._interpreter.paper
        if self.mood in _PRINTS:
            self._slips += paper.slips
            self._cuts += paper.cuts
        paper.slips, paper.cuts = [], 0
        if self._after is not None and self.cuts >= self._after[0]:
            self.mood, self._after = self._after[1], None

    def _on_query(self, asked: int) -> None:
        self.asked.append(asked)
        if self.mood is not Mood.SILENT:
            self._reply(bytes((_REPLIES[self.mood][asked - 1],)))
