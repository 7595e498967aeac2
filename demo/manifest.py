"""demo.json: where everything of the running demo is, as the contract describes it; replaced whole, by rename."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from broker_config.secrets import write_private
from demo.places import Places
from demo.site import ADMIN, DEVICES, OFFICERS, SITE, Device


@dataclass(frozen=True)
class Ports:
    """TCP ports of this run, all on loopback."""

    mqtt: int
    websocket: int
    web: int
    backend: int


def write_manifest(
    places: Places,
    ports: Ports,
    passwords: dict[str, str],
    pid: Callable[[str], int],
    devices: Sequence[Device] = DEVICES,
) -> None:
    """Write demo.json with the `devices` that run; `pid` tells a device's process id now."""
    told = _manifest(places, ports, passwords, pid, devices)
    write_private(places.demo_json, json.dumps(told, indent=2) + "\n")


def withdraw_manifest(places: Places) -> None:
    """Remove demo.json: what it names does not run, or not for long any more."""
    places.demo_json.unlink(missing_ok=True)


def _manifest(
    places: Places, ports: Ports, passwords: dict[str, str], pid: Callable[[str], int], devices: Sequence[Device]
) -> dict[str, Any]:
    return {
        "site": SITE,
        "mqtt": {"host": "127.0.0.1", "port": ports.mqtt, "websocket_port": ports.websocket, "ca": None},
        "web": f"http://127.0.0.1:{ports.web}",
        "backend": f"http://127.0.0.1:{ports.backend}",
        "backend_token": places.backend_token.read_text(encoding="utf-8").strip(),
        "devices": {device.id: _device(device, passwords, pid(device.id)) for device in devices},
        "officers": [
            {"username": officer.username, "password": _secret(places, officer.username), "counter": officer.counter}
            for officer in OFFICERS
        ],
        "admin": {"username": ADMIN.username, "password": _secret(places, ADMIN.username)},
        "paper": str(places.paper),
        "sound": str(places.sound),
        "screens": str(places.screens),
        "led": str(places.led),
        "feed": str(places.feed),
        "pid": os.getpid(),
    }


def _device(device: Device, passwords: dict[str, str], pid: int) -> dict[str, Any]:
    fields: dict[str, Any] = {"role": device.role.value}
    if device.counter is not None:
        fields["counter"] = device.counter
    fields["username"] = device.id if device.id in passwords else None
    fields["password"] = passwords.get(device.id)
    fields["pid"] = pid
    return fields


def _secret(places: Places, name: str) -> str:
    return places.secret(name).read_text(encoding="utf-8").strip()
