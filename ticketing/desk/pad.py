"""The rating page of a tablet that the keeper let in: told of its own counter alone, and rating there alone."""

from __future__ import annotations

import logging
import sqlite3

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.codec import read
from lobby.contract.errors import ErrorCode, Malformed
from lobby.contract.requests import RatingSubmit
from ticketing.desk.looking import known_counter
from ticketing.desk.pad_answers import app_answer, cookie, gone, here, keeps, later, pair_answer, private, refused
from ticketing.desk.pad_picture import Shown, notices, shown
from ticketing.desk.room import room, sent
from ticketing.desk.sessions import form_token, is_form_token
from ticketing.desk.tablets import Tablet
from ticketing.hub.tablets import FAILING, FULL

log = logging.getLogger(__name__)

HOLD_S, SLICE_S = 5.0, 0.5
LARGEST = 8 * 1024

pad = Blueprint("pad", __name__, url_prefix="/pad")


@pad.get("/")
def screen() -> AnyResponse:
    """Answer with the rating page, or with the one that asks a tablet nobody let in for the keeper's code."""
    return pair_answer() if here() is None else keeps(app_answer())


@pad.get("/app")
def app_page() -> AnyResponse:
    """Answer with the rating page as a tablet keeps it for when the hub is away."""
    return abort(401) if here() is None else app_answer()


@pad.get("/state")
def state() -> AnyResponse:
    """Answer as soon as the tablet's picture is another than the one it names by its mark, else after seconds."""
    tablet = here()
    if tablet is None:
        return gone()
    if not room().pads.polls.allows(tablet.device):
        return later()
    _hear(tablet)
    seen = request.args.get("mark", "")
    found = _look(tablet) if "now" in request.args else _changed(tablet, seen)
    return gone() if found is None else private(jsonify(_told(found)))


@pad.get("/notices")
def office_notices() -> AnyResponse:
    """Answer with the office's notices, and let the tablet keep its pairing for long from now."""
    if here() is None:
        return gone()
    door = room().door
    return keeps(private(jsonify(notices(door.programme.told(door.settings.notices, door.settings.office.sms)))))


@pad.post("/rate")
def rate() -> AnyResponse:
    """Take one rating, and answer as the hub does to any pad: the same id is answered alike."""
    tablet = here()
    if tablet is None:
        return gone()
    if not is_form_token(request.headers.get("X-Form-Token", ""), cookie()):
        return refused(ErrorCode.FORBIDDEN, 403)
    if not room().pads.rates.allows(tablet.device):
        return later()
    if request.content_length is None or request.content_length > LARGEST:
        abort(413)
    try:
        asked = read(RatingSubmit, sent() or {})
    except Malformed as fault:
        log.info("rating of %s refused: %s", tablet.device, fault.detail)
        return refused(ErrorCode.BAD_REQUEST, 400)
    return private(jsonify(room().door.pads.give(tablet.device, asked).model_dump(mode="json", exclude_none=True)))


def _changed(tablet: Tablet, seen: str) -> Shown | None:
    """Wait for another picture than `seen`; None where the tablet was cut off meanwhile."""
    asked, found = room(), _look(tablet)
    if found.mark != seen or not asked.pads.places.acquire(blocking=False):
        return found
    try:
        return _wait(found)
    finally:
        asked.pads.places.release()


def _wait(found: Shown) -> Shown | None:
    asked, seen = room(), found.mark
    version = asked.door.changed(-1, 0.0)
    for _ in range(int(HOLD_S / SLICE_S)):
        tablet = here()
        if tablet is None:
            return None
        found = _look(tablet)
        if found.mark != seen or asked.ending.is_set():
            break
        version = asked.door.changed(version, SLICE_S)
    return found


def _look(tablet: Tablet) -> Shown:
    return shown(known_counter(tablet.counter), room().door.pads.config(tablet.device))


def _told(found: Shown) -> dict[str, object]:
    asked = room()
    # A tablet's clock may be wrong: what counts is how long is left by the office's own.
    left = None if found.closes_at is None else max(0.0, -asked.clock.age_s(found.closes_at))
    own = {"mark": found.mark, "serves": asked.door.serves(), "left_s": left, "form_token": form_token(cookie())}
    return {**found.picture, **own}


def _hear(tablet: Tablet) -> None:
    try:
        told = {"failing": FAILING, "full": FULL}
        room().pads.tablets.heard(tablet, [code for name, code in told.items() if name in request.args])
    except sqlite3.Error as fault:
        log.warning("not written that %s is there: %s", tablet.device, fault)
