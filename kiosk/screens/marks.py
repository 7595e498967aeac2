"""Kivy instructions for each piece of a page."""

from __future__ import annotations

import math
from typing import Any

from kivy.graphics import Color, InstructionGroup, Line, Mesh, Rectangle, SmoothEllipse, SmoothLine
from kivy.graphics import SmoothRoundedRectangle as Rounded

from kiosk.screens.box import Box
from kiosk.screens.ink import Fitted, Ink
from kiosk.screens.photo import photograph
from kiosk.screens.pieces import Align, Face, Panel, Photo, Plain, Ring, Star, Tick, Words
from lobby.look.tokens import Tokens

# How far the mouth's ends stand above its middle, as a share of the face, from mood 1 to 5; the outermost are open.
_MOUTHS = {1: -0.22, 2: -0.14, 3: 0.0, 4: 0.14, 5: 0.22}
_OPEN = (1, 5)


class Marks:
    """Draws pieces of a window `height` px high (Kivy counts y from below)."""

    def __init__(self, tokens: Tokens, ink: Ink, height: int) -> None:
        self._tokens = tokens
        self._ink = ink
        self._height = height

    def place(self, box: Box) -> tuple[float, float]:
        """Return a box's lower left corner as Kivy counts."""
        return box.x, self._height - box.y - box.h

    def mark(self, piece: Plain) -> Any:
        """Return the instructions of a piece that is no text."""
        match piece:
            case Panel():
                return self.panel(piece)
            case Ring():
                return self.ring(piece)
            case Face():
                return self.face(piece)
            case Tick():
                return self.tick(piece)
            case Star():
                return self.star(piece)
            case Photo():
                return photograph(piece, self._height)

    def panel(self, piece: Panel) -> Any:
        """Return a card's instructions."""
        group = InstructionGroup()
        group.add(Color(*self._tokens.rgba(piece.fill)))
        if piece.radius:
            group.add(Rounded(pos=self.place(piece.box), size=(piece.box.w, piece.box.h), radius=[piece.radius]))
        else:
            group.add(Rectangle(pos=self.place(piece.box), size=(piece.box.w, piece.box.h)))
        if piece.line is not None:
            x, y = self.place(piece.box)
            group.add(Color(*self._tokens.rgba(piece.line)))
            outline = (x + 1, y + 1, piece.box.w - 2, piece.box.h - 2, max(piece.radius - 1, 1))
            group.add(SmoothLine(rounded_rectangle=outline, width=1.2))
        return group

    def ring(self, piece: Ring) -> Any:
        """Return the instructions of the focus: a dark ring with a light one in it, and a pointer."""
        group, (x, y) = InstructionGroup(), self.place(piece.box)
        wide, high = piece.box.w, piece.box.h
        thick = min(max(3.0, min(wide, high) * 0.05), self._height * 0.007)
        for colour, inset, width in (("ink", thick * 0.5, thick), ("paper", thick * 1.7, thick * 0.4)):
            group.add(Color(*self._tokens.rgba(colour)))
            outline = (x + inset, y + inset, wide - 2 * inset, high - 2 * inset, max(piece.radius - inset, 1))
            group.add(Line(rounded_rectangle=outline, width=width))
        reach, middle = thick * 2.2, y + high / 2
        group.add(Color(*self._tokens.rgba("ink")))
        corners = [x, middle + reach, 0, 0, x + reach * 1.2, middle, 0, 0, x, middle - reach, 0, 0]
        group.add(Mesh(vertices=corners, indices=[0, 1, 2], mode="triangles"))
        return group

    def words(self, piece: Words, fitted: Fitted) -> Any:
        """Return the instructions of text that was fitted to its box."""
        texture = self._ink.render(piece, fitted)
        wide, high = texture.size
        x, y = self.place(piece.box)
        shift = {Align.LEFT: 0.0, Align.CENTER: (piece.box.w - wide) / 2, Align.RIGHT: piece.box.w - wide}
        group = InstructionGroup()
        group.add(Color(*self._tokens.rgba(piece.colour)))
        above = 0.0 if piece.top else (piece.box.h - high) / 2
        at = (round(x + shift[piece.align]), round(y + piece.box.h - high - above))
        group.add(Rectangle(texture=texture, pos=at, size=texture.size))
        return group

    def face(self, piece: Face) -> Any:
        """Return a face's instructions: a ringed disc, two eyes, a mouth."""
        x, y = self.place(piece.box)
        size = min(piece.box.w, piece.box.h)
        x, y = x + (piece.box.w - size) / 2, y + (piece.box.h - size) / 2
        group, ring = InstructionGroup(), max(2.0, size * 0.03)
        group.add(Color(*self._tokens.rgba(piece.ink)))
        group.add(SmoothEllipse(pos=(x, y), size=(size, size)))
        group.add(Color(*self._tokens.rgba(piece.fill)))
        group.add(SmoothEllipse(pos=(x + ring, y + ring), size=(size - 2 * ring, size - 2 * ring)))
        group.add(Color(*self._tokens.rgba(piece.ink)))
        eye = size * 0.12
        for share in (0.33, 0.67):
            group.add(SmoothEllipse(pos=(x + size * share - eye / 2, y + size * 0.56), size=(eye, eye * 1.25)))
        for line in _mouth(x, y, size, piece.mood):
            group.add(line)
        return group

    def tick(self, piece: Tick) -> Any:
        """Return the instructions of a tick on a disc."""
        size = min(piece.box.w, piece.box.h)
        x, y = self.place(piece.box.middle(size, size))
        group = InstructionGroup()
        group.add(Color(*self._tokens.rgba(piece.fill)))
        group.add(SmoothEllipse(pos=(x, y), size=(size, size)))
        group.add(Color(*self._tokens.rgba(piece.ink)))
        corners = (0.27, 0.50, 0.44, 0.34, 0.74, 0.66)
        points = [(x if place % 2 == 0 else y) + size * share for place, share in enumerate(corners)]
        group.add(Line(points=points, width=max(2.0, size * 0.045), cap="round", joint="round"))
        return group

    def star(self, piece: Star) -> Any:
        """Return a star's instructions."""
        x, y = self.place(piece.box)
        centre, reach = (x + piece.box.w / 2, y + piece.box.h / 2), min(piece.box.w, piece.box.h) / 2
        points = [*centre, 0.0, 0.0]
        for corner in range(11):
            angle = math.pi / 2 + corner * math.pi / 5
            radius = reach if corner % 2 == 0 else reach * 0.382
            points += [centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle), 0.0, 0.0]
        group = InstructionGroup()
        group.add(Color(*self._tokens.rgba(piece.fill)))
        group.add(Mesh(vertices=points, indices=list(range(12)), mode="triangle_fan"))
        return group


def _mouth(x: float, y: float, size: float, mood: int) -> list[Any]:
    bend, width = _MOUTHS[mood], max(1.5, size * 0.024)
    places = [step / 10 - 1 for step in range(21)]
    curve = [(x + size * (0.5 + 0.24 * at), y + size * (0.30 + bend * (at * at - 0.5))) for at in places]
    line = Line(points=[length for point in curve for length in point], width=width, cap="round", joint="round")
    if mood not in _OPEN:
        return [line]
    ends = curve[0][1]
    filled = [length for across, up in curve for length in (across, up, 0.0, 0.0, across, ends, 0.0, 0.0)]
    inside = Mesh(vertices=filled, indices=list(range(2 * len(curve))), mode="triangle_strip")
    lip = Line(points=[*curve[0], *curve[-1]], width=width, cap="round")
    return [inside, line, lip]
