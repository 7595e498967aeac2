"""The settings of the demo's devices in the lobby: touch screens, boards, loudspeaker, keypads."""

from __future__ import annotations

from typing import Any

from demo.manifest import Ports
from demo.places import Places
from demo.site import (
    BOARD,
    DISPENSER,
    HOTLINE,
    KEYPADS,
    KIOSK,
    LED,
    OFFICE,
    PADS,
    PLACE,
    PORTAL,
    SERVICES,
    SERVICES_EN,
    SITE,
    SMS,
    SMS_NUMBER,
    SPEAKER,
    Device,
    prefix_of,
)
from demo.tables import Table

_PRINTER = "printer"
_KIOSK_PRINTER = "kiosk-printer"


def touch_screens(places: Places, ports: Ports, lobby: list[str], fullscreen: bool) -> dict[str, Table]:
    """Return the settings of each touch screen and of the printers at dispenser and kiosk, by name."""
    return {
        DISPENSER.id: _dispenser(places, ports, lobby, fullscreen),
        _PRINTER: _printer(places, _PRINTER),
        KIOSK.id: _kiosk(places, ports, lobby, fullscreen),
        _KIOSK_PRINTER: _printer(places, _KIOSK_PRINTER),
        **{pad.id: _pad(places, ports, pad, fullscreen) for pad in PADS},
    }


def other_devices(places: Places, ports: Ports) -> dict[str, Table]:
    """Return the settings of the boards, the loudspeaker and the keypads, by name."""
    return {
        BOARD.id: _board(places, ports),
        LED.id: _led(places, ports),
        SPEAKER.id: _speaker(places, ports),
        SMS.id: _sms(places, ports),
        **{keypad.id: _keypad(places, ports, keypad) for keypad in KEYPADS},
    }


def head(places: Places, ports: Ports, device: Device) -> dict[str, Any]:
    """Return what the settings of every device on the bus begin with."""
    return {
        "site": SITE,
        "device": device.id,
        "state": places.state_of(device.id),
        "broker": {"host": "127.0.0.1", "port": ports.mqtt, "password_file": places.secret(device.id)},
    }


def web(ports: Ports) -> str:
    """Return the address of the hub's pages."""
    return f"http://127.0.0.1:{ports.web}"


# Nobody's dossier is in a picture: all people of the demo are invented.
_INVENTED = {"private_in_pictures": True}


def _screen(places: Places, device: Device, fullscreen: bool) -> dict[str, Any]:
    assert device.size is not None
    width, height = device.size
    return {"width": width, "height": height, "fullscreen": fullscreen, "pictures": places.screens}


def _dispenser(places: Places, ports: Ports, lobby: list[str], fullscreen: bool) -> Table:
    return {
        **head(places, ports, DISPENSER),
        "office": OFFICE,
        "services_order": [key for key, _, _ in SERVICES],
        "services_en": SERVICES_EN,
        "priorities": ["elderly", "disabled", "pregnant", "small-child", "merit", "far-away"],
        "printer_command": _print_service(places, lobby, _PRINTER),
        "track_url_base": f"{web(ports)}/t/",
        "screen": _screen(places, DISPENSER, fullscreen) | _INVENTED,
    }


def _printer(places: Places, name: str) -> Table:
    return {
        "office": OFFICE,
        "place": PLACE,
        "hotline": HOTLINE,
        "sms": SMS_NUMBER,
        "state": places.state_of(name),
        "printer": {"driver": "file", "folder": places.paper},
    }


def _kiosk(places: Places, ports: Ports, lobby: list[str], fullscreen: bool) -> Table:
    return {
        **head(places, ports, KIOSK),
        "office": OFFICE,
        "site_hosts": [PORTAL],
        "services_order": [key for key, _, _ in SERVICES],
        "services_en": SERVICES_EN,
        "hotline": HOTLINE,
        "sms": SMS_NUMBER,
        "hours": ["Điểm chạy thử: mở cửa mọi giờ, mọi ngày"],
        "hours_en": ["A trial site: open at any hour of any day"],
        "screen": _screen(places, KIOSK, fullscreen) | _INVENTED,
        "scanners": {
            "camera": {"source": "file", "path": places.camera},
            "serial": [{"port": str(places.scanner_port)}],
            "hid": [{"pipe": places.scanner_keys}],
        },
        "printer_command": _print_service(places, lobby, _KIOSK_PRINTER),
        "track_url_base": f"{web(ports)}/t/",
        "aids": {
            "speech": {
                "jack": {"driver": "pipe", "path": places.earphones},
                "player": {"driver": "auto", "folder": places.aloud},
            },
            "keypad": {"driver": "pipe", "path": places.kiosk_keys},
        },
    }


def _print_service(places: Places, lobby: list[str], name: str) -> list[str]:
    return [*lobby, "printer", "--settings", str(places.settings_of(name))]


def _pad(places: Places, ports: Ports, pad: Device, fullscreen: bool) -> Table:
    return {
        **head(places, ports, pad),
        "office": OFFICE,
        "counter": pad.counter,
        "web": web(ports),
        "screen": _screen(places, pad, fullscreen),
    }


def _board(places: Places, ports: Ports) -> Table:
    return {
        "device": BOARD.id,
        "url": f"{web(ports)}/board/{BOARD.id}",
        "state": places.state_of(BOARD.id),
        "headless": True,
        "screen": _screen(places, BOARD, True),
    }


def _led(places: Places, ports: Ports) -> Table:
    board = {"driver": "ascii", "address": 1}
    line = {"port": places.led_port}
    return {**head(places, ports, LED), "pictures": places.screens, "line": line, "boards": [board]}


def _speaker(places: Places, ports: Ports) -> Table:
    return {
        **head(places, ports, SPEAKER),
        "voice": {"clips": places.clips},
        "player": {"driver": "auto", "folder": places.sound},
    }


def _sms(places: Places, ports: Ports) -> Table:
    return {
        **head(places, ports, SMS),
        "telephone": HOTLINE,
        "own_number": SMS_NUMBER,
        "modem": {"port": str(places.sms_port), "settle_s": 1.0},
    }


def _keypad(places: Places, ports: Ports, keypad: Device) -> Table:
    return {
        **head(places, ports, keypad),
        "counter": keypad.counter,
        "keys": {"driver": "pipe", "path": places.keypad(keypad.id)},
        "numbers": {"prefix": prefix_of(keypad.counter or "")},
    }
