"""The state of the day as the officers' pages read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from lobby.contract.requests import PrintOutcome
from ticketing.engine.site import Site
from ticketing.engine.state import Card, Lobby
from ticketing.engine.undoing import undoable as last_act
from ticketing.hub.door import CounterDay, HelpCall, Standing, Undoable


def standing(lobby: Lobby, ticket: str) -> Standing | None:
    """Return how a ticket of today stands; None where there is none."""
    card = lobby.cards.get(ticket)
    return _standing(card) if card is not None else None


def unprinted(lobby: Lobby) -> list[Standing]:
    """Return the tickets that wait and whose slip is not known to have come out, oldest first."""
    waiting = (card for line in lobby.waiting.values() for card in line.cards())
    without = [card for card in waiting if card.slip is not PrintOutcome.PRINTED]
    return [_standing(card) for card in sorted(without, key=lambda card: card.issued_seq)]


def undoable(site: Site, lobby: Lobby, counter: str, now: datetime) -> Undoable | None:
    """Return the act at `counter` that may be taken back at `now`."""
    last = last_act(site, lobby, counter, now)
    if last is None:
        return None
    return Undoable(last.kind, last.left[-1].number, last.at + timedelta(seconds=site.rules.undo_s))


def helps(site: Site, lobby: Lobby) -> list[HelpCall]:
    """Return who calls for help, the longest first."""
    calls = [HelpCall(key, site.counter_name(key), one.officer, one.since) for key, one in lobby.helps.items()]
    return sorted(calls, key=lambda call: call.since)


def hushed(site: Site, lobby: Lobby) -> HelpCall | None:
    """Return who let the loudspeakers fall silent."""
    one = lobby.hush
    return None if one is None else HelpCall(one.counter, site.counter_name(one.counter), one.officer, one.since)


def day_of(lobby: Lobby, counter: str) -> CounterDay:
    """Return what `counter` did today."""
    tally = lobby.desk(counter).tally
    return CounterDay(
        served=tally.served,
        missed=tally.missed,
        parked=tally.parked,
        transferred=tally.transferred,
        service_s=tally.service_s,
        wait_s=tally.wait_s,
    )


def _standing(card: Card) -> Standing:
    return Standing(
        ticket=card.ticket,
        slip=card.slip,
        slip_device=card.slip_device,
        misses=card.misses,
        returns_at=card.returns_at,
        supplement=card.supplement,
        appointment=card.appointment,
        offline=card.offline,
        lang=card.lang,
    )
