"""A panel of buttons in place of a keyboard: a press gives one number of its field, whatever the contact does."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from evdev import ecodes
from pydantic import ValidationError

from kiosk.buttons.panel import button_panel
from kiosk.buttons.settings import ButtonsSettings
from kiosk.scanners.hid_twin import EVENT
from lobby.clock import SystemClock
from lobby.health import Faults


def key(code: int, *values: int) -> bytes:
    return b"".join(EVENT.pack(0, 0, ecodes.EV_KEY, code, value) for value in values)


@pytest.fixture
def pressed() -> queue.SimpleQueue[str]:
    return queue.SimpleQueue()


@pytest.fixture
def faults() -> Faults:
    return Faults(SystemClock())


@pytest.fixture
def pipe(
    tmp_path: Path, pressed: queue.SimpleQueue[str], faults: Faults, wait_until: Callable[..., None]
) -> Iterator[Path]:
    path = tmp_path / "buttons"
    settings = ButtonsSettings(pipe=path, keys={"KEY_1": "ho-tich", "KEY_F2": "dat-dai"})
    panel = button_panel(settings, pressed.put, faults, SystemClock())
    panel.start()
    wait_until(path.exists, "the panel is opened")
    yield path
    panel.stop()


def test_a_press_is_told_once_though_it_bounces_and_repeats(pipe: Path, pressed: queue.SimpleQueue[str]) -> None:
    with pipe.open("wb") as panel:
        panel.write(key(ecodes.KEY_1, 1, 0, 1, 2, 2, 2, 0) + key(ecodes.KEY_3, 1, 0) + key(ecodes.KEY_F2, 1, 0))
    assert [pressed.get(timeout=10), pressed.get(timeout=10)] == ["ho-tich", "dat-dai"]
    assert pressed.empty()


def test_a_panel_that_is_not_there_is_told_to_the_keeper(
    tmp_path: Path, faults: Faults, wait_until: Callable[..., None]
) -> None:
    settings = ButtonsSettings(path=tmp_path / "event9", keys={"KEY_1": "ho-tich"})
    panel = button_panel(settings, lambda service: None, faults, SystemClock())
    panel.start()

    def told() -> bool:
        panel.step()
        return [fault.code for fault in faults.standing()] == ["buttons"]

    wait_until(told, "the fault stands")
    panel.stop()


def test_a_key_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="KEY_ONE"):
        ButtonsSettings(pipe=tmp_path / "buttons", keys={"KEY_ONE": "ho-tich"})
