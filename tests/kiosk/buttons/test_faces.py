"""Buttons with faces: a panel that the kernel sees as a keyboard, one at a serial port, and a hand that rests on it."""

from __future__ import annotations

import errno
import os
import pty
import queue
import struct
import tty
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from evdev import ecodes
from evdev.eventio import EventIO

from kiosk.buttons.faces import FaceButtons
from kiosk.buttons.lamp import Lamp
from kiosk.buttons.pressing import FacePresses, face_panel
from kiosk.buttons.tones import Tones
from kiosk.inbox import Inbox
from kiosk.scanners.beep import Beeper
from lobby.clock import SystemClock
from lobby.health import Faults
from lobby.keys.evdev_keys import EvdevKeys
from lobby.keys.listening import Listening
from lobby.keys.source import KeySource, TwinKeys
from lobby.settings.load import SettingsError, check
from lobby.speech.players.base import Player, Sound

_EVENT = struct.Struct("llHHi")  # struct input_event of linux/input.h
KEYS = {"KEY_1": 1, "KEY_2": 2, "KEY_3": 3}


class Hand(SystemClock):
    """A clock that a hand moves."""

    at = 100.0

    def monotonic(self) -> float:
        return self.at


class WiredPanel(EventIO):  # type: ignore[misc]
    """An event device whose far end is a pipe; evdev itself reads the kernel's bytes from it."""

    def __init__(self) -> None:
        self.fd, self.wire = os.pipe()
        os.set_blocking(self.fd, False)
        self.grabbed = False

    def grab(self) -> None:
        if self.grabbed:
            raise OSError(errno.EBUSY, "held by another program")
        self.grabbed = True

    def close(self) -> None:
        self.grabbed = False
        with suppress(OSError):
            os.close(self.fd)

    def hit(self, code: int, *values: int) -> None:
        os.write(self.wire, b"".join(_EVENT.pack(0, 0, ecodes.EV_KEY, code, value) for value in values))


def buttons(**changed: object) -> FaceButtons:
    fields: dict[str, object] = {"panel": {"driver": "pipe", "path": "/run/panel"}, "keys": KEYS, **changed}
    return check(FaceButtons, fields, "pad")


@pytest.fixture
def faults() -> Faults:
    return Faults(SystemClock())


@pytest.fixture
def listen(faults: Faults) -> Iterator[Callable[..., queue.SimpleQueue[int]]]:
    """Listen to a panel; returns where its presses come."""
    running: list[Listening] = []

    def start(settings: FaceButtons, source: KeySource | None = None) -> queue.SimpleQueue[int]:
        inbox, heard = Inbox(), queue.SimpleQueue[int]()
        inbox.on_wake(inbox.empty)
        panel = face_panel(settings, lambda score, at: heard.put(score), inbox, faults, SystemClock(), source)
        panel.start()
        running.append(panel)
        return heard

    yield start
    for panel in running:
        panel.stop()


@pytest.mark.parametrize(("faces", "levels"), [((1, 2, 3), 3), ((1, 2, 3, 4), 4), ((1, 2, 3, 4, 5, 5), 5)])
def test_as_many_faces_as_there_are_is_the_scale(faces: tuple[int, ...], levels: int) -> None:
    assert buttons(keys={f"KEY_{n}": face for n, face in enumerate(faces, 1)}).levels == levels


@pytest.mark.parametrize("faces", [(1, 2, 4), (2, 3, 4), (1, 1, 2)])
def test_faces_that_are_no_scale_are_refused(faces: tuple[int, ...]) -> None:
    with pytest.raises(SettingsError, match="1 là không hài lòng nhất"):
        buttons(keys={f"KEY_{n}": face for n, face in enumerate(faces, 1)})


def test_a_press_counts_once_though_the_contact_bounces_or_a_second_face_is_hit_with_it() -> None:
    heard: list[tuple[int, float]] = []
    clock = Hand()
    presses = FacePresses(dict(KEYS), lambda score, at: heard.append((score, at)), clock)
    for later, key in ((0, "KEY_3"), (0.02, "KEY_3"), (0.2, "KEY_1"), (0.9, "KEY_9"), (0.7, "KEY_3"), (1.1, "KEY_2")):
        clock.at += later
        presses.heard(key)
    assert heard == [(3, 100.0), (3, pytest.approx(101.82)), (2, pytest.approx(102.92))]


def test_a_panel_that_the_kernel_sees_as_a_keyboard_is_held_for_the_pad_alone(
    listen: Callable[..., queue.SimpleQueue[int]], wait_until: Callable[..., None]
) -> None:
    wired = WiredPanel()
    heard = listen(buttons(), EvdevKeys(lambda: wired))
    wait_until(lambda: wired.grabbed, "the panel is grabbed")
    wired.hit(ecodes.KEY_3, 1, 2, 2, 2, 0)
    assert heard.get(timeout=20) == 3
    assert heard.empty()
    os.close(wired.wire)


def test_a_serial_panel_sends_a_byte_a_face(
    listen: Callable[..., queue.SimpleQueue[int]], wait_until: Callable[..., None]
) -> None:
    wire, machine = pty.openpty()
    tty.setraw(machine)
    panel = {"driver": "serial", "port": os.ttyname(machine)}
    heard = listen(buttons(panel=panel, keys={"KEY_X41": 3, "KEY_X42": 2, "KEY_KP1": 1}))

    def pressed() -> bool:
        # What came before the port was opened is nobody's; a finger's bouncing is one press.
        os.write(wire, b"B")
        return not heard.empty()

    wait_until(pressed, "the press is heard")
    assert heard.get() == 2
    assert heard.empty()
    os.close(wire)
    os.close(machine)


def test_a_panel_that_is_unplugged_is_told_to_the_keeper_and_taken_again_when_it_is_back(
    listen: Callable[..., queue.SimpleQueue[int]], faults: Faults, wait_until: Callable[..., None]
) -> None:
    twin = TwinKeys()
    heard = listen(buttons(), twin)
    wait_until(lambda: twin.held, "the panel is there")
    twin.unplug()
    wait_until(lambda: [one.code for one in faults.standing()] == ["buttons_missing"], "the keeper is told")
    twin.plug_in()
    wait_until(lambda: twin.opened == 2 and not faults.standing(), "it is there again")
    twin.press("KEY_1")
    assert heard.get(timeout=20) == 1


def test_the_lamp_is_on_while_a_rating_stands_open(tmp_path: Path) -> None:
    (tmp_path / "max_brightness").write_text("255\n")
    lamp, brightness = Lamp(tmp_path), tmp_path / "brightness"
    lamp.light(True)
    assert brightness.read_text() == "255"
    lamp.light(False)
    assert brightness.read_text() == "0"


def test_a_lamp_that_is_not_there_hinders_nothing(tmp_path: Path) -> None:
    Lamp(tmp_path / "none").light(True)
    Lamp(None).light(True)


class Heard(Player):
    """A loudspeaker that remembers."""

    def __init__(self) -> None:
        self.sounds: queue.SimpleQueue[Sound] = queue.SimpleQueue()

    def play(self, sound: Sound, started: Callable[[], None]) -> None:
        self.sounds.put(sound)

    def stop(self) -> None:
        """Nothing goes on."""


def test_a_press_that_counts_sounds_higher_than_one_that_does_not() -> None:
    loud = Heard()
    usual = Tones(True)
    sounds = [usual._counted._sound, usual._ignored._sound]
    tones = Tones(True, *(Beeper(loud, lambda: True, sound) for sound in sounds))
    tones.counted()
    counted = loud.sounds.get(timeout=20)
    tones.ignored()
    ignored = loud.sounds.get(timeout=20)
    assert pitch(counted) > 3 * pitch(ignored)
    Tones(False, Beeper(loud, lambda: True)).counted()
    assert loud.sounds.empty()


def pitch(sound: Sound) -> float:
    """Return how often a second the sound's curve rises through its middle."""
    samples = sound.samples
    return float(((samples[:-1] < 0) & (samples[1:] >= 0)).sum()) / (len(samples) / sound.rate)
