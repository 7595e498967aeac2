"""What a room says of its files to whoever makes backups: found by entry point, so that no room is imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path

from pydantic import AwareDatetime, BaseModel

GROUP = "lobby.keepsakes"


def _unknown(_state: Path) -> int | None:
    return None


def _nothing(_state: Path, _newest: int | None) -> None:
    return None


@dataclass(frozen=True)
class Keepsake:
    """A room's word on its files below the folder `state` of all programs; what no room names is kept as it is.

    Patterns are of paths below `state`, `*` also across folders. `last` are copied after all others, in that order;
    `spared` are not kept, since they come again by themselves; `secret` only where the backup is encrypted. `newest`
    tells the number of the newest journal entry there. `restored` readies files that came out of a backup whose journal
    ended with that entry. Both raise OSError or sqlite3.Error.
    """

    last: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    newest: Callable[[Path], int | None] = _unknown
    restored: Callable[[Path, int | None], None] = _nothing


def keepsakes() -> tuple[Keepsake, ...]:
    """Return what the rooms that are installed say."""
    return tuple(point.load() for point in sorted(entry_points(group=GROUP), key=lambda point: point.name))


class LastGood(BaseModel):
    """The newest backup that was written whole and read back: when, under which name, and where to."""

    at: AwareDatetime
    name: str
    size: int
    to: str


def last_good(record: Path) -> datetime | None:
    """Return when the last good backup was made, None where there is none; raises OSError, ValueError."""
    try:
        return LastGood.model_validate_json(record.read_text(encoding="utf-8")).at
    except FileNotFoundError:
        return None
