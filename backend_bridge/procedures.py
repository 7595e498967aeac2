"""Keeps the backend's catalogue of procedures: fetched page by page at an easy pace, packed, told to kiosks."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend_bridge.adapters.backend import Backend, ProceduresPage, Rejected, Unreachable
from backend_bridge.reach import Reach
from backend_bridge.store.procedures import RECORDS_AT_MOST, Fetch, ProcedureStore, drop_others, sound
from lobby.clock import Clock
from lobby.contract.codec import encode
from lobby.contract.errors import Malformed
from lobby.contract.procedures import LARGEST_FILE, Procedures
from lobby.health import Faults
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

PAGE_EVERY_S = 1.0
AGAIN_S = 60.0
WHOLE_EVERY = timedelta(days=1)
OVERLAP = timedelta(days=7)
"""How far back changes are asked for: the portal's times are older than the moment a backend hears of them."""
_NAMED = 5


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
        self.broken: list[str] = []
        self._pages_broken: list[str] = []

    def listen(self) -> None:
        """Tell of the catalogue again after each reconnect: a broker may have lost what it retained."""
        self._link.bus.when_linked(self._on_linked)

    def step(self) -> float:
        """Fetch a page; return after how many seconds to come again."""
        if self._reach.away is not None:
            return AGAIN_S
        try:
            return self._go_on()
        except Unreachable as fault:
            log.warning("procedures not fetched: %s", fault.detail)
        except Rejected as fault:
            log.warning("the fetch of procedures begins anew: %s", fault.detail)
            self._give_up()
        except (sqlite3.Error, OSError, Malformed) as fault:
            log.error("procedures cannot be kept: %s", fault)
        return AGAIN_S

    def _go_on(self) -> float:
        begun = self._store.fetch()
        whole, since = (begun.whole, begun.since) if begun else self._due()
        page = self._backend.procedures(since, begun.next if begun else None)
        if page is None:
            log.info("the backend has no catalogue of procedures")
            return self._every_s
        if begun is None:
            self._pages_broken = []
            begun = Fetch(whole, since, None, page.as_of, page.source)
        fetch = replace(begun, next=page.next)
        self._store.gather(fetch, self._sound(page))
        if page.next is not None and page.procedures:
            if self._store.gathered() > RECORDS_AT_MOST:
                raise Rejected(f"more than {RECORDS_AT_MOST} procedures")
            return PAGE_EVERY_S
        self._store.take_over(fetch)
        self.broken = self._pages_broken
        self._tell()
        return self._every_s

    def _due(self) -> tuple[bool, Any]:
        whole_at, as_of, _ = self._store.last()
        now = self._clock.now()
        if whole_at is None or as_of is None or not timedelta(0) <= now - whole_at < WHOLE_EVERY:
            return True, None
        return False, as_of - OVERLAP

    def _sound(self, page: ProceduresPage) -> Sequence[tuple[str, int, bytes]]:
        read = [sound(record) for record in page.procedures]
        broken = [one for one in read if isinstance(one, str)]
        for why in broken[:_NAMED]:
            log.error("a procedure of the backend left out: %s", why)
        self._pages_broken += broken
        return [one for one in read if not isinstance(one, str)]

    def _tell(self) -> None:
        packed = self._store.pack(self._folder)
        if packed is None or packed.size > LARGEST_FILE:
            log.error("no catalogue to give: %s", "no sound procedure" if packed is None else "too large")
            return
        _, as_of, source = self._store.last()
        now = self._clock.now()
        said = self._store.said()
        if said is not None and Procedures.model_validate_json(said).version == packed.version:
            return
        state = Procedures(
            rev=self._store.next_rev(now),
            at=now,
            version=packed.version,
            as_of=as_of or now,
            source=source,
            newest=packed.newest,
            count=packed.count,
            size=packed.size,
        )
        self._store.say(encode(state).decode())
        self._link.send(state, self._link.topics.procedures())
        drop_others(self._folder, packed.version)
        log.info("catalogue of %d procedures, version %s", packed.count, packed.version[:12])

    def _give_up(self) -> None:
        try:
            self._store.forget_fetch()
        except sqlite3.Error as fault:
            log.error("a fetch of procedures cannot be dropped: %s", fault)

    def _on_linked(self, linked: bool) -> None:
        try:
            body = self._store.said() if linked else None
        except sqlite3.Error as fault:
            log.error("what was told of procedures cannot be read: %s", fault)
            return
        if body is not None:
            self._link.bus.publish(self._link.topics.procedures(), body.encode(), retained=True)


class BrokenWatch:
    """Tells the site's keeper which procedures of the backend are left out."""

    def __init__(self, faults: Faults, job: ProceduresJob) -> None:
        self._faults = faults
        self._job = job
        self._told: list[str] = []

    def start(self) -> None:
        """Nothing to begin: the first `step` looks."""

    def stop(self) -> None:
        """Nothing to let go of."""

    def step(self) -> None:
        broken = self._job.broken
        if broken == self._told:
            return
        self._told = broken
        if not broken:
            self._faults.clear("procedures_broken")
            return
        named = "; ".join(broken[:_NAMED]) + ("; …" if len(broken) > _NAMED else "")
        self._faults.stand(
            "procedures_broken",
            f"Phần mềm một cửa gửi {len(broken)} thủ tục hỏng ({named}). Chúng bị bỏ qua, các thủ tục khác vẫn dùng.",
            "Báo bên quản trị phần mềm một cửa, kèm mã các thủ tục đó.",
        )
