"""Tokens of ratings that an earlier version wrote are remembered too."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.history.play import Play
from lobby.contract.roles import Role
from ticketing.journal import schema
from ticketing.journal.files import FILE
from ticketing.journal.rows import COLUMNS, to_row
from ticketing.journal.store import Journal


def served(play: Play) -> Any:
    play.issue()
    play.next()
    play.forward(60)
    return play.granted("counter/finish", counter="quay-1")


def earlier(folder: Path, play: Play) -> None:
    """Write what was played as the version before did."""
    with sqlite3.connect(folder / FILE) as file:
        for version, step in enumerate(schema._STEPS[: schema.VERSION - 1], 1):
            file.executescript(f"{step} PRAGMA user_version = {version};")
        into = f"INSERT INTO entries ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        file.executemany(into, map(to_row, play.facts))


@pytest.fixture
def play() -> Play:
    made = Play()
    made.open("quay-1")
    return made


def test_ratings_of_the_version_before_are_known_given_or_open_and_those_taken_back_are_not(
    tmp_path: Path, play: Play
) -> None:
    given = served(play)
    play.forward(5)
    play.granted("rating/submit", Role.PAD, "quay-1", rate=given.rate, score=4, at=play.now)
    open_ = served(play)
    play.forward(20)
    back = served(play)
    play.granted("counter/undo", counter="quay-1")
    earlier(tmp_path, play)
    journal = Journal(tmp_path)
    journal.open()
    known = journal.rates([given.rate, open_.rate, back.rate])
    assert known.keys() == {given.rate, open_.rate}
    assert (known[given.rate].rating.given, known[open_.rate].rating.given) == ("", None)
    rating, kept = play.lobby.ratings[open_.rate], known[open_.rate].rating
    assert (kept.opened_at, kept.closes_at, kept.counter) == (rating.opened_at, rating.closes_at, "quay-1")
    track = next(card.track for card in play.lobby.cards.values() if card.rate == open_.rate)
    found = journal.rate_of(track)
    assert found is not None and found.ticket.number == open_.ticket.number
    journal.close()


def test_the_table_itself_refuses_a_second_rating(tmp_path: Path, play: Play) -> None:
    token = served(play).rate
    play.forward(5)
    play.granted("rating/submit", Role.PAD, "quay-1", rate=token, score=4, at=play.now)
    journal = Journal(tmp_path)
    journal.open()
    journal.record(play.facts)
    again = replace(play.facts[-1], seq=play.facts[-1].seq + 1)
    with pytest.raises(sqlite3.IntegrityError, match="once"):
        journal.record([again])
    assert [fact.seq for fact in journal.facts_after(0, 1000)] == [fact.seq for fact in play.facts]
    journal.close()
