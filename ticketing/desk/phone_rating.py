"""The page on a citizen's phone that rates a service afterwards, once, by the token printed on the slip."""

from __future__ import annotations

import logging
import re
import sqlite3
import uuid

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.errors import ErrorCode, Malformed
from ticketing.desk.following_address import private
from ticketing.desk.rating_form import COMMENT_AT_MOST, faces, indices, reasons, said
from ticketing.desk.rating_words import RATING_WORDS, RatingWords
from ticketing.desk.room import address, room
from ticketing.hub.phone_ratings import PhoneRating

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{6,64}")

phone_rating = Blueprint("phone_rating", __name__, url_prefix="/t")


@phone_rating.get("/<track>/rating")
def page(track: str) -> AnyResponse:
    found = rating_of(track)
    if found is None:
        return _elsewhere(track)
    return _form(track, found) if found.open else _thanks(track, found, _words().already, "")


@phone_rating.post("/<track>/rating")
def give(track: str) -> AnyResponse:
    """Take the form; what was rated already, here or at the pad, is thanked for all the same."""
    found, words = rating_of(track), _words()
    if found is None:
        return _elsewhere(track)
    if found.given:
        return _thanks(track, found, words.already, "")
    if not (room().wishes.allows(f"{track}\nrating") and room().crowd.allows(address())):
        return _form(track, found, words.choose, 429)
    return _give(track, found, words)


def _give(track: str, found: PhoneRating, words: RatingWords) -> AnyResponse:
    here = room()
    try:
        asked = said(request.form, found.form, str(uuid.uuid4()), here.clock.now(), lang())
    except Malformed as fault:
        log.info("rating by telephone not understood: %s", fault.detail)
        return _form(track, found, words.choose, 400)
    if asked is None:
        return _form(track, found, words.choose, 400)
    reply = here.door.ratings.give(track, asked)
    if reply.ok:
        return _thanks(track, found, words.thanks, words.thanks_explain)
    if reply.error is not None and reply.error.code is ErrorCode.ALREADY_RATED:
        return _thanks(track, found, words.already, "")
    return _form(track, found, reply.error.message if reply.error is not None else "", 409)


def _elsewhere(track: str) -> AnyResponse:
    # A wrong token counts here too, so that nobody tries many.
    room().guesses.allows(address())
    return redirect(url_for("follow.page", track=track, lang=request.args.get("lang")), 303)


def rating_of(track: str) -> PhoneRating | None:
    """Return the rating of a ticket that was served, also on the day after; None where there is none to give.

    An address that tried too many wrong tokens is told nothing.
    """
    here = room()
    if not _TOKEN.fullmatch(track) or here.guesses.spent(address()):
        return None
    try:
        return here.door.ratings.of(track)
    except sqlite3.Error:
        log.exception("ratings cannot be read")
        return None


def lang() -> str:
    """Return the language that was chosen on the page, else the phone's."""
    chosen = request.args.get("lang", "")
    return chosen if chosen in RATING_WORDS else request.accept_languages.best_match(["vi", "en"]) or "vi"


def _words() -> RatingWords:
    return RATING_WORDS[lang()]


def _form(track: str, found: PhoneRating, sentence: str = "", code: int = 200) -> AnyResponse:
    words = _words()
    chosen = request.form.get("score") or request.args.get("score", "")
    shown = {
        "faces": faces(found.form, lang()),
        "indices": indices(lang()),
        "chosen": chosen,
        "reasons": reasons(found.form, lang()),
        "form_of": found.form,
        "comment_at_most": COMMENT_AT_MOST,
        "sentence": sentence,
    }
    return private(make_response(render_template("rate.html", **_common(track, found, words), **shown), code))


def _thanks(track: str, found: PhoneRating, heading: str, explain: str) -> AnyResponse:
    said = {"heading": heading, "explain": explain}
    return private(make_response(render_template("rated.html", **_common(track, found, _words()), **said)))


def _common(track: str, found: PhoneRating, words: RatingWords) -> dict[str, object]:
    names = {counter.counter: counter.name for counter in room().door.counters()}
    counter = names.get(found.counter, "")
    service = words.service.format(number=found.ticket.number, counter=counter) if counter else found.ticket.number
    return {"words": words, "lang": lang(), "track": track, "service": service, "number": found.ticket.number}
