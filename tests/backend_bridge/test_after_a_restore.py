"""A site restored from a backup gives entries numbers that the backend has seen: none is lost, none told twice."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.delivery import Delivery
from backend_bridge.numbering import Numbering
from backend_bridge.pace import Backoff
from backend_bridge.reach import Reach
from backend_bridge.store.lines import SCHEMA as LINES
from backend_bridge.store.lines import Line, Lines
from backend_bridge.store.outbox import SCHEMA, Kept, Outbox
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.database import Database

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


class Store:
    """A bridge's store and its delivery, by hand; `life` names what the entries of one time tell."""

    def __init__(self, file: Path, backend: TwinBackend, lines: Path | None = None) -> None:
        self.database = Database(file, SCHEMA + LINES, "FULL")
        self.database.start()
        self.backend = backend
        self.outbox = Outbox(self.database)
        known = self.database if lines is None else Database(lines, LINES, "FULL")
        if known is not self.database:
            known.start()
        self.lines = Lines(known)
        self.clock = HandClock(MORNING)
        numbering = Numbering(backend, self.outbox, self.lines)
        backoff = Backoff(1, 60, lambda: 1.0)
        self.delivery = Delivery(self.outbox, numbering, Reach(self.clock), self.clock, backoff, lambda: None)

    def keep(self, through: int, life: str) -> None:
        """Keep what the hub sends: entries up to `through`."""
        run = [Kept(seq, _entry(seq, life)) for seq in range(self.outbox.head() + 1, through + 1)]
        self.outbox.keep(run)

    def deliver(self) -> None:
        for _ in range(8):
            self.clock.forward(self.delivery.step())


def _entry(seq: int, life: str) -> str:
    return json.dumps({"v": 1, "seq": seq, "at": MORNING.isoformat(), "kind": "day.opened", "data": {"life": life}})


def told(backend: TwinBackend) -> list[tuple[int, str]]:
    """Return number and life of what the backend holds."""
    return [(entry["seq"], entry["data"]["life"]) for entry in backend.events]


@pytest.fixture
def backend() -> TwinBackend:
    return TwinBackend()


def before(folder: Path, backend: TwinBackend, through: int) -> None:
    """Let a site that is lost afterwards tell the backend of entries up to `through`."""
    store = Store(folder / "lost.db", backend)
    store.keep(through, "before")
    store.deliver()
    store.database.stop()
    assert len(backend.events) == through


def restored(folder: Path, backend: TwinBackend, held: int, journal: int) -> Store:
    """Return the store of a backup: the bridge answered for `held` entries then, the journal had `journal`."""
    store = Store(folder / "restored.db", backend)
    store.keep(held, "before")
    store.lines.begin(journal)
    return store


def test_entries_after_a_restore_are_told_though_the_backend_has_seen_their_numbers(tmp_path, backend):
    before(tmp_path, backend, 10)
    store = restored(tmp_path, backend, 4, 6)
    store.keep(6, "before")  # the hub sends again what was in the backup
    store.keep(9, "after")
    store.deliver()
    assert told(backend) == [(seq, "before") for seq in range(1, 11)] + [(seq, "after") for seq in (11, 12, 13)]
    assert store.outbox.waiting() == 0 and store.delivery.disagreement is None


def test_what_the_hub_has_yet_to_send_again_holds_nothing_up(tmp_path, backend):
    before(tmp_path, backend, 10)
    store = restored(tmp_path, backend, 0, 6)
    store.keep(4, "before")
    store.deliver()
    assert store.outbox.waiting() == 0 and store.delivery.disagreement is None


def test_what_happened_while_the_backend_was_away_goes_past_its_numbers_too(tmp_path, backend):
    before(tmp_path, backend, 10)
    store = restored(tmp_path, backend, 4, 6)
    backend.reachable = False
    store.keep(6, "before")
    store.keep(50, "after")
    store.deliver()
    backend.reachable = True
    store.deliver()
    assert told(backend)[10:] == [(seq, "after") for seq in range(11, 55)]
    assert store.outbox.waiting() == 0


def test_a_backend_that_saw_less_than_the_backup_gets_the_rest_under_the_same_numbers(tmp_path, backend):
    before(tmp_path, backend, 3)
    store = restored(tmp_path, backend, 5, 6)
    store.keep(6, "before")
    store.keep(8, "after")
    store.deliver()
    assert [seq for seq, _ in told(backend)] == list(range(1, 9))
    assert store.lines.of(7) == Line(6, 0, None)


def test_an_outbox_that_is_lost_after_a_restore_is_filled_again_without_telling_twice(tmp_path, backend):
    before(tmp_path, backend, 10)
    store = restored(tmp_path, backend, 4, 6)
    store.keep(6, "before")
    store.keep(9, "after")
    store.deliver()
    store.database.stop()
    again = Store(tmp_path / "empty.db", backend, tmp_path / "restored.db")
    again.keep(6, "before")
    again.keep(11, "after")
    again.deliver()
    assert told(backend)[10:] == [(seq, "after") for seq in range(11, 16)]
    assert again.outbox.waiting() == 0 and again.delivery.disagreement is None


@settings(max_examples=8)
@given(lives=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=3))
def test_however_often_a_site_is_restored_all_is_told_once_in_order(lives, tmp_path_factory):
    folder, backend = tmp_path_factory.mktemp("lives"), TwinBackend()
    store, journal = Store(folder / "0.db", backend), 0
    wanted: list[str] = []
    for number, (delivered, until_backup, until_lost) in enumerate(lives):
        life = str(number)
        store.keep(journal + delivered, life)
        store.deliver()
        journal += delivered + until_backup
        store.keep(journal, life)
        copy = folder / f"{number + 1}.db"
        _backup(store, copy)
        store.keep(journal + until_lost, life)
        store.deliver()
        wanted += [life] * (delivered + until_backup + until_lost)
        store.database.stop()
        store = Store(copy, backend)
        store.lines.begin(journal)
    assert told(backend) == list(enumerate(wanted, 1))
    store.database.stop()


def _backup(store: Store, copy: Path) -> None:
    def _vacuum(rows: Any) -> None:
        rows.execute("VACUUM INTO ?", (str(copy),))

    _vacuum(store.database._open)
