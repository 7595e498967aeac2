"""Folds journal entries into the state: `apply` alone changes a Lobby, when deciding and after a restart alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from ticketing.engine import counter_effects, ticket_effects
from ticketing.engine.copies import replace
from ticketing.engine.counter_effects import Change
from ticketing.engine.facts import Fact
from ticketing.engine.learning import from_data, learn
from ticketing.engine.state import Lobby


def fold(facts: Iterable[Fact], lobby: Lobby | None = None) -> Lobby:
    """Return the state after `facts`, from `lobby` or from nothing."""
    state = lobby or Lobby()
    for fact in facts:
        state = apply(state, fact)
    return state


def apply(lobby: Lobby, fact: Fact) -> Lobby:
    """Return the state after `fact`."""
    change = _CHANGES.get(fact.kind)
    after = change(lobby, fact) if change is not None else lobby
    learned = after.learned if fact.kind is EntryKind.DAY_OPENED else learn(lobby, fact)
    return replace(after, seq=fact.seq, at=fact.at, learned=learned)


def _day_opened(_lobby: Lobby, fact: Fact) -> Lobby:
    return Lobby(day=fact.day, serials=fact.data.get("serials", {}), learned=from_data(fact.data.get("learned")))


_CHANGES: Mapping[EntryKind, Change] = {
    EntryKind.DAY_OPENED: _day_opened,
    EntryKind.TICKET_ISSUED: ticket_effects.issued,
    EntryKind.TICKET_PRINTED: ticket_effects.printed,
    EntryKind.TICKET_REPRINT: ticket_effects.reprint_wanted,
    EntryKind.TICKET_PRIORITIZED: ticket_effects.restated,
    EntryKind.TICKET_CALLED: counter_effects.undoable(ticket_effects.called),
    EntryKind.TICKET_RECALLED: ticket_effects.recalled,
    EntryKind.TICKET_SERVING: counter_effects.undoable(ticket_effects.serving),
    EntryKind.TICKET_SERVED: counter_effects.undoable(ticket_effects.served),
    EntryKind.TICKET_NO_SHOW: counter_effects.undoable(ticket_effects.missed),
    EntryKind.TICKET_PARKED: counter_effects.undoable(ticket_effects.parked),
    EntryKind.TICKET_RETURNED: ticket_effects.returned,
    EntryKind.TICKET_CANCELLED: ticket_effects.cancelled,
    EntryKind.TICKET_EXPIRED: ticket_effects.void,
    EntryKind.TICKET_TRANSFERRED: counter_effects.undoable(ticket_effects.transferred),
    EntryKind.NUMBERS_LEASED: counter_effects.leased,
    EntryKind.HELP_CALLED: counter_effects.help_called,
    EntryKind.HELP_ENDED: counter_effects.help_ended,
    EntryKind.VOICE_HUSHED: counter_effects.hushed,
    EntryKind.VOICE_RESUMED: counter_effects.resumed,
    EntryKind.RATING_SUBMITTED: counter_effects.rated,
    EntryKind.CALL_PRESENTED: counter_effects.presented,
    EntryKind.COUNTER_OPENED: counter_effects.phase_is(CounterPhase.OPEN),
    EntryKind.COUNTER_RESUMED: counter_effects.phase_is(CounterPhase.OPEN),
    EntryKind.COUNTER_PAUSED: counter_effects.phase_is(CounterPhase.PAUSED),
    EntryKind.COUNTER_CLOSED: counter_effects.phase_is(CounterPhase.CLOSED),
    EntryKind.COUNTER_UNDONE: counter_effects.undone,
}
