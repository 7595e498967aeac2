"""Ratings outlive a lost network and a power cut, and are let go when the hub has spoken."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from kiosk.ratings import AT_MOST, RatingQueue
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Nothing, accept, refuse
from lobby.contract.requests import RatingSubmit


def rating(score: int = 5) -> RatingSubmit:
    fields = {"id": str(uuid.uuid4()), "rate": "kZ3v9Q0b7sY", "score": score, "at": "2026-11-22T08:15:00+07:00"}
    return RatingSubmit.model_validate(fields)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ratings.jsonl"


def test_a_rating_is_asked_with_the_same_id_after_a_restart(path: Path) -> None:
    given = rating()
    RatingQueue(path).add(given)
    after = RatingQueue(path)
    after.open()
    assert after.next() == given


def test_an_accepted_rating_is_gone_for_good(path: Path) -> None:
    queue, first, second = RatingQueue(path), rating(5), rating(1)
    queue.add(first)
    queue.add(second)
    queue.replied(first, accept(first.id, Nothing()))
    after = RatingQueue(path)
    after.open()
    assert after.next() == second


@pytest.mark.parametrize(
    ("code", "kept"),
    [(ErrorCode.ALREADY_RATED, False), (ErrorCode.BAD_REQUEST, False), (ErrorCode.TOO_MANY_REQUESTS, True)],
)
def test_a_refusal_for_good_lets_go_and_a_passing_one_keeps(path: Path, code: ErrorCode, kept: bool) -> None:
    queue, given = RatingQueue(path), rating()
    queue.add(given)
    queue.replied(given, refuse(given.id, Refused(code)))
    assert (queue.next() == given) is kept


def test_a_torn_line_does_not_lose_the_others(path: Path) -> None:
    given = rating()
    RatingQueue(path).add(given)
    path.write_bytes(b'{"v": 1, "id": \n' + path.read_bytes())
    after = RatingQueue(path)
    after.open()
    assert after.next() == given


def test_the_file_stays_small(path: Path) -> None:
    queue = RatingQueue(path)
    for _ in range(AT_MOST + 5):
        queue.add(rating())
    assert len(path.read_bytes().splitlines()) == AT_MOST
