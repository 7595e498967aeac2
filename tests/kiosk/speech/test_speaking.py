"""How a page's texts are said, and that a new thing to say cuts off the old."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import evdev
import pytest
from evdev import ecodes

from kiosk.languages.folders import find_languages
from kiosk.speech import jack
from kiosk.speech.jack import IN, OUT, JackSwitch, names_of
from kiosk.speech.spelling import is_vietnamese, spoken
from kiosk.speech.store import Store
from kiosk.speech.utterance import Utterance
from kiosk.speech.voice import Voice
from lobby.clock import SystemClock
from lobby.health import Faults
from lobby.keys.listening import Listening, Missing
from lobby.speech.hum import HumRenderer
from lobby.speech.players.memory import MemoryPlayer
from lobby.speech.renderer import EspeakRenderer, RenderFailed
from lobby.speech.renderer import Voice as EspeakVoice

DAY = "ngày {} tháng mười hai năm hai nghìn không trăm hai mươi sáu"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("H15.12", "hát một năm chấm một hai"),
        ("A012", "a không một hai"),
        ("24/11/2026", "ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("17:00", "mười bảy giờ"),
        ("150.000 đ", "một trăm năm mươi nghìn đ"),
        ("Quầy 1 · Quầy 5", "Quầy một, Quầy năm"),
        ("K", "ca"),
        ("3–5 phút", "ba đến năm phút"),
        ("7:30 – 11:30", "bảy giờ ba mươi đến mười một giờ ba mươi"),
        ("01/12/2026 – 03/12/2026", f"{DAY.format('một')} đến {DAY.format('ba')}"),
        ("Hộ tịch – Chứng thực", "Hộ tịch, Chứng thực"),
        ("A012 – 3 người", "a không một hai, ba người"),
        ("Gọi 0235 3852 123", "Gọi không hai ba năm, ba tám năm hai, một hai ba"),
        ("Gọi 1900 1234", "Gọi một chín không không, một hai ba bốn"),
        ("26/2025/NĐ-CP", "hai sáu xẹt hai không hai năm xẹt nờ đê gạch xê pê"),
    ],
)
def test_codes_dates_hours_and_sums_are_said_as_people_say_them(text: str, said: str) -> None:
    assert spoken(text, "vi") == said


def test_english_spells_codes_and_names_months() -> None:
    assert spoken("Due 24/11/2026", "en") == "Due 24 November 2026"
    assert spoken("A012", "en") == "A, 0, 1, 2"
    assert spoken("3–5 minutes", "en") == "3 to 5 minutes"
    assert spoken("Call 0235 3852 123", "en") == "Call 0 2 3 5, 3 8 5 2, 1 2 3"
    assert is_vietnamese("Hộ tịch") and not is_vietnamese("Civil status")


class Hall:
    """A voice whose every player is one that waits for a hand."""

    def __init__(self, folder: Path) -> None:
        self.players: list[MemoryPlayer] = []
        self.broken = False
        self.faults = Faults(SystemClock())
        store = Store(find_languages(), lambda name: HumRenderer(EspeakVoice(name, 150)), folder, 1)
        self.voice = Voice(store, self._player, self.faults)

    def _player(self) -> MemoryPlayer:
        player = MemoryPlayer()
        player.broken = self.broken
        self.players.append(player)
        return player

    def begun(self) -> list[str]:
        return [sound.label.text for player in self.players for sound in player.begun]


def test_what_is_said_anew_cuts_off_the_rest(tmp_path: Path, wait_until: Callable[..., None]) -> None:
    hall = Hall(tmp_path)
    hall.voice.start()
    hall.voice.say([Utterance("một", "vi"), Utterance("hai", "vi")])
    wait_until(lambda: hall.begun() == ["một"], "the first is said")
    hall.voice.say([Utterance("ba", "vi")])
    wait_until(lambda: hall.begun() == ["một", "ba"], "the new is said in its place")
    hall.players[-1].release()
    wait_until(lambda: not hall.voice.speaking, "all is said")
    hall.voice.stop()
    assert hall.begun() == ["một", "ba"] and hall.faults.standing() == ()


def test_what_changed_by_itself_waits_replaces_its_kind_and_holds_no_page(
    tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    hall = Hall(tmp_path)
    hall.voice.start()
    hall.voice.say([Utterance("một", "vi")])
    wait_until(lambda: hall.begun() == ["một"], "the page is said")
    for text in ("xa", "còn 9 giây", "gần", "tối", "còn 8 giây"):
        hall.voice.aside([Utterance(text, "vi")])
    said = ["một"]
    for text in ("gần", "tối", "còn 8 giây"):
        hall.players[-1].release()
        said.append(text)
        wait_until(lambda: hall.begun() == said, f"{text} is said")
        assert not hall.voice.speaking
    hall.voice.stop()


def test_without_a_sound_card_the_keeper_hears_of_it_and_nothing_else_stops(
    tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    hall = Hall(tmp_path)
    hall.broken = True
    hall.voice.start()
    hall.voice.say([Utterance("một", "vi"), Utterance("hai", "vi")])
    wait_until(lambda: [fault.code for fault in hall.faults.standing()] == ["player"], "the fault stands")
    wait_until(lambda: not hall.voice.speaking, "it gives up")
    hall.voice.stop()
    assert hall.begun() == []


def test_the_switch_in_the_socket_tells_of_earphones() -> None:
    def event(kind: int, code: int, value: int) -> SimpleNamespace:
        return SimpleNamespace(type=kind, code=code, value=value)

    plugged = event(ecodes.EV_SW, ecodes.SW_HEADPHONE_INSERT, 1)
    pulled = event(ecodes.EV_SW, ecodes.SW_HEADPHONE_INSERT, 0)
    other = event(ecodes.EV_SW, ecodes.SW_LINEOUT_INSERT, 1)
    assert names_of([plugged, other, event(ecodes.EV_SYN, 0, 0), pulled]) == [IN, OUT]


class Card:
    """A sound card whose socket has earphones in it, until it is pulled out of the USB port."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.fd, self._end = os.pipe()
        os.write(self._end, b".")

    def capabilities(self) -> dict[int, list[int]]:
        return {ecodes.EV_SW: [ecodes.SW_HEADPHONE_INSERT]}

    def read(self) -> list[SimpleNamespace]:
        raise OSError(errno.ENODEV, "No such device")

    def close(self) -> None:
        os.close(self.fd)
        os.close(self._end)


def test_a_sound_card_that_is_pulled_out_takes_its_earphones_with_it(
    monkeypatch: pytest.MonkeyPatch, wait_until: Callable[..., None]
) -> None:
    cards = ["/dev/input/event7"]
    monkeypatch.setattr(evdev, "list_devices", lambda: [cards.pop()] if cards else [])
    monkeypatch.setattr(evdev, "InputDevice", Card)
    monkeypatch.setattr(jack, "_BITS", lambda _fd, _kind: {ecodes.SW_HEADPHONE_INSERT})
    told: list[str] = []
    faults = Faults(SystemClock())
    listening = Listening(JackSwitch(told.append), faults, told.append, Missing("gone", "", ""), look_again_s=0.02)
    listening.start()
    wait_until(faults.standing, "the keeper hears of it")
    listening.stop()
    assert told == [IN, OUT]


def test_the_journal_never_has_what_is_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    renderer = EspeakRenderer(EspeakVoice("aav/vi", 150))
    monkeypatch.setattr(renderer, "_ask", lambda _request: {"voice": "aav/vi"})
    with caplog.at_level(logging.INFO), pytest.raises(RenderFailed) as failed:
        renderer.render("Nguyễn Văn An")
    told = caplog.text + str(failed.value)
    assert "13 letters" in told and "Nguyễn" not in told
