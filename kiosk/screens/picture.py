"""Leaves a picture of the window and what stands on it, for keepers and for journeys that touch the real screen."""

from __future__ import annotations

import ctypes
import json
import logging
import os
import sys
from pathlib import Path

from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels
from PIL import Image

log = logging.getLogger(__name__)

_LIBC = ctypes.CDLL("libc.so.6") if sys.platform == "linux" else None


def take(folder: Path, device: str, page: str, report: dict[str, object], pixels: bool = True) -> None:
    """Write `{device}.png` where `pixels` are wanted, then `{device}.json`, each whole or not at all; a full disk is
    only logged."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        width, height = (int(length) for length in Window.size)
        if pixels:
            _write(folder / f"{device}.png", _pixels(width, height))
        fields = {"size": [width, height], "page": page, **report}
        _write(folder / f"{device}.json", json.dumps(fields, ensure_ascii=False, indent=1).encode())
    except OSError as fault:
        log.error("picture of %s not written: %s", device, fault)
    if pixels:
        _give_back()


def _give_back() -> None:
    # A picture takes tens of MB for a moment, which glibc would keep for ever (malloc_trim(3)).
    if _LIBC is not None:
        _LIBC.malloc_trim(0)


def _pixels(width: int, height: int) -> Image.Image:
    # Drawn anew: what stands in the buffer may be older than the page just laid out.
    Window.dispatch("on_draw")
    raw = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
    # Kivy takes the page for shown now; it is not until the next frame is drawn and flipped.
    Window.canvas.ask_update()
    return (
        Image.frombytes("RGBA", (width, height), bytes(raw)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")
    )


def _write(path: Path, content: bytes | Image.Image) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    if isinstance(content, bytes):
        beside.write_bytes(content)
    else:
        content.save(beside, format="PNG", compress_level=1)
    beside.replace(path)
