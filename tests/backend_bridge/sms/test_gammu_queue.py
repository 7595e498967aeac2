"""Messages through gammu-smsd's folders: by a hand that does what it does, and by itself with its dummy phone."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from datetime import datetime

import pytest

from backend_bridge.sms.gammu_queue import GammuQueue
from backend_bridge.sms.modem import ModemFault, NotSent, Trouble
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE

CITIZEN = "+84912345678"
WITHIN_S = 40.0
SMSD = shutil.which("gammu-smsd")
SMSDRC = """
[gammu]
model = dummy
connection = none
device = {folder}/dummy
[smsd]
service = files
logfile = {folder}/smsd.log
inboxpath = {folder}/inbox/
outboxpath = {folder}/outbox/
sentsmspath = {folder}/sent/
errorsmspath = {folder}/error/
inboxformat = unicode
outboxformat = standard
transmitformat = 7bit
commtimeout = 1
receivefrequency = 1
loopsleep = 1
checksecurity = 0
"""
BACKUP = """[SMSBackup000]
State = UnRead
Number = "{number}"
Coding = Unicode_No_Compression
Folder = 1
Sent = {at:%Y%m%dT%H%M%S}
Class = -1
Length = {length}
Text00 = {text}
"""


@pytest.fixture
def folder(tmp_path):
    for box in ("inbox", "outbox", "sent", "error", "dummy/sms/1"):
        (tmp_path / "queue" / box).mkdir(parents=True)
    return tmp_path / "queue"


@pytest.fixture
def gammu_settings(sms_settings, folder):
    modem = sms_settings.modem.model_copy(update={"driver": "gammu", "queue": folder, "sends_within_s": 20.0})
    return sms_settings.model_copy(update={"modem": modem})


class Smsd:
    """What gammu-smsd does with its folders, when told to."""

    def __init__(self, folder):
        self.folder = folder

    def run(self):
        (self.folder / "smsd.pid").write_text(str(os.getpid()), encoding="ascii")

    def receive(self, number, text):
        file = self.folder / "inbox" / f"IN{datetime.now(OFFICE_ZONE):%Y%m%d_%H%M%S}_00_{number}_00.txt"
        file.write_bytes(b"\xfe\xff" + text.encode("utf-16-be") + b"\0\0")
        os.utime(file, (time.time() - 60, time.time() - 60))

    def waiting(self):
        return sorted((self.folder / "outbox").iterdir())

    def end(self, box):
        (file,) = self.waiting()
        file.rename(self.folder / box / file.name)
        return file.name


@pytest.fixture
def smsd(folder):
    return Smsd(folder)


def test_a_question_in_the_inbox_is_answered_in_the_outbox(smsd, start_telephone, gammu_settings, wait_until):
    smsd.run()
    telephone = start_telephone(gammu_settings)
    smsd.receive(CITIZEN, "Hồ sơ 1")
    wait_until(smsd.waiting, "the answer", WITHIN_S)
    (answer,) = smsd.waiting()
    assert CITIZEN in answer.name and answer.read_text(encoding="ascii").startswith("Ma ho so chua dung.")
    smsd.end("sent")
    smsd.receive("9029", "Quý khách còn 100 MB")
    wait_until(lambda: not list((smsd.folder / "inbox").iterdir()), "all was taken", WITHIN_S)
    assert not smsd.waiting() and not telephone.faults()


def test_a_daemon_that_does_not_run_is_told(start_telephone, gammu_settings, wait_until):
    telephone = start_telephone(gammu_settings)
    wait_until(lambda: "sms_no_modem" in telephone.faults(), "told", WITHIN_S)


def test_a_message_handed_over_before_a_kill_is_not_handed_over_again(smsd, folder):
    queue = GammuQueue(folder, 0.5)
    with pytest.raises(ModemFault) as fault:
        queue.send(CITIZEN, "HS 1", "7-1")
    assert fault.value.trouble is Trouble.SILENT and not fault.value.doubtful
    smsd.end("sent")
    GammuQueue(folder, 0.5).send(CITIZEN, "HS 1", "7-1")
    assert not smsd.waiting()


def test_a_message_that_could_not_be_sent_is_told_and_may_be_tried_again(smsd, folder):
    queue = GammuQueue(folder, 5.0, wait=lambda _s: None if not smsd.waiting() else smsd.end("error") and None)
    for _ in range(2):
        with pytest.raises(NotSent):
            queue.send(CITIZEN, "HS 1", "7-1")


@pytest.mark.skipif(SMSD is None, reason="gammu-smsd is not installed")
def test_gammu_itself_with_its_dummy_phone(folder, start_telephone, gammu_settings, wait_until):
    rc = folder / "smsdrc"
    rc.write_text(SMSDRC.format(folder=folder), encoding="utf-8")
    text = "Hồ sơ 1"
    at = SystemClock().now()
    backup = BACKUP.format(number=CITIZEN, at=at, length=len(text), text=text.encode("utf-16-be").hex().upper())
    (folder / "dummy/sms/1/1").write_text(backup, encoding="ascii")
    daemon = subprocess.Popen([str(SMSD), "-c", str(rc), "-p", str(folder / "smsd.pid")], stdout=subprocess.DEVNULL)
    try:
        start_telephone(gammu_settings)
        wait_until(lambda: list((folder / "sent").iterdir()), "the answer is sent", 60.0)
    finally:
        daemon.terminate()
        daemon.wait(10)
    (sent,) = (folder / "sent").iterdir()
    assert CITIZEN in sent.name and sent.read_text(encoding="ascii").startswith("Ma ho so chua dung.")
    assert (
        "Transmitted" in (folder / "smsd.log").read_text(encoding="utf-8", errors="replace") or daemon.returncode == 0
    )
