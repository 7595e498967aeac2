"""How the bridge stands, in words for the site's keeper: pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend_bridge.standing import WRITES_EVERY_S, Standing
from backend_bridge.store.outbox import DIFFERS, POISONED, REFUSED
from backend_bridge.store.reports import Why
from backend_bridge.store.standing import Aside, Reported, Waiting
from lobby.contract.base import OFFICE_ZONE

RUNS_WITHIN = timedelta(seconds=2.5 * WRITES_EVERY_S)
WAITS_LONG = timedelta(minutes=15)
WHY = {
    REFUSED: "phần mềm một cửa từ chối",
    POISONED: "phần mềm một cửa lỗi (5xx) mỗi khi nhận",
    DIFFERS: "hub gửi lại với nội dung khác",
}
_WIDTH = 22


@dataclass(frozen=True)
class Seen:
    """What the bridge's files say; None where a file is not there."""

    site: str
    standing: Standing | None = None
    waiting: Waiting | None = None
    asides: Sequence[Aside] = field(default_factory=tuple)
    reported: Reported | None = None


def is_trouble(seen: Seen, now: datetime) -> bool:
    """Tell whether a person must look: the bridge does not run or names a fault, entries wait long or are set aside."""
    last, journal = seen.standing, seen.waiting
    if last is None or journal is None or not runs(last, now):
        return True
    late = journal.oldest_at is not None and now - journal.oldest_at > WAITS_LONG
    return bool(late or journal.aside or last.faults or last.away_since)


def runs(standing: Standing, now: datetime) -> bool:
    """Tell whether the bridge that left this runs now."""
    return not standing.stopped and abs(now - standing.at) <= RUNS_WITHIN


def told(seen: Seen, now: datetime) -> str:
    """Return all of it, line by line."""
    lines = [f"Cầu nối của điểm {seen.site}, lúc {_words(now)}", ""]
    lines += [f"{name:<{_WIDTH}}{value}" for name, value in _summary(seen, now)]
    if seen.asides:
        lines += ["", f"Đã cất riêng ({len(seen.asides)} mục mới nhất, nguyên văn ở bảng aside của outbox.db):"]
        lines += [line for one in seen.asides for line in _aside(one)]
    if seen.standing is not None and seen.standing.faults:
        lines += ["", "Sự cố:"]
        lines += [f"  {one.code}: {one.detail} Cách xử lý: {one.remedy}" for one in seen.standing.faults]
    return "\n".join(lines)


def _summary(seen: Seen, now: datetime) -> Iterator[tuple[str, str]]:
    last, journal, devices = seen.standing, seen.waiting, seen.reported
    yield "Cầu nối", _running(seen, now)
    yield "Phần mềm một cửa", _answers(last)
    yield "Nhật ký chờ gửi", _waits(journal)
    aside = journal.aside if journal is not None else {}
    yield (
        "Đã cất riêng",
        ", ".join(f"{_count(count)} mục {WHY.get(why, why)}" for why, count in aside.items()) or "không có",
    )
    if devices is not None:
        refused, no_room = (devices.dropped.get(why, 0) for why in (Why.REFUSED, Why.NO_ROOM))
        dropped = (
            f"; đến nay đã bỏ {_count(no_room)} vì thiếu chỗ, {_count(refused)} vì bị từ chối"
            if refused or no_room
            else ""
        )
        yield "Báo cáo thiết bị", f"{_count(devices.waiting)} chờ gửi{dropped}"


def _running(seen: Seen, now: datetime) -> str:
    last = seen.standing
    if last is None and seen.waiting is not None:
        return "chưa rõ: bản đã chạy với thư mục dữ liệu này chưa ghi lại tình trạng"
    if last is None:
        return "chưa chạy lần nào với thư mục dữ liệu này"
    if runs(last, now):
        return "đang chạy"
    return f"{'đã dừng' if last.stopped else 'không chạy nữa'}; còn chạy lần cuối lúc {_words(last.at)}"


def _answers(last: Standing | None) -> str:
    if last is None:
        return "chưa rõ"
    if last.answered_at is None and last.away_since is None:
        return "chưa trả lời lần nào"
    answered = f"trả lời lần cuối lúc {_words(last.answered_at)}" if last.answered_at else "chưa trả lời lần nào"
    return f"KHÔNG TRẢ LỜI từ {_words(last.away_since)}; {answered}" if last.away_since else answered


def _waits(journal: Waiting | None) -> str:
    if journal is None:
        return "chưa có tệp nhật ký"
    if not journal.entries:
        return "không có"
    return f"{_count(journal.entries)} mục" + (
        f", cũ nhất lúc {_words(journal.oldest_at)}" if journal.oldest_at else ""
    )


def _aside(one: Aside) -> Iterator[str]:
    when = f", cất lúc {_text(one.set_aside_at)}" if one.set_aside_at else ""
    yield f"  số {one.seq}  {one.kind}  {_text(one.at)}: {WHY.get(one.why, one.why)}{when}"
    if one.words:
        yield f"      «{one.words}»"


def _text(moment: str) -> str:
    try:
        return _words(datetime.fromisoformat(moment))
    except ValueError:
        return moment[:40]


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _words(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%H:%M:%S %d/%m/%Y}"
