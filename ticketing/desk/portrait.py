"""Draws an officer's photograph anew, small enough for a pad's topic."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

from ticketing.notices.pictures import redrawn

SIZE = (240, 320)
BYTES_AT_MOST = 24_000
_QUALITIES = (88, 80, 70, 60, 50, 40, 30, 20)
# Faces are in the upper half of a photograph.
_CENTRE = (0.5, 0.35)


def portrait(path: Path) -> bytes:
    """Return the picture `path` as a JPEG of SIZE and at most BYTES_AT_MOST, nothing but its pixels.

    Raises NoticeError, and OSError where it cannot be written.
    """
    drawn = path.with_suffix(".jpg")
    try:
        redrawn(path, drawn)
        with Image.open(drawn) as picture:
            fitted = ImageOps.fit(picture.convert("RGB"), SIZE, Image.Resampling.LANCZOS, centering=_CENTRE)
    finally:
        drawn.unlink(missing_ok=True)
    return next(made for made in (_jpeg(fitted, quality) for quality in _QUALITIES) if len(made) <= BYTES_AT_MOST)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
