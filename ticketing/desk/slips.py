"""Slips that did not come out, and any ticket of today by its number: print again, show, grant priority, put back."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from flask import jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import read
from lobby.contract.errors import SENTENCES, ErrorCode, Malformed
from lobby.contract.requests import (
    PrintOutcome,
    Request,
    TicketCancel,
    TicketPrinted,
    TicketPrioritize,
    TicketReprint,
    TicketReturn,
)
from lobby.contract.ticket import TicketState
from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.issuing import LOGGED_OUT, choices, issuing, refused
from ticketing.desk.room import officer, room, sent
from ticketing.desk.slip_words import Asked, is_owed, printers, slip_words
from ticketing.desk.words import TICKET_STATES, device_words, priority_words
from ticketing.hub.door import DESK_DEVICE, Standing

__all__ = ["issuing"]

log = logging.getLogger(__name__)

ROWS_AT_MOST = 100
DONE = {
    "print": "Đã gửi lệnh in phiếu {number}.",
    "shown": "Đã ghi: công dân đã thấy số {number}.",
    "priority": "Đã đổi diện ưu tiên của số {number}.",
    "return": "Số {number} đã trở lại hàng chờ.",
    "cancel": "Đã hủy số {number}.",
}
_UNKNOWN = "Hôm nay không có số «{number}». Hãy xem lại số trên phiếu."


@issuing.get("/slips")
def slips() -> AnyResponse:
    here = officer_or_page("desk")
    return _page(here, request.args.get("told", "")) if isinstance(here, Officer) else here


@issuing.get("/slips/list")
def slips_list() -> AnyResponse:
    """Answer with the part of the page that changes, which the page fetches again every few seconds."""
    if not _is_in(officer()):
        return refused(ErrorCode.FORBIDDEN, 401, LOGGED_OUT)
    return make_response(render_template("slips_list.html", **_listed()))


@issuing.post("/slips/<what>")
def slips_do(what: str) -> AnyResponse:
    """Do one thing to a ticket: from the page's form, or from the script that just took a number."""
    here = officer()
    if here is None or here.must_change:
        return refused(ErrorCode.FORBIDDEN, 401, LOGGED_OUT, go=url_for("work.screen"))
    fields = sent() if request.is_json else request.form.to_dict()
    standing = room().door.standing(str((fields or {}).get("ticket", "")))
    if fields is None or what not in DONE or standing is None:
        return _answer(here, "", SENTENCES[ErrorCode.UNKNOWN_TICKET])
    wrong = _do(here, what, standing, fields)
    return _answer(here, standing.ticket.number, wrong, what)


@issuing.get("/slips/state/<ticket>")
def slip_state(ticket: str) -> AnyResponse:
    """Tell the script how one slip stands."""
    standing = room().door.standing(ticket) if _is_in(officer()) else None
    if standing is None:
        return refused(ErrorCode.UNKNOWN_TICKET, 404)
    words, tone = slip_words(standing, room().reprints.get(ticket), room().clock.now(), _devices())
    return make_response(jsonify(words=words, tone=tone))


def _do(here: Officer, what: str, standing: Standing, fields: dict[str, Any]) -> str:
    """Ask the hub; returns why it was refused, as a sentence, or nothing."""
    wanted = {"id": fields.get("id") or str(uuid.uuid4()), "ticket": standing.ticket.ticket}
    try:
        asked = _request(what, wanted, {key: value for key, value in fields.items() if value})
    except Malformed as fault:
        log.info("slips %s refused: %s", what, fault.detail)
        return "Hãy ghi lý do." if what == "priority" else SENTENCES[ErrorCode.BAD_REQUEST]
    reply = room().door.handle(DESK_DEVICE, asked, officer=here.username)
    if reply.error is not None:
        return reply.error.message
    if isinstance(asked, TicketReprint):
        room().reprints.put(standing.ticket.ticket, Asked(asked.device or "", room().clock.now(), standing.slip))
    return ""


def _request(what: str, wanted: dict[str, Any], fields: dict[str, Any]) -> Request:
    if what == "print":
        return read(TicketReprint, wanted | _some(fields, "device"))
    if what == "shown":
        return read(TicketPrinted, wanted | {"outcome": PrintOutcome.SHOWN.value})
    if what == "priority":
        return read(TicketPrioritize, wanted | _some(fields, "priority", "reason"))
    return read(TicketReturn if what == "return" else TicketCancel, wanted)


def _some(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}


def _answer(here: Officer, number: str, wrong: str, what: str = "") -> AnyResponse:
    if request.is_json:
        return refused(ErrorCode.WRONG_STATE, 409, wrong) if wrong else make_response(jsonify(ok=True))
    if wrong:
        return _page(here, sentence=wrong, number=number, code=409)
    return redirect(url_for("issuing.slips", number=number, told=what), 303)


def _page(here: Officer, told: str = "", *, sentence: str = "", number: str = "", code: int = 200) -> AnyResponse:
    asked = (number or request.args.get("number", "")).strip().upper()[:12]
    found = room().door.numbered(asked) if asked else None
    if asked and found is None:
        sentence = sentence or _UNKNOWN.format(number=asked)
    page = render_template(
        "slips.html",
        officer=here,
        asked=asked,
        found=_row(found, _names()) if found is not None else None,
        told=DONE[told].format(number=asked) if told in DONE and not sentence else "",
        sentence=sentence,
        **choices(),
        **_listed(),
    )
    return make_response(page, code)


def _listed() -> dict[str, Any]:
    here, names = room(), _names()
    now = here.clock.now()
    # Those whose citizen may stand there with empty hands come first; a number that was shown is no trouble.
    unprinted = sorted(here.door.unprinted(), key=lambda standing: not is_owed(standing, now))
    return {
        "slips": [_row(standing, names) for standing in unprinted[:ROWS_AT_MOST]],
        "beyond": max(0, len(unprinted) - ROWS_AT_MOST),
        "owed": sum(is_owed(standing, now) for standing in unprinted),
        "printers": printers(here.door.devices()),
        "at": now.strftime("%H:%M:%S"),
    }


def _names() -> dict[str, str]:
    """Return what people read for the ids of fields, of counters and of devices."""
    door = room().door
    counters = {counter.counter: counter.name for counter in door.counters()}
    return _devices() | counters | {service.id: service.name for service in door.services}


def _devices() -> dict[str, str]:
    return {seen.device: device_words(seen.device, seen.role) for seen in room().door.devices()}


def _row(standing: Standing, names: dict[str, str]) -> dict[str, Any]:
    here, ticket = room(), standing.ticket
    words, tone = slip_words(standing, here.reprints.get(ticket.ticket), here.clock.now(), names)
    back = standing.returns_at
    return {
        "ticket": ticket.ticket,
        "number": ticket.number,
        "service": names.get(ticket.service, ticket.service),
        "priority": ticket.priority or "",
        "priority_words": priority_words(ticket.priority),
        "issued": f"{ticket.issued_at.astimezone(OFFICE_ZONE):%H:%M}",
        "state": TICKET_STATES[ticket.state],
        "counter": names.get(ticket.counter or "", ""),
        "returns": f"{back.astimezone(OFFICE_ZONE):%H:%M}" if back is not None else "",
        "offline": standing.offline,
        "slip": words,
        "tone": tone,
        "waits": ticket.state is TicketState.WAITING,
        "aside": ticket.state in (TicketState.PARKED, TicketState.NO_SHOW),
        "prints": ticket.state not in (TicketState.SERVED, TicketState.CANCELLED, TicketState.EXPIRED),
    }


def _is_in(here: Officer | None) -> bool:
    return here is not None and not here.must_change
