"""A journal on a real disk and facts made by the real rules."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import TicketIssue
from lobby.contract.roles import Role
from ticketing.engine.cases import Asking
from ticketing.engine.decide import Decided, decide
from ticketing.engine.site import Counter, Service, Site
from ticketing.engine.state import Lobby
from ticketing.hub.fresh import fresh
from ticketing.journal.store import Journal

FIELD = Service("ho-tich", "Hộ tịch", "A")
SITE = Site({FIELD.id: FIELD}, {"quay-1": Counter("quay-1", "Quầy số 1", (FIELD.id,))}, frozenset())


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path)
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def issue() -> Callable[[Lobby], Decided]:
    def decided(lobby: Lobby) -> Decided:
        now = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=OFFICE_ZONE)
        request = TicketIssue(id=str(uuid.uuid4()), service="ho-tich", lang="en")
        return decide(SITE, lobby, request, Asking("dispenser-1", Role.DISPENSER, officer="lan.nt"), now, fresh())

    return decided
