"""The speaker in the lobby: calls one after another, each answered, nothing dead after bad ones."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from lobby.clock import SystemClock
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.speech.bank import ClipBank
from lobby.speech.hum import HumRenderer
from lobby.speech.players.files import FilePlayer
from lobby.speech.players.memory import MemoryPlayer
from lobby.speech.renderer import Voice
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.speaker import Speaker

TOPICS = Topics("demo")
Waiting = Callable[..., None]


@dataclass
class Lobby:
    """A speaker on a broker in memory, with the hub's hand."""

    broker: MemoryBroker
    hub: MemoryBus
    link: DeviceLink
    hum: HumRenderer
    player: MemoryPlayer
    folder: Path

    def call(self, call: Call) -> None:
        self.hub.publish(TOPICS.call(), encode(call))

    def shown(self) -> list[dict[str, str]]:
        return [json.loads(payload) for payload in self.broker.payloads(TOPICS.shown("speaker-1"))]

    def spoken(self) -> list[str]:
        return [sound.label.text for sound in self.player.ended]


@pytest.fixture
def lobby(tmp_path: Path) -> Iterator[Lobby]:
    broker = MemoryBroker()
    hub = MemoryBus(broker)
    hub.start()
    clock = SystemClock()
    link = DeviceLink(MemoryBus(broker), TOPICS, "speaker-1", Role.SPEAKER, clock, tmp_path)
    hum, player = HumRenderer(Voice("hum", 150)), MemoryPlayer()
    bank = ClipBank(tmp_path / "clips", tmp_path / "recordings", hum)
    speaker = Speaker(link, Announcer(bank, Style()), player, clock)
    speaker.start()
    yield Lobby(broker, hub, link, hum, player, tmp_path)
    speaker.stop()


def test_a_call_is_spoken_and_the_officer_learns_it(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    call = make_call("A012", 3)
    lobby.player.release()
    lobby.call(call)
    wait_until(lobby.shown, "the speaker answers")
    assert lobby.spoken() == ["mời công dân có số a không một hai đến quầy số ba"]
    assert [(shown["call_id"], shown["as"]) for shown in lobby.shown()] == [(call.call_id, "spoken")]


def test_the_second_call_waits_until_the_first_has_ended(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.call(make_call("A001", 1))
    lobby.call(make_call("B001", 2))
    wait_until(lambda: lobby.player.begun, "the first call begins")
    assert [sound.label.number for sound in lobby.player.begun] == ["A001"]
    assert lobby.shown() == []
    lobby.player.release()
    wait_until(lambda: len(lobby.player.begun) == 2, "the second call begins")
    assert [sound.label.number for sound in lobby.player.ended] == ["A001"]
    lobby.player.release()
    wait_until(lambda: len(lobby.shown()) == 2, "both are answered")
    assert [shown["as"] for shown in lobby.shown()] == ["spoken", "spoken"]


def test_a_recall_is_spoken_again_and_a_call_that_came_twice_is_not(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.player.release(3)
    first, again = make_call("A012", 3), make_call("A012", 3, nth=2)
    for call in (first, first, again):
        lobby.call(call)
    wait_until(lambda: len(lobby.shown()) == 2, "call and recall are answered")
    assert [shown["call_id"] for shown in lobby.shown()] == [first.call_id, again.call_id]
    assert [sound.label.nth for sound in lobby.player.ended] == [1, 2]


def test_a_call_overtaken_at_its_counter_is_answered_but_not_spoken(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.call(make_call("A001", 1))
    wait_until(lambda: lobby.player.begun, "the first call begins")
    overtaken = make_call("B001", 2)
    lobby.call(overtaken)
    lobby.call(make_call("B002", 2))
    lobby.player.release(2)
    wait_until(lambda: len(lobby.shown()) == 3, "all are answered")
    by_id = {shown["call_id"]: shown for shown in lobby.shown()}
    assert by_id[overtaken.call_id]["as"] == "failed"
    assert "số khác" in by_id[overtaken.call_id]["detail"]
    assert [sound.label.number for sound in lobby.player.ended] == ["A001", "B002"]


def test_while_others_wait_each_call_is_said_once_and_the_last_one_twice(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    for n in range(1, 4):
        lobby.call(make_call("A001", n).model_copy(update={"ticket": make_call(f"A00{n}", n).ticket}))
        wait_until(lambda: lobby.player.begun, "the first call begins")
    lobby.player.release(3)
    wait_until(lambda: len(lobby.shown()) == 3, "all are answered")
    _, crowded, last = (sound.seconds for sound in lobby.player.ended)
    assert last - crowded > 0.4 * last


def test_a_citizen_who_has_come_is_not_called_and_the_log_says_why(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    lobby.call(make_call("A001", 1))
    wait_until(lambda: lobby.player.begun, "the first call begins")
    come = make_call("B001", 2)
    lobby.call(come)
    serving = come.ticket.model_copy(update={"state": TicketState.SERVING})
    at = come.at + timedelta(seconds=3)
    state = CounterState(rev=9, at=at, counter=come.counter, name="Quầy số 2", state=CounterPhase.OPEN, ticket=serving)
    lobby.hub.publish(TOPICS.counter(come.counter), encode(state))
    lobby.player.release(2)
    wait_until(lambda: len(lobby.shown()) == 2, "both are answered")
    assert [sound.label.number for sound in lobby.player.ended] == ["A001"]
    assert f"call {come.call_id} skipped" in caplog.text
    assert "OVER" in caplog.text


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b"\xff\xfe", b'{"v": 1}', b'{"v": 2, "call_id": "x"}', b"9" * 70_000]
)
def test_a_malformed_call_does_nothing_and_the_next_one_is_spoken(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting, payload: bytes
) -> None:
    lobby.hub.publish(TOPICS.call(), payload)
    lobby.player.release()
    good = make_call()
    lobby.call(good)
    wait_until(lobby.shown, "the good call is answered")
    assert [shown["call_id"] for shown in lobby.shown()] == [good.call_id]


def test_a_number_that_cannot_be_read_gets_the_chime_and_an_honest_answer(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.player.release()
    lobby.call(make_call("***", 3))
    wait_until(lobby.shown, "the call is answered")
    assert lobby.shown()[0]["as"] == "failed"
    assert 1.0 < lobby.player.ended[0].seconds < 1.6


def test_without_a_voice_the_chime_still_sounds_and_the_keeper_is_told(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.hum.broken.add("đến phòng tiếp dân")
    lobby.player.release(2)
    lobby.call(make_call("A001", 1).model_copy(update={"counter_name": "Phòng tiếp dân"}))
    wait_until(lobby.shown, "the call is answered")
    assert lobby.shown()[0]["as"] == "failed"
    (fault,) = lobby.link.faults.standing()
    assert "espeak-ng" in fault.remedy
    lobby.call(make_call("A002", 1))
    wait_until(lambda: len(lobby.shown()) == 2, "the next call is answered")
    assert lobby.shown()[1]["as"] == "spoken"
    assert lobby.link.faults.standing() == ()


def test_a_broken_card_fails_one_call_and_not_the_next(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.player.broken = True
    lobby.call(make_call("A001", 1))
    wait_until(lobby.shown, "the call is answered")
    assert (lobby.shown()[0]["as"], lobby.shown()[0]["detail"]) == ("failed", "Không phát được ra loa.")
    assert [fault.code for fault in lobby.link.faults.standing()] == ["player"]
    lobby.player.broken = False
    lobby.player.release()
    lobby.call(make_call("A002", 1))
    wait_until(lambda: len(lobby.shown()) == 2, "the next call is answered")
    assert lobby.shown()[1]["as"] == "spoken"
    assert lobby.link.faults.standing() == ()


def test_two_calls_in_one_instant_never_sound_over_each_other(
    tmp_path: Path, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    broker = MemoryBroker()
    clock = SystemClock()
    link = DeviceLink(MemoryBus(broker), TOPICS, "speaker-1", Role.SPEAKER, clock, tmp_path)
    bank = ClipBank(tmp_path / "clips", tmp_path / "recordings", HumRenderer(Voice("hum", 150)))
    sounds = tmp_path / "sound"
    speaker = Speaker(link, Announcer(bank, Style(repeat=1)), FilePlayer(sounds, clock), clock)
    speaker.start()
    hub = MemoryBus(broker)
    hub.start()
    for call in (make_call("A001", 1), make_call("B001", 2)):
        hub.publish(TOPICS.call(), encode(call))
    wait_until(lambda: len(broker.payloads(TOPICS.shown("speaker-1"))) == 2, "both are spoken", 20)
    speaker.stop()
    first, second = (json.loads(path.read_text()) for path in sorted(sounds.glob("*.json")))
    assert (first["number"], second["number"]) == ("A001", "B001")
    assert first["ended_monotonic"] - first["first_sample_monotonic"] >= first["seconds"] > 1
    assert second["first_sample_monotonic"] >= first["ended_monotonic"]
