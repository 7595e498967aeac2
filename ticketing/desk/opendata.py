"""`/queue.json`: how many wait in each field, for the office's own site and whoever else asks."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, request

from ticketing.desk.queue_monitor import queue_monitors
from ticketing.desk.room import address, room

FRESH_S = 5

opendata = Blueprint("opendata", __name__)


@opendata.get("/queue.json")
def queue() -> Response:
    here = room()
    if not here.reads.allows(address()):
        abort(429)
    door = here.door
    told = queue_monitors(here.settings.site, door.office, door.queues(), door.counters())
    answer = Response(json.dumps(told, ensure_ascii=False, separators=(",", ":")), mimetype="application/json")
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_S}"
    # Pages of any site may read it: it holds nothing that the lobby's wall does not show.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
