"""What a change of the site's settings does to the day under way: nobody who holds a ticket is lost."""

from __future__ import annotations

from collections.abc import Iterator

from lobby.contract.journal import EntryKind
from lobby.contract.requests import Place
from lobby.contract.states import CounterPhase
from ticketing.engine.facts import Draft
from ticketing.engine.returning import back_in_line
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby


def changed(new: Site, lobby: Lobby) -> tuple[Draft, ...]:
    """Return the entries for the counters that `new` knows no more.

    The ticket in hand goes back before all others, and the counter closes. The tickets of a field that is gone stay
    where they wait; any counter may call them (`selection.may_call`).
    """
    return tuple(_gone(new, lobby))


def _gone(new: Site, lobby: Lobby) -> Iterator[Draft]:
    for counter in sorted(set(lobby.helps) - set(new.counters)):
        yield Draft(EntryKind.HELP_ENDED, counter)
    for counter, desk in lobby.desks.items():
        if counter not in new.counters and desk.phase is not CounterPhase.CLOSED:
            held = lobby.in_hand(counter)
            if held is not None:
                yield back_in_line(held, Place.FIRST, "settings")
            yield Draft(EntryKind.COUNTER_CLOSED, counter, data={"reason": "Quầy không còn trong cấu hình"})
