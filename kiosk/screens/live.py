"""Draws what the camera sees: one texture that is filled anew, an outline where a code was found."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, Line, Rectangle
from kivy.graphics.texture import Texture

from kiosk.screens.box import Box
from kiosk.screens.pieces import Live
from kiosk.viewfinder import Glimpse, Viewfinder
from lobby.look.tokens import Tokens


class LiveMark:
    """The live view of one window, `height` px high; nothing of a picture stays when its piece leaves the page."""

    def __init__(self, tokens: Tokens, height: int, camera: Viewfinder | None) -> None:
        self._tokens = tokens
        self._height = height
        self._camera = camera
        self._box: Box | None = None
        self._group: Any = None
        self._texture: Any = None
        self._number = 0

    def place(self, piece: Live) -> Any:
        """Return the instructions of the view in `piece`'s box."""
        self._box, self._group, self._number = piece.box, InstructionGroup(), 0
        self.refresh()
        return self._group

    def leave(self) -> None:
        """The page has no live view any more."""
        if self._box is not None and self._camera is not None:
            self._camera.forget()
        self._blank()
        self._box = self._group = None

    def refresh(self) -> None:
        """Draw the newest picture, where a page shows the view and there is a newer one."""
        if self._camera is None or self._group is None:
            return
        glimpse = self._camera.look()
        if glimpse is None:
            self._group.clear()
            self._blank()
        elif glimpse.number != self._number:
            self._draw(glimpse)

    def veil(self) -> None:
        """Take the picture away until there is a newer one: no copy of the window may hold it."""
        if self._group is not None:
            self._group.clear()
            self._number = 0

    def _draw(self, glimpse: Glimpse) -> None:
        size = (glimpse.width, glimpse.height)
        if self._texture is None or tuple(self._texture.size) != size:
            self._texture = Texture.create(size=size, colorfmt="rgb")
            self._texture.flip_vertical()
        self._texture.blit_buffer(glimpse.pixels, colorfmt="rgb", bufferfmt="ubyte")
        self._number = glimpse.number
        self._group.clear()
        box = self._fitted(size)
        self._group.add(Color(1, 1, 1, 1))
        at = (box.x, self._height - box.y - box.h)
        self._group.add(Rectangle(texture=self._texture, pos=at, size=(box.w, box.h)))
        if glimpse.outline:
            self._outline(glimpse, box)

    def _fitted(self, size: tuple[int, int]) -> Box:
        assert self._box is not None
        scale = min(self._box.w / size[0], self._box.h / size[1])
        return self._box.middle(size[0] * scale, size[1] * scale)

    def _outline(self, glimpse: Glimpse, box: Box) -> None:
        # Light around dark: seen on paper and on a dark counter.
        points = [
            length for x, y in glimpse.outline for length in (box.x + x * box.w, self._height - box.y - y * box.h)
        ]
        wide = max(2.0, box.h * 0.012)
        for colour, width in (("on_ok", wide * 1.9), ("ok", wide)):
            self._group.add(Color(*self._tokens.rgba(colour)))
            self._group.add(Line(points=points, width=width, close=True, joint="round"))

    def _blank(self) -> None:
        self._number = 0
        self._texture = None
