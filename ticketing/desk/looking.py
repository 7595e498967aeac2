"""Gathers from the hub what the work screen of one counter shows."""

from __future__ import annotations

from collections.abc import Iterable

from lobby.contract.roles import Role
from lobby.contract.states import CounterState
from lobby.contract.ticket import Ticket
from ticketing.desk.acting import Waits
from ticketing.desk.aside import ASIDE_AT_MOST, LINE_AT_MOST
from ticketing.desk.picture import Picture, Seen, draw
from ticketing.desk.room import room
from ticketing.desk.viewing import DeskSettings, desk_settings
from ticketing.hub.door import Standing


def page_settings() -> DeskSettings:
    """Return the table [pages.desk] as it stands now."""
    return desk_settings(room().settings, room().faults)


def waits() -> Waits:
    """Return how long the buttons wait at this site."""
    rules = room().settings.rules
    return Waits(rules.recall_wait_s, rules.next_wait_s, rules.no_show_after_s)


def known_counter(counter_id: str) -> CounterState | None:
    """Return how a counter stands; None where the site has none of that id."""
    return next((counter for counter in room().door.counters() if counter.counter == counter_id), None)


def picture_of(counter_id: str) -> Picture:
    """Return all that the screen of `counter_id` draws now."""
    here = room()
    # The version first: a change that comes while drawing is then drawn again.
    rev = here.door.changed(-1, 0.0)
    picture = draw(_seen(counter_id), _names(), here.clock.now(), waits())
    picture["run"], picture["rev"] = here.run, rev
    return picture


def _seen(counter_id: str) -> Seen:
    here, door = room(), room().door
    counters = door.counters()
    counter = next(one for one in counters if one.counter == counter_id)
    line, aside = door.waiting(counter_id), door.aside(counter_id)
    held = [] if counter.ticket is None else [counter.ticket]
    return Seen(
        counter,
        line=line,
        aside=aside,
        why=door.why(counter_id) or "",
        call_s=here.calls.age(counter),
        quiet_s=here.calls.quiet(counters),
        unspoken=not _speakers().isdisjoint(door.failed(counter_id)),
        standings=_standings([*held, *line[:LINE_AT_MOST], *aside[:ASIDE_AT_MOST]]),
        undoable=door.undoable(counter_id),
        helps=door.helps(),
        hushed=door.hushed(),
        day=door.day_of(counter_id),
    )


def _standings(tickets: Iterable[Ticket]) -> dict[str, Standing]:
    found = ((ticket.ticket, room().door.standing(ticket.ticket)) for ticket in tickets)
    return {ticket: standing for ticket, standing in found if standing is not None}


def _names() -> dict[str, str]:
    return {service.id: service.name for service in room().door.services}


def _speakers() -> set[str]:
    return {seen.device for seen in room().door.devices() if seen.role is Role.SPEAKER}
