"""Scanners in a settings file: what is accepted, and how a wrong choice is named."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.scanners.settings import ScannersSettings
from lobby.settings.load import SettingsError, check


def read(text: str) -> ScannersSettings:
    return check(ScannersSettings, tomllib.loads(text), "kiosk.toml")


def test_a_kiosk_may_have_all_kinds_of_scanners_and_several_of_one() -> None:
    settings = read(
        """
        [camera]
        source = "file"
        path = "/run/lobby/kiosk-1/camera.png"
        [[serial]]
        port = "/run/lobby/kiosk-1/scanner"
        [[hid]]
        vendor = 0x0c2e
        product = 0x0b61
        [[hid]]
        path = "/dev/input/by-id/usb-Newland_HR22-event-kbd"
        """
    )
    assert settings.camera is not None
    assert (settings.camera.width, settings.camera.height, settings.camera.fps) == (1280, 720, 10)
    assert [(serial.baud, serial.suffix) for serial in settings.serial] == [(9600, "\r")]
    assert [hid.vendor for hid in settings.hid] == [0x0C2E, None]


def test_a_kiosk_without_scanners_is_a_kiosk() -> None:
    assert read("") == ScannersSettings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[hid]]\nvendor = 0x0c2e\n", "vendor và product phải đi cùng nhau"),
        ("[[hid]]\n", "chọn một cách"),
        ('[[hid]]\npath = "/dev/input/event7"\npipe = "/run/keys"\n', "chọn một cách"),
        ('[[hid]]\npipe = "/run/keys"\n[[hid]]\npipe = "/run/keys"\n', "ghi hai lần"),
        ('[camera]\nsource = "file"\n', "tệp ảnh hoặc video"),
        ('[[serial]]\nport = "/dev/ttyACM0"\nbuad = 9600\n', "baud"),
    ],
)
def test_a_wrong_choice_is_named(text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read(text)
