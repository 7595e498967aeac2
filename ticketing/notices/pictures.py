"""Draws an uploaded picture anew, so that nothing but its pixels is kept."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from PIL import Image, ImageOps

from ticketing.notices import words
from ticketing.notices.words import NoticeError

log = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST = (1920, 1920)
SMALLEST = 200
# A photograph (MPO: a JPEG with others behind it, as phones make) is decoded at the size it is wanted in; other
# formats are decoded whole.
MEGAPIXELS = {"JPEG": 48, "MPO": 48}
MEGAPIXELS_OF_OTHERS = 20
QUALITY = 88
_MILLION = 1_000_000
# A picture takes tens of megabytes while it is drawn: one at a time.
_DRAWING = threading.Lock()


def redrawn(path: Path, to: Path) -> tuple[int, int]:
    """Draw the picture `path` anew as a JPEG at `to`, upright and at most as large as a TV; returns width and height.

    Raises NoticeError, and OSError where it cannot be written.
    """
    with _DRAWING:
        clean = _clean(path)
        clean.save(to, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        return clean.size


def _clean(path: Path) -> Image.Image:
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _measure(picture)
            picture.draft("RGB", LARGEST)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(LARGEST)
            return _plain(upright)
    except NoticeError:
        raise
    except Exception as fault:
        # The boundary to Pillow's decoders, which raise whatever a broken file leads them to.
        log.info("picture refused: %s", type(fault).__name__)
        raise NoticeError(words.BROKEN_PICTURE) from fault


def _measure(picture: Image.Image) -> None:
    width, height = picture.size
    most = MEGAPIXELS.get(picture.format or "", MEGAPIXELS_OF_OTHERS)
    if width * height > most * _MILLION:
        raise NoticeError(words.BIG_PICTURE.format(pixels=width * height // _MILLION, most=most))
    if max(width, height) < SMALLEST:
        raise NoticeError(words.SMALL_PICTURE.format(width=width, height=height))


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone on white, without what else the file said (place, camera, comments)."""
    seen = picture.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain
