"""What the sandbox says of a dossier in plain Vietnamese: where it is, what the citizen does next, the way it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from backend_bridge.sandbox.kinds import Kind
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import Dossier

FRONT = "Bộ phận Một cửa"
SPECIALIST = "Công chức chuyên môn"
LEADER = "Lãnh đạo UBND phường"
WAITS_FOR_ITS_DAY = (2, 4)


class Place(NamedTuple):
    """The agency's name and the counter where results are collected, as people read them."""

    agency: str
    collect_at: str


_NOW_AT = {
    1: "Bộ phận Một cửa đang kiểm tra hồ sơ",
    2: "Bộ phận Một cửa đã nhận, đang chuyển công chức chuyên môn",
    3: "Hồ sơ không được tiếp nhận",
    4: "Công chức chuyên môn đang thẩm định",
    5: "Chờ công dân bổ sung giấy tờ",
    6: "Chờ công dân nộp phí, lệ phí",
    7: "Đang làm thủ tục rút hồ sơ",
    8: "Tạm dừng xử lý",
    9: "Kết quả đã có tại Bộ phận Một cửa",
    10: "Đã trả kết quả",
}


def now_at(status: int) -> str:
    """Return where a dossier of `status` (1..10) is now."""
    return _NOW_AT[status]


def todo_for(status: int, kind: Kind, place: Place) -> str | None:
    """Return what the citizen should do whatever the day, None where nothing is left to do."""
    fee = f"{kind.fee or 0:,}".replace(",", ".")
    return {
        1: "Quý khách chờ tin nhắn xác nhận. Chưa cần đến quầy.",
        2: "Quý khách chờ xử lý. Chưa cần đến quầy.",
        3: f"Hồ sơ chưa hợp lệ: thiếu {kind.paper}. Mời Quý khách chuẩn bị đủ giấy tờ rồi nộp lại.",
        4: "Quý khách chờ xử lý. Chưa cần đến quầy.",
        5: f"Mời Quý khách nộp bổ sung: {kind.paper}. Mã hồ sơ giữ nguyên, không phải lấy hồ sơ mới.",
        6: f"Mời Quý khách nộp {fee} đồng tại quầy hoặc trên Cổng Dịch vụ công để hồ sơ được xử lý tiếp.",
        7: f"Mời Quý khách đến {place.collect_at} nhận lại giấy tờ đã nộp.",
        8: f"Hồ sơ đang tạm dừng. Mời Quý khách hỏi cán bộ tại {FRONT} để biết lý do.",
        9: f"Mời Quý khách mang giấy biên nhận đến {place.collect_at} để nhận kết quả.",
        10: None,
    }[status]


def todo_on(dossier: Dossier, now: datetime) -> str | None:
    """Return what the citizen should do as it stands `now`: until when to wait, where the dossier has a date."""
    due = dossier.new_due_at or dossier.due_at
    if dossier.status not in WAITS_FOR_ITS_DAY or due is None:
        return dossier.todo
    day = f"{due.astimezone(OFFICE_ZONE):%d/%m/%Y}"
    if due < now:
        return f"Ngày hẹn {day} đã qua. Mời Quý khách gặp cán bộ tại {FRONT} để nhận ngày hẹn mới."
    return f"Quý khách chờ đến ngày {day}. Chưa cần đến quầy."


class Turn(NamedTuple):
    """One step: when, what was done, by which unit."""

    at: datetime
    what: str
    unit: str


def course(
    status: int, kind: Kind, received: datetime, done: datetime | None, returned: datetime | None, place: Place
) -> list[Turn]:
    """Return the steps so far, oldest first."""
    if status == 1:
        return [Turn(received, "Công dân nộp hồ sơ trực tuyến", FRONT)]
    if status == 3:
        return [
            Turn(received, "Công dân nộp hồ sơ", FRONT),
            Turn(received + timedelta(minutes=9), f"Từ chối tiếp nhận: thiếu {kind.paper}", FRONT),
        ]
    turns = [Turn(received, "Tiếp nhận hồ sơ, in giấy biên nhận", FRONT)]
    if status != 2:
        turns.append(Turn(received + timedelta(minutes=25), "Nhận hồ sơ để thẩm định", SPECIALIST))
    turns += latest(status, kind, received + timedelta(minutes=55))
    if done is not None:
        turns.append(Turn(done - timedelta(minutes=30), "Ký duyệt kết quả", LEADER))
        turns.append(Turn(done, f"Chuyển kết quả về {place.collect_at}", FRONT))
    if returned is not None:
        turns.append(Turn(returned, "Trả kết quả cho công dân", FRONT))
    return turns


def latest(status: int, kind: Kind, moment: datetime) -> list[Turn]:
    """Return the step that leads from the work on it to `status`, none for the usual course."""
    said = {
        5: f"Yêu cầu bổ sung: {kind.paper}",
        6: "Thông báo nộp phí, lệ phí",
        7: "Công dân đề nghị rút hồ sơ",
        8: "Tạm dừng xử lý, chờ ý kiến cơ quan liên quan",
    }.get(status)
    return [Turn(moment, said, SPECIALIST)] if said else []
