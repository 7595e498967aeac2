"""Kivy instructions for a photograph or a notice's picture."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from kiosk.screens.box import Box
from kiosk.screens.pieces import Photo

log = logging.getLogger(__name__)

_MOST_PIXELS = 50_000_000


def photograph(piece: Photo, height: int) -> Any:
    """Return its instructions on a window `height` px high: whole, in the middle of its box; none where it cannot be
    read."""
    group = InstructionGroup()
    try:
        picture = _read(piece)
    # Pillow raises whatever it meets in a damaged file: the page stands without it.
    except Exception as fault:  # noqa: BLE001
        log.warning("a picture is not shown: %s", type(fault).__name__)
        return group
    texture = Texture.create(size=picture.size, colorfmt="rgb")
    texture.blit_buffer(picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).tobytes(), colorfmt="rgb", bufferfmt="ubyte")
    at = piece.box.middle(*picture.size)
    group.add(Color(1, 1, 1, 1))
    group.add(Rectangle(texture=texture, pos=(at.x, height - at.y - at.h), size=(at.w, at.h)))
    return group


def _read(piece: Photo) -> Image.Image:
    source = BytesIO(piece.source) if isinstance(piece.source, bytes) else piece.source
    with Image.open(source, formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        return _fitted(opened.convert("RGB"), piece.box)


def _fitted(picture: Image.Image, box: Box) -> Image.Image:
    scale = min(box.w / picture.width, box.h / picture.height)
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)
