"""A state folder belongs to one running demo at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from demo.errors import CannotRun

_LOCK = "demo.lock"


class Claim:
    """Holds the state folder `root` by a lock that ends with the process, however that ends."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock: int | None = None

    def take(self) -> None:
        """Make the folder where there is none and hold it; raises CannotRun, having changed nothing of another's."""
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = os.open(self._root / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        except (FileExistsError, NotADirectoryError) as fault:
            raise CannotRun(f"{self._root} không phải là thư mục. Hãy chọn nơi khác bằng --state.") from fault
        except OSError as fault:
            raise CannotRun(f"Không ghi được vào thư mục {self._root}. Hãy chọn nơi khác bằng --state.") from fault
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            os.close(lock)
            raise CannotRun(f"Đang có một sảnh khác chạy ở {self._root}. Hãy dừng nó trước.") from fault
        self._lock = lock

    def release(self) -> None:
        """Let another demo have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
