"""Ratings outlive a lost network and a power cut, and are let go when the hub has spoken."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import ratings
from kiosk.pad_faults import LONG_S, tell_of
from kiosk.ratings import PATIENT_TIMES, RatingQueue
from lobby.clock import SystemClock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Nothing, accept, refuse
from lobby.contract.requests import RatingSubmit
from lobby.health import Faults


class Hand(SystemClock):
    """A clock that a hand moves."""

    at = 100.0

    def monotonic(self) -> float:
        return self.at


def rating(score: int = 5, **more: object) -> RatingSubmit:
    fields = {"id": str(uuid.uuid4()), "rate": "kZ3v9Q0b7sY", "score": score, "at": "2026-11-22T08:15:00+07:00", **more}
    return RatingSubmit.model_validate(fields)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ratings.jsonl"


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def start(path: Path, clock: Hand) -> Callable[[], RatingQueue]:
    """Start the pad's queue, again after each end of the program."""

    def started() -> RatingQueue:
        queue = RatingQueue(path, clock)
        queue.open()
        return queue

    return started


def test_a_rating_is_asked_with_the_same_id_after_a_restart(start: Callable[[], RatingQueue]) -> None:
    given = rating()
    start().whole(given)
    assert start().next() == given


def test_a_draft_is_no_bodys_yet_and_after_a_restart_it_is_whole(start: Callable[[], RatingQueue]) -> None:
    queue, touched = start(), rating(1)
    queue.draft(touched)
    more = touched.model_copy(update={"reasons": ["cho-lau"]})
    queue.draft(more)
    assert queue.next() is None and queue.knows("kZ3v9Q0b7sY")
    after = start()
    assert after.next() == more and len(after) == 1


def test_a_draft_that_became_whole_is_one_rating(start: Callable[[], RatingQueue]) -> None:
    queue, touched = start(), rating(1)
    queue.draft(touched)
    queue.whole(touched)
    assert len(queue) == len(start()) == 1


def test_they_are_told_in_the_order_in_which_they_were_given(start: Callable[[], RatingQueue]) -> None:
    given = [rating(score) for score in (5, 1, 3)]
    queue = start()
    for one in given:
        queue.draft(one)
        queue.whole(one)
    after = start()
    for one in given:
        assert after.next() == one
        after.replied(one, accept(one.id, Nothing()))
    assert after.next() is None


def test_an_accepted_rating_is_gone_for_good(start: Callable[[], RatingQueue]) -> None:
    queue, first, second = start(), rating(5), rating(1)
    queue.whole(first)
    queue.whole(second)
    queue.replied(first, accept(first.id, Nothing()))
    assert start().next() == second


@pytest.mark.parametrize(
    ("code", "kept"),
    [(ErrorCode.ALREADY_RATED, False), (ErrorCode.BAD_REQUEST, False), (ErrorCode.TOO_MANY_REQUESTS, True)],
)
def test_a_refusal_for_good_lets_go_and_a_passing_one_keeps(
    start: Callable[[], RatingQueue], code: ErrorCode, kept: bool
) -> None:
    queue, given = start(), rating()
    queue.whole(given)
    queue.replied(given, refuse(given.id, Refused(code)))
    assert (queue.next() == given) is kept


def test_one_over_which_the_hub_fails_again_and_again_lets_the_others_pass(start: Callable[[], RatingQueue]) -> None:
    queue, first, second = start(), rating(5), rating(1)
    queue.whole(first)
    queue.whole(second)
    for _ in range(PATIENT_TIMES):
        assert queue.next() == first
        queue.replied(first, refuse(first.id, Refused(ErrorCode.INTERNAL)))
    assert queue.next() == second and len(queue) == 2


def test_what_the_hub_forbids_is_kept_for_when_the_settings_are_right_and_lets_the_others_pass(
    start: Callable[[], RatingQueue],
) -> None:
    queue, first, second = start(), rating(5), rating(1)
    queue.whole(first)
    queue.whole(second)
    queue.replied(first, refuse(first.id, Refused(ErrorCode.FORBIDDEN)))
    assert queue.next() == second
    queue.replied(second, accept(second.id, Nothing()))
    assert queue.next() == start().next() == first


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_line_torn_by_a_power_cut_does_not_lose_the_others(
    start: Callable[[], RatingQueue], path: Path, cut: int
) -> None:
    queue, first, torn, third = start(), rating(5), rating(2), rating(3)
    queue.whole(first)
    queue.whole(torn)
    path.write_bytes(path.read_bytes()[:-cut])
    queue = start()
    queue.whole(third)
    kept = start()
    assert kept.next() == first
    kept.replied(first, accept(first.id, Nothing()))
    assert kept.next() in (torn, third)


def test_a_line_that_is_none_does_not_lose_the_others(start: Callable[[], RatingQueue], path: Path) -> None:
    given = rating()
    start().whole(given)
    path.write_bytes(b'{"v": 1, "id": \n\xff\xfe\n' + path.read_bytes())
    assert start().next() == given


def test_ratings_that_cannot_be_read_are_put_beside_and_not_written_over(
    start: Callable[[], RatingQueue], path: Path
) -> None:
    path.mkdir(parents=True)
    (path / "kept").write_text("by another")
    queue, given = start(), rating()
    queue.whole(given)
    assert (path.with_suffix(".unread-1") / "kept").read_text() == "by another"
    assert start().next() == given


def test_the_lines_of_an_earlier_version_are_read(start: Callable[[], RatingQueue], path: Path) -> None:
    given = rating()
    path.parent.mkdir(parents=True)
    path.write_text(given.model_dump_json(exclude_none=True) + "\n", encoding="utf-8")
    assert start().next() == given


def test_the_file_stays_small_however_many_were_told(start: Callable[[], RatingQueue], path: Path) -> None:
    queue = start()
    for _ in range(700):
        given = rating()
        queue.whole(given)
        queue.replied(given, accept(given.id, Nothing()))
    assert len(path.read_bytes().splitlines()) < 600 and len(queue) == 0


def test_only_the_service_reads_what_citizens_wrote(start: Callable[[], RatingQueue], path: Path) -> None:
    queue = start()
    queue.draft(rating(1, comment="Chờ lâu quá"))
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_the_disk_does_not_take_is_held_and_written_later(
    start: Callable[[], RatingQueue], path: Path, clock: Hand
) -> None:
    queue, given = start(), rating()
    path.unlink()
    path.mkdir()
    queue.whole(given)
    assert queue.failing and queue.next() == given
    path.rmdir()
    clock.at += 60
    queue.step()
    assert not queue.failing and start().next() == given


def test_the_keeper_is_told_of_ratings_that_wait_fill_the_place_or_are_not_on_the_disk(
    start: Callable[[], RatingQueue], path: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratings, "AT_MOST", 3)
    monkeypatch.setattr("kiosk.pad_faults.NEARLY_FULL", 3)
    queue, faults = start(), Faults(clock)

    def standing() -> set[str]:
        tell_of(queue, faults)
        return {fault.code for fault in faults.standing()}

    first = rating()
    queue.whole(first)
    clock.at += LONG_S - 1
    assert standing() == set()
    clock.at += 1
    assert standing() == {"ratings_waiting"}
    queue.whole(rating())
    queue.whole(rating())
    assert standing() == {"ratings_waiting", "ratings_full"} and queue.full
    path.unlink()
    path.mkdir()
    queue.replied(first, accept(first.id, Nothing()))
    assert standing() == {"ratings_disk"} and not queue.full
