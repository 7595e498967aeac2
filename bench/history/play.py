"""A small site whose clock and ids are moved by hand, with every fact kept as the journal would."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import VERBS
from lobby.contract.roles import Role
from ticketing.engine.cases import Asking, Fresh
from ticketing.engine.days import moment
from ticketing.engine.decide import Decided, decide, pass_time
from ticketing.engine.facts import Fact
from ticketing.engine.site import PRIORITY_WORDS, Counter, Service, Site
from ticketing.engine.state import Lobby

SITE = Site(
    services={
        "ho-tich": Service("ho-tich", "Hộ tịch – Chứng thực", "A", last=40),
        "dat-dai": Service("dat-dai", "Đất đai – Xây dựng", "B", last=40),
        "dong": Service("dong", "Tạm đóng", "C", open=False, closed_reason="Nghỉ đến thứ Hai."),
    },
    counters={
        "quay-1": Counter("quay-1", "Quầy số 1", ("ho-tich",)),
        "quay-2": Counter("quay-2", "Quầy số 2", ("ho-tich", "dat-dai")),
        "quay-3": Counter("quay-3", "Quầy số 3", ("dat-dai",)),
    },
    priorities=frozenset(PRIORITY_WORDS),
)


class Play:
    """Plays requests against the pure engine, keeping every fact as the journal would."""

    def __init__(self, site: Site = SITE, start: datetime | None = None) -> None:
        self.site = site
        self.now = start or datetime(2026, 11, 23, 7, 30, tzinfo=OFFICE_ZONE)
        self.lobby = Lobby()
        self.facts: list[Fact] = []
        self.last: tuple[Fact, ...] = ()

    def ask(self, verb: str, role: Role = Role.DESK, bound: str | None = None, **fields: Any) -> Decided:
        """Ask `verb`; `bound` is the counter the device is bound to. Whatever comes of it becomes the state."""
        request = VERBS[verb].model_validate({"id": str(uuid.uuid4()), **fields})
        asking = Asking(f"{role}-1", role, bound, "lan.nt")
        decided = decide(self.site, self.lobby, request, asking, self.now, _fresh())
        self.lobby, self.last = decided.lobby, decided.facts
        self.facts += decided.facts
        return decided

    def granted(self, verb: str, role: Role = Role.DESK, bound: str | None = None, **fields: Any) -> Any:
        decided = self.ask(verb, role, bound, **fields)
        assert decided.refused is None, f"{verb} refused: {decided.refused}"
        return decided.data

    def refused(self, verb: str, role: Role = Role.DESK, bound: str | None = None, **fields: Any) -> str:
        """Ask what must be refused; returns the error code."""
        before = self.lobby
        decided = self.ask(verb, role, bound, **fields)
        assert decided.refused is not None, f"{verb} granted: {decided.data}"
        assert self.last or self.lobby == before
        return decided.refused.code.value

    def tick(self) -> None:
        """Let happen what is due by itself, as the hub does a few times a minute though nobody asks."""
        self.last, self.lobby = pass_time(self.site, self.lobby, moment(self.lobby, self.now))
        self.facts += self.last

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def issue(self, service: str = "ho-tich", priority: str | None = None) -> str:
        number: str = self.granted("ticket/issue", service=service, priority=priority).ticket.number
        self.forward(1)
        return number

    def open(self, *counters: str) -> None:
        for counter in counters:
            self.granted("counter/open", counter=counter)

    def next(self, counter: str = "quay-1") -> str:
        number: str = self.granted("counter/next", counter=counter).ticket.number
        return number


def _fresh() -> Fresh:
    return Fresh(str(uuid.uuid4()), str(uuid.uuid4()), uuid.uuid4().hex, uuid.uuid4().hex)
