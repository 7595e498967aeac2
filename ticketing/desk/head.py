"""The head's page: the whole hall at a glance, live and read only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.overview import Hall, counter_rows, field_rows, open_words
from ticketing.desk.room import address, officer, room
from ticketing.desk.site import troubles
from ticketing.desk.slip_words import is_owed
from ticketing.desk.today_charts import charts, faces
from ticketing.desk.today_seen import Seen, measured, seen_now
from ticketing.desk.today_view import compared, on_time_words, tiles
from ticketing.desk.words import minutes_words

_LOOK = "toàn cảnh hôm nay"
# A page that stays open is fetched again every few seconds: one line an hour tells that it was looked at.
_LOOK_AGAIN_S = 3600.0

head = Blueprint("head", __name__, url_prefix="/desk/head")


@head.get("")
def overview() -> AnyResponse:
    here = officer_or_page("head")
    if not isinstance(here, Officer):
        return here
    # The page names who sits at each counter beside what was done there today.
    room().accounts.note_look(here.username, _LOOK, address())
    return make_response(render_template("head.html", officer=here, **_page()))


@head.get("/now")
def now() -> AnyResponse:
    """Answer with all of the page that changes, which it fetches again every few seconds."""
    here = officer()
    if here is None or not here.leads or here.must_change:
        return make_response(jsonify(ok=False), 401)
    room().accounts.note_look(here.username, _LOOK, address(), _LOOK_AGAIN_S)
    return make_response(render_template("head_now.html", **_page()))


def _page() -> dict[str, Any]:
    here, door = room(), room().door
    at, helps = here.clock.now(), door.helps()
    seen = seen_now(here.daybook, at, sum(queue.waiting for queue in door.queues()), here.settings.reports.small_below)
    hall = _hall(seen)
    return {
        "seen": seen,
        "known": here.daybook.today().known,
        "tiles": tiles(seen, open_words(hall)),
        "compared": compared(seen),
        "charts": charts(seen),
        "faces": faces(seen),
        "on_time": on_time_words(here.daybook.given()),
        "counters": counter_rows(hall, at),
        "fields": field_rows(hall, at),
        "helps": [(call.counter_name, minutes_words((at - call.since).total_seconds())) for call in helps],
        "troubles": troubles(door.devices(), here.faults.standing(), here.settings.device),
        "owed": sum(is_owed(standing, at) for standing in door.unprinted()),
        "at": at.strftime("%H:%M:%S"),
    }


def _hall(seen: Seen) -> Hall:
    here, door = room(), room().door
    counters = door.counters()
    return Hall(
        counters=counters,
        queues=door.queues(),
        lines=[door.waiting(counter.counter) for counter in counters],
        at_counters=measured(seen, lambda key: key.counter),
        in_fields=measured(seen, lambda key: key.service),
        seated={counter: holder.name for counter, holder in here.sessions.seated().items()},
        helping=frozenset(call.counter for call in door.helps()),
    )
