"""Reads the one file of a backup: into a folder, every byte checked against what the backup says of itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import ValidationError

from lobby.files import synchronise
from upkeep.errors import UpkeepError
from upkeep.manifest import NAME, ROOTS, VERSION, KeptFile, Manifest, is_newer
from upkeep.sealing import opening
from upkeep.snapshot import is_sound

_DAMAGED = "Bản sao lưu bị hỏng hoặc chưa ghi xong ({}): hãy dùng bản khác."
_MANIFEST_BYTES = 64 * 1024 * 1024


def unpack(file: Path, key: Path | None, folder: Path) -> Manifest:
    """Write what `file` holds below the empty `folder`, durable when this returns; raises UpkeepError, OSError."""
    sums: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    with _reading(file, key) as tar:
        for one in tar:
            body = tar.extractfile(one)
            if body is None or not one.isfile():
                raise UpkeepError(_DAMAGED.format(one.name))
            if one.name == NAME:
                manifest = _read_manifest(body)
            else:
                sums[one.name] = _write(one, body, folder / _safe(one.name))
    if manifest is None:
        raise UpkeepError(_DAMAGED.format("thiếu phần kê khai"))
    _check(manifest, sums, folder)
    return manifest


@contextmanager
def _reading(file: Path, key: Path | None) -> Iterator[tarfile.TarFile]:
    try:
        with opening(file, key) as stream, tarfile.open(fileobj=stream, mode="r|gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error) as fault:
        raise UpkeepError(_DAMAGED.format(fault)) from fault


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or path.parts[0] not in ROOTS:
        raise UpkeepError(_DAMAGED.format(name))
    return path


def _write(one: tarfile.TarInfo, body: IO[bytes], path: Path) -> tuple[int, str]:
    made = _make_folders(path.parent)
    sha256, size = hashlib.sha256(), 0
    with path.open("xb") as written:
        path.chmod(0o600)
        while part := body.read(1024 * 1024):
            sha256.update(part)
            size += written.write(part)
        written.flush()
        os.fsync(written.fileno())
    if os.geteuid() == 0:
        # A user whom this machine does not know leaves the file to root.
        for owner in ({"user": one.uname}, {"group": one.gname}):
            with suppress(LookupError, ValueError):
                shutil.chown(path, **owner)
    path.chmod(one.mode & 0o770)
    for folder in made:
        _open_alike(folder, path)
    return size, sha256.hexdigest()


def _make_folders(folder: Path) -> list[Path]:
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def _open_alike(folder: Path, file: Path) -> None:
    # Who may read a file may enter its folder; the backup has files alone.
    about = file.stat()
    if os.geteuid() == 0:
        os.chown(folder, about.st_uid, about.st_gid)
    folder.chmod(0o750 if about.st_mode & 0o040 else 0o700)


def _read_manifest(body: IO[bytes]) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(body.read(_MANIFEST_BYTES))
    except ValidationError as fault:
        raise UpkeepError(_DAMAGED.format("phần kê khai sai")) from fault
    if manifest.v > VERSION or is_newer(manifest.suite):
        raise UpkeepError(
            f"Bản sao lưu do phiên bản mới hơn ghi ({manifest.suite}). Hãy cài phiên bản đó lên máy này rồi làm lại."
        )
    return manifest


def _check(manifest: Manifest, sums: dict[str, tuple[int, str]], folder: Path) -> None:
    if sums != {one.path: (one.size, one.sha256) for one in manifest.files}:
        raise UpkeepError(_DAMAGED.format("nội dung không khớp phần kê khai"))
    for one in manifest.files:
        _check_file(one, folder / one.path)
    for place in folder.rglob("*"):
        if place.is_dir():
            synchronise(place)


def _check_file(one: KeptFile, path: Path) -> None:
    if one.database and not is_sound(path):
        raise UpkeepError(_DAMAGED.format(one.path))
