"""Moves a page's controls into the lower third, within reach from a wheelchair: as large buttons, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.screens.box import Box
from kiosk.screens.low_foot import Button, Foot, draw_foot, foot_of, is_many, letters_in
from kiosk.screens.order import ADDED, control_of, in_order, within
from kiosk.screens.pieces import Panel, Piece, Target, Words
from kiosk.screens.sheet import Kind, Sheet
from kiosk.screens.theme import Theme

_SMALL = 640
_TRIES = 4


@dataclass(frozen=True)
class _Page:
    """A page in parts: what stays above, what is touched at the foot, and the ground that takes every other touch."""

    above: list[Piece]
    foot: Foot
    ground: Target | None

    @property
    def over(self) -> float:
        """By how many px what stays above is too high."""
        return max((piece.box.y + piece.box.h for piece in self.above), default=0) - self.foot.panel.y


def has_reach(width: int, height: int) -> bool:
    """Tell whether a screen of this size in px is one whose upper end may be out of reach: a small panel is not.

    A panel of 7 or 10 inches (800x480, 1024x600) ends a hand's breadth or two above where it begins: whoever reaches
    its foot reaches its head, and where it hangs is the site's to settle. A third of it has no room for four rows of
    keys as high as a finger needs, so that its controls would get smaller there, not nearer.
    """
    return min(width, height) >= _SMALL


def draw_low(draw: Callable[[Sheet], None], sheet: Sheet) -> None:
    """Draw a page on `sheet` by `draw`, its controls in the lower third of the screen.

    Keys keep their rows. What the controls leave empty closes up; a page that is still too high is laid out again for
    a lower screen.
    """
    theme, height = sheet.theme, float(sheet.theme.height)
    for _ in range(_TRIES):
        trial = sheet.lower(replace(theme, height=round(height)))
        draw(trial)
        if not has_reach(theme.width, theme.height) or not _controls(trial):
            draw(sheet)
            return
        page = _parted(trial, theme)
        if page.over <= 0:
            break
        height -= page.over
    sheet.band = trial.band
    sheet.pieces += page.above
    if page.ground is not None:
        rest = Box(0, 0, sheet.whole.w, page.foot.panel.y)
        sheet.target(page.ground.name, rest, page.ground.text, ground=True)
    draw_foot(page.foot, trial.keys, sheet)


def _controls(sheet: Sheet) -> list[Target]:
    return [piece for piece in sheet.pieces if isinstance(piece, Target) and not piece.ground]


def _parted(sheet: Sheet, theme: Theme) -> _Page:
    """Return the page drawn on `sheet` in its parts, for a screen of `theme`."""
    keys, targets = sheet.keys, _controls(sheet)
    others = [one for one in targets if keys is None or not within(one.box, keys.box)]
    spare = sheet.warns and ADDED not in {one.name for one in others}
    foot = foot_of(_buttons(sheet.pieces, in_order(others, sheet.whole), spare), keys, theme)
    # What is too long for its button stays where it is read, with its like; the button has its beginning.
    long = {one.name for one, box in foot.places() if len(one.text) > letters_in(box, theme)}
    like = {_size(one.box) for one in others if one.name in long}
    read = {one.name for one in others if _size(one.box) in like}
    gone = [one.box for one in others if one.name not in read] + ([keys.box] if keys is not None else [])
    kept = [one for one in sheet.pieces if not isinstance(one, Target) and not _on_one(one, gone)]
    ground = next((one for one in sheet.pieces if isinstance(one, Target) and one.ground), None)
    return _Page(_closed_up(kept, theme.size("gap")), foot.without_more(read), ground)


def _size(box: Box) -> tuple[int, int]:
    return round(box.w), round(box.h)


def _on_one(piece: Piece, boxes: Sequence[Box]) -> bool:
    return any(within(piece.box, box) for box in boxes)


def _buttons(pieces: Sequence[Piece], targets: Sequence[Target], kept: bool) -> list[Button]:
    """Return a button for each control, and where a place is `kept` for one more, a button without words."""
    words = [piece for piece in pieces if isinstance(piece, Words)]
    brand = {piece.box for piece in pieces if isinstance(piece, Panel) and piece.fill == "brand"}
    many = is_many(len(targets) + kept)
    made = []
    for target in targets:
        text, *more = control_of(target, words).lines
        kind = Kind.MAIN if target.box in brand else Kind.KEY if len(text) <= 2 else Kind.PLAIN
        made.append(Button(target.name, text, kind, 2 if many and len(text) > 2 else 1, tuple(more)))
    return [*made, Button(ADDED, "", Kind.PLAIN, 2 if many else 1)] if kept else made


def _closed_up(pieces: Sequence[Piece], gap: float) -> list[Piece]:
    """Return the pieces moved up where nothing stands between them, but for a gap."""
    spans = sorted((piece.box.y, piece.box.y + piece.box.h) for piece in pieces)
    holes: list[tuple[float, float]] = []
    below = 0.0
    for top, bottom in spans:
        if top - below > gap:
            holes.append((below, top - below - gap))
        below = max(below, bottom)
    return [_raised(piece, sum(size for at, size in holes if at <= piece.box.y)) for piece in pieces]


def _raised(piece: Piece, by: float) -> Piece:
    box = replace(piece.box, y=piece.box.y - by)
    return replace(piece, box=box)
