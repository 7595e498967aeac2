"""Turns presses of a panel with faces into scores: each once, however the contact bounces or a hand rests on it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.buttons.faces import FaceButtons
from kiosk.inbox import Inbox
from kiosk.presenters.presses import BOUNCES_S
from lobby.clock import Clock
from lobby.health import Faults
from lobby.keys.build import source_of
from lobby.keys.listening import Listening, Missing
from lobby.keys.source import KeySource

MISSING = Missing(
    "buttons_missing",
    "Không thấy bảng nút đánh giá.",
    "Cắm lại dây của bảng nút; thiết bị tự nhận lại sau vài giây. Kiểm tra mục buttons.panel trong tệp cấu hình.",
)


class FacePresses:
    """Gives `pressed` the score of a face and when it was pressed (monotonic seconds); any thread may hear.

    Nobody presses two faces within a second: what comes sooner is the same hand, or the contact's bouncing.
    """

    def __init__(self, keys: dict[str, int], pressed: Callable[[int, float], None], clock: Clock) -> None:
        self._keys = keys
        self._pressed = pressed
        self._clock = clock
        self._last = float("-inf")

    def heard(self, key: str) -> None:
        """Take a key by its name."""
        score, at = self._keys.get(key), self._clock.monotonic()
        if score is not None and at - self._last >= BOUNCES_S:
            self._last = at
            self._pressed(score, at)


def face_panel(
    settings: FaceButtons,
    pressed: Callable[[int, float], None],
    inbox: Inbox,
    faults: Faults,
    clock: Clock,
    source: KeySource | None = None,
) -> Listening:
    """Return the part that listens to the panel; `pressed` is called on the window's thread."""
    presses = FacePresses(dict(settings.keys), lambda score, at: inbox.put(lambda: pressed(score, at)), clock)
    return Listening(source or source_of(settings.panel), faults, presses.heard, MISSING)
