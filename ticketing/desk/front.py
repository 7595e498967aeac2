"""The pages of the site for whoever opens its address, and the doors for machines that watch over it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template

from ticketing.desk.metrics import exposition
from ticketing.desk.room import address, room
from ticketing.desk.watching import watched

STOPS_THE_QUEUE = frozenset({"journal_failed"})

front = Blueprint("front", __name__)


@front.get("/")
def index() -> str:
    return render_template("index.html", boards=boards_of(room().settings.pages), queues=room().door.queues())


@front.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Answer 503 while a fault stands with which no number can be issued or called, 200 otherwise."""
    here = room()
    faults = [fault.code for fault in here.faults.standing()]
    ok = STOPS_THE_QUEUE.isdisjoint(faults)
    told = jsonify(ok=ok, site=here.settings.site, at=here.clock.now().isoformat(timespec="seconds"), faults=faults)
    return told, 200 if ok else 503


@front.get("/metrics")
def metrics() -> Response:
    """Answer with the figures; each costs the hub some milliseconds, so an address may ask so often and no more."""
    if not room().reads.allows(f"metrics {address()}"):
        abort(429)
    return Response(exposition(watched(room())), mimetype="text/plain", content_type=METRICS_TYPE)


METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def boards_of(pages: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """Return address and title of each board in the settings' `pages.board.boards`; odd entries are left out."""
    listed = pages.get("board", {}).get("boards", [])
    boards = [board for board in listed if isinstance(board, dict) and isinstance(board.get("id"), str)]
    return [
        {"href": f"/board/{board['id']}", "title": str(board.get("title") or f"Bảng hiển thị {board['id']}")}
        for board in boards
    ]
