"""The demo's modem: a line written into a pipe is a citizen's message, the answer stands in a file."""

from __future__ import annotations

import os

from backend_bridge.sms.at_line import AtLine
from backend_bridge.sms.at_modem import AtModem
from backend_bridge.sms.at_twin import AtTwin
from backend_bridge.sms.pin import PinFile
from backend_bridge.sms.twin_program import CITIZEN, Pocket
from lobby.clock import SystemClock
from tests.backend_bridge.conftest import Stepped


def test_a_line_is_sent_and_an_answer_is_shown(tmp_path, wait_until):
    twin, given, got = AtTwin(tmp_path / "modem"), tmp_path / "given", tmp_path / "got"
    twin.start()
    pocket = Stepped([Pocket(twin, given, got, SystemClock())])
    modem = AtModem(AtLine(str(twin.path), 115200, 5.0), PinFile(None, tmp_path / "tried"), 0.0, 20.0)
    try:
        pipe = os.open(given, os.O_WRONLY)
        os.write(pipe, "Hồ sơ 1\n0987654321: CHO A001\n\nnửa câu".encode())
        wait_until(lambda: len(twin.card.messages) == 2, "both were sent")
        os.close(pipe)
        modem.open()
        assert [(one.number, one.text) for one in modem.inbox()] == [(CITIZEN, "Hồ sơ 1"), ("0987654321", "CHO A001")]
        modem.send(CITIZEN, "Khong co ho so", "1")
        wait_until(lambda: got.read_text() == f"{CITIZEN}: Khong co ho so\n", "shown")
    finally:
        modem.close()
        pocket.stop()
        twin.stop()
