"""What officers read of a ticket's slip: whether it came out, and what became of printing it again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.devices import Standing as Presence
from lobby.contract.requests import PrintOutcome
from lobby.contract.roles import Role
from ticketing.desk.words import ROLES, device_words, within
from ticketing.hub.door import DESK_DEVICE, DeviceSeen, Standing

# A slip takes a few seconds; only after these is silence worth an officer's look.
SOON_S = 20.0
KEPT_AT_MOST = 500
# A dispenser that the settings know no more, or whichever takes the wish.
_SOME = ROLES[Role.DISPENSER]


@dataclass(frozen=True)
class Printer:
    """A dispenser that can print a slip, by its `name`; `fault` says what is wrong with it, empty where nothing is."""

    device: str
    name: str
    words: str
    fault: str


@dataclass(frozen=True)
class Asked:
    """A slip that was asked for again: where, when, and what was known of it before."""

    device: str
    at: datetime
    before: PrintOutcome | None


class Reprints:
    """Remembers what was asked to be printed again; lost with the process, which costs a sentence on a page."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Asked] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, ticket: str, asked: Asked) -> None:
        """Remember the newest wish for a ticket."""
        with self._lock:
            self._kept[ticket] = asked
            self._kept.move_to_end(ticket)
            while len(self._kept) > KEPT_AT_MOST:
                self._kept.popitem(last=False)

    def get(self, ticket: str) -> Asked | None:
        """Return the newest wish for a ticket."""
        with self._lock:
            return self._kept.get(ticket)


def slip_words(standing: Standing, asked: Asked | None, now: datetime, names: Mapping[str, str]) -> tuple[str, str]:
    """Return how the slip stands and its tone: ok, warn, fault or calm; `names` of devices by their id."""
    if asked is not None and standing.slip is None:
        return _awaited(asked, now, names.get(asked.device, _SOME))
    printed_by = standing.slip_device
    where = "" if printed_by in (None, DESK_DEVICE) else f" tại {within(names.get(printed_by, _SOME))}"
    if standing.slip is PrintOutcome.PRINTED:
        return f"Đã in{where}", "ok"
    if standing.slip is PrintOutcome.FAILED:
        return f"Không in được{where}", "fault"
    if standing.slip is PrintOutcome.SHOWN:
        return "Đã cho công dân xem số", "calm"
    if now - standing.ticket.issued_at < timedelta(seconds=SOON_S):
        return "Đang in…", "calm"
    return "Chưa rõ đã in hay chưa", "warn"


def is_owed(standing: Standing, now: datetime) -> bool:
    """Tell whether a citizen may stand there without a slip and without having seen the number."""
    fresh = now - standing.ticket.issued_at < timedelta(seconds=SOON_S)
    return standing.slip is PrintOutcome.FAILED or (standing.slip is None and not fresh)


def printers(seen: Iterable[DeviceSeen]) -> list[Printer]:
    """Return the site's dispensers, those in order first."""
    dispensers = [device for device in seen if device.role is Role.DISPENSER]
    found = [_printer(device, len(dispensers) == 1) for device in dispensers]
    return sorted(found, key=lambda printer: bool(printer.fault))


def _printer(seen: DeviceSeen, alone: bool) -> Printer:
    faults = seen.health.faults if seen.health is not None else ()
    fault = " ".join(f"{one.detail} {one.remedy}" for one in faults)
    if seen.presence is None or seen.presence.state is not Presence.ONLINE:
        fault = "Máy đang mất liên lạc."
    name = device_words(seen.device, seen.role)
    return Printer(seen.device, name, "In phiếu" if alone else f"In tại {within(name)}", fault)


def _awaited(asked: Asked, now: datetime, name: str) -> tuple[str, str]:
    at = f"{asked.at.astimezone(OFFICE_ZONE):%H:%M}"
    if asked.before is PrintOutcome.PRINTED:
        return f"Đã gửi lệnh in lại tới {within(name)} lúc {at}", "calm"
    if now - asked.at < timedelta(seconds=SOON_S):
        return f"Đang in tại {within(name)}…", "calm"
    return f"{name} chưa báo đã in (gửi lúc {at}). Hãy ghi số ra giấy cho công dân.", "warn"
