"""A line of any length keeps everyone in the order of their places, whoever joins and leaves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine.cards import Card
from ticketing.engine.rank import Rank

TICKET = Ticket(
    ticket="5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
    number="A001",
    service="ho-tich",
    state=TicketState.WAITING,
    issued_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
)


def card(place: int) -> Card:
    return Card(TICKET.model_copy(update={"ticket": str(place)}), place, (0, place, place), "token")


def joined(places: list[int]) -> Rank:
    rank = Rank()
    for place in places:
        rank = rank.joined(card(place))
    return rank


places = some.lists(some.integers(0, 2000), unique=True, max_size=400)


@given(places)
def test_everyone_stands_by_place_however_they_came(came: list[int]) -> None:
    rank = joined(came)
    assert [one.place[1] for one in rank] == sorted(came) and len(rank) == len(came)
    assert (rank.head, rank.last) == ((card(min(came)), card(max(came))) if came else (None, None))
    assert all(rank.index(card(place)) == before for before, place in enumerate(sorted(came)))


@given(places)
def test_whoever_leaves_is_gone_and_the_others_stay(came: list[int]) -> None:
    rank, left = joined(came), came[::2]
    for place in left:
        before = rank
        rank = rank.left(card(place))
        assert card(place) not in rank and card(place) in before
    stay = sorted(set(came) - set(left))
    assert [one.place[1] for one in rank] == stay
    assert rank == joined(stay)


def test_who_does_not_stand_there_has_no_place_and_cannot_leave() -> None:
    for rank in (Rank(), joined([1, 3])):
        assert card(2) not in rank
        with pytest.raises(ValueError, match="does not stand here"):
            rank.left(card(2))
        with pytest.raises(ValueError, match="does not stand here"):
            rank.index(card(2))


def test_another_ticket_at_the_same_place_is_somebody_else() -> None:
    other = Card(TICKET, 3, (0, 3, 3), "token")
    assert other not in joined([3])


def test_a_line_of_thousands_shares_what_a_change_leaves_alone() -> None:
    rank = joined(list(range(5000)))
    longer, shorter = rank.joined(card(5000)), rank.left(card(0))
    assert len(set(map(id, rank._blocks)) & set(map(id, longer._blocks))) >= len(rank._blocks) - 1
    assert len(set(map(id, rank._blocks)) & set(map(id, shorter._blocks))) == len(rank._blocks) - 1
