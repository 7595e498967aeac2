"""The head's page: the whole hall at a glance, live and read only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.overview import Hall, counter_rows, field_rows, figures
from ticketing.desk.room import officer, room
from ticketing.desk.site import troubles
from ticketing.desk.slip_words import is_owed
from ticketing.desk.words import minutes_words

head = Blueprint("head", __name__, url_prefix="/desk/head")


@head.get("")
def overview() -> AnyResponse:
    here = officer_or_page("head")
    if not isinstance(here, Officer):
        return here
    if not here.leads:
        return _not_allowed()
    return make_response(render_template("head.html", officer=here, **_hall()))


@head.get("/now")
def now() -> AnyResponse:
    """Answer with all of the page that changes, which it fetches again every few seconds."""
    here = officer()
    if not _may_look(here):
        return make_response(jsonify(ok=False), 401)
    return make_response(render_template("head_now.html", **_hall()))


def _may_look(here: Officer | None) -> bool:
    return here is not None and here.leads and not here.must_change


def _hall() -> dict[str, Any]:
    here, door = room(), room().door
    at, counters, helps = here.clock.now(), door.counters(), door.helps()
    hall = Hall(
        counters=counters,
        queues=door.queues(),
        lines=[door.waiting(counter.counter) for counter in counters],
        days={counter.counter: door.day_of(counter.counter) for counter in counters},
        seated={counter: holder.name for counter, holder in here.sessions.seated().items()},
        helping=frozenset(call.counter for call in helps),
    )
    return {
        "counters": counter_rows(hall, at),
        "fields": field_rows(hall, at),
        "figures": figures(hall),
        "helps": [(call.counter_name, minutes_words((at - call.since).total_seconds())) for call in helps],
        "troubles": troubles(door.devices(), here.faults.standing(), here.settings.device),
        "owed": sum(is_owed(standing, at) for standing in door.unprinted()),
        "at": at.strftime("%H:%M:%S"),
    }


def _not_allowed() -> AnyResponse:
    return make_response(
        render_template(
            "message.html",
            heading="Trang này dành cho lãnh đạo",
            sentence="Tài khoản của bạn là tài khoản cán bộ quầy. Nếu cần xem, hãy nhờ người quản trị đổi vai trò.",
            back=url_for("work.screen"),
            back_text="Về bàn làm việc",
        ),
        403,
    )
