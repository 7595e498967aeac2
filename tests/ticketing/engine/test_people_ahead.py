"""How many wait before a number, told to whoever reads the number on a board."""

from __future__ import annotations

from typing import Any

import pytest

from lobby.contract.roles import Role


def ahead(play: Any, number: str) -> Any:
    return play.granted("ticket/ahead", Role.SMS, number=number)


def test_a_number_is_told_what_its_holder_is_told_and_nothing_about_the_holder(play: Any) -> None:
    play.open("quay-1")
    issued = [play.granted("ticket/issue", Role.DISPENSER, service="ho-tich") for _ in range(4)]
    entries = play.lobby.seq
    for place, one in enumerate(issued):
        told = ahead(play, one.ticket.number)
        assert told.ahead == place == play.granted("ticket/track", Role.KIOSK, track=one.track).ahead
        assert set(type(told).model_fields) == {"number", "state", "ahead"}
    assert play.lobby.seq == entries
    play.next()
    assert (ahead(play, "A001").state, ahead(play, "A003").ahead) == ("called", 1)


@pytest.mark.parametrize("typed", ["a001", " A1 ", "a01"])
def test_a_number_is_known_however_it_was_typed(play: Any, typed: str) -> None:
    play.open("quay-1")
    play.issue()
    assert ahead(play, typed).number == "A001"


@pytest.mark.parametrize("typed", ["A2", "B1", "1", "A", "A0011"])
def test_a_number_that_was_not_given_today_is_refused(play: Any, typed: str) -> None:
    play.open("quay-1")
    play.issue()
    assert play.ask("ticket/ahead", Role.SMS, number=typed).refused.code == "unknown_ticket"
