"""How much may be uploaded, from the settings, in the units that the code counts in: pure."""

from __future__ import annotations

from dataclasses import dataclass

from ticketing.notices.settings import NoticesSettings

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bytes of one picture, one video and of all together, and minutes of one video."""

    picture: int
    video: int
    disk: int
    minutes: int


def limits_of(settings: NoticesSettings) -> Limits:
    """Return the limits that the settings give."""
    return Limits(
        settings.picture_mb * MEGABYTE,
        settings.video_mb * MEGABYTE,
        settings.disk_mb * MEGABYTE,
        settings.video_minutes,
    )


def megabytes(size: int) -> str:
    """Return a number of bytes for people: `0,4`, `12`."""
    return f"{size / MEGABYTE:.1f}".replace(".", ",") if size < 10 * MEGABYTE else f"{size / MEGABYTE:.0f}"
