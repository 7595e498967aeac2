"""The one Kivy widget: draws a page's pieces, keeps those that did not change, and tells what was touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from kivy.graphics import Color
from kivy.graphics import SmoothRoundedRectangle as Rounded
from kivy.uix.widget import Widget

from kiosk.screens.ink import Fitted, Ink
from kiosk.screens.live import LiveMark
from kiosk.screens.marks import Marks
from kiosk.screens.pieces import Live, Piece, Plain, Ring, Target, Words
from kiosk.screens.theme import Look
from kiosk.viewfinder import Viewfinder
from lobby.look.tokens import Tokens

_PRESSED = (0.0, 0.0, 0.0, 0.14)


@dataclass
class _Drawn:
    marks: Any
    fitted: Fitted | None


class Stage(Widget):
    """Fills the window; a press counts when finger down and finger up meet the same target's name."""

    def __init__(
        self, tokens: Tokens, height: int, touched: Callable[[str, float], None], camera: Viewfinder | None = None
    ) -> None:
        super().__init__()
        ink = Ink(tokens)
        self._look = Look()
        self.live = LiveMark(tokens, height, camera)
        self._ink = ink
        self._marks = Marks(tokens, ink, height)
        self._window_height = height
        self._touched = touched
        self._drawn: dict[Piece, _Drawn] = {}
        self._targets: list[Target] = []
        self._held: str | None = None
        self._held_at = 0.0

    def dress(self, look: Look) -> None:
        """Draw all that follows in another look."""
        if look == self._look:
            return
        self._let_go(self._drawn.values())
        self._look, self._drawn = look, {}
        self._ink = Ink(look.tokens, look.font)
        self._marks = Marks(look.tokens, self._ink, self._window_height)

    def show(self, pieces: Sequence[Piece]) -> None:
        """Draw `pieces` in order in place of what is shown."""
        self._targets = [piece for piece in pieces if isinstance(piece, Target)]
        drawn: dict[Piece, _Drawn] = {
            piece: self._drawn.get(piece) or self._draw(piece) for piece in pieces if not isinstance(piece, Target)
        }
        self._let_go(one for piece, one in self._drawn.items() if piece not in drawn)
        self._drawn = drawn
        if not any(isinstance(piece, Live) for piece in drawn):
            self.live.leave()
        self.canvas.clear()
        for one in drawn.values():
            self.canvas.add(one.marks)
        self._show_press()

    def _let_go(self, gone: Iterable[_Drawn]) -> None:
        # A group and what is in it hold each other: a citizen's words would stay until Python's collector comes.
        for one in gone:
            self.canvas.remove(one.marks)
            one.marks.clear()

    def report(self) -> dict[str, object]:
        """Return texts with their boxes and touch targets as they stand, in window pixels, y from the top; `focus` is
        the control that keys would press."""
        focus = next((target.name for target in self._targets if self._ringed(target)), None)
        words = [(piece, one.fitted) for piece, one in self._drawn.items() if isinstance(piece, Words)]
        return {
            "texts": [piece.text for piece, _ in words],
            "focus": focus,
            "targets": [{"name": one.name, "text": one.text, "rect": _rect(one)} for one in self._targets],
            "texts_boxes": [
                {"text": piece.text, "rect": _rect(piece), "cut": fitted is not None and fitted.cut}
                for piece, fitted in words
            ],
        }

    def on_touch_down(self, touch: Any) -> bool:
        # Kivy's touch.time_start is wall time, which may be set while a finger is down.
        if getattr(touch, "button", "left") != "left":
            return True  # a mouse's other buttons and its wheel are no fingers
        self._held, self._held_at = self._name_at(touch), monotonic()
        self._show_press()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        held, self._held = self._held, None
        self._show_press()
        if held is not None and held == self._name_at(touch):
            self._touched(held, self._held_at)
        return True

    def _draw(self, piece: Words | Live | Plain) -> _Drawn:
        if isinstance(piece, Words):
            fitted = self._ink.fit(piece)
            return _Drawn(self._marks.words(piece, fitted), fitted)
        if isinstance(piece, Live):
            return _Drawn(self.live.place(piece), None)
        return _Drawn(self._marks.mark(piece), None)

    def _ringed(self, target: Target) -> bool:
        return any(isinstance(piece, Ring) and piece.box == target.box for piece in self._drawn)

    def _show_press(self) -> None:
        self.canvas.after.clear()
        held = next((target for target in self._targets if target.name == self._held), None)
        if held is not None:
            self.canvas.after.add(Color(*_PRESSED))
            box = held.box
            at = self._marks.place(box)
            self.canvas.after.add(Rounded(pos=at, size=(box.w, box.h), radius=[held.radius]))

    def _name_at(self, touch: Any) -> str | None:
        x, y = touch.x, self._window_height - touch.y
        return next((target.name for target in reversed(self._targets) if target.box.holds(x, y)), None)


def _rect(piece: Target | Words) -> list[int]:
    box = piece.box
    return [round(box.x), round(box.y), round(box.w), round(box.h)]
