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
from backend_bridge.store import outbox, reports
from backend_bridge.store.standing import asides, reported, waiting
from lobby.clock import SystemClock
from lobby.contract.base import wire_time
from lobby.settings.load import load

USUAL = Path("/etc/lobby/bridge.toml")
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
        _read(state / outbox.FILE, waiting),
        _read(state / outbox.FILE, lambda rows: asides(rows, SHOWN)) or [],
        _read(state / reports.FILE, reported),
    )


def opened(file: Path, mode: str) -> sqlite3.Connection:
    """Return a connection to a file of the bridge that is there, beside the bridge's own; raises sqlite3.Error.

    `mode` is `ro` to read it only, `rw` to write transactions of one's own.
    """
    place = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(place, uri=True, timeout=WITHIN_S, isolation_level=None)


def parser_of(command: str, description: str) -> argparse.ArgumentParser:
    """Return the arguments of `lobby bridge COMMAND`: which settings."""
    parser = argparse.ArgumentParser(
        prog=f"lobby bridge {command}",
        description=description,
        epilog=f"Ví dụ: lobby bridge {command} --settings {USUAL}",
    )
    parser.add_argument("--settings", type=Path, default=USUAL, metavar="FILE", help=f"tệp cấu hình, thường là {USUAL}")
    return parser


def _read(file: Path, ask: Callable[[sqlite3.Connection], T]) -> T | None:
    if not file.exists():
        return None
    with closing(opened(file, "ro")) as rows:
        return ask(rows)


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "status",
        "Cho biết nhật ký nào đang chờ gửi, mục nào đã cất riêng và vì sao, phần mềm một cửa trả lời lần "
        "cuối lúc nào. Chạy được cả khi cầu nối đang dừng. Mã thoát: 0 là ổn, 1 là cần người xem, 3 là không đọc được.",
    )
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
