"""The window beneath Kivy: whether anybody can see it, its end with its display, and its name for window managers."""

from __future__ import annotations

import ctypes
import locale
import logging
import os
from typing import Any

log = logging.getLogger(__name__)

# SDL falls back on these in silence where it finds no display: they draw into memory.
_UNSEEN = frozenset({"offscreen", "dummy"})


def unseen_driver() -> str | None:
    """Return the name of SDL's video driver where it shows nothing on any screen and `SDL_VIDEODRIVER` did not ask
    for that, else None. The window must be open."""
    from kivy.core.window import _window_sdl2  # noqa: PLC0415 (Kivy reads the environment when it is imported)

    if os.environ.get("SDL_VIDEODRIVER"):
        return None
    # Kivy does not tell the driver; its window module is linked with the one SDL of this process.
    ask = ctypes.CDLL(_window_sdl2.__file__).SDL_GetCurrentVideoDriver
    ask.restype = ctypes.c_char_p
    driver = (ask() or b"").decode()
    return driver if driver in _UNSEEN else None


def end_with_display() -> None:
    """Let the program end at once, with exit code 1, when the X server beneath its window dies; nothing where SDL
    uses no X. Xlib by itself calls exit(3), whose handlers can wait for ever on threads of the program."""
    try:
        xlib = ctypes.CDLL("libX11.so.6")
    except OSError:
        return
    xlib.XSetIOErrorHandler(_ON_DISPLAY_LOST)


def _end(_display: int) -> int:
    log.error("the display is gone")
    logging.shutdown()
    os._exit(1)


# Xlib keeps the address alone.
_ON_DISPLAY_LOST = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(_end)


def entitle(window: Any, title: str) -> None:
    """Give the window a name that window managers and xdotool read; `title` is ASCII."""
    # SDL writes WM_NAME in the locale's encoding. Debian's Xlib does not know C.UTF-8, which services run in: such a
    # name is read by no window manager and not by xdotool. An id is plain ASCII, so the locale C does for it.
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    window.set_title(title)
    locale.setlocale(locale.LC_CTYPE, before)
