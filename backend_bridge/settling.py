"""`lobby bridge settle`: entries that were set aside have been dealt with; they are kept, and no fault any more."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from backend_bridge.settings import BridgeSettings
from backend_bridge.status import UNREADABLE, opened, parser_of
from backend_bridge.store.outbox import FILE, settle
from lobby.clock import SystemClock
from lobby.contract.base import wire_time
from lobby.database import transaction
from lobby.settings.load import load

PURPOSE = (
    "Sau khi bên hỗ trợ đã nhập bổ sung các mục nhật ký cất riêng: ghi là đã xử lý xong, để thôi báo sự cố. "
    "Các mục vẫn được giữ. Chạy được cả khi cầu nối đang chạy."
)


def main(argv: list[str]) -> int:
    """Settle all that was set aside; return 0, or 3 where the outbox cannot be written. Raises SettingsError."""
    settings = load(BridgeSettings, parser_of("settle", PURPOSE).parse_args(argv).settings)
    try:
        settled = _settle(settings.state / FILE)
    except sqlite3.Error as fault:
        print(f"Không ghi được {settings.state / FILE}: {fault}. Thử lại với sudo.", file=sys.stderr)  # noqa: T201
        return UNREADABLE
    print(f"Đã ghi là xử lý xong {settled} mục. Nguyên văn vẫn giữ ở bảng settled của {FILE}.")  # noqa: T201
    return 0


def _settle(file: Path) -> int:
    with closing(opened(file, "rw")) as connection, transaction(connection) as rows:
        return settle(rows, wire_time(SystemClock().now()))
