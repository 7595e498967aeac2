"""The dispenser's disk as its other parts use it: a disk that fails is told to the keeper and lived with."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kiosk.keeping.leases import Leases
from kiosk.keeping.ledger import Begun, Ledger
from kiosk.keeping.pictures import Pictures
from kiosk.keeping.tables import SCHEMA
from kiosk.keeping.wall import Wall
from kiosk.presenters.effects import Draft, Print, Tell
from lobby.clock import Clock
from lobby.contract.replies import Leased
from lobby.contract.requests import NumbersUsed, Request, TicketIssue
from lobby.contract.states import CounterState, QueueState
from lobby.database import Database
from lobby.health import Faults

log = logging.getLogger(__name__)

T = TypeVar("T")
FAULT, _LOST, _ASIDE = "dispenser_disk", "dispenser_disk_lost", "numbers_refused"


@dataclass(frozen=True)
class Remembered:
    """What an earlier run left."""

    queues: list[QueueState] = field(default_factory=list)
    counters: list[CounterState] = field(default_factory=list)
    reprinted: set[str] = field(default_factory=set)
    issues: list[TicketIssue] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    tells: list[Request] = field(default_factory=list)
    used: list[NumbersUsed] = field(default_factory=list)


class Register:
    """Without a disk numbers come from the hub alone, as none from the lease could be kept."""

    def __init__(self, path: Path, clock: Clock, wall: Wall, faults: Faults, new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._faults = faults
        self._disk = Database(path, SCHEMA, "FULL")
        self._ledger = Ledger(self._disk)
        self._leases = Leases(self._disk, clock, wall, new_id)
        self._pictures = Pictures(self._disk)

    def open(self) -> Remembered:
        """Open the file and return what an earlier run left."""
        remembered = self._safely(self._open, Remembered())
        if self._disk.set_aside is not None:
            detail = f"Tệp số dự phòng của máy lấy số bị hỏng, đã giữ lại thành {self._disk.set_aside.name}."
            self._faults.stand(_LOST, detail, "Báo bộ phận kỹ thuật xem tệp này; kiểm tra thẻ nhớ, thay nếu cần.")
        self._tell_aside()
        return remembered

    def close(self) -> None:
        """Let go of the file."""
        self._disk.stop()

    def asking(self, issue: TicketIssue) -> None:
        """Keep that a number is asked for, before it is."""
        self._safely(lambda: self._ledger.asking(issue), None)

    def begin(self, effect: Print) -> bool:
        """Keep that a slip is begun, before it is; returns whether it is kept."""
        begun = Begun(slip=effect.job, ticket=effect.ticket, service=effect.service, at=self._clock.now())

        def keep() -> bool:
            self._ledger.begin(begun, effect.closes)
            return True

        return self._safely(keep, False)

    def tell(self, effect: Tell) -> None:
        """Keep what the hub must hear."""
        self._safely(lambda: self._ledger.tell(effect.request, effect.closes), None)

    def drop(self, kept: str) -> None:
        """Forget what is over."""
        self._safely(lambda: self._ledger.drop(kept), None)

    def draw(self, draft: Draft) -> NumbersUsed | None:
        """Return the next leased number as a ticket; None where there is none, or it cannot be kept."""
        return self._safely(lambda: self._leases.draw(draft), None)

    def number_of(self, dossier: str) -> str | None:
        """Return the number that a receipt was given without the hub, None where none waits for it."""
        return self._safely(lambda: self._leases.number_of(dossier), None)

    @property
    def afresh(self) -> bool:
        """Tell whether the disk is new, or was damaged and begun anew, and no lease came since."""
        return self._leases.afresh

    def leased(self, lease: Leased) -> None:
        """Take what the hub says this device holds."""
        self._safely(lambda: self._leases.leased(lease), None)

    def covers(self, now: datetime) -> bool:
        """Tell whether there is a lease of this day."""
        return self._leases.covers(now)

    def left(self, now: datetime) -> dict[str, int]:
        """Return how many leased numbers each field has left today."""
        return self._leases.left(now)

    def waiting(self) -> list[NumbersUsed]:
        """Return the tickets that the hub has not taken in, in the order they were given."""
        return self._safely(self._leases.waiting, [])

    def taken(self, used: NumbersUsed) -> None:
        """The hub holds the ticket now."""
        self._safely(lambda: self._leases.taken(used), None)

    def put_aside(self, used: NumbersUsed, reason: str) -> None:
        """The hub refused the ticket for good."""
        log.error("number %s given without the hub was refused for good: %s", used.number, reason)
        self._safely(lambda: self._leases.put_aside(used, reason), None)
        self._tell_aside()

    def queue_changed(self, state: QueueState) -> None:
        """Keep a field's name for a start without the hub."""
        self._safely(lambda: self._pictures.queue_changed(state), None)

    def counter_changed(self, state: CounterState) -> None:
        """Keep a counter's name for a start without the hub."""
        self._safely(lambda: self._pictures.counter_changed(state), None)

    def queue_gone(self, service: str) -> None:
        """Forget a field that the site has no more."""
        self._safely(lambda: self._pictures.queue_gone(service), None)

    def counter_gone(self, counter: str) -> None:
        """Forget a counter that the site has no more."""
        self._safely(lambda: self._pictures.counter_gone(counter), None)

    def _open(self) -> Remembered:
        self._disk.start()
        self._leases.open()
        pictures, ledger = self._pictures, self._ledger
        return Remembered(
            queues=pictures.queues(),
            counters=pictures.counters(),
            reprinted=ledger.reprinted(),
            issues=ledger.issues(),
            begun=ledger.begun(),
            tells=ledger.tells(),
            used=self._leases.waiting(),
        )

    def _tell_aside(self) -> None:
        nothing: list[tuple[str, str]] = []
        refused = self._safely(self._leases.aside, nothing)
        if not refused:
            return
        numbers = ", ".join(f"{number} ({reason})" for number, reason in refused)
        detail = f"Số đã cấp khi mất kết nối nhưng chưa vào hàng chờ được: {numbers}"
        self._faults.stand(_ASIDE, detail[:480], "Mời người giữ phiếu đến quầy; nhập lượt này ở trang Nhập bù của bàn.")

    def _safely(self, act: Callable[[], T], otherwise: T) -> T:
        try:
            done = act()
        except (sqlite3.Error, OSError):
            log.exception("the dispenser's disk failed")
            remedy = "Kiểm tra thẻ nhớ (còn chỗ, không bị khóa ghi); thay thẻ rồi khởi động lại máy lấy số."
            self._faults.stand(FAULT, "Máy lấy số không ghi được vào bộ nhớ; khi mất kết nối sẽ không cấp số.", remedy)
            return otherwise
        self._faults.clear(FAULT)
        return done
