"""Words the lookup kiosk's pages from a visit; the result has a file of its own."""

from __future__ import annotations

from dataclasses import replace

from kiosk.presenters.door import Door
from kiosk.presenters.lobby_words import attract_of
from kiosk.presenters.lookup_numbers import NumberDesk
from kiosk.presenters.lookup_views import CheckEntry, Keypad, Leaving, Looking, LookupView, Problem, Welcome
from kiosk.presenters.lookup_visit import At, Visit
from kiosk.presenters.procedures.words import PROCEDURES
from kiosk.presenters.result_words import leaving, result_of
from kiosk.presenters.show_words import shown_of
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.wording import Say, Tongue

HINT_S = 8.0
"""Seconds a hint stands on the first page before the next one."""


def page_of(
    visit: Visit, door: Door, desk: NumberDesk, slip: SlipDesk, closes_in: int | None, now: float
) -> LookupView:
    """Return the page of a visit; `closes_in` seconds it goes, None while that is not told."""
    if door.rules.shows:
        return shown_of(visit, door, now)
    tongue = desk.scene.tongue
    say = tongue.say
    if visit.at is At.LOOKING and visit.asked is not None:
        return Looking(say("Đang tra cứu hồ sơ…"), visit.asked.code)
    if visit.at is At.PROBLEM:
        return _problem(visit, door, desk, closes_in, now)
    if visit.at is At.RESULT and visit.found is not None:
        printing = slip.view(say("In phiếu tra cứu"), say)
        shown = result_of(visit.found, visit, desk, closes_in, now)
        return replace(shown, slip=printing, language=tongue.offer)
    if visit.at is At.CHECK:
        return _check_entry(visit, tongue, closes_in)
    return (
        attract_of(door, now)
        if not visit.typed and door.left_alone(visit.acted, now)
        else _welcome(visit.typed, door, tongue, closes_in, now)
    )


def leaving_in(closes_in: int | None, say: Say) -> Leaving | None:
    """Return what tells that a page goes in `closes_in` seconds, None while that is not told."""
    return None if closes_in is None else Leaving(leaving(closes_in, say), say("Tôi cần thêm thời gian"))


def _problem(visit: Visit, door: Door, desk: NumberDesk, closes_in: int | None, now: float) -> Problem:
    tongue = desk.scene.tongue
    say = tongue.say
    page = Problem(
        title=say("Chưa có kết quả tra cứu"),
        detail=visit.told.said(tongue),
        back=say("Thử lại"),
        language=tongue.offer,
        leaving=leaving_in(closes_in, say),
    )
    if visit.unanswered is None:
        return page
    number = say("Lấy số gặp cán bộ") if desk.gives(None, now) else None
    return replace(page, instead=door.instead(say), number=number)


def _keypad(typed: str, empty: str, say: Say) -> Keypad:
    return Keypad(typed, empty, say("Xóa 1 ký tự"), say("Xóa hết"), say("Tra cứu"))


def _welcome(typed: str, door: Door, tongue: Tongue, closes_in: int | None, now: float) -> Welcome:
    say = tongue.say
    return Welcome(
        title=say("Đưa giấy biên nhận vào máy quét hoặc nhập mã hồ sơ"),
        hint=_hint(typed, door, say, now),
        notice=door.notice(say, now),
        keypad=_keypad(typed, say("Mã hồ sơ"), say),
        language=tongue.offer,
        procedures=say(PROCEDURES),
        live=door.camera.on,
        aid=door.camera.advice(say),
        leaving=leaving_in(closes_in, say),
    )


def _hint(typed: str, door: Door, say: Say, now: float) -> str:
    code = say("Mã hồ sơ in cạnh mã vạch trên giấy biên nhận, ví dụ H15.12-250109-0042")
    # One after the other: a small screen has no room for both. Who types wants to know where the code stands.
    hints = (code,) if typed else (code, *door.by_message(say))
    return hints[int(now // HINT_S) % len(hints)]


def _check_entry(visit: Visit, tongue: Tongue, closes_in: int | None) -> CheckEntry:
    say = tongue.say
    return CheckEntry(
        title=say("Nhập mã tra cứu in trên giấy biên nhận"),
        hint=say("Mã này mở các bước xử lý của hồ sơ."),
        notice=visit.told.said(tongue) or None,
        keypad=_keypad(visit.typed, say("Mã tra cứu"), say),
        back=say("Quay lại"),
        language=tongue.offer,
        leaving=leaving_in(closes_in, say),
    )
