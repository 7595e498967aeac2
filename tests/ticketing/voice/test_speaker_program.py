"""`lobby speaker` as it runs at a site: its own process, real mosquitto, real espeak-ng."""

from __future__ import annotations

import json
import logging
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from lobby.link.paho import Access, PahoBus
from lobby.speech.sound import RATE, peak, read_wav, rms

TOPICS = Topics("demo")
log = logging.getLogger(__name__)

SETTINGS = """
site = "demo"
device = "speaker-1"
state = "{state}"
[broker]
port = {port}
password_file = "{password_file}"
[voice]
clips = "{clips}"
repeat = 1
rate = 240
[player]
driver = "auto"
folder = "{sound}"
"""


@pytest.fixture
def settings(tmp_path: Path, broker: Any) -> Path:
    path = tmp_path / "speaker.toml"
    path.write_text(
        SETTINGS.format(
            state=tmp_path,
            port=broker.port,
            password_file=broker.password_file("speaker-1"),
            clips=tmp_path / "clips",
            sound=tmp_path / "sound",
        )
    )
    return path


@pytest.fixture
def hub(broker: Any) -> PahoBus:
    return PahoBus(Access(broker.host, broker.port, "hub", broker.password_file("hub").read_text().strip()))


@pytest.fixture
def board(broker: Any) -> PahoBus:
    return PahoBus(Access(broker.host, broker.port, "board-1", broker.password_file("board-1").read_text().strip()))


def test_two_calls_are_heard_in_turn_soon_after_they_come_and_answered(
    tmp_path: Path,
    settings: Path,
    hub: PahoBus,
    board: PahoBus,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    heard: list[Incoming] = []
    speaking: list[bool] = []
    present: list[dict[str, str]] = []
    hub.subscribe(TOPICS.shown("+"), heard.append)
    hub.subscribe(TOPICS.presence("speaker-1"), lambda incoming: present.append(json.loads(incoming.payload)))
    board.subscribe(TOPICS.speaking("+"), lambda incoming: speaking.append(json.loads(incoming.payload)["speaking"]))
    hub.start()
    board.start()
    journal = tmp_path / "log"
    with journal.open("wb") as out:
        speaker = subprocess.Popen(
            [sys.executable, "-m", "lobby.cli", "speaker", "--settings", str(settings)], stderr=out
        )
    try:
        wait_until(lambda: re.search(r"clips ready: (\d+) of \1\b", journal.read_text()), "the bank is ready", 60)
        wait_until(lambda: present and present[-1]["state"] == "online", "the speaker is online")
        wait_until(lambda: board.linked, "the board listens")
        calls = [make_call("A012", 3), make_call("B105", 15, languages=("vi", "en"))]
        sent = time.monotonic()
        for call in calls:
            hub.publish(TOPICS.call(), encode(call))
        wait_until(lambda: len(heard) == 2, "both calls are spoken", 60)
        wait_until(lambda: speaking == [True, True, False], "the board may let its video be heard again")
    finally:
        speaker.send_signal(signal.SIGTERM)
        code = speaker.wait(10)
        wait_until(lambda: "stopped" in [said["state"] for said in present], "the speaker says good-bye")
        hub.stop()
        board.stop()
    assert code == 0
    assert [json.loads(h.payload)["call_id"] for h in heard] == [call.call_id for call in calls]
    assert {json.loads(h.payload)["as"] for h in heard} == {"spoken"}
    first, second = (json.loads(path.read_text()) for path in sorted((tmp_path / "sound").glob("*.json")))
    assert first["text"] == "mời công dân có số a không một hai đến quầy số ba"
    assert second["text"] == (
        "mời công dân có số bê một không năm đến quầy số mười lăm; "
        "ticket number b one zero five please proceed to counter number fifteen"
    )
    assert second["first_sample_monotonic"] >= first["ended_monotonic"]
    for path in (tmp_path / "sound").glob("*.wav"):
        sound = read_wav(path)
        assert 3 < sound.size / RATE < 16
        assert rms(sound) > 0.05
        assert peak(sound) < 0.9
    wait_s = first["first_sample_monotonic"] - sent
    log.warning("call sent to first sample, never spoken before: %.0f ms", wait_s * 1000)
    assert "Nguyễn" not in journal.read_text()


def test_a_wrong_sentence_and_a_voice_that_is_not_there_are_told_and_the_call_is_spoken(
    tmp_path: Path, settings: Path, hub: PahoBus, make_call: Callable[..., Call], wait_until: Callable[..., None]
) -> None:
    wrong = """
[voice.phrases.vi]
call = "Mời số {nubmer}"
number = "whole"
[voice.better.vi]
program = "/nowhere/piper"
model = "/nowhere/vi.onnx"
"""
    settings.write_text(settings.read_text().replace("[player]", f"{wrong}[player]"))
    shown: list[dict[str, str]] = []
    faults: dict[str, str] = {}

    def told(incoming: Incoming) -> None:
        faults.update({fault["code"]: fault["detail"] for fault in json.loads(incoming.payload)["faults"]})

    hub.subscribe(TOPICS.shown("+"), lambda incoming: shown.append(json.loads(incoming.payload)))
    hub.subscribe(TOPICS.health("speaker-1"), told)
    hub.start()
    with (tmp_path / "log").open("wb") as out:
        speaker = subprocess.Popen(
            [sys.executable, "-m", "lobby.cli", "speaker", "--settings", str(settings)], stderr=out
        )
    try:
        wait_until(lambda: {"phrases", "better_voice"} <= set(faults), "the keeper is told of both", 40)
        hub.publish(TOPICS.call(), encode(make_call("A012", 3)))
        wait_until(lambda: shown, "the call is spoken", 40)
    finally:
        speaker.terminate()
        speaker.wait(10)
        hub.stop()
    assert "«voice.phrases.vi.call»: không có chỗ điền «{nubmer}»; có phải «{number}»?" in faults["phrases"]
    assert "espeak-ng" in faults["better_voice"]
    assert shown[0]["as"] == "spoken"
    (spoken,) = (json.loads(path.read_text()) for path in (tmp_path / "sound").glob("*.json"))
    assert spoken["text"] == "mời công dân có số a mười hai đến quầy số ba"


def test_a_wrong_key_is_named_and_nothing_runs(settings: Path) -> None:
    settings.write_text(settings.read_text().replace("repeat =", "repaet ="))
    tried = subprocess.run(
        [sys.executable, "-m", "lobby.cli", "speaker", "--settings", str(settings)],
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert tried.returncode == 78
    assert "«voice.repaet»: không có mục này; có phải «repeat»?" in tried.stderr
