"""The two calls by which the sandbox tells of its own accord: dossiers that changed, agencies."""

from __future__ import annotations

import threading

from flask import Blueprint, Response, jsonify, request

from backend_bridge.sandbox.agencies import agencies
from backend_bridge.sandbox.changing import ChangeLog
from backend_bridge.sandbox.doors import refuse
from backend_bridge.sandbox.sentences import todo_on
from backend_bridge.sandbox.settings import SandboxSettings
from lobby.clock import Clock
from lobby.contract.base import wire_time

LONGEST_WAIT_S = 25
WAITING_AT_MOST = 4
"""Long polls at a time: fewer than the server has threads; one more is answered at once."""
CHANGES_A_PAGE = 200
LOOKS_EVERY_S = 0.25
SOURCE = "Danh mục cơ quan (bản chạy thử)"
_DETAILS = {"holder_masked": None, "steps": None}
Answer = Response | tuple[Response, int]


def down(settings: SandboxSettings, log: ChangeLog, clock: Clock) -> Blueprint:
    """Return `changes` and `agencies`, below `/v1`."""
    calls = Blueprint("down", __name__)
    room = threading.BoundedSemaphore(WAITING_AT_MOST)

    @calls.get("/changes")
    def changes() -> Answer:
        after, wait = request.args.get("after"), request.args.get("wait", "0")
        if not _is_number(wait) or int(wait) > LONGEST_WAIT_S:
            return refuse(400, message=f"«wait» phải là số giây nguyên, từ 0 đến {LONGEST_WAIT_S}.")
        first, last = log.range()
        if after is None:
            return jsonify(as_of=wire_time(clock.now()), changes=[], next=str(last))
        if not _is_number(after):
            return refuse(400, message="«after» phải là «next» của câu trả lời trước.")
        if not first <= int(after) <= last:
            return refuse(410, "gone", "Không còn giữ các thay đổi từ mốc này; hãy bắt đầu lại không có «after».")
        if int(after) == last and room.acquire(blocking=False):
            try:
                _wait(log, last, int(wait), clock)
            finally:
                room.release()
        return _told(log, int(after), clock)

    @calls.get("/agencies")
    def list_agencies() -> Answer:
        return jsonify(as_of=wire_time(clock.now()), source=SOURCE, agencies=agencies(settings))

    return calls


def _wait(log: ChangeLog, last: int, wait_s: int, clock: Clock) -> None:
    until, pause = clock.monotonic() + wait_s, threading.Event()
    while clock.monotonic() < until and log.range()[1] == last:
        pause.wait(LOOKS_EVERY_S)


def _told(log: ChangeLog, after: int, clock: Clock) -> Response:
    now, news = clock.now(), log.after(after, CHANGES_A_PAGE)
    told = [one.model_copy(update={"todo": todo_on(one, now), **_DETAILS}) for one in news.changed]
    changed = [one.model_dump(mode="json", exclude_none=True) for one in told]
    return jsonify(as_of=wire_time(now), changes=changed, gone=news.gone, next=str(news.last))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15
