"""Words the lookup kiosk's pages from a visit."""

from __future__ import annotations

import math

from kiosk.presenters import dossier_words as words
from kiosk.presenters.lookup_views import CheckEntry, Keypad, Looking, LookupView, Problem, Result, Welcome
from kiosk.presenters.lookup_visit import At, Visit
from kiosk.presenters.wording import Say, Tongue, hour_and_day
from lobby.contract.replies import Found


def page_of(visit: Visit, tongue: Tongue, linked: bool, closes_in: int | None) -> LookupView:
    """Return the page of a visit; `closes_in` seconds its result goes, None while that is not told."""
    say = tongue.say
    if visit.at is At.LOOKING and visit.asked is not None:
        return Looking(say("Đang tra cứu hồ sơ…"), visit.asked.code)
    if visit.at is At.PROBLEM:
        return Problem(say("Chưa có kết quả tra cứu"), visit.sentence, say("Thử lại"))
    if visit.at is At.RESULT and visit.found is not None:
        return _result(visit.found, visit.on_steps, closes_in, tongue)
    return _check_entry(visit.typed, say) if visit.at is At.CHECK else _welcome(visit.typed, linked, tongue)


def seconds_told(left: float, warns: float) -> int | None:
    """Return the whole seconds to tell of when `left` are left, None before the warning is due."""
    return max(1, math.ceil(left)) if left <= warns else None


def _keypad(typed: str, empty: str, say: Say) -> Keypad:
    return Keypad(typed, empty, say("Xóa 1 ký tự"), say("Xóa hết"), say("Tra cứu"))


def _welcome(typed: str, linked: bool, tongue: Tongue) -> Welcome:
    say = tongue.say
    notice = say("Máy đang kết nối lại. Nếu cần gấp, Quý khách vui lòng hỏi cán bộ tại quầy.")
    return Welcome(
        title=say("Đưa giấy biên nhận vào máy quét hoặc nhập mã hồ sơ"),
        hint=say("Mã hồ sơ in cạnh mã vạch trên giấy biên nhận, ví dụ H15.12-250109-0042"),
        notice=None if linked else notice,
        keypad=_keypad(typed, say("Mã hồ sơ"), say),
        language=tongue.offer,
    )


def _check_entry(typed: str, say: Say) -> CheckEntry:
    return CheckEntry(
        title=say("Nhập mã tra cứu in trên giấy biên nhận"),
        hint=say("Mã này mở các bước xử lý của hồ sơ."),
        keypad=_keypad(typed, say("Mã tra cứu"), say),
        back=say("Quay lại"),
    )


def _result(found: Found, on_steps: bool, closes_in: int | None, tongue: Tongue) -> Result:
    say, dossier = tongue.say, found.dossier
    return Result(
        code=dossier.code,
        tone=words.tone_of(dossier),
        state=words.state_of(dossier, tongue.code, say),
        todo_title=say("Việc cần làm tiếp"),
        todo=words.todo_of(dossier, say),
        rows=words.rows_of(dossier, say),
        steps_title=say("Quá trình giải quyết"),
        steps=words.steps_of(dossier),
        on_steps=on_steps,
        turn=say("Xem thông tin hồ sơ") if on_steps else say("Xem các bước xử lý"),
        as_of=say("Số liệu lúc {time}").format(time=hour_and_day(found.as_of)),
        stale=None if found.fresh else say("Số liệu cũ: chưa cập nhật được từ hệ thống một cửa"),
        check=say("Xem các bước xử lý") if dossier.steps is None else None,
        done=say("Xong"),
        leaving=None if closes_in is None else _leaving(closes_in, say),
        more_time=None if closes_in is None else say("Tôi cần thêm thời gian"),
    )


def _leaving(closes_in: int, say: Say) -> str:
    # Vietnamese nouns have no plural; the sentences for one are there for languages that have.
    sentence = say("Trang này sẽ đóng sau 1 giây") if closes_in == 1 else say("Trang này sẽ đóng sau {n} giây")
    return sentence.format(n=closes_in)
