"""Takes the hub's journal in: each entry is on disk before the hub is told so."""

from __future__ import annotations

import logging
import sqlite3
import threading
import uuid
from collections.abc import Callable
from functools import partial

from backend_bridge.store.outbox import Kept, Outbox, mark_of
from lobby.clock import Clock
from lobby.contract.codec import decode_object
from lobby.contract.errors import Malformed
from lobby.contract.replies import Reply
from lobby.contract.requests import BridgeTaken
from lobby.link.bus import Acknowledge, Incoming
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

HELD_AT_MOST = 5000  # what comes beyond it is dropped: the hub sends it again
LARGEST_SEQ = 2**53
TELL_AGAIN_S = 2.0
GAP_LASTS_S = 10.0
LOOKS_AGAIN_S = 1.0
RESERVE_BYTES = 16 * 1024 * 1024
"""So much of the disk is left: SQLite needs room to let go of what was delivered, and would never have any again."""


class Intake:
    """Holds what comes on the bus's thread and keeps it on `step`'s: many entries in one transaction.

    The broker hears that an entry was taken once that is on disk. What is not kept, since there is no room for it or
    one before it is missing, is acknowledged too: the hub sends it again, and the broker would send nothing more.

    `kept` is called when new entries are on disk, `arrived` when there is something to step for.
    """

    def __init__(
        self, link: DeviceLink, outbox: Outbox, clock: Clock, free: Callable[[], int] = lambda: RESERVE_BYTES
    ) -> None:
        self._link = link
        self._outbox = outbox
        self._clock = clock
        self._free = free
        self._lock = threading.Lock()
        self._held: list[Kept] = []
        self._unacknowledged: list[Acknowledge] = []
        self._ahead: dict[int, Kept] = {}
        self._gap_since: float | None = None
        self._gap_ends = 0
        self._told = -1
        self._asking = False
        self._next_tell = 0.0
        self.unwritable = False
        self.hub_behind = False
        self.kept: Callable[[], None] = lambda: None
        self.arrived: Callable[[], None] = lambda: None

    def listen(self) -> None:
        """Let what the hub tells arrive; call before the link starts."""
        self._link.bus.subscribe_holding(self._link.topics.journal(), self._arrive)
        self._link.bus.when_linked(lambda _: self.arrived())

    def step(self) -> float:
        """Keep what came, in order and without gaps, then tell the hub how far the store reaches.

        Returns after how many seconds to come again, where nothing arrives before.
        """
        with self._lock:
            arrived, self._held = self._held, []
            unacknowledged, self._unacknowledged = self._unacknowledged, []
        try:
            self._check_room()
            head = self._keep(arrived)
        except sqlite3.Error as fault:
            if not self.unwritable:
                log.error("the outbox cannot be written: %s", fault)
            self.unwritable = True
        else:
            self.unwritable = False
            self._tell(head)
        finally:
            for acknowledge in unacknowledged:
                acknowledge()
        return LOOKS_AGAIN_S

    @property
    def gap_lasts(self) -> bool:
        """Whether entries are missing that the hub has not sent again for a while."""
        since = self._gap_since
        return since is not None and self._clock.monotonic() - since >= GAP_LASTS_S

    @property
    def gap_ends(self) -> int | None:
        """The last of the entries that are missing while `gap_lasts`, None where none are."""
        return self._gap_ends if self.gap_lasts else None

    def _arrive(self, incoming: Incoming, acknowledge: Acknowledge) -> None:
        entry = _read(incoming.payload)
        with self._lock:
            holds = entry is not None and len(self._held) < HELD_AT_MOST
            if entry is not None and holds:
                self._held.append(entry)
                self._unacknowledged.append(acknowledge)
        if holds:
            self.arrived()
        else:
            acknowledge()

    def _check_room(self) -> None:
        if self._free() >= RESERVE_BYTES:
            return
        # What was delivered leaves room within the outbox's own file.
        within = self._outbox.give_back()
        if self._free() + within < RESERVE_BYTES:
            raise sqlite3.OperationalError(f"less than {RESERVE_BYTES} bytes left on the disk")

    def _keep(self, arrived: list[Kept]) -> int:
        head = self._outbox.head()
        again = [kept for kept in arrived if kept.seq <= head]
        for kept in arrived:
            if kept.seq > head and len(self._ahead) < HELD_AT_MOST:
                self._ahead.setdefault(kept.seq, kept)
        run = self._following(head)
        if run or again:
            head = self._outbox.keep(run, again)
        if again:
            self._told = min(self._told, head - 1)  # sent again: the hub has not heard how far we are
        self._ahead = {seq: kept for seq, kept in self._ahead.items() if seq > head}
        self._watch_gap(bool(run))
        if run:
            self.kept()
        return head

    def _following(self, head: int) -> list[Kept]:
        run: list[Kept] = []
        while (kept := self._ahead.get(head + len(run) + 1)) is not None:
            run.append(kept)
        return run

    def _watch_gap(self, moved: bool) -> None:
        if not self._ahead:
            self._gap_since = None
            return
        self._gap_ends = min(self._ahead) - 1
        if self._gap_since is None or moved:
            self._gap_since = self._clock.monotonic()

    def _tell(self, head: int) -> None:
        now = self._clock.monotonic()
        if self._told >= head or self._asking or now < self._next_tell or not self._link.bus.linked:
            return
        self._asking = True
        self._link.ask(BridgeTaken(id=str(uuid.uuid4()), through=head), partial(self._on_told, head))

    def _on_told(self, head: int, reply: Reply | None) -> None:
        if reply is not None and reply.ok:
            self._told = max(self._told, head)
            self.hub_behind = False
        else:
            self.hub_behind = reply is not None  # it never wrote what it once sent: an older journal is back
            self._next_tell = self._clock.monotonic() + TELL_AGAIN_S
        self._asking = False
        self.arrived()  # more may have been kept since


def _read(payload: bytes) -> Kept | None:
    try:
        fields = decode_object(payload)
    except Malformed as fault:
        log.error("journal entry not understood: %s", fault.detail)
        return None
    seq = fields.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq <= LARGEST_SEQ:
        log.error("journal entry without a usable seq")
        return None
    # Kept as it came: a field or kind that this version does not know still reaches the backend.
    return Kept(seq, payload.decode("utf-8"), mark=mark_of(fields))
