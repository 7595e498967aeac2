"""Backups in a folder of this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

from lobby.files import synchronise
from upkeep.errors import UpkeepError
from upkeep.packing import digest
from upkeep.targets.target import draft_of

SPARE_BYTES = 16 * 1024 * 1024


class FolderTarget:
    """A folder, made where it is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, size: int) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            free = shutil.disk_usage(self._folder).free
        except OSError as fault:
            raise UpkeepError(f"Không dùng được thư mục {self._folder}: {fault.strerror}.") from fault
        if free < size + SPARE_BYTES:
            raise UpkeepError(
                f"Không đủ chỗ ở {self._folder}: cần {size // 1024 // 1024 + 16} MB, còn {free // 1024 // 1024} MB."
            )

    def put(self, file: Path, sha256: str) -> None:
        self.check(file.stat().st_size)
        part = self._folder / draft_of(file.name)
        try:
            shutil.copyfile(file, part)
            part.chmod(0o600)
            synchronise(part)
            if digest(part) != sha256:
                raise UpkeepError(f"Đọc lại bản sao lưu ở {self._folder} thấy sai: ổ đĩa có thể hỏng, hãy thay ổ.")
            part.replace(self._folder / file.name)
            synchronise(self._folder)
        except OSError as fault:
            raise UpkeepError(f"Không ghi được vào {self._folder}: {fault.strerror}.") from fault
        finally:
            part.unlink(missing_ok=True)

    def names(self) -> list[str]:
        return [path.name for path in self._folder.iterdir()]

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)
