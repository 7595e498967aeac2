"""What happened in the lobby reaches the backend once, in order: intake, outbox and delivery stepped by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_bridge.adapters.backend import Failed, Hint, Rejected
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.app import TRIES_AGAIN_S
from backend_bridge.delivery import ALL_REFUSED, POISON_TRIES, Delivery, Disagreement
from backend_bridge.intake import GAP_LASTS_S, Intake
from backend_bridge.numbering import Numbering
from backend_bridge.pace import Backoff
from backend_bridge.reach import Reach
from backend_bridge.store import lines
from backend_bridge.store.outbox import DIFFERS, POISONED, REFUSED, SCHEMA, Outbox
from backend_bridge.watch import Watch
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import decode
from lobby.contract.replies import Nothing, accept
from lobby.contract.requests import BridgeTaken
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.database import Database
from lobby.link.answering import Answerer
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


@dataclass
class Site:
    """A bridge's journal side on a bus in memory, with a hub that notes what is taken."""

    folder: Path
    backend: TwinBackend = field(default_factory=TwinBackend)
    clock: HandClock = field(default_factory=lambda: HandClock(MORNING))
    broker: MemoryBroker = field(default_factory=MemoryBroker)
    taken: list[int] = field(default_factory=list)
    hub_answers: bool = True

    def __post_init__(self) -> None:
        self.hub = MemoryBus(self.broker)
        answerer = Answerer(self.hub, Topics("demo"), self._take, lambda verb: verb == "bridge/taken")
        self.hub.subscribe("lobby/1/demo/do/#", lambda one: answerer.take(one) if self.hub_answers else None)
        self.hub.start()
        self.open()

    def open(self) -> None:
        self.database = Database(self.folder / "outbox.db", SCHEMA + lines.SCHEMA, "FULL")
        self.database.start()
        self.outbox = Outbox(self.database)
        self.link = DeviceLink(MemoryBus(self.broker), Topics("demo"), "bridge", Role.BRIDGE, self.clock, self.folder)
        self.intake = Intake(self.link, self.outbox, self.clock)
        self.reach = Reach(self.clock)
        self.lines = lines.Lines(self.database)
        self.delivery = Delivery(
            self.outbox,
            Numbering(self.backend, self.outbox, self.lines),
            self.reach,
            self.clock,
            Backoff(*TRIES_AGAIN_S, lambda: 1.0),
            lambda: self.intake.gap_ends,
        )
        self.watch = Watch(
            self.link.faults, self.reach, self.reach, self.intake, self.delivery, self.outbox, self.clock, lambda: None
        )
        self.intake.listen()
        self.link.start()

    def killed(self) -> None:
        """Lose everything that is not on disk, and start again."""
        self.database.stop()
        self.link.bus.lose()
        self.open()

    def send(self, *seqs: int, at: str = "08:00:00", **more: object) -> None:
        for seq in seqs:
            fields = {"v": 1, "seq": seq, "at": f"2026-11-23T{at}+07:00", "kind": "day.opened", "data": {}, **more}
            self.hub.publish("lobby/1/demo/journal", json.dumps(fields).encode())

    def deliver(self, steps: int = 50) -> None:
        for _ in range(steps):
            self.clock.forward(self.delivery.step())

    def delivered(self) -> list[int]:
        return [entry["seq"] for entry in self.backend.events]

    def faults(self) -> set[str]:
        self.clock.forward(2)
        self.watch.step()
        return {fault.code for fault in self.link.faults.standing()}

    def _take(self, _device: str, request: BridgeTaken):
        self.taken.append(request.through)
        return accept(request.id, Nothing())


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def test_entries_are_on_disk_before_the_hub_is_told(site):
    site.send(1, 2, 3)
    assert site.taken == []
    site.intake.step()
    assert site.taken == [3]
    site.killed()
    site.deliver()
    assert site.delivered() == [1, 2, 3]
    assert site.outbox.waiting() == 0


def test_what_was_not_told_is_lost_by_a_kill_only_from_memory(site):
    site.send(1, 2)
    site.killed()
    site.intake.step()
    assert site.taken == [0]
    site.send(1, 2)
    site.intake.step()
    assert site.taken[-1] == 2


def test_entries_that_come_twice_or_out_of_order_are_delivered_once_in_order(site):
    site.send(2, 1, 1, 4)
    site.intake.step()
    assert site.taken == [2]
    site.send(3, 2, 4)
    site.intake.step()
    assert site.taken[-1] == 4
    site.deliver()
    assert site.delivered() == [1, 2, 3, 4]


def test_an_entry_sent_again_after_it_was_taken_is_acknowledged_again(site):
    site.send(1)
    site.intake.step()
    site.send(1)
    site.intake.step()
    assert site.taken == [1, 1]


def test_a_hub_that_does_not_answer_is_told_again(site):
    site.hub_answers = False
    site.send(1)
    site.intake.step()
    site.clock.forward(9)
    site.link.step()
    site.hub_answers = True
    site.intake.step()
    assert site.taken == []
    site.clock.forward(3)
    site.intake.step()
    assert site.taken == [1]


def test_a_field_or_kind_of_a_later_version_still_reaches_the_backend(site):
    site.send(1, kind="ticket.dreamt", colour="đỏ")
    site.intake.step()
    site.deliver()
    assert site.backend.events[0]["colour"] == "đỏ"
    assert site.backend.events[0]["kind"] == "ticket.dreamt"


@pytest.mark.parametrize("payload", [b"", b"[]", b"{", b'{"seq": 0}', b'{"seq": true}', b'{"seq": 1e99}', b"\xff"])
def test_what_is_no_entry_changes_nothing(site, payload):
    site.hub.publish("lobby/1/demo/journal", payload)
    site.intake.step()
    assert site.outbox.head() == 0


def test_while_the_backend_is_away_entries_wait_and_tries_grow_rarer(site):
    site.backend.reachable = False
    site.send(*range(1, 6))
    site.intake.step()
    waits = []
    for _ in range(8):
        waits.append(site.delivery.step())
        site.clock.forward(waits[-1])
    assert waits == [1, 2, 4, 8, 16, 20, 20, 20]
    site.send(6)
    site.intake.step()
    site.delivery.step()
    asked = len(site.backend.sent)
    assert 0 < site.delivery.step() <= 20
    assert len(site.backend.sent) == asked
    assert "backend_unreachable" in site.faults()
    site.backend.reachable = True
    site.deliver()
    assert site.delivered() == [1, 2, 3, 4, 5, 6]
    assert site.faults() == set()


def test_what_the_keeper_can_do_about_the_line_is_told_in_the_place_of_an_outage(site):
    site.backend.reachable = False
    site.backend.hint = Hint("Chứng thư đã hết hạn.", "Xem ngày giờ của máy này.")
    site.send(1, 2)
    site.intake.step()
    site.deliver(3)
    assert site.faults() == {"backend_line"}
    (fault,) = site.link.faults.standing()
    assert "Chứng thư đã hết hạn." in fault.detail and fault.remedy == "Xem ngày giờ của máy này."
    site.backend.reachable = True
    site.deliver()
    assert site.delivered() == [1, 2] and site.faults() == set()


def test_an_entry_the_backend_refuses_is_set_aside_named_and_blocks_no_other(site):
    site.backend.poison = lambda entry: entry.get("bad", False)
    site.send(*range(1, 40))
    site.send(40, bad=True)
    site.send(*range(41, 100))
    site.intake.step()
    site.deliver(200)
    assert site.delivered() == list(range(1, 100))
    stand_in = site.backend.events[39]
    assert (stand_in["kind"], stand_in["data"]["set_aside"]) == ("entry.late", True)
    assert site.outbox.aside(REFUSED) == [40]
    assert site.outbox.waiting() == 0
    assert site.faults() == {"entries_set_aside"}
    assert "số 40" in site.link.faults.standing()[0].detail


def test_a_backend_that_refuses_everything_empties_nothing(site):
    site.backend.poison = lambda _: True
    site.send(*range(1, 50))
    site.intake.step()
    site.deliver(300)
    assert len(site.outbox.aside(REFUSED)) <= ALL_REFUSED
    assert site.outbox.waiting() + len(site.outbox.aside(REFUSED)) >= 49
    assert site.delivery.disagreement is Disagreement.ALL_REFUSED


def test_an_entry_the_backend_falls_over_is_set_aside_named_and_blocks_no_other(site):
    site.backend.falls_over = lambda entry: entry.get("bad", False)
    site.send(*range(1, 40))
    site.send(40, bad=True)
    site.send(*range(41, 100))
    site.intake.step()
    site.deliver(200)
    assert site.delivered() == list(range(1, 100))
    assert site.backend.events[39]["data"]["set_aside"] is True
    assert site.backend.sent.count([40]) > POISON_TRIES
    assert site.outbox.aside(POISONED) == [40]
    assert site.outbox.waiting() == 0
    assert site.faults() == {"entries_poisoned"}
    assert "1 mục nhật ký (số 40)" in site.link.faults.standing()[0].detail


def test_a_backend_that_takes_no_question_without_entries_is_not_blocked_by_one_it_falls_over(site, monkeypatch):
    send = site.backend.send

    def only_entries(entries):
        if not entries:
            raise Rejected("HTTP 400: no entries")
        return send(entries)

    monkeypatch.setattr(site.backend, "send", only_entries)
    site.backend.falls_over = lambda entry: entry.get("bad", False)
    site.send(*range(1, 20))
    site.send(20, bad=True)
    site.send(*range(21, 30))
    site.send(99)
    site.intake.step()
    site.clock.forward(GAP_LASTS_S)
    site.deliver(200)
    assert site.delivered() == list(range(1, 30))
    assert site.outbox.aside(POISONED) == [20]


def test_an_entry_the_backend_falls_over_a_few_times_only_is_delivered(site):
    falls = iter([True] * (POISON_TRIES - 1))
    site.backend.falls_over = lambda _: next(falls, False)
    site.send(1)
    site.intake.step()
    site.deliver()
    assert site.delivered() == [1]
    assert site.backend.events[0]["kind"] == "day.opened"
    assert site.outbox.aside(POISONED) == []
    assert site.faults() == set()


def test_a_backend_that_falls_over_every_entry_gets_none_set_aside_and_all_once_it_is_mended(site):
    site.backend.falls_over = lambda _: True
    site.send(*range(1, 50))
    site.intake.step()
    site.deliver(100)
    assert site.outbox.aside(POISONED) == []
    assert site.outbox.waiting() == 49
    assert site.faults() == {"all_refused"}
    site.backend.falls_over = lambda _: False
    site.deliver()
    assert {entry["kind"] for entry in site.backend.events} == {"day.opened"}
    assert site.delivered() == list(range(1, 50))
    assert site.faults() == set()


def test_a_backend_that_fails_without_entries_too_is_unreachable_and_nothing_else(site, monkeypatch):
    def fail(_entries):
        raise Failed("HTTP 500")

    monkeypatch.setattr(site.backend, "send", fail)
    site.send(*range(1, 50))
    site.intake.step()
    site.deliver(100)
    assert site.outbox.aside(POISONED) == []
    assert site.outbox.waiting() == 49
    assert site.faults() == {"backend_unreachable"}


def test_what_the_backend_says_of_an_entry_or_its_stand_in_is_logged_without_numbers_of_people(
    site, monkeypatch, caplog
):
    def send(entries):
        if entries:
            raise Failed("HTTP 500: not found: 0912345678")
        return 0

    monkeypatch.setattr(site.backend, "send", send)
    site.send(1)
    site.intake.step()
    site.deliver(30)
    assert "stand-in of entry 1 not taken: HTTP 500" in caplog.text
    assert "0912345678" not in caplog.text


def test_most_entries_poisoned_one_after_another_are_not_the_entries_fault(site):
    site.backend.falls_over = lambda entry: entry["kind"] != "entry.late"
    site.send(*range(1, 50))
    site.intake.step()
    site.deliver(400)
    assert len(site.outbox.aside(POISONED)) == ALL_REFUSED
    assert site.outbox.waiting() == 49 - ALL_REFUSED
    assert "all_refused" in site.faults()


def test_a_backend_that_is_back_after_hours_gets_what_piled_up_while_most_of_a_minute_is_left_for_it(site):
    site.backend.reachable = False
    site.send(*range(1, 3001))
    site.intake.step()
    over = site.clock.monotonic() + 8 * 3600
    while site.clock.monotonic() < over:
        site.deliver(1)
    site.delivery.step()
    site.backend.reachable, back = True, site.clock.monotonic()
    while site.outbox.waiting():
        site.deliver(1)
    assert site.delivered() == list(range(1, 3001))
    assert site.clock.monotonic() - back <= 20


def test_a_new_disk_goes_on_after_what_the_backend_holds(site):
    site.backend.events = [{"seq": seq} for seq in range(1, 501)]
    site.send(501, 502)
    site.intake.step()
    assert site.taken == [0]
    site.clock.forward(GAP_LASTS_S + 1)
    site.deliver(1)
    site.intake.step()
    assert site.taken[-1] == 502
    site.deliver()
    assert site.delivered()[-2:] == [501, 502]
    assert "journal_gap" not in site.faults()


def test_a_gap_nobody_can_fill_is_told_to_the_keeper(site):
    site.send(1, 5)
    site.intake.step()
    assert "journal_gap" not in site.faults()
    site.clock.forward(GAP_LASTS_S)
    assert "journal_gap" in site.faults()
    assert site.taken == [1]
    site.send(2, 3, 4)
    site.intake.step()
    assert site.faults() == set()
    assert site.taken[-1] == 5


def test_a_gap_is_closed_as_far_as_it_reaches_whatever_the_backend_says_that_it_holds(site, monkeypatch):
    site.send(*range(5, 9))
    site.intake.step()
    site.clock.forward(GAP_LASTS_S)
    monkeypatch.setattr(site.backend, "send", lambda _: 2**40)
    site.deliver()
    site.intake.step()
    site.deliver()
    assert site.outbox.head() == 8
    assert site.outbox.waiting() == 4
    assert "backend_ahead" in site.faults()
    assert max(site.taken) == 8


def test_a_journal_that_was_replaced_is_noticed_and_its_entries_kept(site):
    site.send(1, 2)
    site.intake.step()
    site.send(2, at="09:30:00")
    site.intake.step()
    assert site.outbox.aside(DIFFERS) == [2]
    assert "journal_differs" in site.faults()


def test_a_backend_that_holds_more_than_ever_happened_gets_nothing_silently_dropped(site):
    site.backend.events = [{"seq": seq} for seq in range(1, 51)]
    site.send(1, 2)
    site.intake.step()
    site.deliver(3)
    assert site.outbox.waiting() == 2
    assert "backend_ahead" in site.faults()


@settings(max_examples=30)
@given(script=st.lists(st.one_of(st.integers(1, 12), st.sampled_from(["step", "kill", "down", "up", "deliver"]))))
def test_whatever_order_kills_and_outages_every_entry_taken_is_delivered_once_in_order(tmp_path_factory, script):
    site = Site(tmp_path_factory.mktemp("site"))
    for move in script:
        if isinstance(move, int):
            site.send(move)
        elif move in ("down", "up"):
            site.backend.reachable = move == "up"
        else:
            {"step": site.intake.step, "kill": site.killed, "deliver": lambda: site.deliver(2)}[move]()
    promised = max(site.taken, default=0)
    site.killed()
    site.backend.reachable = True
    site.deliver()
    delivered = site.delivered()
    assert delivered == list(range(1, len(delivered) + 1))
    assert len(delivered) >= promised
    site.database.stop()


def test_the_hub_is_asked_in_the_contracts_form(site):
    site.send(1)
    site.intake.step()
    asked = decode(BridgeTaken, site.broker.payloads("lobby/1/demo/do/bridge/bridge/taken")[0])
    assert asked.through == 1


def test_a_disk_that_cannot_be_written_is_told_and_nothing_is_acknowledged(site):
    site.send(1)
    site.database.stop()
    site.intake.step()
    assert site.taken == []
    assert "outbox_unwritable" in site.faults()
    site.database.start()
    site.send(1)
    site.intake.step()
    assert site.taken == [1]
    assert site.faults() == set()
