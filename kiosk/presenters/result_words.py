"""Words the page that tells how a dossier stands, with the number that its holder may take."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters import dossier_words as words
from kiosk.presenters.age_words import age_of
from kiosk.presenters.dossier_course import gone_by, milestones_of, overdue
from kiosk.presenters.lookup_numbers import NumberDesk
from kiosk.presenters.lookup_visit import Visit
from kiosk.presenters.result_views import Number, Result
from kiosk.presenters.wording import Say, Tongue, hour_and_day, mark
from lobby.contract.replies import Found

_NO_HUB = mark("Máy tạm thời chưa lấy được số. Mời Quý khách đến quầy hướng dẫn.")
_CLOSED = mark("Lĩnh vực này hiện chưa cấp số. Vui lòng hỏi cán bộ hướng dẫn.")


@dataclass(frozen=True)
class Need:
    """Something is to be done at a counter: of the field `service`, or of one to be chosen where it is not known."""

    service: str | None
    counters: tuple[str, ...]


def need_of(found: Found, desk: NumberDesk) -> Need | None:
    """Return what the holder of a dossier needs a counter for, None where nothing is to be done at one."""
    dossier, today = found.dossier, desk.scene.day_beside(found.fresh)
    way = desk.way(dossier, overdue(dossier, found.as_of) or gone_by(dossier, found.as_of, today))
    if way is None:
        return None
    fields = desk.scene.fields
    known = way.service if way.service in fields.queues else None
    return Need(known, fields.counter_names(known) if known is not None else ())


def result_of(found: Found, visit: Visit, desk: NumberDesk, closes_in: int | None, now: float) -> Result:
    """Return the page of a dossier; `closes_in` seconds it goes, None while that is not told."""
    tongue, dossier, need = desk.scene.tongue, words.as_opened(found.dossier), need_of(found, desk)
    say = tongue.say
    # Beside the button that prints there is room for the short sentence only.
    age = age_of(found, visit, say, short=desk.scene.rules.prints)
    counters, today = need.counters if need is not None else (), desk.scene.day_beside(found.fresh)
    todo, original = words.todo_of(dossier, found.as_of, counters, tongue, today)
    gives = need is not None and desk.gives(need.service, now)
    return Result(
        code=dossier.code,
        tone=words.tone_of(dossier),
        state=words.state_of(dossier, say),
        todo_title=say("Việc cần làm tiếp"),
        todo=todo,
        original=original,
        number=_number(need, desk, tongue) if need is not None and gives else None,
        no_number=None if need is None or gives else _not_given(need, desk, say, now),
        milestones=milestones_of(dossier, found.as_of, say),
        rows=words.rows_of(dossier, say, found.agency_now),
        steps_title=say("Quá trình giải quyết"),
        steps=words.steps_of(dossier),
        on_steps=visit.on_steps,
        turn=say("Xem thông tin hồ sơ") if visit.on_steps else say("Xem các bước xử lý"),
        as_of=say("Số liệu lúc {time}").format(time=hour_and_day(found.as_of)),
        age=age,
        check=say("Xem các bước xử lý") if dossier.steps is None else None,
        done=say("Xong"),
        leaving=None if closes_in is None else leaving(closes_in, say),
        more_time=None if closes_in is None else say("Tôi cần thêm thời gian"),
    )


def leaving(closes_in: int, say: Say) -> str:
    """Return the warning that the page goes in `closes_in` seconds."""
    # Vietnamese nouns have no plural; the sentences for one are there for languages that have.
    sentence = say("Trang này sẽ đóng sau 1 giây") if closes_in == 1 else say("Trang này sẽ đóng sau {n} giây")
    return sentence.format(n=closes_in)


def _number(need: Need, desk: NumberDesk, tongue: Tongue) -> Number:
    say, fields = tongue.say, desk.scene.fields
    if need.service is None:
        return Number(say("Lấy số gặp cán bộ"), say("Chọn lĩnh vực"))
    waiting = fields.queues[need.service].waiting
    several = say("{n} người đang chờ").format(n=waiting)
    told = (fields.name(need.service, tongue.code), say("1 người đang chờ") if waiting == 1 else several)
    return Number(say("Lấy số"), " · ".join(told))


def _not_given(need: Need, desk: NumberDesk, say: Say, now: float) -> str | None:
    if desk.scene.outage.shown(now):
        return say(_NO_HUB)
    return say(_CLOSED) if need.service is not None else None
