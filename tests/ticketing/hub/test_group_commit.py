"""Requests that come together share one commit: each is decided after the one before, and all stand or fall with it."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lobby.contract.codec import decode
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Reply
from lobby.contract.requests import CounterNext, CounterOpen, Request, TicketIssue, TicketPrinted
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from ticketing.engine.cases import Asking
from ticketing.engine.decide import Decided, decide
from ticketing.engine.facts import Fact
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.hub.gathering import Asked
from ticketing.hub.keeper import Keeper
from ticketing.journal.store import Journal, StoredReply

KEYPAD = Asking("keypad-1", Role.KEYPAD, "quay-1")


class Watch:
    """Stands before the real journal's `record`; `commits` is its memory, `gate` and `fails` its hand."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.commits: list[int] = []
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Event()
        self.fails: Callable[[list[StoredReply]], sqlite3.Error | None] = lambda _replies: None
        self._record = journal.record

    def record(self, facts: Iterable[Fact], replies: Iterable[StoredReply] = ()) -> None:
        kept = list(replies)
        self.began.set()
        assert self.gate.wait(10), "the gate stayed shut"
        fault = self.fails(kept)
        if fault is not None:
            raise fault
        self._record(facts, kept)
        self.commits.append(len(kept))

    def seqs(self) -> list[int]:
        return [fact.seq for fact in self.journal.facts_after(0, 1000)]


@pytest.fixture
def keeper(site: Any) -> Keeper:
    found: Keeper = site.ground.keeper
    return found


@pytest.fixture
def journal(site: Any, monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch(site.ground.journal)
    monkeypatch.setattr(site.ground.journal, "record", watch.record)
    return watch


def new_id() -> str:
    return str(uuid.uuid4())


def issue(request_id: str | None = None, device: str = "dispenser-1") -> Asked:
    return Asked(Asking(device, Role.DISPENSER), TicketIssue(id=request_id or new_id(), service="ho-tich"))


def at_counter(request: Request) -> Asked:
    return Asked(KEYPAD, request)


def replied(outcome: Reply | bytes | Refused) -> Reply:
    assert not isinstance(outcome, Refused), outcome
    return outcome if isinstance(outcome, Reply) else decode(Reply, outcome)


def number(outcome: Reply | bytes | Refused) -> str:
    reply = replied(outcome)
    assert reply.ok and reply.data is not None, reply
    return str(reply.data["ticket"]["number"])


def in_threads(keeper: Keeper, asked: list[Asked]) -> list[Reply | Refused]:
    """Settle each from a thread of its own."""

    def settle(one: Asked) -> Reply | Refused:
        try:
            return keeper.settle(one)
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(settle, asked))


def while_one_commits(
    keeper: Keeper, journal: Watch, wait_until: Callable[..., None], asked: list[Asked]
) -> tuple[Reply | Refused, list[Reply | Refused]]:
    """Hold a first commit until all of `asked` wait for the next one; returns what came of the first and of them."""
    journal.gate.clear()
    journal.began.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_threads, keeper, [issue()])
        assert journal.began.wait(10)
        others = pool.submit(in_threads, keeper, asked)
        wait_until(lambda: len(keeper._gathered) == len(asked), "all others wait")
        journal.gate.set()
        return first.result(10)[0], others.result(10)


def test_fifty_who_ask_at_once_get_fifty_numbers(keeper: Keeper, journal: Watch) -> None:
    numbers = {number(outcome) for outcome in in_threads(keeper, [issue(device=f"dispenser-{n}") for n in range(50)])}
    assert numbers == {f"A{serial:03}" for serial in range(1, 51)}
    assert journal.seqs() == list(range(1, 52))


def test_whoever_asks_while_a_commit_is_under_way_shares_the_next_one(
    keeper: Keeper, journal: Watch, wait_until: Callable[..., None]
) -> None:
    first, others = while_one_commits(keeper, journal, wait_until, [issue() for _ in range(8)])
    assert number(first) == "A001"
    assert {number(one) for one in others} == {f"A{serial:03}" for serial in range(2, 10)}
    assert journal.commits == [1, 8]


def test_a_lone_request_does_not_wait_for_others(keeper: Keeper, journal: Watch) -> None:
    assert number(keeper.settle(issue())) == "A001"
    assert journal.commits == [1]


def test_each_request_of_a_batch_is_decided_after_the_one_before(keeper: Keeper, journal: Watch) -> None:
    opened, taken, called, nobody = keeper.settle_all(
        [
            at_counter(CounterOpen(id=new_id(), counter="quay-1")),
            issue(),
            at_counter(CounterNext(id=new_id(), counter="quay-1")),
            at_counter(CounterNext(id=new_id(), counter="quay-1")),
        ]
    )
    assert replied(opened).ok
    assert number(taken) == number(called) == "A001"
    error = replied(nobody).error
    assert error is not None and error.code is ErrorCode.NOBODY_WAITING
    assert journal.commits == [4]


def test_replies_come_in_the_order_of_the_requests(keeper: Keeper) -> None:
    asked = [issue() for _ in range(20)]
    outcomes = keeper.settle_all(asked)
    assert [replied(outcome).id for outcome in outcomes] == [one.request.id for one in asked]
    assert [number(outcome) for outcome in outcomes] == [f"A{serial:03}" for serial in range(1, 21)]


def test_one_id_twice_in_a_batch_gets_one_ticket_and_the_same_reply(keeper: Keeper, journal: Watch) -> None:
    same = issue()
    first, between, again = keeper.settle_all([same, issue(), same])
    assert first == again and number(first) == "A001" and number(between) == "A002"
    assert keeper.settle(same) == replied(first)
    assert sum(fact.ticket is not None for fact in journal.journal.facts_after(0, 1000)) == 2


def test_one_id_twice_in_a_batch_for_different_verbs_is_refused_once(keeper: Keeper) -> None:
    asked = issue()
    ticket = new_id()
    printed = TicketPrinted(id=asked.request.id, ticket=ticket, outcome="printed")
    first, second = keeper.settle_all([asked, Asked(asked.asking, printed)])
    assert number(first) == "A001"
    assert isinstance(second, Refused) and second.code is ErrorCode.BAD_REQUEST


def test_one_id_of_two_devices_is_two_requests(keeper: Keeper) -> None:
    request_id = new_id()
    first, second = keeper.settle_all([issue(request_id), issue(request_id, "dispenser-2")])
    assert {number(first), number(second)} == {"A001", "A002"}


def test_a_commit_that_fails_refuses_all_who_shared_it_and_the_next_one_goes_on(keeper: Keeper, journal: Watch) -> None:
    told: list[Fact] = []
    keeper.committed = told.extend
    keeper.settle(issue())
    before = keeper.lobby
    journal.fails = lambda _replies: sqlite3.OperationalError("disk I/O error")
    asked = [issue() for _ in range(6)]
    outcomes = keeper.settle_all(asked)
    assert [one.code for one in outcomes if isinstance(one, Refused)] == [ErrorCode.INTERNAL] * 6
    assert keeper.lobby == before
    assert {fact.seq for fact in told} == {1, 2}
    journal.fails = lambda _replies: None
    assert [number(one) for one in keeper.settle_all(asked)] == [f"A{serial:03}" for serial in range(2, 8)]
    assert [fact.seq for fact in told] == journal.seqs()


def test_a_journal_that_fails_in_between_loses_only_that_commit(
    keeper: Keeper, journal: Watch, wait_until: Callable[..., None]
) -> None:
    journal.fails = lambda replies: sqlite3.OperationalError("disk full") if len(replies) == 5 else None
    first, others = while_one_commits(keeper, journal, wait_until, [issue() for _ in range(5)])
    assert number(first) == "A001"
    assert all(isinstance(one, Refused) and one.code is ErrorCode.INTERNAL for one in others)
    assert number(keeper.settle(issue())) == "A002"


def test_what_the_tables_refuse_costs_only_its_own_request(keeper: Keeper, journal: Watch) -> None:
    asked = [issue() for _ in range(3)]
    faulty = asked[1].request.id

    def fails(replies: list[StoredReply]) -> sqlite3.Error | None:
        return sqlite3.IntegrityError("UNIQUE") if faulty in [reply.id for reply in replies] else None

    journal.fails = fails
    first, second, third = keeper.settle_all(asked)
    assert isinstance(second, Refused) and second.code is ErrorCode.INTERNAL
    assert [number(first), number(third)] == ["A001", "A002"]
    assert journal.commits == [1, 1]


def test_a_rule_that_breaks_on_one_request_leaves_the_others_alone(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [issue() for _ in range(3)]

    def breaks(site: Site, lobby: Lobby, request: Request, *rest: Any) -> Decided:
        if request.id == asked[1].request.id:
            raise ZeroDivisionError
        return decide(site, lobby, request, *rest)

    monkeypatch.setattr("ticketing.hub.gathering.decide", breaks)
    first, second, third = keeper.settle_all(asked)
    assert isinstance(second, Refused) and second.code is ErrorCode.INTERNAL
    assert [number(first), number(third)] == ["A001", "A002"]


def test_what_arrives_at_the_hub_together_is_answered_together(site: Any, topics: Topics) -> None:
    ids = [new_id() for _ in range(5)]
    payloads = [json.dumps({"id": one, "service": "ho-tich"}).encode() for one in ids]
    payloads.insert(2, b"{")
    payloads.insert(4, json.dumps({"id": ids[0], "service": "ho-tich"}).encode())
    do = topics.do("dispenser-1", "ticket/issue")
    (client,) = site.broker.clients
    client.take(*(Incoming(do, payload) for payload in payloads))
    replies = [json.loads(payload) for payload in site.broker.payloads(topics.reply("dispenser-1"))]
    assert [reply["id"] for reply in replies] == [ids[0], ids[1], None, ids[2], ids[0], ids[3], ids[4]]
    numbers = [reply["data"]["ticket"]["number"] if reply["ok"] else None for reply in replies]
    assert numbers == ["A001", "A002", None, "A003", "A001", "A004", "A005"]
