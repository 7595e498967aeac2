"""Roles of devices: what the broker lets each write and read comes from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lobby.contract import topics


class Role(StrEnum):
    """What a device is; also the `role` of its presence."""

    KIOSK = "kiosk"
    DISPENSER = "dispenser"
    PAD = "pad"
    BOARD = "board"
    LED = "led"
    SPEAKER = "speaker"
    KEYPAD = "keypad"
    DESK = "desk"
    HUB = "hub"
    BRIDGE = "bridge"
    SMS = "sms"
    # Parts of a site that are watched but hold no rights on the bus.
    BROKER = "broker"
    BACKEND = "backend"


@dataclass(frozen=True)
class Rights:
    """Topic templates below `lobby/1/{site}` that a role may write and read, beside its own presence, health,
    config and replies; verbs it may ask are in `lobby.contract.requests`."""

    write: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


_EVERY_QUEUE = topics.QUEUE.format(service=topics.EVERY)
_EVERY_COUNTER = topics.COUNTER.format(counter=topics.EVERY)
_EVERY_PRESENCE = topics.PRESENCE.format(device=topics.EVERY)
_EVERY_HEALTH = topics.HEALTH.format(device=topics.EVERY)
_EVERY_SHOWN = topics.SHOWN.format(device=topics.EVERY)
_EVERY_SPEAKING = topics.SPEAKING.format(device=topics.EVERY)
_EVERY_REPLY = topics.REPLY.format(device=topics.EVERY) + "/#"
_EVERY_REQUEST = "do/+/#"
_EVERY_RESULTS_PAGE = topics.RESULTS_PAGE.format(page=topics.EVERY)
_HUB = (topics.BEAT, topics.CALL, topics.NOTICES)
_LOBBY = (_EVERY_QUEUE, _EVERY_COUNTER, *_HUB, topics.RESULTS, _EVERY_RESULTS_PAGE)
_SERVICES = (_EVERY_PRESENCE,)

RIGHTS: dict[Role, Rights] = {
    Role.KIOSK: Rights(read=(*_LOBBY, *_SERVICES, topics.PROCEDURES)),
    Role.DISPENSER: Rights(read=(*_LOBBY, *_SERVICES)),
    Role.PAD: Rights(read=(*_LOBBY, *_SERVICES)),
    Role.BOARD: Rights(write=(topics.SHOWN,), read=(*_LOBBY, *_SERVICES, _EVERY_SPEAKING)),
    Role.LED: Rights(write=(topics.SHOWN,), read=(*_LOBBY, *_SERVICES)),
    Role.SPEAKER: Rights(write=(topics.SHOWN, topics.SPEAKING), read=(*_LOBBY, *_SERVICES)),
    Role.KEYPAD: Rights(read=(*_LOBBY, *_SERVICES)),
    Role.DESK: Rights(read=(*_LOBBY, *_SERVICES)),
    Role.SMS: Rights(read=(*_SERVICES, topics.DOSSIERS_CHANGED)),
    Role.HUB: Rights(
        write=(
            topics.CONFIG.format(device=topics.EVERY),
            _EVERY_QUEUE,
            _EVERY_COUNTER,
            *_HUB,
            topics.JOURNAL,
            _EVERY_REPLY,
        ),
        read=(_EVERY_REQUEST, _EVERY_SHOWN, _EVERY_PRESENCE, _EVERY_HEALTH, topics.RESULTS),
    ),
    Role.BRIDGE: Rights(
        write=(topics.RESULTS, _EVERY_RESULTS_PAGE, topics.PROCEDURES, topics.DOSSIERS_CHANGED, _EVERY_REPLY),
        read=("do/+/dossier/#", "do/+/procedures/#", topics.JOURNAL, _EVERY_PRESENCE, _EVERY_HEALTH),
    ),
    Role.BROKER: Rights(),
    Role.BACKEND: Rights(),
}
