"""The way back: a backup becomes the state of a machine, whole or not at all, and what stood there is kept aside."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lobby.files import synchronise
from lobby.keepsake import Keepsake
from upkeep.errors import UpkeepError
from upkeep.manifest import Manifest
from upkeep.unpacking import unpack

_DRAFT = ".restoring"
_OWN = "backup"


class Restored(NamedTuple):
    """What stands where now, and where what stood there before went."""

    manifest: Manifest
    roots: Mapping[str, Path]
    aside: Sequence[Path]


def restore(
    file: Path, key: Path | None, into: Path | None, replace: bool, words: Sequence[Keepsake], now: datetime
) -> Restored:
    """Restore `file` to the folders it came from, or the same below `into`.

    Raises UpkeepError; then nothing was changed.
    """
    try:
        draft = _draft_folder(into or _roomy())
        try:
            manifest = unpack(file, key, draft)
            return _settle(manifest, draft, into, replace, words, now)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except (OSError, sqlite3.Error) as fault:
        raise UpkeepError(f"Không phục hồi được: {fault}") from fault


def check(file: Path, key: Path | None, room: Path) -> Manifest:
    """Read `file` whole, checking every byte, and leave nothing behind in the folder `room`; raises UpkeepError."""
    draft = _draft_folder(room)
    try:
        return unpack(file, key, draft)
    except OSError as fault:
        raise UpkeepError(f"Không đọc được bản sao lưu: {fault}") from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _roomy() -> Path:
    # Mostly the disk that the state will stay on, so that it takes its place by a rename.
    return next((place for place in (Path("/var/lib"), Path("/var/tmp")) if os.access(place, os.W_OK)), Path.cwd())


def _draft_folder(room: Path) -> Path:
    draft = room / "lobby.unpacking"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    return draft


def _settle(
    manifest: Manifest, draft: Path, into: Path | None, replace: bool, words: Sequence[Keepsake], now: datetime
) -> Restored:
    present = [name for name in manifest.roots if (draft / name).is_dir()]
    places = {name: _place(manifest.roots[name], into) for name in present}
    for place in places.values():
        _refuse_live(place, replace)
    _ready(draft, manifest, words)
    ready = {name: _beside(draft / name, place) for name, place in places.items()}
    aside = _swap_all({ready[name]: place for name, place in places.items()}, f".old-{now:%Y%m%d-%H%M%S}")
    if not manifest.secrets:
        _keep_secrets(_place(manifest.roots["secrets"], into), dict(zip(places.values(), aside, strict=True)))
    return Restored(manifest, places, [one for one in aside if one is not None])


def _ready(draft: Path, manifest: Manifest, words: Sequence[Keepsake]) -> None:
    known = set(draft.rglob("*"))
    for one in words:
        one.restored(draft / "state", manifest.newest)
    if os.geteuid() == 0:
        for new in sorted(set(draft.rglob("*")) - known):
            # What a room leaves for its program is that program's to read and to write.
            folder = new.parent.stat()
            os.chown(new, folder.st_uid, folder.st_gid)


def _keep_secrets(secrets: Path, aside: Mapping[Path, Path | None]) -> None:
    """Bring this machine's own secrets back, where they went aside with the folder around them."""
    for place, old in aside.items():
        if old is not None and secrets.is_relative_to(place):
            source = old / secrets.relative_to(place)
            if source.is_dir() and not secrets.exists():
                source.rename(secrets)


def _place(root: str, into: Path | None) -> Path:
    return Path(root) if into is None else into / root.lstrip("/")


def _refuse_live(place: Path, replace: bool) -> None:
    if os.path.ismount(place):
        raise UpkeepError(
            f"{place} là một ổ gắn riêng nên không thay cả thư mục được: tháo ổ ra (umount), phục hồi, rồi chép lên ổ."
        )
    for lock in place.rglob("*.lock"):
        if _is_held(lock):
            raise UpkeepError(f"Dịch vụ còn đang chạy trên dữ liệu ở {place}: hãy dừng mọi dịch vụ lobby rồi làm lại.")
    standing = [path for path in place.rglob("*") if path.is_file() and not path.is_relative_to(place / _OWN)]
    if standing and not replace:
        raise UpkeepError(
            f"Ở {place} đã có dữ liệu; chưa thay đổi gì. Chắc chắn muốn thay thì thêm --replace: bản đang có được cất "
            "sang thư mục bên cạnh, không bị xóa."
        )


def _is_held(lock: Path) -> bool:
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _beside(source: Path, place: Path) -> Path:
    """Bring a restored folder beside the place it will have, with its owners also where that is another disk."""
    owners = {path.relative_to(source): path.stat() for path in (source, *source.rglob("*"))}
    beside = place.with_name(place.name + _DRAFT)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(beside, ignore_errors=True)
    shutil.move(source, beside)
    if place.is_dir():
        owners[Path()] = place.stat()
        beside.chmod(owners[Path()].st_mode & 0o777)
    if os.geteuid() == 0:
        for path, about in owners.items():
            os.chown(beside / path, about.st_uid, about.st_gid)
    os.sync()
    return beside


def _swap_all(places: Mapping[Path, Path], suffix: str) -> list[Path | None]:
    """Let each folder take its place, all or none; return where what stood there went."""
    steps: list[tuple[Path, Path]] = []
    for ready, place in places.items():
        steps += [(place, place.with_name(place.name + suffix))] if place.exists() else []
        steps.append((ready, place))
    try:
        for was, now in steps:
            was.rename(now)
    except BaseException:
        _undo(steps)
        for ready in places:
            shutil.rmtree(ready, ignore_errors=True)
        raise
    return [_settled(place, place.with_name(place.name + suffix)) for place in places.values()]


def _undo(steps: Sequence[tuple[Path, Path]]) -> None:
    for was, now in reversed(steps):
        if now.exists() and not was.exists():
            now.rename(was)


def _settled(place: Path, aside: Path) -> Path | None:
    if (aside / _OWN).is_dir() and not (place / _OWN).exists():
        (aside / _OWN).rename(place / _OWN)  # this machine's own backups are not the lost site's
    synchronise(place.parent)
    if aside.is_dir() and not any(path.is_file() for path in aside.rglob("*")):
        shutil.rmtree(aside)
    return aside if aside.exists() else None
