"""What the pages share: the hub's door, accounts, sessions, pacers, and who is asking."""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort, current_app, g, request

from lobby.clock import Clock
from lobby.contract.codec import decode_object
from lobby.contract.errors import Malformed
from lobby.health import Faults
from ticketing.desk.accounts import Accounts, Officer
from ticketing.desk.calls import Calls
from ticketing.desk.daybook import Daybook
from ticketing.desk.glances import Glances
from ticketing.desk.late_store import LateEntries
from ticketing.desk.pacing import Pacer
from ticketing.desk.pad_room import PadRoom
from ticketing.desk.portraits import Portraits
from ticketing.desk.sessions import LASTS_S, Session, Sessions, form_token, is_form_token
from ticketing.desk.slip_words import Reprints
from ticketing.hub.door import HubDoor
from ticketing.hub.settings import HubSettings

log = logging.getLogger(__name__)

SESSION_COOKIE = "lobby_session"
VISIT_COOKIE = "lobby_visit"
KEY = "lobby.desk"
# What a citizen may do with the token in the address alone: it is the right itself, and no cookie stands behind it.
# A tablet has a cookie of its own, and a form token made from that.
BY_TOKEN = frozenset({"follow.come_back", "follow.give_back", "phone_rating.give", "pad.rate"})


@dataclass(frozen=True)
class Room:
    """One for each app; `run` tells this process from an earlier one, `ending` lets waiting requests go.

    `guesses` counts wrong tokens of an address, `looks` how often a phone looks at a ticket, `wishes` what is asked for
    a ticket by its token, `crowd` the same by address, `fetches` the files of notices that an address fetches, `reads`
    its looks at the open data and, apart, at the metrics.
    """

    door: HubDoor
    clock: Clock
    faults: Faults
    accounts: Accounts
    portraits: Portraits
    sessions: Sessions
    lates: LateEntries
    calls: Calls
    logins: Pacer
    guesses: Pacer
    looks: Pacer
    wishes: Pacer
    crowd: Pacer
    fetches: Pacer
    reads: Pacer
    glances: Glances
    daybook: Daybook
    pads: PadRoom
    look_version: str
    reprints: Reprints = field(default_factory=Reprints)
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    ending: threading.Event = field(default_factory=threading.Event)
    live_places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(24))

    @property
    def settings(self) -> HubSettings:
        """The settings in force now."""
        return self.door.settings


def room() -> Room:
    """Return the room of the app that answers now."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Room)
    return found


def address() -> str:
    """Return who asks, as the network sees it."""
    return request.remote_addr or "?"


def token() -> str | None:
    """Return the session token the browser sent."""
    return request.cookies.get(SESSION_COOKIE)


def session() -> Session | None:
    """Return the session of this request, looked up once."""
    if "session" not in g:
        given = token()
        g.session = room().sessions.find(given) if given else None
    found: Session | None = g.session
    return found


def officer() -> Officer | None:
    """Return who is logged in."""
    here = session()
    return room().accounts.find(here.username) if here is not None else None


def sent() -> dict[str, object] | None:
    """Return the JSON object that was sent; None where it is none within the contract's limits."""
    try:
        return decode_object(request.get_data()) if request.is_json else None
    except Malformed as fault:
        log.info("%s refused: %s", request.path, fault.detail)
        return None


def form_secret() -> str:
    """Return the cookie that this browser's form token is made from; a visitor gets one where there is none."""
    if session() is not None:
        return token() or ""
    if "visit" not in g:
        g.visit = request.cookies.get(VISIT_COOKIE) or secrets.token_urlsafe(24)
    return str(g.visit)


def check_form() -> None:
    """Refuse a POST that no page of ours made: its token must belong to the cookie, which SameSite keeps at home."""
    if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint in BY_TOKEN:
        return
    if request.is_json and session() is None:
        # No cookie of a session, so nothing to forge: the page is answered that it must log in again.
        return
    secret = token() if session() is not None else request.cookies.get(VISIT_COOKIE)
    given = request.headers.get("X-Form-Token") or ("" if request.is_json else request.form.get("form", ""))
    if not secret or not is_form_token(given, secret):
        abort(403)


def set_cookie(answer: Response, name: str, value: str) -> None:
    """Give a cookie that scripts cannot read and other sites cannot send."""
    answer.set_cookie(
        name, value, max_age=int(LASTS_S), httponly=True, samesite="Strict", secure=request.is_secure, path="/"
    )


def keep_visit(answer: Response) -> Response:
    """Give a new visitor the cookie that the form on the page was made from."""
    visit = g.get("visit")
    if visit is not None and request.cookies.get(VISIT_COOKIE) != visit:
        set_cookie(answer, VISIT_COOKIE, visit)
    return answer


def page_words() -> dict[str, Any]:
    """Return what every page's template may name."""
    here = room()
    office = here.door.office
    return {
        "office": office.name,
        "place": office.place,
        "look_version": here.look_version,
        "form": lambda: form_token(form_secret()),
    }
