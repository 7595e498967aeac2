"""The journal on a real SQLite file: whole or not at all, numbered without gaps, the same after it is opened again."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lobby.contract.codec import encode
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Nothing, accept, refuse
from ticketing.engine.decide import Decided
from ticketing.engine.fold import fold
from ticketing.engine.state import Lobby
from ticketing.journal.lock import FolderLock, HeldElsewhere
from ticketing.journal.schema import NewerJournal
from ticketing.journal.store import FILE, Journal, StoredReply

REPLY = StoredReply("dispenser-1", "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11", 1000, "ticket/issue", b'{"ok":true}')
Issue = Callable[[Lobby], Decided]


def test_what_was_recorded_is_there_when_the_file_is_opened_again(
    journal: Journal, issue: Issue, tmp_path: Path
) -> None:
    first = issue(Lobby())
    second = issue(first.lobby)
    journal.record(first.facts, [REPLY])
    journal.record(second.facts)
    journal.close()
    again = Journal(tmp_path)
    again.open()
    assert tuple(again.day_facts()) == first.facts + second.facts
    assert fold(again.day_facts()) == second.lobby
    own, foreign = (REPLY.device, REPLY.id), ("kiosk-1", REPLY.id)
    assert again.replies_to([own, foreign]) == {own: REPLY}
    again.close()


def test_it_commits_with_the_care_that_survives_a_power_cut(journal: Journal) -> None:
    writer = journal._writing()
    assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert writer.execute("PRAGMA synchronous").fetchone() == (2,)


def test_facts_and_reply_are_kept_together_or_not_at_all(journal: Journal, issue: Issue) -> None:
    first = issue(Lobby())
    journal.record(first.facts, [REPLY])
    second = issue(first.lobby)
    with pytest.raises(sqlite3.IntegrityError):
        journal.record(second.facts, [REPLY])
    assert tuple(journal.day_facts()) == first.facts
    journal.record(second.facts, [replace(REPLY, id="other")])


def test_even_a_faulty_rule_cannot_give_a_number_twice(journal: Journal, issue: Issue) -> None:
    first = issue(Lobby())
    journal.record(first.facts)
    twin = replace(first.facts[-1], seq=first.lobby.seq + 1)
    with pytest.raises(sqlite3.IntegrityError):
        journal.record([twin])


def test_entries_are_read_in_order_a_window_at_a_time(journal: Journal, issue: Issue) -> None:
    lobby = Lobby()
    for _ in range(5):
        decided = issue(lobby)
        journal.record(decided.facts)
        lobby = decided.lobby
    assert [fact.seq for fact in journal.facts_after(2, 3)] == [3, 4, 5]
    assert journal.facts_after(6, 10) == []


def test_the_bridges_mark_is_where_the_bridge_says(journal: Journal) -> None:
    assert journal.taken() == 0
    journal.take(7)
    journal.take(5)
    assert journal.taken() == 5


def test_old_replies_are_forgotten_a_few_at_a_time(journal: Journal) -> None:
    for number in range(5):
        journal.record((), [replace(REPLY, id=f"old-{number}", at=number)])
    assert journal.prune(4, 0, 3) == 3
    assert journal.prune(4, 0, 3) == 1
    assert journal.prune(4, 0, 3) == 0
    assert journal.replies_to([(REPLY.device, "old-4")])


def test_the_answer_to_a_number_that_was_taken_in_is_kept_longer(journal: Journal) -> None:
    taken = replace(REPLY, verb="numbers/used", payload=encode(accept(str(uuid.uuid4()), Nothing())))
    not_taken = encode(refuse(str(uuid.uuid4()), Refused(ErrorCode.WRONG_STATE)))
    kept = [replace(taken, id=f"taken-{number}", at=number) for number in range(5)]
    others = [replace(taken, id="refused", at=5, payload=not_taken), replace(REPLY, id="other", at=6)]
    journal.record((), [*kept, *others, replace(REPLY, id="new", at=9)])
    assert journal.prune(9, 0, 1) == 1, "those that stay do not stand in the way"
    assert journal.prune(9, 0, 1) == 1
    assert journal.prune(9, 0, 1) == 0
    asked = [(one.device, one.id) for one in kept]
    assert list(journal.replies_to(asked)) == asked
    assert journal.prune(9, 2, 10) == 2
    assert list(journal.replies_to(asked)) == asked[2:]


def test_entries_that_go_to_the_archive_between_two_looks_leave_no_gap(journal: Journal, issue: Issue) -> None:
    facts = issue(Lobby()).facts
    journal.record(facts)
    moved: list[bool] = []

    def move(statement: str) -> None:
        if "min(seq)" in statement and not moved:
            moved.append(True)
        elif "LIMIT" in statement and moved == [True]:
            moved.append(True)
            with journal.transaction() as writer:
                writer.execute("DELETE FROM entries")

    with journal.reader() as reader:
        reader.set_trace_callback(move)
    assert [fact.seq for fact in journal.facts_after(0, 10)] == [fact.seq for fact in facts]
    assert len(moved) == 2


def test_a_file_of_a_newer_version_is_refused(journal: Journal, tmp_path: Path) -> None:
    journal.close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerJournal):
        Journal(tmp_path).open()


def test_only_one_hub_holds_a_folder(tmp_path: Path) -> None:
    one, other = FolderLock(tmp_path), FolderLock(tmp_path)
    one.take()
    with pytest.raises(HeldElsewhere):
        other.take()
    one.release()
    other.take()
    other.release()
