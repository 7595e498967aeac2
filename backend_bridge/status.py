"""`lobby bridge status`: what waits, what is set aside and why, when the backend last answered."""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from backend_bridge import standing
from backend_bridge.settings import BridgeSettings
from backend_bridge.status_words import Seen, is_trouble, told
from backend_bridge.store import reports
from backend_bridge.store.standing import asides, reported, waiting
from lobby.clock import SystemClock
from lobby.contract.base import wire_time
from lobby.settings.load import load

USUAL = Path("/etc/lobby/bridge.toml")
OUTBOX = "outbox.db"
SHOWN = 20
WITHIN_S = 5.0
TROUBLE, UNREADABLE = 1, 3

T = TypeVar("T")


def main(argv: list[str]) -> int:
    """Print how the bridge stands; return 0 where all is well, 1 where a person must look. Raises SettingsError."""
    chosen = _parser().parse_args(argv)
    settings = load(BridgeSettings, chosen.settings)
    try:
        seen = look(settings)
    except (OSError, sqlite3.Error) as fault:
        print(f"Không đọc được thư mục dữ liệu {settings.state}: {fault}. Thử lại với sudo.", file=sys.stderr)  # noqa: T201
        return UNREADABLE
    now = SystemClock().now()
    print(_as_json(seen, now) if chosen.json else told(seen, now))  # noqa: T201
    return TROUBLE if is_trouble(seen, now) else 0


def look(settings: BridgeSettings) -> Seen:
    """Return what the bridge's files say, without changing any; raises OSError, sqlite3.Error."""
    state = settings.state
    if not state.is_dir():
        return Seen(settings.site)
    return Seen(
        settings.site,
        standing.read(state),
        _read(state / OUTBOX, waiting),
        _read(state / OUTBOX, lambda rows: asides(rows, SHOWN)) or [],
        _read(state / reports.FILE, reported),
    )


def _read(file: Path, ask: Callable[[sqlite3.Connection], T]) -> T | None:
    if not file.exists():
        return None
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=WITHIN_S)) as rows:
        return ask(rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lobby bridge status",
        description="Cho biết nhật ký nào đang chờ gửi, mục nào đã cất riêng và vì sao, phần mềm một cửa trả lời lần "
        "cuối lúc nào. Chạy được cả khi cầu nối đang dừng. Mã thoát: 0 là ổn, 1 là cần người xem, 3 là không đọc được.",
        epilog=f"Ví dụ: lobby bridge status --settings {USUAL}",
    )
    parser.add_argument("--settings", type=Path, default=USUAL, metavar="FILE", help=f"tệp cấu hình, thường là {USUAL}")
    parser.add_argument("--json", action="store_true", help="in một dòng JSON cho máy đọc")
    return parser


def _as_json(seen: Seen, now: datetime) -> str:
    last, journal, devices = seen.standing, seen.waiting, seen.reported
    fields: dict[str, Any] = {
        "site": seen.site,
        "trouble": is_trouble(seen, now),
        "standing": last.model_dump(mode="json") if last is not None else None,
        "waiting": journal.entries if journal is not None else 0,
        "oldest_at": wire_time(journal.oldest_at) if journal is not None and journal.oldest_at is not None else None,
        "aside": journal.aside if journal is not None else {},
        "set_aside": [one._asdict() for one in seen.asides],
        "reports": devices.waiting if devices is not None else 0,
        "reports_dropped": devices.dropped if devices is not None else {},
    }
    return json.dumps(fields, ensure_ascii=False)
