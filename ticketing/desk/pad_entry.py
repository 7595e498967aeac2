"""How a tablet is let in: by a code that the keeper made, typed on the tablet within ten minutes."""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.looking import known_counter
from ticketing.desk.pad_answers import here, keeps, pair_answer
from ticketing.desk.pairing import Code
from ticketing.desk.room import address, room
from ticketing.desk.tablets import TooManyTablets

log = logging.getLogger(__name__)

WRONG = "Mã chưa đúng hoặc đã hết hạn. Hãy xem lại mã trên trang quản trị, hoặc tạo mã mới."
TOO_OFTEN = "Đã thử nhiều lần. Vui lòng đợi mười phút rồi thử lại."
TOO_MANY = "Đã đủ số máy tính bảng. Hãy cắt một máy không dùng nữa ở trang quản trị rồi thử lại."
NO_COUNTER = "Quầy của mã này không còn trong cấu hình. Hãy tạo mã mới."

pad_entry = Blueprint("pad_entry", __name__, url_prefix="/pad/pair")


@pad_entry.get("")
def form() -> AnyResponse:
    return pair_answer()


@pad_entry.post("")
def pair() -> AnyResponse:
    """Let in the tablet on which a right code was typed; one that is in already changes its counter."""
    pads = room().pads
    if pads.wrong.spent("") or not pads.typed.allows(address()):
        return pair_answer(TOO_OFTEN, 429)
    code = pads.codes.take(request.form.get("code", "")[:40])
    if code is None:
        pads.wrong.allows("")
        log.warning("wrong code for a tablet from %s", address())
        return pair_answer(WRONG, 403)
    return _let_in(code)


def _let_in(code: Code) -> AnyResponse:
    pads = room().pads
    if known_counter(code.counter) is None:
        return pair_answer(NO_COUNTER, 409)
    try:
        token = pads.tablets.let_in(code.counter, code.by, instead=here())
    except TooManyTablets:
        return pair_answer(TOO_MANY, 409)
    pads.typed.forget(address())
    log.info("a tablet was let in at %s by the code of %s", code.counter, code.by)
    room().accounts.note_tablet(code.by, f"ghép vào {code.counter}", address())
    return keeps(redirect(url_for("pad.screen"), 303), token)
