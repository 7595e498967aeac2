"""Keeps the backend's catalogue of procedures: fetched page by page at an easy pace, packed, told to kiosks."""

from __future__ import annotations

import json
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend_bridge.adapters.backend import Backend, ProceduresPage, Rejected, Unreachable
from backend_bridge.procedure_faults import Trouble
from backend_bridge.reach import Reach
from backend_bridge.records import NAMED, Broken, one_line, sorted_out
from backend_bridge.store.packed import Packed, Unfit, drop_others
from backend_bridge.store.procedures import Fetch, ProcedureStore
from lobby.clock import Clock
from lobby.contract.codec import encode
from lobby.contract.errors import Malformed
from lobby.contract.procedures import LARGEST_FILE, Procedures
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

PAGE_EVERY_S = 1.0
AGAIN_S = 60.0
OFF_S = 86400.0
WHOLE_EVERY = timedelta(days=1)
OVERLAP = timedelta(days=7)
"""How far back changes are asked for: the portal's times are older than the moment a backend hears of them."""


class ProceduresJob:
    """Steps of one fetch; a page that was kept is not asked for again, also after a restart.

    Lookups come first: a backend that is away is left alone, and a slow answer here counts for nobody else.
    """

    def __init__(
        self, link: DeviceLink, backend: Backend, reach: Reach, store: ProcedureStore, folder: Path, clock: Clock,
        every_s: float,
    ) -> None:  # fmt: skip
        self._link = link
        self._backend = backend
        self._reach = reach
        self._store = store
        self._folder = folder
        self._clock = clock
        self._every_s = every_s
        self.broken = Broken()
        self.trouble = Trouble()

    def listen(self) -> None:
        """Tell of the catalogue again after each reconnect: a broker may have lost what it retained."""
        self._link.bus.when_linked(self._on_linked)

    def step(self) -> float:
        """Fetch a page; return after how many seconds to come again.

        A catalogue that is refused leaves the old one; after a few times the backend is asked at its usual pace only.
        """
        if self._every_s and self._reach.away is not None:
            return AGAIN_S
        try:
            return self._go_on() if self._every_s else self._withdraw()
        except Unreachable as fault:
            log.warning("procedures not fetched: %s", fault.detail)
            self.trouble.failed("câu trả lời không dùng được")
        except Rejected as fault:
            log.warning("the fetch of procedures begins anew: %s", fault.detail)
            self._give_up("trang sau bị từ chối")
        except Unfit as fault:
            log.error("the backend's catalogue is not taken: %s", fault.detail)
            self._give_up(fault.detail)
        except (sqlite3.Error, OSError, Malformed) as fault:
            log.error("procedures cannot be kept: %s", fault)
            self.trouble.failed("cầu nối không ghi được")
        return self._every_s if self.trouble.is_refused else AGAIN_S

    def _go_on(self) -> float:
        begun = self._store.fetch()
        if begun is not None and begun.next is None:
            begun = None  # all had come, and could not be kept
        whole, since = (begun.whole, begun.since) if begun else self._due()
        page = self._backend.procedures(since, begun.next if begun else None)
        if page is None:
            return self._withdraw()
        fetch = self._gather(begun or Fetch(whole, since, None, page.as_of, page.source), page)
        if fetch.next is not None:
            self.trouble.answered()
            return PAGE_EVERY_S
        self.broken = fetch.broken
        self._store.take_over(fetch)
        self._tell()
        self.trouble.over()
        return self._every_s

    def _due(self) -> tuple[bool, Any]:
        whole_at, as_of, _ = self._store.last()
        now = self._clock.now()
        if whole_at is None or as_of is None or not timedelta(0) <= now - whole_at < WHOLE_EVERY:
            return True, None
        return False, as_of - OVERLAP

    def _gather(self, begun: Fetch, page: ProceduresPage) -> Fetch:
        records, broken = sorted_out(page.procedures)
        for why in broken[:NAMED]:
            log.error("a procedure of the backend left out: %s", why)
        raw = begun.raw + sum(one.raw + 1 for one in records)
        left_out = begun.broken.and_those(broken)
        fetch = replace(begun, next=page.next, pages=begun.pages + 1, raw=raw, broken=left_out)
        self._store.gather(fetch, records)
        return fetch

    def _pack(self) -> Packed:
        packed = self._store.pack(self._folder)
        if packed is None:
            raise Unfit("không có thủ tục nào dùng được")
        if packed.size > LARGEST_FILE:
            packed.file.unlink(missing_ok=True)
            raise Unfit(f"gói lại vẫn lớn hơn {LARGEST_FILE // 1024 // 1024} MB")
        return packed

    def _tell(self) -> None:
        packed = self._pack()
        _, as_of, source = self._store.last()
        now = self._clock.now()
        said = self._store.said()
        if said is not None and json.loads(said)["version"] == packed.version:
            return
        state = Procedures(
            rev=self._store.next_rev(now),
            at=now,
            version=packed.version,
            as_of=as_of or now,
            source=one_line(source),
            newest=packed.newest,
            count=packed.count,
            size=packed.size,
        )
        self._store.say(encode(state).decode())
        self._link.send(state, self._link.topics.procedures())
        drop_others(self._folder, packed.version)
        log.info("catalogue of %d procedures, version %s", packed.count, packed.version[:12])

    def _withdraw(self) -> float:
        """Take back what was told: the backend has no catalogue, or none is wanted."""
        if self._store.said() is not None:
            log.info("no catalogue of procedures any more")
            self._store.say(None)
            self._link.bus.publish(self._link.topics.procedures(), b"", retained=True)
        self._store.forget_fetch()
        drop_others(self._folder, None)
        self.broken = Broken()
        self.trouble.over()
        return self._every_s or OFF_S

    def _give_up(self, why: str) -> None:
        self.trouble.rejected(why)
        try:
            self._store.forget_fetch()
        except sqlite3.Error as fault:
            log.error("a fetch of procedures cannot be dropped: %s", fault)

    def _on_linked(self, linked: bool) -> None:
        if not linked:
            return
        try:
            body = self._store.said() or ""
        except sqlite3.Error as fault:
            log.error("what was told of procedures cannot be read: %s", fault)
            return
        self._link.bus.publish(self._link.topics.procedures(), body.encode(), retained=True)
