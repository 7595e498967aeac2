"""Settles Kivy before it opens anything."""

from __future__ import annotations

import os
from pathlib import Path

from lobby.settings.device import ScreenSettings

FRAMES_A_SECOND = 30


def configure(screen: ScreenSettings, device: str, state: Path) -> None:
    """Settle Kivy before it opens anything: no files of its own, one source of touches, no way out by keys."""
    home = state / "kivy"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_NO_ARGS="1", KIVY_NO_FILELOG="1", KIVY_NO_CONFIG="1", KIVY_LOG_MODE="PYTHON", KIVY_HOME=str(home)
    )
    # What a scanner or the bus brings is taken at once, not with the next frame.
    os.environ["KIVY_CLOCK"] = "interrupt"
    os.environ.update(SDL_NO_SIGNAL_HANDLERS="1", SDL_VIDEO_X11_WMCLASS=device)
    from kivy.config import Config  # noqa: PLC0415 (Kivy reads the environment when it is imported)

    wanted: dict[str, dict[str, object]] = {
        "graphics": {
            "width": screen.width,
            "height": screen.height,
            "fullscreen": "auto" if screen.fullscreen else 0,
            "show_cursor": 0 if screen.fullscreen else 1,
            "position": "custom",
            "left": 0,
            "top": 0,
            "resizable": 0,
            "maxfps": FRAMES_A_SECOND,
            "multisamples": 0,
            "allow_screensaver": 0,
        },
        "kivy": {"exit_on_escape": 0, "keyboard_mode": "", "window_icon": "", "log_level": "warning"},
    }
    for section, options in wanted.items():
        for option, value in options.items():
            Config.set(section, option, str(value))
    for source, _ in Config.items("input"):
        Config.remove_option("input", source)
    Config.set("input", "mouse", "mouse,disable_multitouch")
