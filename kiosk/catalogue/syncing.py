"""Keeps the kiosk's catalogue like the bridge's: fetched at an easy pace, built aside, put in place whole."""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.catalogue.fetching import PartFile, WrongPart
from kiosk.catalogue.importing import SHIPPED_SOURCE
from kiosk.catalogue.installing import DONE, NOT_WHOLE, Synced, synced
from kiosk.catalogue.store import CatalogueError, mark_of, open_catalogue
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode
from lobby.contract.procedures import Procedures, ProceduresPart
from lobby.contract.replies import Reply
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

ASKS_EVERY_S = 0.2
AGAIN_S = 60.0
STOPS_S = 5.0
_FAULT, _BROKEN = "catalogue_sync", "catalogue_broken"
_TOLD_AFTER = 3


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
        self._not_before = 0.0
        self._failed = 0

    def start(self) -> None:
        """Listen, before the link is started."""
        self._link.watch(Procedures, self._link.topics.procedures(), self._told.put)

    def step(self) -> None:
        self._hear()
        if self._child is not None:
            self._look_after(self._child)
        elif self._asked is None and self._wants is not None and self._clock.monotonic() >= self._not_before:
            try:
                self._go_on(self._wants)
            except OSError as fault:
                self._fail(f"disk: {fault}")

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
            if not wanted(told, self._installed(), synced(self._catalogue)):
                self._wants = None
                self._tell_broken()
                return
            self._part = PartFile(self._catalogue, told)
            self._part.open()
        if self._part.whole:
            self._builds, self._part = self._part, None
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
            if code is ErrorCode.NOT_FOUND:
                self._wants = None  # the bridge tells of the one that took its place
            self._fail(f"no part: {code or 'no answer'}")
            return
        try:
            self._part.take(reply)
        except (WrongPart, OSError) as fault:
            self._fail(str(fault))

    def _install(self, file: Path, told: Procedures) -> subprocess.Popen[bytes]:
        log.info("catalogue of %d procedures has come, version %s", told.count, told.version[:12])
        command = [sys.executable, "-m", "kiosk.catalogue.installing", str(file), "--catalogue", str(self._catalogue)]
        return subprocess.Popen([*command, "--version", told.version, "--source", told.source])

    def _look_after(self, child: subprocess.Popen[bytes]) -> None:
        code = child.poll()
        if code is None:
            return
        self._child, built, self._builds = None, self._builds, None
        if built is not None and code in (DONE, NOT_WHOLE):
            built.drop()
        if code != DONE:
            self._fail(f"not installed: {code}")
            return
        # What is wanted may be another by now; whether it is, the next step finds out.
        self._failed = 0
        self._link.faults.clear(_FAULT)
        self._tell_broken()

    def _fail(self, why: str) -> None:
        log.warning("catalogue not synced: %s", why)
        self._failed += 1
        self._not_before = self._clock.monotonic() + AGAIN_S
        if self._failed >= _TOLD_AFTER:
            self._link.faults.stand(
                _FAULT,
                "Chưa lấy được danh mục thủ tục mới từ cầu nối; danh mục cũ vẫn dùng được.",
                "Kiểm tra dịch vụ cầu nối và dung lượng thẻ nhớ của máy tra cứu. Máy tự thử lại mỗi phút.",
            )

    def _tell_broken(self) -> None:
        last = synced(self._catalogue)
        if last is None or not last.broken or last.mark != mark_of(self._catalogue):
            self._link.faults.clear(_BROKEN)
            return
        named = "; ".join(last.broken[:_TOLD_AFTER]) + ("; …" if len(last.broken) > _TOLD_AFTER else "")
        self._link.faults.stand(
            _BROKEN,
            f"Danh mục thủ tục mới có bản ghi hỏng, đã bỏ qua: {named}",
            "Các thủ tục khác vẫn dùng được. Báo bên quản trị phần mềm một cửa, kèm mã các thủ tục đó.",
        )

    def _installed(self) -> Installed | None:
        try:
            catalogue = open_catalogue(self._catalogue)
        except CatalogueError:
            return None
        version = catalogue.version()
        catalogue.close()
        return Installed(version.newest, version.source == SHIPPED_SOURCE, mark_of(self._catalogue))
