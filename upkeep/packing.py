"""Writes the one file of a backup: a tar of what was chosen, packed, encrypted where there is a key."""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from lobby.files import synchronise
from lobby.keepsake import Keepsake
from upkeep.choosing import Chosen
from upkeep.errors import UpkeepError
from upkeep.manifest import NAME, KeptFile, Manifest
from upkeep.sealing import sealing
from upkeep.settings import BackupSettings
from upkeep.snapshot import is_sound, snapshot

log = logging.getLogger(__name__)

_PACKED = 6
Progress = Callable[[int, int, str], None]


def pack(
    settings: BackupSettings,
    words: Sequence[Keepsake],
    files: Sequence[Chosen],
    now: datetime,
    file: Path,
    progress: Progress,
) -> Manifest:
    """Write `files` into the backup `file`, durable when this returns; raises UpkeepError, OSError, sqlite3.Error."""
    kept: list[KeptFile] = []
    with file.open("xb") as under, _sealed(under, settings) as stream:
        file.chmod(0o600)
        with (
            gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=_PACKED) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            newest = None
            for number, one in enumerate(files, 1):
                progress(number, len(files), one.name)
                with _still(one, settings.work) as copy:
                    if copy is not None:
                        kept.append(_add(tar, one, copy))
                        newest = _newest(words, copy, newest)
            manifest = _manifest(settings, now, newest, kept)
            _add_manifest(tar, manifest)
    synchronise(file)
    return manifest


def digest(file: Path) -> str:
    """Return the SHA-256 of what the disk holds of `file`; raises OSError."""
    with file.open("rb") as opened:
        # Not what memory still has of it.
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(opened, "sha256").hexdigest()


@contextmanager
def _sealed(under: IO[bytes], settings: BackupSettings) -> Iterator[IO[bytes]]:
    if settings.recipient is None:
        yield under
        return
    with sealing(under, settings.recipient) as stream:
        yield stream


@contextmanager
def _still(one: Chosen, work: Path) -> Iterator[Path | None]:
    """Lend a copy of a file that no longer changes, None where it is gone; raises UpkeepError for a damaged one."""
    copy = work / "copies" / one.path.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        if one.database:
            snapshot(one.path, copy)
            if not is_sound(copy):
                raise UpkeepError(f"Tệp {one.path} bị hỏng nên không sao lưu được. Kiểm tra thẻ nhớ, báo bên hỗ trợ.")
        else:
            shutil.copyfile(one.path, copy)
        shutil.copystat(one.path, copy)
        _own_alike(one.path, copy)
        yield copy
    except FileNotFoundError:
        if one.path.exists():
            raise
        log.info("%s went away while the backup was made", one.name)
        yield None
    finally:
        copy.unlink(missing_ok=True)


def _own_alike(path: Path, copy: Path) -> None:
    if os.geteuid() == 0:
        about = path.stat()
        os.chown(copy, about.st_uid, about.st_gid)


def _add(tar: tarfile.TarFile, one: Chosen, copy: Path) -> KeptFile:
    with copy.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    tar.add(copy, arcname=one.name, recursive=False)
    return KeptFile(path=one.name, size=copy.stat().st_size, sha256=sha256, database=one.database)


def _newest(words: Sequence[Keepsake], copy: Path, newest: int | None) -> int | None:
    # The copy alone tells which entry the backup ends with: the journal itself goes on.
    found = [one.newest(copy.parent) for one in words]
    return next((number for number in found if number is not None), newest)


def _manifest(settings: BackupSettings, now: datetime, newest: int | None, kept: list[KeptFile]) -> Manifest:
    roots = {name: str(getattr(settings, name)) for name in ("settings", "secrets", "state")}
    return Manifest(
        site=settings.site, at=now, newest=newest, secrets=settings.recipient is not None, roots=roots, files=kept
    )


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    body = manifest.model_dump_json(indent=1).encode()
    about = tarfile.TarInfo(NAME)
    about.size, about.mode, about.mtime = len(body), 0o600, int(manifest.at.timestamp())
    tar.addfile(about, io.BytesIO(body))
