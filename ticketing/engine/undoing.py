"""Takes back a counter's last act: a mis-click, within the site's few seconds, while nothing else came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from lobby.contract.base import wire_time
from lobby.contract.journal import EntryKind
from lobby.contract.replies import CounterData
from lobby.contract.requests import CounterUndo
from lobby.contract.states import CounterPhase
from ticketing.engine.cases import Case, Decision, known_counter, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.pictures import counter_state
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby, Undo


def undo(case: Case, request: CounterUndo) -> Decision:
    """Put counter and tickets back as they were before the counter's last act."""
    known_counter(case, request.counter)
    last = undoable(case.site, case.lobby, request.counter, case.now)
    if last is None:
        raise wrong("Không còn thao tác nào hoàn tác được.")
    data = {"undone": last.kind.value, "tickets": [card.id for card in last.cards]}
    private = {"at": wire_time(last.at)}
    draft = Draft(EntryKind.COUNTER_UNDONE, request.counter, last.cards[-1].ticket, data, private)
    return Decision(
        (draft,), lambda after: CounterData(counter=counter_state(case.site, after, request.counter, case.now))
    )


def undoable(site: Site, lobby: Lobby, counter: str, now: datetime) -> Undo | None:
    """Return the counter's last act where it may still be taken back at `now`."""
    desk = lobby.desk(counter)
    last = desk.undo
    if last is None or now > last.at + timedelta(seconds=site.rules.undo_s) or desk.phase is CounterPhase.CLOSED:
        return None
    moved = any(lobby.cards[ticket.ticket].ticket != ticket for ticket in last.left)
    rating = lobby.ratings.get(desk.rating or "")
    rated = rating is not None and rating.given is not None and rating.ticket in {card.id for card in last.cards}
    return None if moved or rated else last
