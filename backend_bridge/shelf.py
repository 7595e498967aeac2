"""The door where kiosks fetch the packed catalogue: a part at a time, at a pace, only the version that stands."""

from __future__ import annotations

import base64
from pathlib import Path

from backend_bridge.pace import Pace
from backend_bridge.store.packed import file_of
from lobby.clock import Clock
from lobby.contract import topics
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.procedures import PART_BYTES, ProceduresBytes, ProceduresPart
from lobby.contract.replies import Reply, accept
from lobby.contract.requests import Request
from lobby.link.answering import Answerer
from lobby.link.device import DeviceLink

ROOM = "procedures"
PER_DEVICE_A_MINUTE = 600
PER_SITE_A_MINUTE = 6000
"""Fifty kiosks that ask five times a second have a catalogue of 5 MB before this holds them back."""


class Shelf:
    """Answers `procedures/part` on the bus's thread: one read of 32 KiB, no more is done for it."""

    def __init__(self, link: DeviceLink, folder: Path, clock: Clock) -> None:
        self._link = link
        self._folder = folder
        self._clock = clock
        self._of_device = Pace(PER_DEVICE_A_MINUTE)
        self._of_site = Pace(PER_SITE_A_MINUTE)
        self._answerer = Answerer(link.bus, link.topics, self._answer, _is_ours)

    def start(self) -> None:
        pattern = self._link.topics.under(topics.DO, device=topics.EVERY, verb=f"{ROOM}/#")
        self._link.bus.subscribe(pattern, self._answerer.take)

    def step(self) -> None:
        """Nothing is due: each request is answered as it comes."""

    def stop(self) -> None:
        """Nothing to let go of."""

    def _answer(self, device: str, request: Request) -> Reply:
        if not isinstance(request, ProceduresPart):
            raise Refused(ErrorCode.BAD_REQUEST, detail=f"{request.verb} is not answered here")
        now = self._clock.monotonic()
        # What the site's pace holds back is not counted against the one that asked.
        if not (self._of_device.has(device, now) and self._of_site.lets("", now)):
            raise Refused(ErrorCode.TOO_MANY_REQUESTS)
        self._of_device.lets(device, now)
        try:
            # The version is 64 hexadecimal digits by the contract: it names no other file.
            with file_of(self._folder, request.version).open("rb") as file:
                file.seek(request.offset)
                data = file.read(PART_BYTES)
        except FileNotFoundError as fault:
            raise Refused(ErrorCode.NOT_FOUND, detail="another catalogue has taken its place") from fault
        text = base64.b64encode(data).decode("ascii")
        return accept(request.id, ProceduresBytes(version=request.version, offset=request.offset, data=text))


def _is_ours(verb: str) -> bool:
    return verb.startswith(f"{ROOM}/")
