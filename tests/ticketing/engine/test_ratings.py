"""A rating decides on praise and pay: taken once, at its time, and marked where a citizen may not have given it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bench.history.play import SITE
from lobby.contract.rating import RatingForm
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from ticketing.engine.cases import Asking, Fresh
from ticketing.engine.decide import decide
from ticketing.engine.pictures import rating_open
from ticketing.engine.rating import PHONE
from ticketing.engine.rating_rules import RatingRules


def finished(play: Any, lasted_s: float = 120, counter: str = "quay-1") -> str:
    """Serve one citizen; returns the rating's token."""
    play.open(counter)
    play.issue()
    play.next(counter)
    play.forward(lasted_s)
    token: str = play.granted("counter/finish", counter=counter).rate
    return token


def rate(play: Any, **fields: Any) -> dict[str, Any]:
    """Rate from the counter's pad; returns what the entry says, or why there is none."""
    asked = {"score": 5, "at": play.now, **fields}
    decided = play.ask("rating/submit", Role.PAD, "quay-1", **asked)
    return {"refused": decided.refused.code.value} if decided.refused else dict(play.last[-1].data)


def rate_by_phone(play: Any, token: str) -> dict[str, Any]:
    """Rate by the hub's own page; returns what the entry says."""
    fields = {"id": str(uuid.uuid4()), "rate": token, "score": 5, "at": play.now}
    asking, fresh = Asking(PHONE, Role.HUB), Fresh("", "", "", "")
    decided = decide(play.site, play.lobby, RatingSubmit.model_validate(fields), asking, play.now, fresh)
    play.lobby = decided.lobby
    return dict(decided.facts[-1].data)


def test_the_entry_says_who_served_where_and_how_it_was_given(play: Any) -> None:
    token = finished(play)
    play.forward(6)
    play.granted(
        "rating/submit",
        Role.PAD,
        "quay-1",
        rate=token,
        score=1,
        scale=4,
        at=play.now,
        after_ms=5500,
        by="touch",
        lang="en",
        criteria={"attitude": 0, "online": 2, "complaints": 4, "made-up": 1},
        reasons=["cho-lau", "Anh Nam quầy 3 nói to", "cho-lau"],
        comment="Xin cảm ơn",
    )
    entry = play.last[-1]
    assert (entry.counter, entry.officer, entry.ticket.state) == ("quay-1", "lan.nt", "served")
    assert entry.data == {
        "score": 1,
        "scale": 4,
        "rated_at": "2026-11-23T07:32:07.000+07:00",
        "device": "pad-1",
        "by": "touch",
        "after_ms": 5500,
        "lang": "en",
        "criteria": {"attitude": 0, "online": 2},
        "reasons": ["cho-lau"],
    }
    assert "comment" not in entry.private, "this site asks for none"


def test_a_comment_never_leaves_the_hub(new_play: Callable[..., Any]) -> None:
    play = new_play(replace(SITE, ratings=RatingRules(form=RatingForm(comment=True))))
    token = finished(play)
    play.forward(6)
    said = rate(play, rate=token, comment="Cán bộ rất tận tình")
    assert play.last[-1].private["comment"] == "Cán bộ rất tận tình"
    assert "tận tình" not in play.last[-1].entry().model_dump_json()
    assert "comment" not in said


def test_a_score_fits_its_scale(play: Any) -> None:
    token = finished(play)
    play.forward(6)
    assert rate(play, rate=token, score=4, scale=3) == {"refused": "bad_request"}
    assert rate(play, rate=token, score=3, scale=3)["scale"] == 3


@pytest.mark.parametrize(
    ("passed_s", "after_ms", "marks"),
    [(5, 4000, None), (5, 900, ["too_soon"]), (0.8, None, ["too_soon"]), (0.8, 60_000, ["too_soon"]), (5, None, None)],
)
def test_a_touch_before_anyone_can_read_is_marked(
    play: Any, passed_s: float, after_ms: int | None, marks: list[str] | None
) -> None:
    token = finished(play)
    play.forward(passed_s)
    assert rate(play, rate=token, after_ms=after_ms).get("doubts") == marks


def test_a_touch_that_no_hand_can_make_is_refused_and_the_citizen_may_still_rate(play: Any) -> None:
    token = finished(play)
    assert rate(play, rate=token) == {"refused": "wrong_state"}
    play.forward(5)
    assert rate(play, rate=token, after_ms=120) == {"refused": "wrong_state"}
    assert rate(play, rate=token, after_ms=4000)["score"] == 5


def test_the_third_rating_in_a_row_of_services_of_a_few_seconds_is_marked(play: Any) -> None:
    marks = []
    for lasted_s in (6, 8, 5, 9, 240, 7):
        token = finished(play, lasted_s)
        play.forward(4)
        marks.append(rate(play, rate=token).get("doubts"))
    assert marks == [None, None, ["pace"], ["pace"], None, None]


def test_the_pace_is_marked_by_telephone_too_and_nothing_else_is(play: Any) -> None:
    marks = []
    for lasted_s in (6, 8, 5, 240):
        token = finished(play, lasted_s)
        play.forward(0.4)
        marks.append(rate_by_phone(play, token).get("doubts"))
    assert marks == [None, None, ["pace"], None]


def test_what_makes_a_rating_doubtful_is_the_sites_to_say(new_play: Callable[..., Any]) -> None:
    play = new_play(replace(SITE, ratings=RatingRules(too_soon_ms=0, pace_s=0)))
    for _ in range(4):
        token = finished(play, 3)
        play.forward(0.5)
        assert "doubts" not in rate(play, rate=token)


def test_a_rating_of_an_offline_pad_is_taken_by_how_long_its_faces_stood(play: Any) -> None:
    token = finished(play)
    play.forward(4 * 3600)
    wrong_clock = play.now - timedelta(days=900)
    assert rate(play, rate=token, at=wrong_clock, after_ms=80_000) == {"refused": "wrong_state"}
    assert rate(play, rate=token, at=wrong_clock, after_ms=20_000)["doubts"] == ["late"]
    assert rate(play, rate=token, at=wrong_clock, after_ms=20_000) == {"refused": "already_rated"}


def test_who_rated_in_time_and_went_on_saying_more_is_not_marked(play: Any) -> None:
    token = finished(play)
    play.forward(60 + 120)
    assert "doubts" not in rate(play, rate=token, after_ms=50_000, at=play.now - timedelta(seconds=130))


def test_a_device_that_says_nothing_of_that_is_believed_within_the_opening(play: Any) -> None:
    token = finished(play)
    opened = play.now
    play.forward(4 * 3600)
    for seconds in (-200, 71):
        assert rate(play, rate=token, at=opened + timedelta(seconds=seconds)) == {"refused": "wrong_state"}
    assert rate(play, rate=token, at=opened + timedelta(seconds=30))["doubts"] == ["late"]


def test_what_was_touched_before_the_next_call_is_taken_after_it(play: Any) -> None:
    token = finished(play)
    touched = play.now + timedelta(seconds=5)
    play.issue()
    play.forward(10)
    play.next()
    assert rate(play, rate=token, at=play.now) == {"refused": "wrong_state"}
    assert "doubts" not in rate(play, rate=token, at=touched)


def test_a_call_that_is_taken_back_opens_the_rating_again(play: Any) -> None:
    token = finished(play)
    play.issue()
    play.next()
    assert rating_open(play.lobby, "quay-1", play.now) is None
    play.granted("counter/undo", counter="quay-1")
    assert rating_open(play.lobby, "quay-1", play.now).rate == token
    play.forward(5)
    assert rate(play, rate=token)["score"] == 5


def test_a_service_that_is_taken_back_kills_its_token(play: Any) -> None:
    token = finished(play)
    play.granted("counter/undo", counter="quay-1")
    play.forward(5)
    assert rate(play, rate=token) == {"refused": "not_found"}
    again = play.granted("counter/finish", counter="quay-1").rate
    play.forward(5)
    assert rate(play, rate=again)["score"] == 5


def test_buttons_without_a_token_rate_what_stands_open_and_nothing_earlier(play: Any) -> None:
    assert rate(play, counter="quay-1") == {"refused": "wrong_state"}
    finished(play)
    play.forward(5)
    before = play.now - timedelta(minutes=10)
    assert rate(play, counter="quay-1", at=before) == {"refused": "wrong_state"}, "about an earlier citizen"
    assert rate(play, counter="quay-1", by="buttons")["by"] == "buttons"
    assert rate(play, counter="quay-1") == {"refused": "already_rated"}


def test_a_transfer_opens_no_rating_and_next_opens_one(play: Any) -> None:
    play.open("quay-1", "quay-2")
    play.issue()
    play.next()
    play.granted("counter/transfer", counter="quay-1", to="quay-2", place="first")
    assert rating_open(play.lobby, "quay-1", play.now) is None
    play.issue()
    play.issue()
    play.next()
    play.next()
    assert rating_open(play.lobby, "quay-1", play.now).number == "A002"


def test_a_pad_cannot_say_that_it_is_a_telephone(play: Any) -> None:
    token = finished(play)
    play.forward(0.8)
    said = rate(play, rate=token, by="phone")
    assert ("by" in said, said["doubts"]) == (False, ["too_soon"])


def test_what_a_pad_kept_is_taken_though_it_stands_at_another_counter_by_now(play: Any) -> None:
    token = finished(play)
    touched = play.now + timedelta(seconds=8)
    moved = {"rate": token, "score": 2, "at": touched, "after_ms": 7000}
    play.forward(60)
    assert play.ask("rating/submit", Role.PAD, "quay-2", **moved).refused.code.value == "forbidden"
    play.forward(3600)
    play.granted("rating/submit", Role.PAD, "quay-2", **moved)
    assert (play.last[-1].counter, play.last[-1].data["doubts"]) == ("quay-1", ["late"])
    assert play.ask("rating/submit", Role.PAD, "quay-2", **moved).refused.code.value == "already_rated"
