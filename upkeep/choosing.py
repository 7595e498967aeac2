"""Which files a backup holds, in the order in which they are copied."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from lobby.keepsake import Keepsake
from upkeep.settings import BackupSettings

_SQLITE = b"SQLite format 3\x00"
# What SQLite and half-written files leave beside the true ones.
_NEVER = ("*-wal", "*-shm", "*-journal", "*.lock", "*.part", "*.new")


class Chosen(NamedTuple):
    """A file to be kept; `name` begins with the name of its root."""

    name: str
    path: Path
    database: bool
    size: int


def chosen(settings: BackupSettings, words: Sequence[Keepsake]) -> list[Chosen]:
    """Return what is kept: databases before plain files, and last what must be copied last; raises OSError."""
    found = [*_below("settings", settings.settings, settings), *_below("state", settings.state, settings)]
    if not settings.secrets.is_relative_to(settings.settings):
        found += _below("secrets", settings.secrets, settings)
    spared = [*_NEVER, *(pattern for one in words for pattern in one.spared)]
    secret = [pattern for one in words for pattern in one.secret]
    kept = [one for one in found if not _matches(one, spared)]
    if settings.recipient is None:
        kept = [one for one in kept if not (_is_secret(one, settings) or _matches(one, secret))]
    last = [pattern for one in words for pattern in one.last]
    return sorted(kept, key=lambda one: (_rank(one, last), not one.database, one.name))


def _below(root: str, folder: Path, settings: BackupSettings) -> Iterator[Chosen]:
    for path in sorted(folder.rglob("*")):
        if path.is_relative_to(settings.own) or path.is_relative_to(settings.credentials):
            continue
        try:
            about = path.lstat()
            if stat.S_ISREG(about.st_mode):
                name = f"{root}/{path.relative_to(folder).as_posix()}"
                yield Chosen(name, path, _is_database(path), about.st_size)
        except FileNotFoundError:
            continue  # gone since it was listed


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _is_secret(one: Chosen, settings: BackupSettings) -> bool:
    return one.path.is_relative_to(settings.secrets)


def _matches(one: Chosen, patterns: Sequence[str]) -> bool:
    return any(fnmatch(f"/{one.name.partition('/')[2]}", pattern) for pattern in patterns)


def _rank(one: Chosen, last: Sequence[str]) -> int:
    return next((place for place, pattern in enumerate(last, 1) if _matches(one, [pattern])), 0)
