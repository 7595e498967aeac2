"""Draws what LED boards show as a picture of lit and dark dots."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from lobby.look.tokens import tokens

_ROWS, _COLUMNS = 20, 96
_LETTERS = 21
_STEP, _MARGIN_STEPS = 13, 3
_WIDEST = 1600
_DOT_SHARE = 10 / 13
_FINER = 3


def digits(number: str, counter: str) -> Image.Image:
    """Return the dots of a board of digits, the ticket number at the left and the counter's at the right."""
    dots = Image.new("1", (_COLUMNS, _ROWS))
    pen = ImageDraw.Draw(dots)
    pen.fontmode = "1"
    font = ImageFont.truetype(tokens().font("semibold"), _LETTERS)
    pen.text((1, _ROWS - 3), number, fill=1, font=font, anchor="ls")
    pen.text((_COLUMNS - 1, _ROWS - 3), counter, fill=1, font=font, anchor="rs")
    return dots


def draw(number: str, counter: str) -> bytes:
    """Return a PNG of a board of digits."""
    return sheet([digits(number, counter)])


def sheet(boards: Sequence[Image.Image]) -> bytes:
    """Return a PNG of `boards`, one below the other. A board of one colour lights as LEDs do, others in their own."""
    painted = [_paint(dots) for dots in boards]
    size = (max(one.width for one in painted), sum(one.height for one in painted))
    whole = Image.new("RGB", size, tokens().rgb("led_ground"))
    top = 0
    for one in painted:
        whole.paste(one, (0, top))
        top += one.height
    place = io.BytesIO()
    whole.save(place, "PNG")
    return place.getvalue()


def _paint(dots: Image.Image) -> Image.Image:
    step = max(3, min(_STEP, _WIDEST // dots.width))
    margin = _MARGIN_STEPS * step
    size = (2 * margin + dots.width * step, 2 * margin + dots.height * step)
    picture = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), tokens().rgb("led_ground"))
    pen = ImageDraw.Draw(picture)
    for row in range(dots.height):
        for column in range(dots.width):
            box = _place(column * step + margin, row * step + margin, step * _DOT_SHARE)
            pen.ellipse(box, fill=_light(dots.getpixel((column, row))))
    return picture.resize(size, Image.Resampling.BOX)


def _light(dot: object) -> tuple[int, int, int]:
    if isinstance(dot, tuple) and any(dot):
        red, green, blue = dot[:3]
        return int(red), int(green), int(blue)
    return tokens().rgb("led_off" if isinstance(dot, tuple) or not dot else "led_on")


def _place(left: float, top: float, dot: float) -> tuple[float, float, float, float]:
    return left * _FINER, top * _FINER, (left + dot) * _FINER, (top + dot) * _FINER
