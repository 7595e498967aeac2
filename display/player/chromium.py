"""The command line of Chromium as a board's screen: full screen, silent towards the world, its own profile."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from display.player.settings import PlayerSettings

_ALWAYS = (
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-pinch",
    "--metrics-recording-only",
    "--password-store=basic",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication",
    "--disk-cache-size=16777216",
    "--ozone-platform-hint=auto",
)
_LOCKS = ("SingletonLock", "SingletonSocket", "SingletonCookie")


def profile(settings: PlayerSettings) -> Path:
    """Return the browser's profile folder."""
    return settings.state / "chromium"


def command(settings: PlayerSettings) -> list[str]:
    """Return the command that starts the browser of `settings` on an empty page."""
    screen = settings.screen
    line = [settings.chromium, *_ALWAYS, f"--user-data-dir={profile(settings)}"]
    line += _trusted(settings.url)
    line.append(f"--window-size={screen.width},{screen.height}")
    if settings.headless:
        line += ["--headless=new", "--disable-gpu"]
    elif screen.fullscreen:
        line.append("--kiosk")
    if os.geteuid() == 0:
        line.append("--no-sandbox")  # Chromium refuses its sandbox to root
    return [*line, "about:blank"]


def kept(settings: PlayerSettings) -> bool:
    """Tell whether the browser may have kept the page: its service worker leaves a folder in the profile."""
    return (profile(settings) / "Default" / "Service Worker").is_dir()


def _trusted(url: str) -> list[str]:
    # Over plain http a browser lets no page keep itself for an outage; this one opens the office's own hub alone.
    place = urlsplit(url)
    if place.scheme != "http":
        return []
    return [f"--unsafely-treat-insecure-origin-as-secure=http://{place.netloc}"]


def prepare(settings: PlayerSettings) -> None:
    """Make the profile folder, and take away the locks that a power cut or a new host name leave in it."""
    folder = profile(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in _LOCKS:
        (folder / name).unlink(missing_ok=True)
