"""Rectangles in window pixels, y from the top, and how pages cut them into rows and columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle; cutting returns the part cut off and the rest."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, dx: float, dy: float | None = None) -> Box:
        """Return the rectangle within, `dx` from the sides and `dy` (or `dx`) from top and bottom."""
        down = dx if dy is None else dy
        return Box(self.x + dx, self.y + down, self.w - 2 * dx, self.h - 2 * down)

    def top(self, h: float, gap: float = 0) -> tuple[Box, Box]:
        """Cut `h` off the top; the rest starts `gap` below."""
        return Box(self.x, self.y, self.w, h), Box(self.x, self.y + h + gap, self.w, self.h - h - gap)

    def bottom(self, h: float, gap: float = 0) -> tuple[Box, Box]:
        """Cut `h` off the bottom; the rest ends `gap` above."""
        return Box(self.x, self.y + self.h - h, self.w, h), Box(self.x, self.y, self.w, self.h - h - gap)

    def left(self, w: float, gap: float = 0) -> tuple[Box, Box]:
        """Cut `w` off the left side."""
        return Box(self.x, self.y, w, self.h), Box(self.x + w + gap, self.y, self.w - w - gap, self.h)

    def right(self, w: float, gap: float = 0) -> tuple[Box, Box]:
        """Cut `w` off the right side."""
        return Box(self.x + self.w - w, self.y, w, self.h), Box(self.x, self.y, self.w - w - gap, self.h)

    def columns(self, count: int, gap: float) -> list[Box]:
        """Return `count` equal columns."""
        wide = (self.w - gap * (count - 1)) / count
        return [Box(self.x + (wide + gap) * place, self.y, wide, self.h) for place in range(count)]

    def rows(self, count: int, gap: float) -> list[Box]:
        """Return `count` equal rows."""
        high = (self.h - gap * (count - 1)) / count
        return [Box(self.x, self.y + (high + gap) * place, self.w, high) for place in range(count)]

    def middle(self, w: float, h: float) -> Box:
        """Return a rectangle of at most this size in the centre."""
        wide, high = min(w, self.w), min(h, self.h)
        return Box(self.x + (self.w - wide) / 2, self.y + (self.h - high) / 2, wide, high)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is inside."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h
