"""Draws what LED boards show as a picture of lit and dark dots."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lobby.look.tokens import tokens

Floats = NDArray[np.float64]

_ROWS, _COLUMNS = 20, 96
_LETTERS = 21
_BETWEEN = 8
_STEP, _MARGIN_STEPS = 13, 3
_WIDEST = 1600
_DOT_SHARE = 10 / 13
_FINER = 8


def digits(number: str, counter: str) -> Image.Image:
    """Return the dots of a board of digits, the ticket number at the left and the counter's at the right.

    Wider than other boards where these would run into each other: all that stands on a board can be seen.
    """
    font = ImageFont.truetype(tokens().font("semibold"), _LETTERS)
    columns = max(_COLUMNS, round(font.getlength(number) + font.getlength(counter)) + _BETWEEN)
    dots = Image.new("1", (columns, _ROWS))
    pen = ImageDraw.Draw(dots)
    pen.fontmode = "1"
    pen.text((1, _ROWS - 3), number, fill=1, font=font, anchor="ls")
    pen.text((columns - 1, _ROWS - 3), counter, fill=1, font=font, anchor="rs")
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
    ground = np.array(tokens().rgb("led_ground"), dtype=np.float64)
    colours = _colours(dots).repeat(step, axis=0).repeat(step, axis=1)
    shape = np.tile(_dot(step), (dots.height, dots.width))[:, :, None]
    margin = _MARGIN_STEPS * step
    lit = ground + (colours - ground) * shape
    size = (lit.shape[0] + 2 * margin, lit.shape[1] + 2 * margin, 3)
    whole = np.broadcast_to(ground, size).copy()
    whole[margin:-margin, margin:-margin] = lit
    return Image.fromarray(whole.round().astype(np.uint8), "RGB")


def _colours(dots: Image.Image) -> Floats:
    """Return the colour of each dot: its own, or that of a board of one colour, or that of a dark dot."""
    off = np.array(tokens().rgb("led_off"), dtype=np.float64)
    if dots.mode == "1":
        lit = np.asarray(dots, dtype=bool)[:, :, None]
        return np.where(lit, np.array(tokens().rgb("led_on"), dtype=np.float64), off)
    own = np.asarray(dots.convert("RGB"), dtype=np.float64)
    return np.where(own.any(axis=2, keepdims=True), own, off)


@cache
def _dot(step: int) -> Floats:
    """Return how much of each pixel of a `step` x `step` square the dot in it covers, 0..1."""
    finer = step * _FINER
    square = Image.new("L", (finer, finer))
    ImageDraw.Draw(square).ellipse((0, 0, finer * _DOT_SHARE, finer * _DOT_SHARE), fill=255)
    return np.asarray(square.resize((step, step), Image.Resampling.BOX), dtype=np.float64) / 255
