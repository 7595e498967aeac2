"""`lobby sms status`: what waits, what was sent today, how the modem stands. Numbers are never told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from backend_bridge.sms.modem import Trouble
from backend_bridge.sms.watch import TROUBLES
from lobby.contract.base import OFFICE_ZONE

_STATES = {
    "answered": "đã trả lời",
    "new": "chờ trả lời",
}
_SENT = {
    "waiting": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "refused": "nhà mạng từ chối",
    "unknown": "không rõ đã gửi chưa",
}


def told(file: Path, now: datetime) -> str:
    """Return the status in Vietnamese; raises sqlite3.Error where `file` cannot be read."""
    midnight = now.astimezone(OFFICE_ZONE).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as rows:
        modem = rows.execute("SELECT at, told FROM modem").fetchone()
        came = _by_state(rows, "received", midnight)
        sent = _by_state(rows, "outgoing", midnight)
        (wishes,) = rows.execute("SELECT count(*) FROM wish").fetchone()
        (turns,) = rows.execute("SELECT count(*) FROM ticket_wish").fetchone()
    silent = sum(count for state, count in came.items() if state not in _STATES)
    lines = [_modem(modem), f"Tin đến hôm nay: {sum(came.values())}"]
    lines += [f"  {words}: {came[state]}" for state, words in _STATES.items() if state in came]
    lines += [f"  không trả lời (số tổng đài, quảng cáo, hỏi lặp…): {silent}"] if silent else []
    lines += [f"Tin đi hôm nay: {sum(sent.values())}"]
    lines += [f"  {words}: {sent[state]}" for state, words in _SENT.items() if state in sent]
    lines += [f"Hồ sơ đang hẹn báo kết quả: {wishes}", f"Số đang hẹn báo sắp đến lượt: {turns}"]
    return "\n".join(lines)


def _by_state(rows: sqlite3.Connection, table: str, since: float) -> dict[str, int]:
    unfinished = "('new', 'waiting', 'sending')"
    question = f"SELECT state, count(*) FROM {table} WHERE at >= ? OR state IN {unfinished} GROUP BY state"  # noqa: S608
    return {str(state): int(count) for state, count in rows.execute(question, (since,))}


def _modem(row: tuple[float, str] | None) -> str:
    if row is None:
        return "Modem: chưa từng kết nối"
    since = datetime.fromtimestamp(row[0], OFFICE_ZONE)
    known = TROUBLES.get(Trouble(row[1])) if row[1] in set(Trouble) else None
    return f"Modem, từ {since:%H:%M ngày %d/%m/%Y}: {known[0] if known else 'sẵn sàng'}"
