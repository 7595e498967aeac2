"""Draws a slip as black and white dots, ready for a thermal printer."""

from __future__ import annotations

from PIL import Image, ImageDraw

from lobby.contract.slips import PrintJob
from ticketing.slip.kinds import compose_job
from ticketing.slip.marks import CodeMark, Mark, RuleMark, TextMark
from ticketing.slip.style import SlipStyle

# A grey below it prints black. Above the middle, so that thin strokes and the marks of letters do not break; an own
# threshold, as the library's conversion would dither the edges.
_THRESHOLD = 160
_WHITE, _BLACK = 255, 0
_DASH = 12
_QUIET = 4


def draw(job: PrintJob, style: SlipStyle) -> Image.Image:
    """Return the slip of `job` as a 1-bit picture of `style.dots` width; black is 0."""
    sheet = compose_job(job, style)
    grey = Image.new("L", (style.dots, sheet.height), _WHITE)
    pen = ImageDraw.Draw(grey)
    for mark in sheet.marks:
        _paint(pen, mark)
    return grey.point([_BLACK if level < _THRESHOLD else _WHITE for level in range(256)], "1")


def _paint(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    match mark:
        case TextMark():
            _paint_text(pen, mark)
        case RuleMark():
            _paint_rule(pen, mark)
        case CodeMark():
            _paint_code(pen, mark)


def _paint_text(pen: ImageDraw.ImageDraw, mark: TextMark) -> None:
    box = mark.box
    if mark.inverse:
        pen.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=_BLACK)
    ink = _WHITE if mark.inverse else _BLACK
    pen.text((mark.x, mark.baseline), mark.text, font=mark.face.font, fill=ink, anchor="ls")


def _paint_rule(pen: ImageDraw.ImageDraw, mark: RuleMark) -> None:
    box = mark.box
    step = 2 * _DASH if mark.dashed else box.right - box.left
    for left in range(box.left, box.right, step):
        right = min(box.right, left + _DASH) if mark.dashed else box.right
        pen.rectangle((left, box.top, right - 1, box.bottom - 1), fill=_BLACK)


def _paint_code(pen: ImageDraw.ImageDraw, mark: CodeMark) -> None:
    side = mark.module
    for down, row in enumerate(mark.rows):
        for along, black in enumerate(row):
            if black:
                left = mark.box.left + (along + _QUIET) * side
                top = mark.box.top + (down + _QUIET) * side
                pen.rectangle((left, top, left + side - 1, top + side - 1), fill=_BLACK)
