"""A mis-click taken back within ten seconds, and what may no longer be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from lobby.contract.states import CounterPhase
from ticketing.engine.fold import fold
from ticketing.engine.state import Lobby


@pytest.fixture
def serving(play: Any) -> Any:
    """A001 is in hand at quay-1, A002 and A003 wait."""
    play.open("quay-1")
    play.track = play.granted("ticket/issue", service="ho-tich").track
    play.issue()
    play.issue()
    play.next()
    play.granted("counter/serve", counter="quay-1")
    play.forward(30)
    return play


def same(now: Lobby, before: Lobby) -> bool:
    """Tell whether counter and tickets stand as before; times, marks of the newest entry and learning aside."""

    def seen(lobby: Lobby) -> Any:
        desks = {key: vars(one) | {"undo": None} for key, one in lobby.desks.items()}
        lines = {key: line for key, line in lobby.waiting.items() if len(line)}
        return desks, lobby.cards, lines, lobby.aside, lobby.ratings

    return bool(seen(now) == seen(before))


ACTS = [
    ("counter/finish", {}),
    ("counter/next", {}),
    ("counter/park", {"reason": "Bổ sung hồ sơ", "supplement": True}),
    ("counter/transfer", {"service": "dat-dai", "place": "first"}),
    ("counter/transfer", {"to": "quay-2"}),
    ("counter/call", {"number": "A003"}),
]


@pytest.mark.parametrize("verb, fields", ACTS)
def test_each_act_is_taken_back_whole(serving: Any, verb: str, fields: dict[str, Any]) -> None:
    before = serving.lobby
    serving.granted(verb, counter="quay-1", **fields)
    assert not same(serving.lobby, before)
    serving.forward(9)
    state = serving.granted("counter/undo", counter="quay-1").counter
    assert (state.ticket.number, state.ticket.state.value) == ("A001", "serving")
    assert same(serving.lobby, before)
    assert fold(serving.facts) == serving.lobby
    assert serving.refused("counter/undo", counter="quay-1") == "wrong_state", "only once"


def test_a_no_show_by_mistake(serving: Any) -> None:
    serving.next()
    before = serving.lobby
    serving.granted("counter/no-show", counter="quay-1")
    serving.granted("counter/undo", counter="quay-1")
    assert same(serving.lobby, before)


def test_not_after_ten_seconds(serving: Any) -> None:
    serving.granted("counter/finish", counter="quay-1")
    serving.forward(11)
    assert serving.refused("counter/undo", counter="quay-1") == "wrong_state"


def test_not_when_another_counter_has_the_ticket_already(serving: Any) -> None:
    serving.open("quay-3")
    serving.granted("counter/transfer", counter="quay-1", service="dat-dai", place="first")
    serving.next("quay-3")
    assert serving.refused("counter/undo", counter="quay-1") == "wrong_state"


def test_not_when_the_citizen_gave_the_ticket_back_or_rated(serving: Any) -> None:
    serving.granted("counter/park", counter="quay-1", reason="Chờ")
    serving.granted("ticket/cancel", track=serving.track)
    assert serving.refused("counter/undo", counter="quay-1") == "wrong_state"
    serving.next()
    rate = serving.granted("counter/finish", counter="quay-1").rate
    serving.forward(3)
    serving.granted("rating/submit", rate=rate, score=5, at=serving.now)
    assert serving.refused("counter/undo", counter="quay-1") == "wrong_state"


def test_a_rating_opened_by_mistake_is_closed_again(serving: Any) -> None:
    rate = serving.granted("counter/finish", counter="quay-1").rate
    serving.granted("counter/undo", counter="quay-1")
    assert serving.refused("rating/submit", rate=rate, score=5, at=serving.now) == "not_found"


def test_a_pause_in_between_stays(serving: Any) -> None:
    serving.granted("counter/finish", counter="quay-1")
    serving.granted("counter/pause", counter="quay-1", reason="Họp đột xuất")
    state = serving.granted("counter/undo", counter="quay-1").counter
    assert (state.state, state.ticket.number) == (CounterPhase.PAUSED, "A001")
    serving.granted("counter/finish", counter="quay-1")
    serving.granted("counter/close", counter="quay-1")
    assert serving.refused("counter/undo", counter="quay-1") == "wrong_state"
