"""Lets the sandbox's dossiers move by themselves: on through the ten states in legal order, and new ones come in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from backend_bridge.sandbox.days import CLOSES, at, closing, is_working, shift
from backend_bridge.sandbox.invented import CHECK_LETTERS, Made, Office, holder
from backend_bridge.sandbox.kinds import KINDS, Kind
from backend_bridge.sandbox.sentences import FRONT, LEADER, SPECIALIST, Place, Turn, latest, now_at, todo_for
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import STATUS_TEXTS, Dossier, Step

# From each state the next ones, with weights; refused (3), withdrawn (7) and returned (10) are ends.
NEXT: dict[int, dict[int, int]] = {
    1: {2: 9, 3: 1},
    2: {4: 1},
    4: {9: 12, 5: 3, 6: 2, 8: 1, 7: 1},
    5: {4: 1},
    6: {4: 1},
    8: {4: 1},
    9: {10: 1},
}
_KINDS = {kind.procedure: kind for kind in KINDS}
_OPENS = time(7, 30)
_LUNCH = (time(11, 30), time(13, 30))
_BACK = {5: "Công dân đã nộp bổ sung", 6: "Công dân đã nộp phí, lệ phí", 8: "Tiếp tục xử lý hồ sơ"}


class Move(NamedTuple):
    """What happened: the dossier as it is now, and the state it came from, None for a new one."""

    made: Made
    was: int | None


def go_on(made: Made, office: Office, chance: Random, now: datetime) -> Move:
    """Return how a dossier in one of the states of NEXT goes on."""
    return Move(Made(onward(made.dossier, office.place, chance, now), made.check), made.dossier.status)


def onward(dossier: Dossier, place: Place, chance: Random, now: datetime) -> Dossier:
    """Return `dossier` in one of the states that may follow its own (one of NEXT), as of the last hour of work."""
    kind = _KINDS[dossier.procedure_code]
    fitting = {state: weight for state, weight in NEXT[dossier.status].items() if state != 6 or kind.fee}
    (status,) = chance.choices(list(fitting), list(fitting.values()))
    steps = dossier.steps or ()
    moment = max([working_moment(now), dossier.received_at, *(step.at for step in steps)])
    turns = _turns(dossier.status, status, kind, moment, place)
    changed = {
        "status": status,
        "status_text": STATUS_TEXTS[status],
        "step": now_at(status),
        "todo": todo_for(status, kind, place),
        "fee_due": kind.fee if status == 6 else None,
        "steps": (*steps, *(Step(at=turn.at, what=turn.what, unit=turn.unit) for turn in turns)),
        **_moments(dossier, status, kind, moment),
    }
    return dossier.model_copy(update=changed)


def working_moment(now: datetime) -> datetime:
    """Return the last moment, not after `now`, at which the office worked."""
    local = now.astimezone(OFFICE_ZONE).replace(microsecond=0)
    if not is_working(local.date()) or local.time() < _OPENS:
        return closing(_working_day_before(local.date()))
    if local.time() >= CLOSES:
        return closing(local.date())
    if _LUNCH[0] <= local.time() < _LUNCH[1]:
        return datetime.combine(local.date(), _LUNCH[0], OFFICE_ZONE)
    return local


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def _moments(dossier: Dossier, status: int, kind: Kind, moment: datetime) -> dict[str, datetime]:
    """Return the dates that the step to `status` gives or changes."""
    if status == 2:
        return {"due_at": closing(shift(moment.date(), kind.days))}
    if status == 4 and dossier.status in _BACK:
        # The days for the work begin anew once the citizen has done their part.
        later = closing(shift(moment.date(), kind.days))
        return {"new_due_at": later} if later > (dossier.new_due_at or dossier.due_at or moment) else {}
    return {9: {"done_at": moment}, 10: {"returned_at": moment}}.get(status, {})


def _turns(was: int, status: int, kind: Kind, moment: datetime, place: Place) -> list[Turn]:
    if was in _BACK:
        return [Turn(moment, _BACK[was], SPECIALIST if was == 8 else FRONT)]
    return {
        2: [Turn(moment, "Tiếp nhận hồ sơ, in giấy biên nhận", FRONT)],
        3: [Turn(moment, f"Từ chối tiếp nhận: thiếu {kind.paper}", FRONT)],
        4: [Turn(moment, "Nhận hồ sơ để thẩm định", SPECIALIST)],
        9: [
            Turn(moment, "Ký duyệt kết quả", LEADER),
            Turn(moment, f"Chuyển kết quả về {place.collect_at}", FRONT),
        ],
        10: [Turn(moment, "Trả kết quả cho công dân", FRONT)],
    }.get(status, latest(status, kind, moment))


def come_in(office: Office, serial: int, chance: Random, now: datetime) -> Move:
    """Return a new dossier, the day's number `serial`: sent online, or handed in at the counter."""
    (kind,) = chance.choices(KINDS, [kind.weight for kind in KINDS])
    online = chance.random() < 1 / 3
    moment = max(working_moment(now), at(working_moment(now).date(), 1))
    what = "Công dân nộp hồ sơ trực tuyến" if online else "Tiếp nhận hồ sơ, in giấy biên nhận"
    status = 1 if online else 2
    dossier = Dossier(
        code=f"{office.code}-{moment:%y%m%d}-{serial:04d}",
        procedure_code=kind.procedure,
        procedure=kind.name,
        field=office.fields[kind.procedure],
        agency=office.place.agency,
        status=status,
        status_text=STATUS_TEXTS[status],
        received_at=moment,
        due_at=None if online else closing(shift(moment.date(), kind.days)),
        step=now_at(status),
        todo=todo_for(status, kind, office.place),
        holder_masked=holder(chance),
        steps=(Step(at=moment, what=what, unit=FRONT),),
    )
    return Move(Made(dossier, "".join(chance.choices(CHECK_LETTERS, k=4))), None)
