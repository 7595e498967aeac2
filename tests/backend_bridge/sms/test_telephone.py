"""A citizen's message to the office and the answer, over a modem on a pty, the real broker, bridge and sandbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend_bridge.sms.app import main
from backend_bridge.sms.status import told
from lobby.clock import SystemClock

CITIZEN = "+84912345678"
WITHIN_S = 30.0


@pytest.fixture
def telephone(start_bridge, start_telephone):
    start_bridge()
    return start_telephone()


def test_a_citizen_asks_and_is_answered(telephone, office, modem, ask, wait_until):
    code, _ = office.of_status(4)
    ask(f"hs {code.lower()}")
    wait_until(lambda: modem.sent, "the answer", WITHIN_S)
    ((number, said),) = modem.sent
    assert number == CITIZEN and len(said) <= 160
    assert said.startswith(f"HS {code}: Dang xu ly. ") and said.endswith(" DT 02123855555")
    wait_until(lambda: not modem.card.messages, "the modem's memory is empty")


def test_unknown_codes_and_wrong_words_are_answered_too_in_order(telephone, modem, ask, wait_until):
    for text in ("HS H15.12-250101-9999", "HS 12345", "Xin chào"):
        ask(text)
    wait_until(lambda: len(modem.sent) == 3, "three answers", WITHIN_S)
    unknown, wrong, help_ = (said for _, said in modem.sent)
    assert unknown.startswith("Khong co ho so H15.12-250101-9999.")
    assert wrong.startswith("Ma ho so chua dung.") and help_.startswith("Tin nhan chua dung mau.")


def test_who_is_no_citizen_gets_no_answer(telephone, office, modem, ask, wait_until):
    code, _ = office.of_status(4)
    for number in ("Viettel", "9029", "+8602112345678", "0212385555"):
        ask(f"HS {code}", number)
    ask("Khuyến mại! Xem http://km.vn/x")
    ask("phần hai của tin dài", part=2, parts=2)
    modem.deliver(CITIZEN, f"HS {code}", SystemClock().now() - timedelta(days=3))
    ask("HS 1", "+84987654321")
    wait_until(lambda: modem.sent, "the one citizen's answer", WITHIN_S)
    assert [number for number, _ in modem.sent] == ["+84987654321"]


def test_blocked_numbers_and_the_own_number_get_no_answer(start_telephone, sms_settings, modem, ask, wait_until):
    limits = sms_settings.limits.model_copy(update={"blocked": [CITIZEN]})
    start_telephone(sms_settings.model_copy(update={"limits": limits, "own_number": "+84900000001"}))
    ask("HS 1")
    ask("HS 1", "+84900000001")
    ask("HS 1", "+84987654321")
    wait_until(lambda: modem.sent, "the third answer", WITHIN_S)
    assert [number for number, _ in modem.sent] == ["+84987654321"]


def test_two_machines_do_not_talk_to_each_other(start_telephone, modem, ask, wait_until):
    start_telephone()
    ask("Tôi đang lái xe")
    ask("Xin loi, toi dang hop")
    wait_until(lambda: len(modem.sent) == 2, "the first two are helped", WITHIN_S)
    for turn in range(4):
        ask(f"Toi dang ban {turn}")
    ask(modem.sent[0][1])
    ask("HS 1")
    wait_until(lambda: len(modem.sent) == 3, "a question among them is answered", WITHIN_S)
    assert modem.sent[2][1].startswith("Ma ho so chua dung.") and not modem.card.messages


def test_the_same_text_again_and_again_is_left(start_telephone, modem, ask, wait_until):
    start_telephone()
    for _ in range(4):
        modem.deliver(CITIZEN, "HS 123", SystemClock().now() - timedelta(seconds=_))
    ask("HS 456")
    wait_until(lambda: len(modem.sent) == 4, "three and the other one", WITHIN_S)
    wait_until(lambda: not modem.card.messages, "all were taken")
    assert len(modem.sent) == 4


def test_who_asks_too_often_is_told_once(start_telephone, sms_settings, modem, ask, wait_until):
    limits = sms_settings.limits.model_copy(update={"per_number_per_hour": 2})
    start_telephone(sms_settings.model_copy(update={"limits": limits}))
    for turn in range(5):
        ask(f"HS {turn}")
    ask("HS 1", "+84987654321")
    wait_until(lambda: modem.sent and modem.sent[-1][0] == "+84987654321", "the other citizen's", WITHIN_S)
    mine = [said for number, said in modem.sent if number == CITIZEN]
    assert len(mine) == 3 and mine[2].startswith("So may nay da hoi nhieu lan")


def test_the_day_s_budget_is_kept_and_told(start_telephone, sms_settings, modem, ask, wait_until):
    limits = sms_settings.limits.model_copy(update={"per_day": 2})
    telephone = start_telephone(sms_settings.model_copy(update={"limits": limits}))
    for turn in range(4):
        ask(f"HS {turn}", f"+8491234567{turn}")
    wait_until(lambda: "sms_budget_reached" in telephone.faults(), "the keeper is told", WITHIN_S)
    wait_until(lambda: len(modem.sent) == 2 and not modem.card.messages, "two answers", WITHIN_S)


def test_without_a_bridge_the_citizen_is_told_to_ask_later(start_telephone, modem, ask, wait_until):
    start_telephone()
    ask("HS H15.12-250701-0001")
    wait_until(lambda: modem.sent, "an answer all the same", WITHIN_S)
    assert modem.sent[0][1].startswith("HS H15.12-250701-0001: chua tra cuu duoc luc nay.")


def test_with_patience_the_question_waits_for_the_bridge(
    start_bridge, start_telephone, sms_settings, office, modem, ask, wait_until
):
    code, _ = office.of_status(4)
    start_telephone(sms_settings.model_copy(update={"patience_s": 600.0}))
    ask(f"HS {code}")
    wait_until(lambda: not modem.card.messages, "taken from the modem", WITHIN_S)
    start_bridge()
    wait_until(lambda: modem.sent, "the answer", WITHIN_S)
    assert "Dang xu ly" in modem.sent[0][1]


def test_no_number_and_no_word_of_a_citizen_stands_in_the_log_or_on_the_bus(telephone, modem, ask, wait_until, caplog):
    caplog.set_level("DEBUG")
    heard: list[bytes] = []
    telephone.link.bus.subscribe(telephone.link.topics.under("health/sms-1"), lambda came: heard.append(came.payload))
    ask("Tên tôi là Nguyễn Văn An")
    wait_until(lambda: modem.sent, "the answer", WITHIN_S)
    wait_until(lambda: "answered: help" in caplog.text, "it was logged")
    assert "912345" not in caplog.text and "Nguy" not in caplog.text
    assert not any(b"912345" in payload for payload in heard)


def test_the_keeper_asks_how_it_stands(start_telephone, sms_settings, tmp_path, modem, ask, wait_until, capsys):
    start_telephone()
    ask("HS 1")
    ask("HS 1", "9029")
    wait_until(lambda: modem.sent and not modem.card.messages, "answered", WITHIN_S)
    file = tmp_path / "sms.toml"
    broker = sms_settings.broker
    file.write_text(
        f'site = "demo"\ndevice = "sms-1"\nstate = "{sms_settings.state}"\ntelephone = "0212 385 5555"\n'
        f'[broker]\nport = {broker.port}\npassword_file = "{broker.password_file}"\n[modem]\nport = "{modem.path}"\n',
        encoding="utf-8",
    )
    database = sms_settings.state / "sms.db"
    wait_until(lambda: "đã gửi: 1" in (now := told(database, SystemClock().now())) and "chờ" not in now, "all is done")
    assert main(["--settings", str(file), "status"]) == 0
    said = capsys.readouterr().out
    assert (
        "sẵn sàng" in said
        and "Tin đến hôm nay: 2" in said
        and "đã gửi: 1" in said
        and "hẹn báo kết quả: 0" in said
        and "912345" not in said
    )
