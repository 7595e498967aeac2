"""Makes a backup: put together in our own folder, read back, taken to its place, and only then noted as good."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lobby.files import synchronise
from lobby.keepsake import Keepsake, LastGood
from upkeep.choosing import chosen
from upkeep.errors import UpkeepError
from upkeep.packing import Progress, digest, pack
from upkeep.sealing import SUFFIX
from upkeep.settings import BackupSettings
from upkeep.targets.folder import FolderTarget
from upkeep.targets.target import Target
from upkeep.unpacking import unpack

NAME_TIME = "%Y%m%d-%H%M%S"
PACKED = ".tar.gz"


def make(
    settings: BackupSettings, words: Sequence[Keepsake], target: Target, to: str, now: datetime, progress: Progress
) -> LastGood:
    """Make a backup and return the note of it; raises UpkeepError, and then no older backup was touched."""
    try:
        with _alone(settings):
            return _make(settings, words, target, to, now, progress)
    except (OSError, sqlite3.Error) as fault:
        raise UpkeepError(f"Không sao lưu được: {fault}") from fault


def own_names(names: Sequence[str], settings: BackupSettings) -> list[str]:
    """Return those of `names` that are backups of this site, oldest first."""
    head = f"lobby-{settings.site}-2"
    return sorted(name for name in names if name.startswith(head) and name.endswith((PACKED, PACKED + SUFFIX)))


def _make(
    settings: BackupSettings, words: Sequence[Keepsake], target: Target, to: str, now: datetime, progress: Progress
) -> LastGood:
    files = chosen(settings, words)
    size = sum(one.size for one in files)
    target.check(size)
    # Beside the packed file stands a copy of one file at a time, and all of them once when a plain backup is read back.
    FolderTarget(settings.work).check(
        size + (max((one.size for one in files), default=0) if _seals(settings) else size)
    )
    file = settings.work / _name(settings, now)
    pack(settings, words, files, now, file, progress)
    if not _seals(settings):
        with tempfile.TemporaryDirectory(dir=settings.work) as read_back:
            unpack(file, None, Path(read_back))
    sha256 = digest(file)
    target.put(file, sha256)
    good = LastGood(at=now, name=file.name, size=file.stat().st_size, to=to)
    _note(settings, good)
    # Names of a clock that was ahead stand behind this one's.
    for name in own_names(target.names(), settings)[: -settings.keep]:
        if name != file.name:
            target.remove(name)
    return good


def _seals(settings: BackupSettings) -> bool:
    return settings.recipient is not None


def _name(settings: BackupSettings, now: datetime) -> str:
    return f"lobby-{settings.site}-{now.strftime(NAME_TIME)}{PACKED}{SUFFIX if _seals(settings) else ''}"


def _note(settings: BackupSettings, good: LastGood) -> None:
    draft = settings.record.with_suffix(".new")
    draft.write_text(good.model_dump_json() + "\n", encoding="utf-8")
    synchronise(draft)
    draft.replace(settings.record)
    synchronise(settings.own)


@contextmanager
def _alone(settings: BackupSettings) -> Iterator[None]:
    """One backup at a time; what an earlier one left when it was killed is swept away."""
    settings.own.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.own / "backup.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise UpkeepError("Đang có một lần sao lưu khác chạy; hãy chờ nó xong.") from fault
        shutil.rmtree(settings.work, ignore_errors=True)
        settings.work.mkdir(mode=0o700)
        try:
            yield
        finally:
            shutil.rmtree(settings.work, ignore_errors=True)
