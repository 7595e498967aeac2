"""A page under way: collects pieces in the theme's sizes, with the buttons and cards that pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.presenters.wording import Header
from kiosk.screens.box import Box
from kiosk.screens.pieces import Align, Face, Live, Panel, Photo, Piece, Ring, Star, Target, Tick, Words
from kiosk.screens.theme import Theme

_BESIDE, _LINES_NARROW = 45, 6.6
"""By the least letters: how wide a screen with room for the clock beside the office's name is, and the header of one
without, which holds three lines of the name above the clock."""


class Kind(StrEnum):
    """How much a button asks for attention."""

    MAIN = "main"
    PLAIN = "plain"
    QUIET = "quiet"
    KEY = "key"


_BUTTONS = {
    Kind.MAIN: ("brand", "on_brand", None),
    Kind.PLAIN: ("surface", "brand", "brand"),
    Kind.QUIET: ("calm", "calm_ink", None),
    Kind.KEY: ("surface", "ink", "line"),
}


@dataclass(frozen=True)
class Keys:
    """Keys of the screen's own that stand in `rows`, at most `across` in one; `draw` draws them in any box."""

    box: Box
    rows: int
    across: int
    draw: Callable[[Sheet, Box], None]

    def height(self, key: float, theme: Theme) -> float:
        """Return how high all rows of keys are, each `key` px high."""
        return self.rows * (key + key_gap(theme)) - key_gap(theme)

    def width(self, key: float, theme: Theme) -> float:
        """Return how wide a row of keys is, each `key` px wide."""
        return self.across * (key + key_gap(theme)) - key_gap(theme)


def key_gap(theme: Theme) -> float:
    """Return the px between keys."""
    return max(theme.px(12), 5)


class Sheet:
    """Pages write on it; the stage draws what it collected, in order.

    `comfort` is what stands on the header's button to choices of comfort, None where there are none; `band` is the
    header's room once it is drawn, `keys` what is to be typed on. Where the sheet is `lowered`, the header's buttons
    take no room in it: they will stand below, with a place for what a warning brings where the page `warns`.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.pieces: list[Piece] = []
        self.comfort: str | None = None
        self.band: Box | None = None
        self.keys: Keys | None = None
        self.lowered = False
        self.warns = False
        self.whole = Box(0, 0, theme.width, theme.height)

    def lower(self, theme: Theme) -> Sheet:
        """Return an empty sheet of another size, with the same header, from which the controls will go down."""
        other = Sheet(theme)
        other.comfort, other.lowered = self.comfort, True
        return other

    def ring(self, box: Box) -> None:
        """Show that keys would press what is in the box."""
        self.pieces.append(Ring(box, self.theme.size("radius")))

    def panel(self, box: Box, fill: str, line: str | None = None, radius: float | None = None) -> None:
        """Draw a card."""
        self.pieces.append(Panel(box, fill, self.theme.size("radius") if radius is None else radius, line))

    def words(
        self,
        box: Box,
        text: str,
        size: str = "text",
        *,
        weight: str = "regular",
        colour: str = "ink",
        align: Align = Align.LEFT,
        least: float = 0,
        wanted: float = 0,
        lines: int | None = None,
        top: bool = False,
    ) -> None:
        """Write `text` at the size token `size` or smaller, in the middle of the box's height, or from its `top`.

        It begins at no less than `wanted` px where there is room, and is never smaller than `least` px (or the theme's
        least); what needs more than `lines` lines ends in "…".
        """
        if text:
            theme = self.theme
            lowest = max(theme.least, least)
            self.pieces.append(
                Words(box, text, max(theme.text(size), lowest, wanted), lowest, weight, colour, align, lines, top)
            )

    def face(self, box: Box, mood: int, fill: str, ink: str) -> None:
        """Draw a face."""
        self.pieces.append(Face(box, mood, fill, ink))

    def star(self, box: Box, fill: str) -> None:
        """Draw a star."""
        self.pieces.append(Star(box, fill))

    def tick(self, box: Box, fill: str, ink: str) -> None:
        """Draw a tick on a disc."""
        self.pieces.append(Tick(box, fill, ink))

    def photo(self, box: Box, source: Path | bytes) -> None:
        """Show a picture."""
        self.pieces.append(Photo(box, source))

    def live(self, box: Box) -> None:
        """Show what the camera sees."""
        self.pieces.append(Live(box))

    def target(self, name: str, box: Box, text: str, *, ground: bool = False) -> None:
        """Let the box be touched; a `ground` is what is left of the screen."""
        self.pieces.append(Target(box, name, text, self.theme.size("radius"), ground))

    def draw_keys(self, rows: int, across: int, box: Box, draw: Callable[[Sheet, Box], None]) -> None:
        """Draw keys by `draw`, which stay together in their rows wherever they go."""
        self.keys = Keys(box, rows, across, draw)
        draw(self, box)

    def button(
        self,
        name: str,
        box: Box,
        text: str,
        kind: Kind = Kind.MAIN,
        size: str = "text",
        lines: int | None = None,
        *,
        sign: str | None = None,
        wanted: float = 0,
    ) -> None:
        """Draw a button and let it be touched; words that need more than `lines` lines end in "…".

        They begin at no less than `wanted` px where there is room.

        A `sign` stands on it in place of its text, which is then read aloud alone.
        """
        fill, ink, line = _BUTTONS[kind]
        self.panel(box, fill, line)
        pad = min(self.theme.size("gap") * 0.6, box.w * 0.1)
        inside = box.inset(pad, 2)
        self.words(
            inside, sign or text, size, weight="bold", colour=ink, align=Align.CENTER, lines=lines, wanted=wanted
        )
        self.target(name, box, text)

    def header(self, header: Header, language: str | None) -> Box:
        """Draw the office's band and the language switch; returns the room below, with margins."""
        theme = self.theme
        narrow = theme.upright and theme.width < theme.least * _BESIDE
        lines = theme.least * _LINES_NARROW if narrow else 0
        band, rest = self.whole.top(max(theme.px(120), theme.tokens.size["touch_least"] + 4, lines))
        self.panel(band, "brand", radius=0)
        inside = band.inset(theme.size("pad"), 2)
        star, inside = inside.left(theme.px(64), theme.size("gap"))
        self.band = band
        self.star(star.middle(theme.px(64), theme.px(64)), "star")
        high = theme.touch if theme.upright else max(theme.px(80), 48)
        if language is not None:
            switch, inside = self._in_header(inside, max(theme.px(240), 104), theme.size("gap"), 0)
            self.button("language", switch.middle(switch.w, high), language, Kind.PLAIN, "text_small")
        if self.comfort is not None:
            door, inside = self._in_header(inside, max(theme.px(270), 104), theme.size("gap") * 0.5, 1)
            self.button("comfort:open", door.middle(door.w, high), self.comfort, Kind.PLAIN, "text_small")
        if narrow:
            clock, name = inside.bottom(theme.least * 1.6)
        else:
            clock, name = inside.right(inside.w * 0.3, theme.size("gap"))
        self.words(name, header.office, "text", weight="semibold", colour="on_brand")
        self.words(
            clock, header.clock, "text_small", colour="on_brand", align=Align.LEFT if narrow else Align.RIGHT, lines=2
        )
        return rest.inset(theme.size("pad"), theme.px(32))

    def _in_header(self, inside: Box, wide: float, gap: float, nth: int) -> tuple[Box, Box]:
        """Return the room of the `nth` button from the right, and the rest of the header: all of it where the button
        will go down, until when it stands beyond the screen's foot."""
        if not self.lowered:
            return inside.right(wide, gap)
        return Box(inside.x, self.whole.h + nth * 2 * inside.h, wide, inside.h), inside
