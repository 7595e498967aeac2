"""What citizens type, what comes back: one short message, plain letters, nothing about a person."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_bridge.sms import answers, gsm7, pdu
from backend_bridge.sms.reading import Kind, Question, read
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import CODE_PATTERN, DOSSIER_EXAMPLE, STATUS_TEXTS, Dossier
from lobby.contract.replies import Found

CODE = "H15.12-250701-0001"
OFFICE = answers.Office("02123855555", CODE)
NOW = datetime(2025, 7, 3, 9, 0, tzinfo=OFFICE_ZONE)
DUE = datetime(2025, 7, 8, 17, 0, tzinfo=OFFICE_ZONE)


def found(fresh: bool = True, **fields: object) -> Found:
    dossier = Dossier.model_validate({**DOSSIER_EXAMPLE, "due_at": DUE, **fields})
    return Found(dossier=dossier, as_of=NOW, fresh=fresh)


@pytest.mark.parametrize(
    "typed",
    [
        "HS H15.12-250701-0001",
        "hs h15.12-250701-0001",
        "  Hs   H15.12-250701-0001  ",
        "HSH15.12-250701-0001",
        "HS: H15.12-250701-0001.",
        "Hồ sơ H15.12-250701-0001",
        "hồ sơ H15.12-250701-0001 của tôi xong chưa ạ?",
        "H15.12-250701-0001",
        "HS H15.12 250701 0001",
        "HS H15.12 - 250701 - 0001",
        "HS H15.12 – 250701 – 0001",
        "HS H15.12-25O701-OOO1",
        "HS <H15.12-250701-0001>",
        "HS\nH15.12-250701-0001",
        "HS H15,12-250701-0001",
        "HS H15.12-250701-0001, của tôi",
        "HS H15.12-250701-0001-",
    ],
)
def test_a_question_is_understood_however_it_was_typed(typed):
    assert read(typed, CODE_PATTERN) == Question(Kind.FIND, CODE)


@pytest.mark.parametrize("code", ["000.00.12.H15-210315-0042", "H15-210315-0042", "G22.99.1-220101-000123"])
def test_codes_of_older_forms_are_understood(code):
    assert read(f"hs {code.lower()}", CODE_PATTERN) == Question(Kind.FIND, code)


@pytest.mark.parametrize(
    "typed", ["HS 123", "hồ sơ số 12/2025", "HS H15.12-250701", "HS H15.12-250701-00011234567", f"HS {CODE}-2"]
)
def test_a_code_that_is_none_is_told_from_a_message_that_is_no_question(typed):
    assert read(typed, CODE_PATTERN).kind is Kind.WRONG_CODE


@pytest.mark.parametrize(
    "typed", ["", "HS", "alo", "Tôi đang lái xe, sẽ gọi lại sau", "TK 0912345678 +500.000 VND", "🙂"]
)
def test_what_is_no_question_is_told_from_one(typed):
    assert read(typed, CODE_PATTERN).kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    "typed", [f"BAO {CODE}", f"báo {CODE}", f"BAO{CODE}", f"Báo kết quả {CODE}", "bao h15.12 250701 0001"]
)
def test_a_wish_to_be_told_is_understood(typed):
    assert read(typed, CODE_PATTERN) == Question(Kind.TELL, CODE)


@pytest.mark.parametrize("typed", ["HUY", "Hủy", " huỷ. ", "Huy bao", "Ngừng nhận tin", "STOP", "Từ chối"])
def test_a_wish_taken_back_is_understood(typed):
    assert read(typed, CODE_PATTERN).kind is Kind.STOP


@pytest.mark.parametrize("typed", ["Huyền đây", "Bảo hiểm xã hội", "bao nhiêu tiền", "hủy hợp đồng giúp tôi"])
def test_words_that_only_begin_like_it_are_none(typed):
    assert read(typed, CODE_PATTERN).kind is Kind.UNREADABLE


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read(typed):
    assert read(typed, CODE_PATTERN).kind in Kind


def test_the_answer_stands_as_the_office_wants_it():
    said = answers.standing(found(code=CODE), OFFICE, NOW)
    assert said == "HS H15.12-250701-0001: Dang xu ly. Hen tra 08/07/2025. DT 02123855555"


@pytest.mark.parametrize("status", sorted(STATUS_TEXTS))
@pytest.mark.parametrize("fresh", [True, False])
def test_every_state_is_told_in_one_short_message(status, fresh):
    fields = {"status": status, "status_text": "Mời bà Nguyễn Thị A", "fee_due": 1_250_000, "returned_at": NOW}
    said = answers.standing(found(fresh, **fields), OFFICE, NOW + timedelta(days=9))
    assert len(gsm7.codes_of(said)) <= 160 and said.isascii()
    assert "Nguyen" not in said and said.endswith("DT 02123855555")


def test_the_longest_code_still_leaves_state_and_telephone():
    code = "000.00.12.H15-250701-0000001"
    said = answers.standing(found(False, code=code, status=4), OFFICE, DUE + timedelta(days=1))
    assert said.startswith(f"HS {code}: Dang xu ly. Da qua ngay hen 08/07/2025") and said.endswith("DT 02123855555")
    assert len(said) <= 160


def test_what_is_paid_and_what_was_kept_are_told():
    said = answers.standing(found(False, status=6, fee_due=50_000), OFFICE, NOW)
    assert "So tien phai nop 50.000 dong. Cap nhat luc 09:00 03/07." in said


def test_an_answer_out_of_an_export_of_last_night_says_of_when_it_is():
    said = answers.standing(found(True), OFFICE, NOW + timedelta(hours=10))
    assert "Cap nhat luc 09:00 03/07." in said


@pytest.mark.parametrize(
    "said",
    [
        answers.unknown_code(CODE, OFFICE),
        answers.wrong_code(OFFICE),
        answers.how_to_ask(OFFICE),
        answers.too_many(OFFICE),
        answers.cannot_be_known(CODE, OFFICE),
        answers.will_be_told(CODE, OFFICE),
        answers.no_room(OFFICE),
        answers.will_not_be_told(OFFICE),
    ],
)
def test_every_refusal_fits_and_names_a_telephone(said):
    assert len(gsm7.codes_of(said)) <= 160 and "DT 02123855555" in said


def test_the_alphabet_is_whole():
    assert len(gsm7.BASIC) == 128 and len(set(gsm7.BASIC)) == 128


@given(st.lists(st.integers(0, 127), max_size=160))
def test_septets_come_back_as_they_were_packed(codes):
    assert gsm7.unpack(gsm7.pack(codes), len(codes)) == codes


def test_a_message_is_written_as_the_standard_shows_it():
    written, length = pdu.write_submit("+84912345678", "hellohello")
    assert written == "0011000B914819325476F80000A70AE8329BFD4697D9EC37" and length == 23


def test_a_message_of_plain_letters_is_read():
    # The textbook message: «How are you?» from +31641600986.
    raw = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07"
    read_back = pdu.read_deliver(bytes.fromhex(raw))
    assert (read_back.number, read_back.text) == ("+31641600986", "How are you?")
    assert read_back.sent_at is not None and read_back.sent_at.isoformat() == "2002-08-26T19:37:41+00:00"


@pytest.mark.parametrize("number", ["+84912345678", "0912345678", "9029", "Viettel"])
def test_a_message_in_vietnamese_letters_is_read(number):
    raw = pdu.write_deliver(number, "Hồ sơ H15.12-250701-0001", NOW)
    came = pdu.read_deliver(bytes.fromhex(raw))
    assert (came.number, came.text, came.sent_at, came.part) == (number, "Hồ sơ H15.12-250701-0001", NOW, 1)


def test_a_part_of_a_long_message_is_known_as_one():
    raw = pdu.write_deliver("+84912345678", "phần hai", NOW, part=2, parts=3)
    assert (came := pdu.read_deliver(bytes.fromhex(raw))).part == 2 and came.text == "phần hai"


@given(st.binary(max_size=200))
def test_broken_messages_are_refused_and_nothing_else(raw):
    with suppress(pdu.NotReadable):
        pdu.read_deliver(raw)
