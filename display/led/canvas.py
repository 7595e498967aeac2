"""The one canvas of boards of dots: where the number, the counter and sentences stand on a board of any size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from PIL import Image

from display.led.driver import Unshowable
from display.led.letters import LARGE, MIDDLE, SMALL, SMALLEST, Letters, grown
from display.led.plain import plain
from display.model.led import LedView

# Below this many rows stacked marks have no room: only ASCII is drawn, the marks left out.
MARKS_FROM = 13
_GAP = 4
# A counter's name beside the number is worth a number that is so much less tall.
_WORTH = 0.75


class Canvas:
    """Draws views in one colour on `columns` x `rows` dots; sentences that run are at most `widest` columns long."""

    def __init__(self, columns: int, rows: int, widest: int = 2000) -> None:
        self.columns = columns
        self.rows = rows
        self.widest = widest

    def draw(self, view: LedView) -> Image.Image:
        """Return the dots of `view`: as large as the board, or wider where a sentence is longer and has to run.

        The number is always whole: raises Unshowable where it, or the sign of its counter, has no room.
        """
        return self._sentence(view.text) if view.text else self._number(view)

    def _number(self, view: LedView) -> Image.Image:
        number = view.number if self.rows >= MARKS_FROM else plain(view.number)
        tallest = self._tallest(number, view, words=False)
        spoken = self._tallest(number, view, words=True)
        if tallest is None:
            counter = f" và quầy «{view.counter}»" if view.counter else ""
            size = f"{self.columns}×{self.rows}"
            raise Unshowable(f"Bảng LED {size} điểm không đủ chỗ cho số «{view.number[:20]}»{counter}.")
        return spoken[0] if spoken is not None and spoken[1] >= _WORTH * tallest[1] else tallest[0]

    def _tallest(self, number: str, view: LedView, words: bool) -> tuple[Image.Image, int] | None:
        """Return the board with the number in the tallest letters that fit, and how tall they are.

        With `words`, beside a counter that is more than its sign.
        """
        for letters in self._numbers():
            if letters.columns * letters.scale * len(number) <= self.columns:
                ink = letters.ink(number)
                placed = self._above(ink, view) or self._beside(ink, view, words)
                if placed is not None:
                    return placed, ink.height
        return None

    def _numbers(self) -> list[Letters]:
        """Return the letters that a number may be drawn in, the tallest first."""
        known = (SMALL, MIDDLE, LARGE) if self.rows >= MARKS_FROM else (SMALLEST,)
        sizes = [grown(letters, scale) for letters in known for scale in range(1, self.rows // letters.capital + 1)]
        return sorted(sizes, key=lambda letters: letters.capital * letters.scale, reverse=True)

    def _beside(self, ink: Image.Image, view: LedView, words: bool) -> Image.Image | None:
        """Return the number at the left and its counter at the right, None where there is no room."""
        if ink.height > self.rows:
            return None
        if not view.counter and not view.place:
            return self._placed((ink, (self.columns - ink.width) // 2, _middle(ink, self.rows)))
        left = self.columns - ink.width - _GAP
        for place in self._names(view, left) if words else chain(self._names(view, left), self._signs(view)):
            if place.width <= left and place.height <= self.rows:
                corner = self.columns - place.width
                return self._placed((ink, 0, _middle(ink, self.rows)), (place, corner, _middle(place, self.rows)))
        return None

    def _above(self, ink: Image.Image, view: LedView) -> Image.Image | None:
        """Return the number above its counter's name, None where there is no room."""
        if not view.place:
            return None
        names = [view.place, _short(view) or _cut(view.place, self.columns // SMALL.columns, "…")]
        for letters, name in ((letters, name) for name in names for letters in (LARGE, MIDDLE, SMALL)):
            line = letters.line(name)
            if line.width <= self.columns and ink.height + 1 + line.height <= self.rows:
                room = self.rows - line.height
                under = (line, _middle_of(line, self.columns), room)
                return self._placed((ink, _middle_of(ink, self.columns), _middle(ink, room)), under)
        return None

    def _names(self, view: LedView, room: int) -> Iterator[Image.Image]:
        """Tell the ways to name the counter in `room` columns, the fullest first."""
        short = _short(view)
        if self.rows < MARKS_FROM:
            names = [short] if view.counter else [_cut(plain(view.place), room // SMALLEST.columns, ".")]
            yield from (SMALLEST.ink(plain(name).upper()) for name in names if name)
            return
        if self.rows >= LARGE.rows and view.place:
            yield LARGE.line(view.place)
        if short:
            stacked = _stacked(SMALL.line(short.split(" ")[0]), LARGE.ink(view.counter))
            if stacked.height <= self.rows:
                yield stacked
        yield from (SMALL.line(name) for name in (view.place, short) if name)
        if not view.counter:
            yield SMALL.line(_cut(view.place, room // SMALL.columns, "…"))

    def _signs(self, view: LedView) -> Iterator[Image.Image]:
        """Tell the ways to show the counter's sign alone, the tallest first."""
        if view.counter:
            known = (LARGE, MIDDLE, SMALL) if self.rows >= MARKS_FROM else (SMALLEST,)
            yield from (letters.ink(plain(view.counter)) for letters in known)

    def _sentence(self, text: str) -> Image.Image:
        if self.rows < MARKS_FROM:
            return self._running(SMALLEST, plain(text).upper())
        fitting = [letters for letters in (LARGE, MIDDLE, SMALL) if letters.rows <= self.rows]
        for letters in fitting:
            lines = _wrapped(text, self.columns // letters.columns)
            if len(lines) * letters.rows <= self.rows and max(map(len, lines)) * letters.columns <= self.columns:
                return self._below_each_other([letters.line(line) for line in lines])
        return self._running(next((one for one in fitting if one.columns * len(text) <= self.widest), SMALL), text)

    def _below_each_other(self, lines: list[Image.Image]) -> Image.Image:
        top = (self.rows - lines[0].height * len(lines)) // 2
        tops = range(top, self.rows, lines[0].height)
        placed = [(line, _middle_of(line, self.columns), at) for line, at in zip(lines, tops, strict=False)]
        return self._placed(*placed)

    def _running(self, letters: Letters, text: str) -> Image.Image:
        """Return the line in the board's middle, or alone on a wider canvas where it is longer than the board."""
        line = letters.line(_cut(text, self.widest // letters.columns, "." if letters.ascii_only else "…"))
        width = max(self.columns, line.width)
        return _pasted((width, self.rows), (line, (width - line.width) // 2, _middle(line, self.rows)))

    def _placed(self, *pieces: tuple[Image.Image, int, int]) -> Image.Image:
        return _pasted((self.columns, self.rows), *pieces)


def _pasted(size: tuple[int, int], *pieces: tuple[Image.Image, int, int]) -> Image.Image:
    whole = Image.new("1", size)
    for piece, left, top in pieces:
        whole.paste(piece, (left, top))
    return whole


def _stacked(above: Image.Image, below: Image.Image) -> Image.Image:
    width = max(above.width, below.width)
    size = (width, above.height + 1 + below.height)
    return _pasted(size, (above, _middle_of(above, width), 0), (below, _middle_of(below, width), above.height + 1))


def _wrapped(text: str, letters: int) -> list[str]:
    """Return the words of `text` in lines of at most `letters`, a longer word in a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _short(view: LedView) -> str:
    """Return the counter in two words («Quầy 3»), empty where its name has no number or is not known."""
    return f"{view.place.split(' ')[0]} {view.counter}" if view.place and view.counter else ""


def _cut(text: str, letters: int, sign: str) -> str:
    """Return `text` in at most `letters`, ended by `sign` where something was left out; three letters at least."""
    return text if len(text) <= letters else text[: max(3, letters - 1)].rstrip() + sign


def _middle(piece: Image.Image, rows: int) -> int:
    return (rows - piece.height) // 2


def _middle_of(piece: Image.Image, columns: int) -> int:
    return (columns - piece.width) // 2
