"""What citizens wrote beside their ratings, for heads alone; each look is logged."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import date, timedelta

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.rating import mood
from lobby.contract.rating_words import MOOD_WORDS
from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.room import address, room
from ticketing.journal.comments import Comment, between
from ticketing.journal.files import FILE, reading

log = logging.getLogger(__name__)

DAYS = 31
AT_MOST = 200
_EARLIEST = date(2001, 1, 1)

comments = Blueprint("comments", __name__, url_prefix="/desk/head/comments")


@comments.get("")
def screen() -> AnyResponse:
    """Answer with the comments of a month that ends `until` a day, today where none is named."""
    here = officer_or_page("head")
    if not isinstance(here, Officer):
        return here
    today = room().clock.now().astimezone(OFFICE_ZONE).date()
    last = _until(today)
    first = last - timedelta(days=DAYS - 1)
    room().accounts.note_look(here.username, f"ý kiến của công dân {first} đến {last}", address())
    found = _found(first, last)
    shown = {
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
        "older": (first - timedelta(days=1)).isoformat(),
        "newer": min(today, last + timedelta(days=DAYS)).isoformat() if last < today else "",
        "known": found is not None,
        "rows": [_row(one) for one in found or ()],
        "at_most": AT_MOST,
        "asked": room().settings.rating.comment,
    }
    return make_response(render_template("comments.html", officer=here, **shown))


def _until(today: date) -> date:
    try:
        asked = date.fromisoformat(request.args.get("until", ""))
    except ValueError:
        return today
    return min(max(asked, _EARLIEST), today)


def _found(first: date, last: date) -> list[Comment] | None:
    try:
        with closing(reading(room().settings.state / FILE)) as file:
            return between(file, first.isoformat(), last.isoformat(), AT_MOST)
    except sqlite3.Error as fault:
        log.warning("comments cannot be read: %s", fault)
        return None


def _row(one: Comment) -> dict[str, str]:
    settings = room().settings
    counters = {counter.id: counter.name for counter in settings.counters}
    fields = {service.id: service.name for service in settings.services}
    return {
        "at": f"{one.at.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}",
        "counter": counters.get(one.counter, one.counter),
        "field": fields.get(one.field, one.field),
        "mood": MOOD_WORDS[mood(one.score, one.scale)].vi,
        "text": one.text,
    }
