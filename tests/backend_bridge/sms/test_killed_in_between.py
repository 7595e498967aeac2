"""kill -9 of the telephone's program at each turn: no answer lost, none twice but the one nobody can know of."""

from __future__ import annotations

import pytest

WITHIN_S = 40.0


@pytest.fixture
def start(start_program, sms_settings, modem):
    # Long enough that a modem that hangs on purpose is not restarted before the program is killed.
    patient = sms_settings.modem.model_copy(update={"patience_s": 60.0, "sends_within_s": 60.0})
    return lambda: start_program("sms", sms_settings.model_copy(update={"modem": patient}))


@pytest.fixture
def killed_at(start, modem, ask, wait_until):
    """Let a citizen ask, and kill the program once the modem has done `moment` and says nothing of it."""

    def kill(moment: str) -> None:
        modem.hangs_at = moment
        process = start()
        ask("HS 1")
        wait_until(lambda: modem.hangs, f"the modem did {moment!r}", WITHIN_S)
        process.kill()
        process.wait()
        modem.hangs = False

    return kill


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("+CMGL", id="as messages are fetched"),
        pytest.param("+CMGD", id="as a message is taken out of the modem"),
        pytest.param("+CMGS", id="before the modem has the answer"),
    ],
)
def test_the_answer_comes_once(killed_at, start, modem, ask, wait_until, moment):
    killed_at(moment)
    start()
    ask("HS 2", "+84987654321")
    wait_until(lambda: "+84987654321" in dict(modem.sent), "the next citizen's", WITHIN_S)
    assert [number for number, _ in modem.sent] == ["+84912345678", "+84987654321"]


def test_an_answer_that_the_modem_had_but_never_confirmed_is_sent_once_more(killed_at, start, modem, ask, wait_until):
    killed_at("\x1a")
    start()
    ask("HS 2", "+84987654321")
    wait_until(lambda: len(modem.sent) == 3, "once more, and the next citizen's", WITHIN_S)
    assert [number for number, _ in modem.sent] == ["+84912345678", "+84912345678", "+84987654321"]


def test_questions_of_an_evening_are_answered_in_order_by_whoever_starts_next(start, modem, ask, wait_until):
    modem.card.registered = False
    first = start()
    for turn in range(5):
        ask(f"HS {turn}", f"+8491234567{turn}")
    wait_until(lambda: not modem.card.messages, "taken", WITHIN_S)
    first.kill()
    first.wait()
    modem.card.registered = True
    start()
    wait_until(lambda: len(modem.sent) == 5, "all answers", WITHIN_S)
    assert [number for number, _ in modem.sent] == [f"+8491234567{turn}" for turn in range(5)]
