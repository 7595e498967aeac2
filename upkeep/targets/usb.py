"""Backups on a USB disk: found by its label or where it is mounted, and never a folder that merely has its name."""

from __future__ import annotations

import os
import re
from pathlib import Path

from upkeep.errors import UpkeepError

LABELS = Path("/dev/disk/by-label")
MOUNTS = Path("/proc/self/mountinfo")
FOLDER = "lobby"
_OCTAL = re.compile(r"\\([0-7]{3})")


def usb_folder(name: str, labels: Path = LABELS, mounts: Path = MOUNTS) -> Path:
    """Return the folder for backups on the disk `name` (label or mount point); raises UpkeepError where it is away."""
    place = Path(name) if name.startswith("/") else _mounted(name, labels, mounts)
    if not os.path.ismount(place) or place.stat().st_dev == Path("/").stat().st_dev:
        raise UpkeepError(
            f"Không thấy ổ USB ở {place}: hãy cắm ổ, chờ nửa phút rồi làm lại. Chưa có gì được ghi, kể cả vào thẻ nhớ."
        )
    return place / FOLDER


def _mounted(label: str, labels: Path, mounts: Path) -> Path:
    try:
        device = (labels / label).resolve(strict=True)
    except OSError as fault:
        raise UpkeepError(f"Không thấy ổ USB tên «{label}»: hãy cắm ổ, hoặc đặt lại tên cho ổ.") from fault
    about = device.stat()
    wanted = f"{os.major(about.st_rdev)}:{os.minor(about.st_rdev)}"
    for line in mounts.read_text(encoding="utf-8").splitlines():
        # proc(5): id, parent, major:minor, root, mount point ...; blanks are written as octal.
        fields = line.split(" ")
        if fields[2] == wanted:
            return Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4]))
    raise UpkeepError(f"Ổ USB «{label}» đã cắm nhưng chưa được gắn vào máy: xem mục ổ USB trong sổ tay vận hành.")
