"""The head's figures of a day, week or month by field, time, officer and counter; each look at officers is logged."""

from __future__ import annotations

import logging
import sqlite3
from datetime import date, datetime
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.base import OFFICE_ZONE
from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.room import address, room
from ticketing.desk.slicing import BY, NARROWED, Question, Slicer, period_of, slices
from ticketing.reports.model import Period, PeriodKind
from ticketing.reports.names import Names
from ticketing.reports.office import names_of
from ticketing.reports.words import DIMENSIONS

log = logging.getLogger(__name__)

KINDS = {PeriodKind.DAY.value: "Ngày", PeriodKind.WEEK.value: "Tuần", PeriodKind.MONTH.value: "Tháng"}
_EARLIEST = date(2001, 1, 1)

breakdown = Blueprint("breakdown", __name__, url_prefix="/desk/head/figures")


@breakdown.get("")
def screen() -> AnyResponse:
    here = officer_or_page("head")
    if not isinstance(here, Officer):
        return here
    now = room().clock.now().astimezone(OFFICE_ZONE)
    question = _question(now.date())
    if question.is_of_officers:
        room().accounts.note_look(here.username, _looked(question), address())
    return make_response(render_template("figures.html", officer=here, **_page(question, now)))


def _page(question: Question, now: datetime) -> dict[str, Any]:
    names, slicer = _names(), Slicer(question)
    small = room().settings.reports.small_below
    try:
        whole = room().daybook.between(question.period.first, question.period.last, slicer.take)
        known = question.period.last < now.date() or room().daybook.today().known
    except sqlite3.Error as fault:
        log.warning("figures cannot be read: %s", fault)
        whole = known = False
    return {
        "question": question,
        "kinds": KINDS,
        "kind": question.period.kind.value,
        "date": min(now.date(), question.period.last).isoformat(),
        "today": now.date().isoformat(),
        "bys": [(one, DIMENSIONS[one]) for one in BY],
        "choices": _choices(names),
        "head": DIMENSIONS[question.by],
        "rows": slices(slicer, names, small),
        "until": f"{now:%H:%M}" if question.period.last >= now.date() else "",
        "whole": whole,
        "known": known,
        "small_below": small,
    }


def _question(today: date) -> Question:
    asked = request.args
    by = asked.get("by", "field")
    return Question(
        period=_period(asked.get("kind", ""), asked.get("date", ""), today),
        by=by if by in BY else "field",
        only={name: asked[name][:64] for name in NARROWED if asked.get(name)},
    )


def _period(kind: str, text: str, today: date) -> Period:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return period_of(kind, min(today, max(_EARLIEST, day)))


def _names() -> Names:
    return names_of(room().settings, {one.username: one.name for one in room().accounts.officers()})


def _choices(names: Names) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what the page may be narrowed to: dimension, its words, ids with theirs."""
    hours = [(f"{hour:02d}", names.of("hour", f"{hour:02d}")) for hour in range(6, 20)]
    listed = {"field": names.fields, "counter": names.counters, "officer": names.officers}
    return [(one, DIMENSIONS[one], hours if one == "hour" else list(listed[one].items())) for one in NARROWED]


def _looked(question: Question) -> str:
    of = question.only.get("officer", "")
    return f"{question.period.name} {of or 'theo cán bộ'}"
