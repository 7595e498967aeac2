"""The speaker in the lobby: calls one after another, each answered, nothing dead after bad ones."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.clock import SystemClock
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase, CounterState, DeviceConfig, Presented
from lobby.contract.ticket import TicketState
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.speech.bank import ClipBank
from lobby.speech.hum import HumRenderer
from lobby.speech.players.files import FilePlayer
from lobby.speech.players.memory import MemoryPlayer
from lobby.speech.renderer import Voice
from lobby.speech.sound import RATE, chime
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.loudness import Hours, Loudness
from ticketing.voice.speaker import Speaker
from ticketing.voice.wording import wording_of
from ticketing.voice.zone import Zone

TOPICS = Topics("demo")
CHIME_S = chime().size / RATE + 0.15
Waiting = Callable[..., None]


def an_announcer(folder: Path, hum: HumRenderer, style: Style) -> Announcer:
    banks = {code: ClipBank(folder / code / "clips", folder / code / "recordings", hum) for code in ("vi", "en")}
    return Announcer(banks, {code: wording_of(code) for code in banks}, style)


@dataclass
class Lobby:
    """A speaker on a broker in memory, with the hub's hand."""

    broker: MemoryBroker
    hub: MemoryBus
    link: DeviceLink
    hum: HumRenderer
    players: list[MemoryPlayer]
    clock: SystemClock
    folder: Path

    @property
    def player(self) -> MemoryPlayer:
        return self.players[-1]

    def new_player(self) -> MemoryPlayer:
        self.players.append(MemoryPlayer())
        return self.players[-1]

    def speaker(self, *, repeat: int = 1, **wanted: Any) -> Speaker:
        announcer = an_announcer(self.folder, self.hum, Style(repeat=repeat))
        return Speaker(self.link, announcer, self.new_player, self.clock, **wanted)

    def call(self, call: Call) -> None:
        self.hub.publish(TOPICS.call(), encode(call))

    def hold(self, held: bool, rev: int) -> None:
        config = DeviceConfig(rev=rev, at=self.clock.now(), device="speaker-1", settings={"held": held})
        self.hub.publish(TOPICS.config("speaker-1"), encode(config), retained=True)

    def draw(self, call: Call, rev: int, spoken: int = 0) -> None:
        """Draw the call's counter as the hub does, the call just made."""
        ticket = call.ticket.model_copy(update={"called_at": self.clock.now()})
        state = CounterState(
            rev=rev,
            at=self.clock.now(),
            counter=call.counter,
            name=call.counter_name,
            state=CounterPhase.OPEN,
            ticket=ticket,
            call_id=call.call_id,
            presented=Presented(spoken=spoken),
        )
        self.hub.publish(TOPICS.counter(call.counter), encode(state), retained=True)

    def shown(self) -> list[dict[str, str]]:
        return [json.loads(payload) for payload in self.broker.payloads(TOPICS.shown("speaker-1"))]

    def speaking(self) -> list[dict[str, Any]]:
        return [json.loads(payload) for payload in self.broker.payloads(TOPICS.speaking("speaker-1"))]

    def spoken(self) -> list[str]:
        return [sound.label.text for sound in self.player.ended]


@pytest.fixture
def site(tmp_path: Path) -> Lobby:
    """A lobby whose speaker is not there yet."""
    broker = MemoryBroker()
    hub = MemoryBus(broker)
    hub.start()
    clock = SystemClock()
    link = DeviceLink(MemoryBus(broker), TOPICS, "speaker-1", Role.SPEAKER, clock, tmp_path)
    return Lobby(broker, hub, link, HumRenderer(Voice("hum", 150)), [], clock, tmp_path)


@contextmanager
def running(speaker: Speaker) -> Iterator[Speaker]:
    speaker.start()
    try:
        yield speaker
    finally:
        speaker.stop()


@pytest.fixture
def lobby(site: Lobby) -> Iterator[Lobby]:
    """A lobby whose speaker says each call once."""
    with running(site.speaker()):
        yield site


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


def test_a_call_is_repeated_after_its_pause_and_told_when_the_last_sample_was_played(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    with running(site.speaker(repeat=2)):
        site.player.release()
        site.call(make_call("A001", 1))
        wait_until(lambda: len(site.player.begun) == 2, "the repeat begins")
        assert site.shown() == []
        site.player.release()
        wait_until(site.shown, "the call is told")
    first, again = site.player.ended
    assert [one.continues for one in (first, again)] == [False, True]
    assert first.seconds - again.seconds == pytest.approx(CHIME_S - 0.7, abs=0.05), "a pause in place of the chime"
    assert [shown["as"] for shown in site.shown()] == ["spoken"]


def test_calls_that_come_meanwhile_go_before_the_repeat_and_each_is_told_once(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    with running(site.speaker(repeat=2)):
        calls = [make_call(f"A00{n}", n) for n in range(1, 4)]
        for call in calls:
            site.call(call)
        site.player.release(6)
        wait_until(lambda: len(site.player.ended) == 6, "everything is said")
        wait_until(lambda: len(site.shown()) == 3, "each call is told")
    numbers = [sound.label.number for sound in site.player.ended]
    assert numbers == ["A001", "A002", "A003"] * 2
    assert [shown["call_id"] for shown in site.shown()] == [call.call_id for call in calls]
    assert {shown["as"] for shown in site.shown()} == {"spoken"}
    assert not any(sound.continues for sound in site.player.ended), "each has its own chime"


def test_a_number_taken_in_english_is_called_in_vietnamese_and_then_in_english(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    lobby.player.release(2)
    lobby.call(make_call("A012", 3, languages=("vi", "en")))
    lobby.call(make_call("A013", 4, languages=("vi", "ko")))
    wait_until(lambda: len(lobby.shown()) == 2, "both are told")
    assert lobby.spoken() == [
        "mời công dân có số a không một hai đến quầy số ba; "
        "ticket number a zero one two please proceed to counter number three",
        "mời công dân có số a không một ba đến quầy số bốn",
    ]


def test_a_loudspeaker_of_one_floor_leaves_the_other_floors_calls_to_theirs(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    zone = Zone(counters=frozenset({"quay-1"}), services=frozenset({"dat-dai"}))
    with running(site.speaker(zone=zone)):
        site.player.release(2)
        for number, counter, service in (("A001", 2, "ho-tich"), ("A002", 1, "ho-tich"), ("B001", 2, "dat-dai")):
            site.call(make_call(number, counter, service=service))
        wait_until(lambda: len(site.shown()) == 2, "the calls of the zone are told")
    assert [sound.label.number for sound in site.player.ended] == ["A002", "B001"]


def test_the_keeper_is_told_of_a_zone_that_names_what_the_site_has_not_until_it_has(
    site: Lobby, make_call: Callable[..., Call]
) -> None:
    speaker = site.speaker(zone=Zone(counters=frozenset({"quay-1", "quay-91"})))
    told: list[str] = []
    with running(speaker):
        for number in (1, 91):
            call = make_call("A001", number)
            state = CounterState(
                rev=1, at=call.at, counter=call.counter, name=call.counter_name, state=CounterPhase.OPEN
            )
            site.hub.publish(TOPICS.counter(call.counter), encode(state), retained=True)
            speaker.check_zone()
            told.append(" ".join(fault.detail for fault in site.link.faults.standing()))
    assert ["quay-91" in detail for detail in told] == [True, False]
    assert "quay-1," not in told[0]


def test_boards_are_told_when_the_hall_is_spoken_to_and_when_it_is_quiet_again(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    calls = [make_call("A001", 1), make_call("A002", 2)]
    for call in calls:
        lobby.call(call)
    lobby.player.release(2)
    wait_until(lambda: [one["speaking"] for one in lobby.speaking()] == [True, True, False], "the hall is quiet again")
    assert [one["call_id"] for one in lobby.speaking()[:2]] == [call.call_id for call in calls]
    assert all(3 < one["for_s"] < 10 for one in lobby.speaking()[:2])


def test_an_officer_holds_the_zone_in_an_emergency_and_lets_it_go_on(
    lobby: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    first, second = make_call("A001", 1), make_call("A002", 2)
    lobby.call(first)
    wait_until(lambda: lobby.player.begun, "the first call begins")
    lobby.hold(True, rev=1)
    wait_until(lambda: len(lobby.players) == 2, "it is broken off")
    lobby.call(second)
    assert [fault.code for fault in lobby.link.faults.standing()] == ["held"]
    assert lobby.shown() == []
    lobby.player.release(2)
    lobby.hold(False, rev=2)
    wait_until(lambda: len(lobby.shown()) == 2, "both are told")
    assert [sound.label.number for sound in lobby.player.ended] == ["A001", "A002"]
    assert [shown["as"] for shown in lobby.shown()] == ["spoken", "spoken"]
    assert lobby.link.faults.standing() == ()


def test_at_night_nothing_sounds_and_the_officer_reads_why(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    always = [Hours(time(0), time(12), 0), Hours(time(12), time(0), 0)]
    with running(site.speaker(loudness=Loudness(1.0, always))):
        site.call(make_call("A001", 1))
        wait_until(site.shown, "the call is answered")
    assert site.player.begun == []
    (shown,) = site.shown()
    assert (shown["as"], "tắt tiếng" in shown["detail"]) == ("failed", True)
    assert site.link.faults.standing() == ()


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
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    sounds, hum = site.folder / "sound", HumRenderer(Voice("hum", 150))
    announcer = an_announcer(site.folder, hum, Style(repeat=1))
    with running(Speaker(site.link, announcer, lambda: FilePlayer(sounds, site.clock), site.clock)):
        for call in (make_call("A001", 1), make_call("B001", 2)):
            site.call(call)
        wait_until(lambda: len(site.shown()) == 2, "both are spoken", 30)
    first, second = (json.loads(path.read_text()) for path in sorted(sounds.glob("*.json")))
    assert (first["number"], second["number"]) == ("A001", "B001")
    assert first["ended_monotonic"] - first["first_sample_monotonic"] >= first["seconds"] > 1
    assert second["first_sample_monotonic"] >= first["ended_monotonic"]


def test_a_loudspeaker_that_comes_back_speaks_the_calls_that_nobody_spoke(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    unspoken, spoken = make_call("A001", 1), make_call("A002", 2)
    site.draw(unspoken, rev=1)
    site.draw(spoken, rev=2, spoken=1)
    speaker = site.speaker()
    with running(speaker):
        site.player.release(2)

        def told() -> bool:
            speaker.step()
            return bool(site.shown())

        wait_until(told, "the call that was missed is spoken")
        site.call(unspoken)
        speaker.step()
    assert [sound.label.number for sound in site.player.ended] == ["A001"]
    assert [(one["call_id"], one["as"]) for one in site.shown()] == [(unspoken.call_id, "spoken")]


def test_a_word_that_the_hub_did_not_hear_is_said_again_until_it_did(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    call = make_call("A001", 1)
    speaker = site.speaker()
    with running(speaker):
        site.player.release()
        site.call(call)
        site.draw(call, rev=1)

        def told(times: int) -> bool:
            speaker.step()
            return len(site.shown()) >= times

        wait_until(lambda: told(2), "the word is said again", 40)
        site.draw(call, rev=2, spoken=1)
        said = len(site.shown())
        speaker.catch_up()
    assert len(site.shown()) == said
    assert len({json.dumps(one) for one in site.shown()}) == 1, "the same word, with its own time"
    assert [sound.label.number for sound in site.player.ended] == ["A001"], "and nobody is called again"


def test_what_became_of_calls_is_told_when_the_link_is_back(
    site: Lobby, make_call: Callable[..., Call], wait_until: Waiting
) -> None:
    calls = [make_call("A001", 1), make_call("A002", 2)]
    speaker, bus = site.speaker(), site.link.bus
    assert isinstance(bus, MemoryBus)
    with running(speaker):
        for rev, call in enumerate(calls):
            site.call(call)
            site.draw(call, rev)
        wait_until(lambda: site.player.begun, "the first call begins")
        bus.lose()
        site.player.broken = True
        site.player.release()
        wait_until(site.link.faults.standing, "the second call is not heard")
        assert site.shown() == []
        bus.start()

        def told() -> bool:
            speaker.step()
            return len(site.shown()) == 2

        wait_until(told, "both words arrive")
    by_id = {one["call_id"]: one["as"] for one in site.shown()}
    assert [by_id[call.call_id] for call in calls] == ["spoken", "failed"]
