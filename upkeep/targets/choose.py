"""Finds the target that a keeper named."""

from __future__ import annotations

from pathlib import Path

from upkeep.errors import UpkeepError
from upkeep.settings import BackupSettings
from upkeep.targets.folder import FolderTarget
from upkeep.targets.ssh import SshTarget
from upkeep.targets.target import Target
from upkeep.targets.usb import usb_folder


def target_of(to: str, settings: BackupSettings) -> Target:
    """Return the target called `to`, a folder, `usb:NAME` or `ssh://…`; raises UpkeepError."""
    if to.startswith("ssh://"):
        if settings.ssh is None:
            raise UpkeepError("Muốn gửi qua SSH phải có mục [ssh] trong backup.toml (key_file, known_hosts).")
        return SshTarget(to, settings.ssh, settings.work)
    if to == "usb" and settings.to.startswith("usb:"):
        to = settings.to
    if to.startswith("usb:"):
        return FolderTarget(usb_folder(to.removeprefix("usb:")))
    if not to.startswith("/"):
        raise UpkeepError(
            f"Không hiểu nơi lưu «{to}»: ghi thư mục từ dấu /, usb:TÊN-Ổ, hoặc ssh://người-dùng@máy/thư-mục"
        )
    return FolderTarget(Path(to))
