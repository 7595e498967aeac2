"""What a modem does in an office: hangs, is pulled out, loses SIM, PIN and network, is refused; and who is told."""

from __future__ import annotations

import os
import sqlite3
import threading
import tty
from contextlib import closing
from pathlib import Path

import pytest

from backend_bridge.sms.at_line import AtLine
from backend_bridge.sms.pin import PinFile
from lobby.settings.load import SettingsError
from lobby.settings.secret import FOLDER

CITIZEN = "+84912345678"
WITHIN_S = 40.0


def test_a_modem_that_hangs_is_restarted(start_telephone, modem, ask, wait_until):
    start_telephone()
    wait_until(lambda: "+CMGL=4" in modem.commands, "the modem is at work", WITHIN_S)
    modem.hangs = True
    ask("HS 1")
    wait_until(lambda: modem.sent, "answered after a restart", WITHIN_S)
    assert modem.restarts >= 1


def test_a_modem_that_does_not_even_restart_is_told_and_taken_again_when_plugged(
    start_telephone, modem, ask, wait_until
):
    modem.hangs = modem.deaf = True
    telephone = start_telephone()
    wait_until(lambda: "sms_modem_silent" in telephone.faults(), "the keeper is told", WITHIN_S)
    modem.unplug()
    wait_until(lambda: "sms_no_modem" in telephone.faults(), "it is out", WITHIN_S)
    modem.deaf = False
    modem.plug()
    ask("HS 1")
    wait_until(lambda: modem.sent and not telephone.faults(), "answered, nothing stands", WITHIN_S)


def test_a_modem_pulled_out_between_two_messages_is_back_with_what_was_in_it(start_telephone, modem, ask, wait_until):
    telephone = start_telephone()
    ask("HS 1")
    wait_until(lambda: len(modem.sent) == 1, "the first", WITHIN_S)
    modem.unplug()
    wait_until(lambda: "sms_no_modem" in telephone.faults(), "told", WITHIN_S)
    ask("HS 2")
    modem.plug()
    wait_until(lambda: len(modem.sent) == 2, "the second", WITHIN_S)


def test_news_right_behind_an_answer_does_no_harm():
    far, near = os.openpty()
    tty.setraw(near)
    line = AtLine(os.ttyname(near), 115200, 5.0)
    line.open()
    answering = threading.Thread(
        target=lambda: (os.read(far, 100), os.write(far, b'\r\nREADY\r\n\r\nOK\r\n\r\n+CMTI: "SM",1\r\n'))
    )
    answering.start()
    assert line.command("+CPIN?") == ["READY"]
    answering.join()
    line.close()
    os.close(far)
    os.close(near)


def test_without_a_sim_the_keeper_is_told(start_telephone, modem, ask, wait_until):
    modem.card.present = False
    telephone = start_telephone()
    wait_until(lambda: "sms_no_sim" in telephone.faults(), "told", WITHIN_S)
    modem.card.present = True
    ask("HS 1")
    wait_until(lambda: modem.sent and not telephone.faults(), "answered", WITHIN_S)


def test_the_pin_is_given(start_telephone, sms_settings, tmp_path, modem, ask, wait_until):
    modem.card.pin = "2468"
    pin = tmp_path / "pin"
    pin.write_text("2468\n", encoding="ascii")
    start_telephone(_with_pin(sms_settings, pin))
    ask("HS 1")
    wait_until(lambda: modem.sent, "answered", WITHIN_S)
    assert modem.card.tries_left == 3


def test_a_wrong_pin_is_tried_once_over_restarts_and_a_new_one_again(
    start_telephone, sms_settings, tmp_path, modem, ask, wait_until
):
    modem.card.pin = "2468"
    pin = tmp_path / "pin"
    pin.write_text("1111\n", encoding="ascii")
    settings = _with_pin(sms_settings, pin)
    for _ in range(2):
        telephone = start_telephone(settings)
        wait_until(lambda told=telephone: "sms_pin_wrong" in told.faults(), "told", WITHIN_S)
        asked = modem.commands.count("+CPIN?")
        wait_until(lambda before=asked: modem.commands.count("+CPIN?") > before, "looked at again", WITHIN_S)
        telephone.stepped.stop()
    assert modem.card.tries_left == 2
    start_telephone(settings)
    pin.write_text("2468\n", encoding="ascii")
    ask("HS 1")
    wait_until(lambda: modem.sent, "answered", WITHIN_S)


def test_a_wrong_pin_that_systemd_lays_down_anew_is_not_tried_again_and_another_one_is(tmp_path, monkeypatch):
    laid_down = tmp_path / "credentials"
    laid_down.mkdir()
    monkeypatch.setenv(FOLDER, str(laid_down))
    pin = PinFile(Path("sim-pin"), tmp_path / "tried")
    for turn, (given, may_be_tried) in enumerate([("1111", True), ("1111", False), ("2468", True)]):
        (laid_down / "sim-pin").write_text(f"{given}\n", encoding="ascii")
        os.utime(laid_down / "sim-pin", (turn, turn))
        assert pin.read() == (given if may_be_tried else None)
        pin.trying()


def test_a_pin_that_was_not_laid_down_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    (tmp_path / "sim-pin").write_text("\n", encoding="ascii")
    pin = PinFile(Path("sim-pin"), tmp_path / "tried")
    with pytest.raises(SettingsError, match="/etc/lobby/credentials/sim-pin"):
        pin.read()


@pytest.mark.parametrize(("locked", "code"), [(False, "sms_pin_wanted"), (True, "sms_sim_locked")])
def test_a_sim_that_wants_a_pin_that_nobody_gave_is_told(start_telephone, modem, wait_until, locked, code):
    modem.card.pin, modem.card.locked = "2468", locked
    telephone = start_telephone()
    wait_until(lambda: code in telephone.faults(), "told", WITHIN_S)
    assert modem.card.tries_left == 3


def test_without_a_network_questions_wait_and_the_keeper_is_told(start_telephone, modem, ask, wait_until):
    modem.card.registered = False
    telephone = start_telephone()
    ask("HS 1")
    wait_until(lambda: "sms_no_network" in telephone.faults() and not modem.card.messages, "told", WITHIN_S)
    assert not modem.sent
    modem.card.registered = True
    wait_until(lambda: modem.sent and not telephone.faults(), "answered", WITHIN_S)


def test_a_faint_signal_is_told(start_telephone, modem, wait_until):
    modem.card.signal = 5
    telephone = start_telephone()
    wait_until(lambda: telephone.faults() == {"sms_signal_weak"}, "told", WITHIN_S)


def test_a_network_that_refuses_is_told_and_uses_up_no_answer(start_telephone, modem, ask, wait_until):
    modem.refuses = "38"
    telephone = start_telephone()
    for turn in range(5):
        ask("HS 1", f"+8491234567{turn}")
    wait_until(lambda: "sms_refused" in telephone.faults(), "told", WITHIN_S)
    wait_until(lambda: not modem.card.messages, "all five are taken", WITHIN_S)
    assert sum(command.startswith("+CMGS") for command in modem.commands) == 3


def test_a_modem_that_hangs_before_it_has_the_message_makes_no_second_one(start_telephone, modem, ask, wait_until):
    start_telephone()
    modem.hangs_at = "+CMGS"
    ask("HS 1")
    ask("HS 2", "+84987654321")
    wait_until(lambda: len(modem.sent) == 2, "both", WITHIN_S)
    assert modem.restarts >= 1 and len({number for number, _ in modem.sent}) == 2


def test_a_message_that_may_have_gone_out_is_sent_once_more_and_no_more(
    start_telephone, sms_settings, modem, ask, wait_until
):
    brief = sms_settings.modem.model_copy(update={"sends_within_s": 3.0})
    telephone = start_telephone(sms_settings.model_copy(update={"modem": brief}))
    modem.hangs_at = "\x1a"
    ask("HS 1")
    wait_until(lambda: len(modem.sent) == 1, "gone out, unsaid", WITHIN_S)
    modem.hangs_at = "\x1a"
    wait_until(lambda: len(modem.sent) == 2, "once more", 90.0)
    ask("HS 2", "+84987654321")
    wait_until(lambda: len(modem.sent) == 3, "the next citizen's", 90.0)
    assert [number for number, _ in modem.sent] == [CITIZEN, CITIZEN, "+84987654321"]
    telephone.stepped.stop()


def _with_pin(settings, pin):
    return settings.model_copy(update={"modem": settings.modem.model_copy(update={"pin_file": pin})})


def _broken(sms_settings, trigger):
    """Let the disk refuse what `trigger` names; return how that ends."""
    file = sms_settings.state / "sms.db"
    _run(file, f"CREATE TRIGGER full {trigger} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
    return lambda: _run(file, "DROP TRIGGER full")


def _run(file, words):
    with closing(sqlite3.connect(file, timeout=WITHIN_S, isolation_level=None)) as rows:
        rows.execute(words)


def test_what_a_full_disk_cannot_keep_stays_in_the_modem_and_the_keeper_is_told(
    start_telephone, sms_settings, modem, ask, wait_until, caplog
):
    telephone = start_telephone()
    mend = _broken(sms_settings, "BEFORE INSERT ON received")
    ask("HS 1")
    wait_until(lambda: "sms_store_unwritable" in telephone.faults(), "told", WITHIN_S)
    assert [line.message for line in caplog.records if "be kept" in line.message] == [
        "messages cannot be kept: database or disk is full"
    ]
    mend()
    wait_until(lambda: modem.sent and not telephone.faults(), "answered, nothing stands", WITHIN_S)
    assert len(modem.sent) == 1


def test_what_went_out_as_the_disk_became_full_is_not_sent_again(start_telephone, sms_settings, modem, ask, wait_until):
    telephone = start_telephone()
    mend = _broken(sms_settings, "BEFORE UPDATE ON outgoing WHEN new.state = 'sent'")
    ask("HS 1")
    wait_until(lambda: "sms_store_unwritable" in telephone.faults(), "told", WITHIN_S)
    mend()
    ask("HS 2", "+84987654321")
    wait_until(lambda: "+84987654321" in dict(modem.sent) and not telephone.faults(), "the next citizen's", WITHIN_S)
    assert [number for number, _ in modem.sent] == [CITIZEN, "+84987654321"]
    file = sms_settings.state / "sms.db"
    with closing(sqlite3.connect(file)) as rows:
        assert rows.execute("SELECT count(*) FROM outgoing WHERE state = 'sending'").fetchone() == (0,)
