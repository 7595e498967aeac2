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
    """Return a number of bytes in MB for people: `0`, `0,4`, `1.000`."""
    if 0 < size < 10 * MEGABYTE:
        return f"{max(0.1, size / MEGABYTE):.1f}".replace(".", ",").removesuffix(",0")
    return f"{size / MEGABYTE:,.0f}".replace(",", ".")
