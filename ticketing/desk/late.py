"""The page on which officers enter work that was done by hand while the system was away."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import read
from lobby.contract.errors import SENTENCES, ErrorCode, Malformed
from lobby.contract.requests import EntryLate
from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.late_store import LateEntry
from ticketing.desk.lateness import DAYS_BACK, OUTCOMES, WrongRow, read_row
from ticketing.desk.room import officer, room, session
from ticketing.hub.door import DESK_DEVICE

log = logging.getLogger(__name__)

# What stays in the form for the next row.
STAYS = ("day", "counter", "service", "outcome")
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_ELSEWHERE = "Bạn chỉ nhập bù được việc của quầy mình. Hãy nhờ lãnh đạo nhập giúp việc của quầy khác."

late = Blueprint("late", __name__, url_prefix="/desk/late")


@late.get("")
def form() -> AnyResponse:
    here = officer_or_page("desk")
    if not isinstance(here, Officer):
        return here
    return _page(here, request.args.to_dict(), told=request.args.get("told", ""))


@late.post("")
def enter() -> AnyResponse:
    """Enter one row; the same `id` is entered once, however often it is sent."""
    here = officer()
    if here is None or here.must_change:
        return redirect(url_for("late.form"), 303)
    fields = request.form.to_dict()
    try:
        asked = _asked(here, fields)
        _hand_in(here, asked)
    except WrongRow as wrong:
        return _page(here, fields, wrong=wrong, code=400)
    stays: dict[str, Any] = {name: fields[name] for name in STAYS if fields.get(name)}
    return redirect(url_for("late.form", told=asked.number or "1", **stays), 303)


def _asked(here: Officer, fields: dict[str, str]) -> EntryLate:
    said = read_row(fields, room().clock.now())
    if said.get("counter") not in (None, *_counters(here)):
        raise WrongRow("counter", _ELSEWHERE)
    try:
        asked = read(EntryLate, {"id": fields.get("id"), **said})
    except Malformed as fault:
        log.info("late entry refused: %s", fault.detail)
        raise WrongRow("number", SENTENCES[ErrorCode.BAD_REQUEST]) from None
    same = room().lates.same(asked)
    if same is not None:
        who = room().accounts.find(same.username)
        name = who.name if who is not None else same.username
        raise WrongRow("number", f"Số {asked.number} ngày này đã được {name} nhập lúc {same.at:%H:%M %d/%m}.")
    return asked


def _hand_in(here: Officer, asked: EntryLate) -> None:
    reply = room().door.handle(DESK_DEVICE, asked, officer=here.username)
    if reply.error is not None:
        raise WrongRow("number", reply.error.message)
    room().lates.put(here.username, asked)


def _counters(here: Officer) -> dict[str, str]:
    """Return the counters this officer may enter work for: all for who leads, else their own and the present one."""
    names = {counter.counter: counter.name for counter in room().door.counters()}
    seat = session()
    own = {here.counter, seat.counter if seat is not None else None} & names.keys()
    return names if here.leads or not own else {key: name for key, name in names.items() if key in own}


def _usual_counter(here: Officer, counters: dict[str, str]) -> str:
    """Return the counter whose work is most likely entered: where one sits, one's own, else the first."""
    seat = session()
    near = (seat.counter if seat is not None else None, here.counter, *counters)
    return next((one for one in near if one in counters), "")


def _page(
    here: Officer, fields: dict[str, str], *, told: str = "", wrong: WrongRow | None = None, code: int = 200
) -> AnyResponse:
    counters, now = _counters(here), room().clock.now().astimezone(OFFICE_ZONE)
    given = fields if wrong is not None else {name: fields[name] for name in STAYS if name in fields}
    usual = {"day": now.date().isoformat(), "counter": _usual_counter(here, counters)}
    page = render_template(
        "late.html",
        officer=here,
        # Another id each time: the hub would answer a corrected row as it answered the wrong one.
        row=usual | given | {"id": str(uuid.uuid4())},
        days=[_day(now, back) for back in range(DAYS_BACK + 1)],
        wrong=wrong,
        told="" if not told else f"Đã nhập bù số {told}." if told != "1" else "Đã nhập bù.",
        counters=counters,
        services=room().door.services,
        outcomes={outcome.value: words for outcome, words in OUTCOMES.items()},
        entries=_entries(here),
    )
    return make_response(page, code)


def _day(now: datetime, back: int) -> tuple[str, str]:
    day = now - timedelta(days=back)
    near = {0: "Hôm nay", 1: "Hôm qua"}.get(back, _WEEKDAYS[day.weekday()])
    return day.date().isoformat(), f"{near} {day:%d/%m}"


def _entries(here: Officer) -> list[dict[str, Any]]:
    door, accounts = room().door, {one.username: one.name for one in room().accounts.officers()}
    names = {service.id: service.name for service in door.services}
    names |= {counter.counter: counter.name for counter in door.counters()}
    seen = [entry for entry in room().lates.today() if here.leads or entry.username == here.username]
    return [_entry(entry, names, accounts) for entry in seen]


def _entry(entry: LateEntry, names: dict[str, str], accounts: dict[str, str]) -> dict[str, Any]:
    asked = entry.asked
    times = [at.astimezone(OFFICE_ZONE) for at in (asked.came_at, asked.called_at, asked.ended_at) if at is not None]
    return {
        "at": f"{entry.at:%H:%M}",
        "officer": accounts.get(entry.username, entry.username),
        "number": asked.number or "–",
        "service": names.get(asked.service, asked.service),
        "counter": names.get(asked.counter or "", "–"),
        "day": f"{times[0]:%d/%m}",
        "times": " → ".join(f"{at:%H:%M}" for at in times),
        "outcome": OUTCOMES[asked.outcome],
        "more": " · ".join(part for part in (asked.dossier, asked.note) if part),
    }
