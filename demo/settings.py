"""Writes the settings file of each program of the demo, as an operator's installer would."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from broker_config.settings import BrokerSite, Enrolled
from demo.device_settings import head, other_devices, touch_screens, web
from demo.manifest import Ports
from demo.places import Places
from demo.site import (
    AGENCY,
    AGENCY_CODE,
    BACKEND,
    BACKEND_FIELDS,
    BOARD,
    BRIDGE,
    COLLECTS,
    COUNTER_SERVICES,
    COUNTERS,
    DESK_VIEW,
    HOTLINE,
    HUB,
    NOTICES,
    OFFICE,
    ON_THE_BUS,
    PLACE,
    RESULTS_BOARD,
    SERVICES,
    SERVICES_EN,
    SITE,
    SMS_NUMBER,
    SPLIT_BOARD,
    TICKER,
    WATCH,
    Device,
    counter_number,
)
from demo.tables import Table, toml
from lobby.contract.roles import Role


def broker_site(places: Places, ports: Ports, run_as: str, guests: Sequence[Device] = ()) -> BrokerSite:
    """Return the settings of the demo's own broker, which lets `guests` in too."""
    clients = [*ON_THE_BUS, WATCH, DESK_VIEW, RESULTS_BOARD, SPLIT_BOARD, *guests]
    enrolled = [Enrolled(id=device.id, role=device.role, counter=device.counter) for device in clients]
    return BrokerSite(
        site=SITE,
        folder=places.broker,
        secrets=places.secrets,
        port=ports.mqtt,
        websocket_port=ports.websocket,
        run_as=run_as,
        devices=enrolled,
    )


def write_settings(
    places: Places,
    ports: Ports,
    lobby: list[str],
    fullscreen: bool,
    alter: Callable[[str, Table], Table] = lambda _name, table: table,
) -> None:
    """Write every program's settings as `alter` leaves them; `lobby` is the command that starts `lobby` programs."""
    tables: dict[str, Table] = {
        HUB.id: _hub(places, ports),
        BRIDGE.id: _bridge(places, ports),
        BACKEND.id: _backend(places, ports),
        **touch_screens(places, ports, lobby, fullscreen),
        **other_devices(places, ports),
    }
    for name, table in tables.items():
        places.state_of(name).mkdir(parents=True, exist_ok=True, mode=0o700)
        places.settings_of(name).write_text(toml(alter(name, table)), encoding="utf-8")


def _hub(places: Places, ports: Ports) -> Table:
    return {
        **head(places, ports, HUB),
        "office": {"name": OFFICE, "place": PLACE, "hotline": HOTLINE, "sms": SMS_NUMBER},
        "services": [
            {
                "id": key,
                "name": name,
                "prefix": prefix,
                "backend_fields": BACKEND_FIELDS.get(key, []),
                "collects": key == COLLECTS,
            }
            for key, name, prefix in SERVICES
        ],
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
        "notices": {"ticker": TICKER, "playlist": NOTICES},
        "web": {"host": "127.0.0.1", "port": ports.web, "public_url": web(ports)},
        "pages": {
            "board": {
                "websocket_port": ports.websocket,
                "english": {"services": SERVICES_EN},
                "boards": [
                    _board(places, BOARD, "Bảng gọi số ở sảnh chờ", "call"),
                    _board(places, RESULTS_BOARD, "Bảng kết quả giải quyết hồ sơ", "results"),
                    _board(places, SPLIT_BOARD, "Bảng gọi số và thông báo", "split"),
                ],
            },
            "desk": {
                "viewer": DESK_VIEW.id,
                "password_file": places.secret(DESK_VIEW.id),
                "websocket_port": ports.websocket,
            },
        },
    }


def _board(places: Places, board: Device, title: str, layout: str) -> Table:
    return {"id": board.id, "title": title, "password_file": places.secret(board.id), "layout": layout}


def _bridge(places: Places, ports: Ports) -> Table:
    return {
        **head(places, ports, BRIDGE),
        "backend": {
            "adapter": "rest",
            "url": f"http://127.0.0.1:{ports.backend}",
            "token_file": places.backend_token,
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
        "token_file": places.backend_token,
        "open_to_loopback": True,
        "moves_every_s": 15,
    }
