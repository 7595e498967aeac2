"""Words how the lobby is for who passes by a kiosk left alone: hours, the line at each field, the office's notices."""

from __future__ import annotations

from datetime import datetime

from kiosk.presenters.door import Door
from kiosk.presenters.due import is_due
from kiosk.presenters.lookup_views import Attract, FieldLine
from kiosk.presenters.procedures.words import PROCEDURES
from lobby.contract.notices import NoticeKind, Notices

NOTICE_S = 10.0
"""Seconds a notice stands before the next one."""


def attract_of(door: Door, now: float) -> Attract:
    """Return the page of a kiosk left alone at monotonic `now`."""
    scene, notices = door.scene, door.notices
    cards = scene.fields.cards(scene.tongue) if not scene.outage.lasts(now) else ()
    say = scene.tongue.say
    return Attract(
        title=say("Tra cứu hồ sơ tại đây"),
        hint=say("Đưa giấy biên nhận vào máy quét, hoặc chạm vào màn hình."),
        warning=door.notice(say, now),
        hours_title=say("Giờ làm việc"),
        hours=door.rules.hours_in(scene.tongue.code),
        lines_title=say("Đang chờ tại các lĩnh vực"),
        lines=tuple(FieldLine(card.name, card.waiting, card.open) for card in cards),
        notice=notices[int(now // NOTICE_S) % len(notices)] if notices else None,
        procedures=say(PROCEDURES),
        language=scene.tongue.offer,
    )


def texts_of(notices: Notices, at: datetime) -> tuple[str, ...]:
    """Return the texts among the office's notices that are to be shown `at` this time, in their order."""
    shown = [one.text for one in notices.playlist if one.kind is NoticeKind.TEXT and one.text and is_due(one, at)]
    return (*shown, *notices.ticker)
