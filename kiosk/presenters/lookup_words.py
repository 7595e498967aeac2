"""Words the lookup kiosk's pages from a visit; the result has a file of its own."""

from __future__ import annotations

import math
from dataclasses import replace

from kiosk.presenters.door import Door
from kiosk.presenters.lobby_words import attract_of
from kiosk.presenters.lookup_numbers import NumberDesk
from kiosk.presenters.lookup_views import CheckEntry, Keypad, Looking, LookupView, Problem, Welcome
from kiosk.presenters.lookup_visit import At, Visit
from kiosk.presenters.procedures.words import PROCEDURES
from kiosk.presenters.result_words import result_of
from kiosk.presenters.show_words import shown_of
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.wording import Say, Tongue, mark
from lobby.contract.errors import SENTENCES
from lobby.contract.replies import Found, Reply

_NO_ANSWER = mark("Chưa tra cứu được. Vui lòng thử lại sau ít phút hoặc hỏi cán bộ tại quầy.")


def page_of(
    visit: Visit, door: Door, desk: NumberDesk, slip: SlipDesk, closes_in: int | None, now: float
) -> LookupView:
    """Return the page of a visit; `closes_in` seconds its result goes, None while that is not told."""
    if door.rules.shows:
        return shown_of(visit, door, now)
    tongue = desk.scene.tongue
    say = tongue.say
    if visit.at is At.LOOKING and visit.asked is not None:
        return Looking(say("Đang tra cứu hồ sơ…"), visit.asked.code)
    if visit.at is At.PROBLEM:
        return _problem(visit, door, desk, now)
    if visit.at is At.RESULT and visit.found is not None:
        printing = slip.view(say("In phiếu tra cứu"), say)
        return replace(result_of(visit.found, visit, desk, closes_in, now), slip=printing)
    if visit.at is At.CHECK:
        return _check_entry(visit, say)
    return (
        attract_of(door, now)
        if not visit.typed and door.left_alone(visit.acted, now)
        else _welcome(visit.typed, door, tongue, now)
    )


def seconds_told(left: float, warns: float) -> int | None:
    """Return the whole seconds to tell of when `left` are left, None before the warning is due."""
    return max(1, math.ceil(left)) if left <= warns else None


def failure_of(reply: Reply | None, tongue: Tongue) -> str:
    """Return why there is no result, in the language spoken now."""
    if reply is None or reply.error is None:
        return tongue.say(_NO_ANSWER)
    # What only the answer itself says stays as it is; our own words come where they are known in this language.
    told = reply.error.message
    known = SENTENCES.get(reply.error.code, told)
    return tongue.say(told) if tongue.knows(told) or not tongue.knows(known) else tongue.say(known)


def check_refused(found: Found, say: Say) -> str:
    """Return why the check code did not open the details of `found`."""
    if not found.fresh:
        return say("Chưa mở được các bước xử lý khi mất kết nối. Vui lòng thử lại sau ít phút.")
    return say("Mã tra cứu chưa đúng. Vui lòng xem lại trên giấy biên nhận. Nếu đã thử nhiều lần, hãy đợi ít phút.")


def _problem(visit: Visit, door: Door, desk: NumberDesk, now: float) -> Problem:
    say = desk.scene.tongue.say
    title, back = say("Chưa có kết quả tra cứu"), say("Thử lại")
    if visit.unanswered is None:
        return Problem(title, visit.sentence, back)
    number = say("Lấy số gặp cán bộ") if desk.gives(None, now) else None
    return Problem(title, visit.sentence, back, door.instead(say), number)


def _keypad(typed: str, empty: str, say: Say) -> Keypad:
    return Keypad(typed, empty, say("Xóa 1 ký tự"), say("Xóa hết"), say("Tra cứu"))


def _welcome(typed: str, door: Door, tongue: Tongue, now: float) -> Welcome:
    say = tongue.say
    return Welcome(
        title=say("Đưa giấy biên nhận vào máy quét hoặc nhập mã hồ sơ"),
        hint=say("Mã hồ sơ in cạnh mã vạch trên giấy biên nhận, ví dụ H15.12-250109-0042"),
        notice=door.notice(say, now),
        keypad=_keypad(typed, say("Mã hồ sơ"), say),
        language=tongue.offer,
        procedures=say(PROCEDURES),
        live=door.camera.on,
        aid=door.camera.advice(say),
    )


def _check_entry(visit: Visit, say: Say) -> CheckEntry:
    return CheckEntry(
        title=say("Nhập mã tra cứu in trên giấy biên nhận"),
        hint=say("Mã này mở các bước xử lý của hồ sơ."),
        notice=visit.sentence or None,
        keypad=_keypad(visit.typed, say("Mã tra cứu"), say),
        back=say("Quay lại"),
    )
