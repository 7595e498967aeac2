"""Keeps the kiosk's catalogue like the bridge's: fetched at an easy pace, built aside, put in place whole."""

from __future__ import annotations

import logging
import queue
import random
import subprocess
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.catalogue.fetching import PartFile, WrongPart
from kiosk.catalogue.importing import SHIPPED_SOURCE
from kiosk.catalogue.installing import DONE, NOT_WHOLE, REFUSED, Synced, begun, synced
from kiosk.catalogue.store import CatalogueError, mark_of, open_catalogue
from kiosk.catalogue.telling import Telling
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode
from lobby.contract.procedures import Procedures, ProceduresPart
from lobby.contract.replies import Reply
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

ASKS_EVERY_S = 0.2
AGAIN_S = 60.0
AGAIN_AT_MOST_S = 6 * 3600.0
"""The longest wait after failures; each waits twice as long as the one before, from AGAIN_S on."""
BUSY_S = (2.0, 10.0)
"""Between these, by chance, a kiosk waits where the bridge has too many to serve."""
BUILDS_S = 600.0
"""Seconds after which a child that still builds is ended, and its version counts as one that cannot be used."""
STOPS_S = 5.0
_DOUBLINGS = 16


@dataclass(frozen=True)
class Installed:
    """The catalogue that stands: when its newest procedure was changed, and whether it came with the product."""

    newest: datetime
    shipped: bool
    mark: tuple[int, int] | None


def wanted(told: Procedures, installed: Installed | None, last: Synced | None) -> bool:
    """Tell whether the bridge's catalogue is to take the place of the one that stands.

    What came from the bridge gives way to whatever it has now. What a keeper imported, as new or newer, stays.
    """
    if installed is None:
        return True
    if last is not None and last.mark is None:
        return True
    if last is not None and last.mark == installed.mark:
        return last.version != told.version
    return told.newest >= installed.newest if installed.shipped else told.newest > installed.newest


class CatalogueSync:
    """A part of the program. At any moment it waits for one reply, or one child that builds, or for a time."""

    def __init__(self, link: DeviceLink, catalogue: Path, clock: Clock) -> None:
        self._link = link
        self._catalogue = catalogue
        self._clock = clock
        self._told: queue.SimpleQueue[Procedures] = queue.SimpleQueue()
        self._replies: queue.SimpleQueue[tuple[str, Reply | None]] = queue.SimpleQueue()
        self._wants: Procedures | None = None
        self._part: PartFile | None = None
        self._asked: str | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._builds: PartFile | None = None
        self._builds_until = 0.0
        self._refused: str | None = None
        self._not_before = 0.0
        self._unanswered = 0
        self._unbuilt = 0
        self._tells = Telling(link.faults, catalogue)

    def start(self) -> None:
        """Listen, before the link is started."""
        self._link.watch(Procedures, self._link.topics.procedures(), self._told.put)

    def step(self) -> None:
        self._hear()
        try:
            if self._child is not None:
                self._look_after(self._child)
            elif self._asked is None and self._wants is not None and self._clock.monotonic() >= self._not_before:
                self._go_on(self._wants)
        except (OSError, ValueError) as fault:
            self._unbuilt += 1
            self._fail(f"{type(fault).__name__}: {fault}")

    def stop(self) -> None:
        """End a building child: the old catalogue stands, and the next run begins again."""
        if self._child is not None:
            self._child.terminate()
            try:
                self._child.wait(STOPS_S)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()

    def _hear(self) -> None:
        while not self._told.empty():
            self._wants, self._part, self._not_before = self._told.get(), None, 0.0
        while not self._replies.empty():
            asked, reply = self._replies.get()
            if asked == self._asked:
                self._asked = None
                self._take(reply)

    def _go_on(self, told: Procedures) -> None:
        if self._part is None:
            stands = not wanted(told, self._installed(), synced(self._catalogue))
            if stands or told.version == self._refused:
                self._wants = None
                if stands:
                    self._stands()
                return
            self._part = PartFile(self._catalogue, told)
            self._part.open()
        if self._part.whole:
            self._builds, self._part = self._part, None
            self._builds_until = self._clock.monotonic() + BUILDS_S
            self._child = self._install(self._builds.path, told)
            return
        request = ProceduresPart(id=str(uuid.uuid4()), version=told.version, offset=self._part.have)
        self._asked, self._not_before = request.id, self._clock.monotonic() + ASKS_EVERY_S
        self._link.ask(request, lambda reply: self._replies.put((request.id, reply)))

    def _take(self, reply: Reply | None) -> None:
        if self._part is None:
            return
        if reply is None or reply.error is not None:
            code = reply.error.code if reply is not None and reply.error is not None else None
            if code is ErrorCode.TOO_MANY_REQUESTS:
                self._not_before = self._clock.monotonic() + random.uniform(*BUSY_S)
                return
            if code is ErrorCode.NOT_FOUND:
                self._wants = None  # the bridge tells of the one that took its place
            self._unanswered += 1
            self._fail(f"no part: {code or 'no answer'}")
            return
        try:
            self._part.take(reply)
            self._unanswered = 0
        except (WrongPart, OSError) as fault:
            self._unanswered += 1
            self._fail(str(fault))

    def _install(self, file: Path, told: Procedures) -> subprocess.Popen[bytes]:
        log.info("catalogue of %d procedures has come, version %s", told.count, told.version[:12])
        return begun(file, self._catalogue, told)

    def _look_after(self, child: subprocess.Popen[bytes]) -> None:
        late = self._clock.monotonic() >= self._builds_until
        code = child.poll()
        if code is None:
            if late:
                child.kill()
            return
        self._child, built, self._builds = None, self._builds, None
        if built is not None and code in (DONE, NOT_WHOLE):
            built.drop()
        if code == DONE:
            # What is wanted may be another by now; whether it is, the next step finds out.
            self._stands()
            return
        self._unbuilt += 1
        self._fail(f"not installed: {code}")
        if built is not None and (code == REFUSED or late):
            self._refused = built.version
            self._tells.refused()

    def _stands(self) -> None:
        self._unanswered = self._unbuilt = 0
        self._tells.stands()

    def _fail(self, why: str) -> None:
        log.warning("catalogue not synced: %s", why)
        # What is on the disk is looked at anew: a write may have failed half way.
        self._part = None
        failed = self._unanswered + self._unbuilt
        wait_s = min(AGAIN_S * 2 ** min(failed - 1, _DOUBLINGS), AGAIN_AT_MOST_S)
        self._not_before = self._clock.monotonic() + wait_s
        self._tells.failed(failed)

    def _installed(self) -> Installed | None:
        try:
            catalogue = open_catalogue(self._catalogue)
        except CatalogueError:
            return None
        version = catalogue.version()
        catalogue.close()
        return Installed(version.newest, version.source == SHIPPED_SOURCE, mark_of(self._catalogue))
