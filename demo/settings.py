"""Writes the settings file of each program of the demo, as an operator's installer would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from broker_config.settings import BrokerSite, Enrolled
from demo.manifest import Ports
from demo.places import Places
from demo.site import (
    AGENCY,
    AGENCY_CODE,
    BACKEND,
    BOARD,
    BRIDGE,
    COUNTER_SERVICES,
    COUNTERS,
    DISPENSER,
    HOTLINE,
    HUB,
    KEYPADS,
    KIOSK,
    LED,
    OFFICE,
    ON_THE_BUS,
    PADS,
    PLACE,
    PORTAL,
    SERVICES,
    SITE,
    SPEAKER,
    TICKER,
    WATCH,
    Device,
    counter_number,
)
from demo.tables import Table, toml
from lobby.contract.roles import Role

BACKEND_TOKEN = "backend-token"


def broker_site(places: Places, ports: Ports, run_as: str) -> BrokerSite:
    """Return the settings of the demo's own broker."""
    enrolled = [Enrolled(id=device.id, role=device.role, counter=device.counter) for device in [*ON_THE_BUS, WATCH]]
    return BrokerSite(
        site=SITE,
        folder=places.broker,
        secrets=places.secrets,
        port=ports.mqtt,
        websocket_port=ports.websocket,
        run_as=run_as,
        devices=enrolled,
    )


def write_settings(places: Places, ports: Ports, lobby: list[str], fullscreen: bool) -> None:
    """Write every program's settings; `lobby` is the command that starts the `lobby` command line."""
    tables: dict[str, Table] = {
        HUB.id: _hub(places, ports),
        BRIDGE.id: _bridge(places, ports),
        BACKEND.id: _backend(places, ports),
        DISPENSER.id: _dispenser(places, ports, lobby, fullscreen),
        "printer": _printer(places),
        KIOSK.id: _kiosk(places, ports, fullscreen),
        BOARD.id: _board(places, ports),
        LED.id: {**_device(places, ports, LED), "board": {"driver": "ascii", "port": places.led_port}},
        SPEAKER.id: _speaker(places, ports),
        **{pad.id: _pad(places, ports, pad, fullscreen) for pad in PADS},
        **{keypad.id: _keypad(places, ports, keypad) for keypad in KEYPADS},
    }
    for name, table in tables.items():
        places.state_of(name).mkdir(parents=True, exist_ok=True, mode=0o700)
        places.settings_of(name).write_text(toml(table), encoding="utf-8")


def _device(places: Places, ports: Ports, device: Device) -> dict[str, Any]:
    return {
        "site": SITE,
        "device": device.id,
        "state": places.state_of(device.id),
        "broker": {"host": "127.0.0.1", "port": ports.mqtt, "password_file": places.secret(device.id)},
    }


def _screen(places: Places, device: Device, fullscreen: bool) -> dict[str, Any]:
    assert device.size is not None
    width, height = device.size
    return {"width": width, "height": height, "fullscreen": fullscreen, "pictures": places.screens}


def _hub(places: Places, ports: Ports) -> Table:
    return {
        **_device(places, ports, HUB),
        "office": {"name": OFFICE, "place": PLACE, "hotline": HOTLINE},
        "services": [{"id": key, "name": name, "prefix": prefix} for key, name, prefix in SERVICES],
        "counters": [
            {
                "id": counter,
                "name": f"Quầy số {counter_number(counter)}",
                "number": counter_number(counter),
                "services": [service],
            }
            for counter, service in zip(COUNTERS, COUNTER_SERVICES, strict=True)
        ],
        "devices": [
            {"id": device.id, "role": device.role.value, "counter": device.counter}
            for device in ON_THE_BUS
            if device.role is not Role.HUB
        ],
        "notices": {"ticker": TICKER},
        "web": {"host": "127.0.0.1", "port": ports.web, "public_url": _web(ports)},
        "pages": {
            "board": {
                "websocket_port": ports.websocket,
                "boards": [
                    {"id": BOARD.id, "title": "Bảng gọi số ở sảnh chờ", "password_file": places.secret(BOARD.id)}
                ],
            }
        },
    }


def _bridge(places: Places, ports: Ports) -> Table:
    return {
        **_device(places, ports, BRIDGE),
        "backend": {
            "adapter": "rest",
            "url": f"http://127.0.0.1:{ports.backend}",
            "token_file": places.secret(BACKEND_TOKEN),
        },
    }


def _backend(places: Places, ports: Ports) -> Table:
    return {
        "host": "127.0.0.1",
        "port": ports.backend,
        "state": places.state_of(BACKEND.id),
        "site": SITE,
        "agency": AGENCY,
        "agency_code": AGENCY_CODE,
        "token_file": places.secret(BACKEND_TOKEN),
    }


def _dispenser(places: Places, ports: Ports, lobby: list[str], fullscreen: bool) -> Table:
    return {
        **_device(places, ports, DISPENSER),
        "office": OFFICE,
        "services_order": [key for key, _, _ in SERVICES],
        "printer_command": [*lobby, "printer", "--settings", str(places.settings_of("printer"))],
        "track_url_base": f"{_web(ports)}/t/",
        "screen": _screen(places, DISPENSER, fullscreen),
    }


def _printer(places: Places) -> Table:
    return {
        "office": OFFICE,
        "place": PLACE,
        "hotline": HOTLINE,
        "state": places.state_of("printer"),
        "printer": {"driver": "file", "folder": places.paper},
    }


def _kiosk(places: Places, ports: Ports, fullscreen: bool) -> Table:
    return {
        **_device(places, ports, KIOSK),
        "office": OFFICE,
        "site_hosts": [PORTAL],
        "screen": _screen(places, KIOSK, fullscreen),
        "scanners": {
            "camera": {"source": "file", "path": places.camera},
            "serial": {"port": str(places.scanner_port)},
            "hid": {"pipe": places.scanner_keys},
        },
    }


def _board(places: Places, ports: Ports) -> Table:
    assert BOARD.size is not None
    return {
        "device": BOARD.id,
        "url": f"{_web(ports)}/board/{BOARD.id}",
        "state": places.state_of(BOARD.id),
        "headless": True,
        "screen": _screen(places, BOARD, True),
    }


def _speaker(places: Places, ports: Ports) -> Table:
    return {
        **_device(places, ports, SPEAKER),
        "voice": {"clips": places.clips},
        "player": {"driver": "auto", "folder": places.sound},
    }


def _pad(places: Places, ports: Ports, pad: Device, fullscreen: bool) -> Table:
    return {
        **_device(places, ports, pad),
        "office": OFFICE,
        "counter": pad.counter,
        "screen": _screen(places, pad, fullscreen),
    }


def _keypad(places: Places, ports: Ports, keypad: Device) -> Table:
    return {
        **_device(places, ports, keypad),
        "counter": keypad.counter,
        "keys": {"driver": "pipe", "path": places.keypad(keypad.id)},
    }


def _web(ports: Ports) -> str:
    return f"http://127.0.0.1:{ports.web}"


def find_broker() -> Path | None:
    """Return mosquitto's path; Debian keeps it where a plain user's PATH does not look."""
    for folder in ("/usr/sbin", "/usr/bin", "/usr/local/sbin", str(Path.cwd() / ".debian/usr/sbin")):
        candidate = Path(folder) / "mosquitto"
        if candidate.exists():
            return candidate
    return None
