"""Draws what an LED board shows as a picture of lit and dark dots."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from lobby.look.tokens import tokens

_ROWS, _COLUMNS = 20, 96
_DOT, _STEP, _MARGIN = 10, 13, 36
_LETTERS = 21
_FINER = 3


def draw(number: str, counter: str) -> bytes:
    """Return a PNG of a dot matrix with the ticket number at the left and the counter's at the right."""
    dots = _matrix(number, counter)
    look = tokens()
    size = (2 * _MARGIN + _COLUMNS * _STEP, 2 * _MARGIN + _ROWS * _STEP)
    picture = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), look.rgb("led_ground"))
    pen = ImageDraw.Draw(picture)
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            lit = bool(dots.getpixel((column, row)))
            pen.ellipse(_place(column, row), fill=look.rgb("led_on" if lit else "led_off"))
    place = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(place, "PNG")
    return place.getvalue()


def _matrix(number: str, counter: str) -> Image.Image:
    dots = Image.new("1", (_COLUMNS, _ROWS))
    pen = ImageDraw.Draw(dots)
    pen.fontmode = "1"
    font = ImageFont.truetype(tokens().font("semibold"), _LETTERS)
    pen.text((1, _ROWS - 3), number, fill=1, font=font, anchor="ls")
    pen.text((_COLUMNS - 1, _ROWS - 3), counter, fill=1, font=font, anchor="rs")
    return dots


def _place(column: int, row: int) -> tuple[int, int, int, int]:
    left, top = _MARGIN + column * _STEP, _MARGIN + row * _STEP
    return left * _FINER, top * _FINER, (left + _DOT) * _FINER, (top + _DOT) * _FINER
