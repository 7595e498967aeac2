"""The page on a citizen's phone that follows one ticket by the token printed on its slip."""

from __future__ import annotations

import hashlib
import re
import uuid

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.replies import Tracked
from lobby.contract.requests import Request, TicketCancel, TicketReturn, TicketTrack
from lobby.contract.ticket import TicketState
from ticketing.desk.follow_words import SERVED, TONGUES, VIETNAMESE, Tongue
from ticketing.desk.following import Following, picture, why_closed
from ticketing.desk.following_address import private
from ticketing.desk.phone_rating import rating_of
from ticketing.desk.rating_form import faces
from ticketing.desk.rating_words import RATING_WORDS
from ticketing.desk.room import address, room
from ticketing.hub.door import DESK_DEVICE

_TOKEN = re.compile(r"[A-Za-z0-9_-]{6,64}")
_AGAIN_S = 30
_IN_LINE = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING})

follow = Blueprint("follow", __name__, url_prefix="/t")


@follow.get("/<track>")
def page(track: str) -> AnyResponse:
    found, code = _find(track)
    if found is None:
        # The day is over, but who was served yesterday may still rate that.
        rated = code == 404 and rating_of(track) is not None
        return (
            redirect(url_for("phone_rating.page", track=track, lang=request.args.get("lang")))
            if rated
            else _nothing(code)
        )
    return _page(track, found, asks=request.args.get("ask") == "cancel")


@follow.get("/<track>/state")
def state(track: str) -> AnyResponse:
    """Answer with what changed: the card only where the phone does not show it already."""
    if not room().looks.allows(f"{address()}\n{track}"):
        return _later()
    found, code = _find(track)
    if found is None:
        return _later() if code == 429 else make_response(jsonify(), code)
    tongue, seen = _tongue(found), _picture(found)
    card = _card(track, seen, tongue)
    told: dict[str, object] = {"next_s": seen.next_s, "at": _now()}
    if (mark := _mark(card)) != request.args.get("mark"):
        told |= {"mark": mark, "html": card, "title": seen.title, "tone": seen.tone, "calls": seen.calls}
    return make_response(jsonify(told))


@follow.post("/<track>/return")
def come_back(track: str) -> AnyResponse:
    """Put the ticket back in line: its citizen says so, who alone holds the token."""
    return _wish(track, TicketReturn(id=str(uuid.uuid4()), track=track) if _TOKEN.fullmatch(track) else None)


@follow.post("/<track>/cancel")
def give_back(track: str) -> AnyResponse:
    return _wish(track, TicketCancel(id=str(uuid.uuid4()), track=track) if _TOKEN.fullmatch(track) else None)


def _wish(track: str, asked: Request | None) -> AnyResponse:
    here = room()
    found, code = _find(track)
    if found is None or asked is None:
        return _nothing(code)
    if not (here.wishes.allows(track) and here.crowd.allows(address())):
        return _page(track, found, sentence=_tongue(found).paced[0], code=429)
    here.glances.drop(track)
    fresh, code = _find(track)
    if fresh is None:
        return _nothing(code)
    if not _is_so(asked, fresh):
        # The hub lets the desk do more than a citizen may: only what the page offers is asked for.
        offered = _offers(asked, _picture(fresh))
        if not offered or not here.door.handle(DESK_DEVICE, asked).ok:
            return _page(track, fresh, sentence=_tongue(fresh).refused, code=409)
    here.glances.drop(track)
    return redirect(url_for("follow.page", track=track, lang=request.args.get("lang")), 303)


def _is_so(asked: Request, tracked: Tracked) -> bool:
    """Tell whether the wish came true already: a button that is pressed twice does no harm."""
    if isinstance(asked, TicketReturn):
        return tracked.ticket.state in _IN_LINE
    return tracked.ticket.state is TicketState.CANCELLED


def _offers(asked: Request, seen: Following) -> bool:
    return seen.may_return if isinstance(asked, TicketReturn) else seen.may_give_back


def _find(track: str) -> tuple[Tracked | None, int]:
    here = room()
    fresh = here.glances.get(track, fresh=True)
    if fresh is not None:
        return fresh, 200
    known = here.glances.get(track, fresh=False) is not None
    # Wrong tokens alone count, so that many phones behind one address do not shut each other out.
    if not known and here.guesses.spent(address()):
        return None, 429
    tracked = _ask(track)
    if tracked is None:
        here.guesses.allows(address())
        return None, 404
    here.glances.put(track, tracked)
    return tracked, 200


def _ask(track: str) -> Tracked | None:
    if not _TOKEN.fullmatch(track):
        return None
    reply = room().door.handle(DESK_DEVICE, TicketTrack(id=str(uuid.uuid4()), track=track))
    if not reply.ok:
        return None
    return Tracked.model_validate(reply.data)


def _picture(tracked: Tracked) -> Following:
    here, ticket = room(), tracked.ticket
    service = next((service.name for service in here.door.services if service.id == ticket.service), "")
    queue = next((queue for queue in here.door.queues() if queue.service == ticket.service), None)
    tongue = _tongue(tracked)
    return picture(tracked, (service, _counter(ticket.counter, tongue)), queue, tongue, here.glances.watched())


def _counter(counter_id: str | None, tongue: Tongue) -> str:
    """Return the counter as the sign above it reads; whoever reads no Vietnamese is told its figure too."""
    here = room()
    name = next((one.name for one in here.door.counters() if one.counter == counter_id), "")
    if tongue is VIETNAMESE:
        return name or "quầy"
    number = next((one.number for one in here.settings.counters if one.id == counter_id), None)
    return f"counter {number} ({name})" if name and number is not None else name or "the counter"


def _tongue(tracked: Tracked | None = None) -> Tongue:
    """Return the language chosen on the page, else the one in which the number was taken, else the phone's."""
    standing = room().door.standing(tracked.ticket.ticket) if tracked is not None else None
    own = standing.lang or "" if standing is not None else ""
    found = TONGUES.get(request.args.get("lang", "")) or TONGUES.get(own)
    return found or TONGUES[request.accept_languages.best_match(["vi", "en"]) or "vi"]


def _page(track: str, found: Tracked, *, asks: bool = False, sentence: str = "", code: int = 200) -> AnyResponse:
    tongue, seen = _tongue(found), _picture(found)
    card = _card(track, seen, tongue)
    words = {"tongue": tongue, "lang": _code(tongue), "track": track, "at": _now()}
    asks = asks and seen.may_give_back
    shown = {"ticket": seen, "card": card, "mark": _mark(card), "asks": asks, "sentence": sentence}
    return private(make_response(render_template("follow.html", **words, **shown), code))


def _card(track: str, seen: Following, tongue: Tongue) -> str:
    rating = rating_of(track) if seen.tone == SERVED else None
    words = RATING_WORDS[_code(tongue)]
    shown = {"rating": rating, "words": words, "faces": faces(rating.form, _code(tongue)) if rating is not None else ()}
    here = {"track": track, "lang": _code(tongue), "sms": room().door.office.sms}
    return render_template("follow_card.html", ticket=seen, tongue=tongue, **here, **shown)


def _nothing(code: int) -> AnyResponse:
    tongue = _tongue()
    heading, sentence = tongue.paced if code == 429 else tongue.unknown
    queues = room().door.queues()
    closed = "" if any(queue.open for queue in queues) else next((q.closed_reason for q in queues), "")
    closed = why_closed(closed, tongue) if closed else ""
    words = {"tongue": tongue, "lang": _code(tongue), "heading": heading, "sentence": sentence, "closed": closed}
    return private(make_response(render_template("follow_none.html", **words), code))


def _later() -> AnyResponse:
    answer = make_response(jsonify(), 429)
    answer.headers["Retry-After"] = str(_AGAIN_S)
    return answer


def _code(tongue: Tongue) -> str:
    return "vi" if tongue is VIETNAMESE else "en"


def _mark(card: str) -> str:
    return hashlib.sha256(card.encode()).hexdigest()[:12]


def _now() -> str:
    return room().clock.now().strftime("%H:%M:%S")
