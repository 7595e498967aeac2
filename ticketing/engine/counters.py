"""Opening, closing and pausing a counter; asking for what already is changes nothing and is granted."""

from __future__ import annotations

from lobby.contract.journal import EntryKind
from lobby.contract.replies import CounterData
from lobby.contract.requests import CounterClose, CounterOpen, CounterPause, CounterResume
from lobby.contract.states import CounterPhase
from ticketing.engine.cases import Case, Decision, known_counter, staffed, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.pictures import counter_state


def open_(case: Case, request: CounterOpen) -> Decision:
    """Open a counter; a paused one resumes."""
    known_counter(case, request.counter)
    kinds = {CounterPhase.CLOSED: EntryKind.COUNTER_OPENED, CounterPhase.PAUSED: EntryKind.COUNTER_RESUMED}
    return _turned(case, request.counter, kinds.get(case.lobby.desk(request.counter).phase), request.reason)


def close(case: Case, request: CounterClose) -> Decision:
    """Close a counter; refused while it holds a ticket, so that nobody who was called is forgotten."""
    known_counter(case, request.counter)
    held = case.lobby.in_hand(request.counter)
    if held is not None:
        raise wrong(f"Hãy kết thúc số {held.ticket.number} trước khi đóng quầy.")
    closed = case.lobby.desk(request.counter).phase is CounterPhase.CLOSED
    return _turned(case, request.counter, None if closed else EntryKind.COUNTER_CLOSED, request.reason)


def pause(case: Case, request: CounterPause) -> Decision:
    """Pause a counter; the ticket in hand may be ended meanwhile, nobody is called."""
    desk = staffed(case, request.counter)
    stands = desk.phase is CounterPhase.PAUSED and desk.pause_reason == request.reason
    return _turned(case, request.counter, None if stands else EntryKind.COUNTER_PAUSED, request.reason)


def resume(case: Case, request: CounterResume) -> Decision:
    """Resume a paused counter."""
    paused = staffed(case, request.counter).phase is CounterPhase.PAUSED
    return _turned(case, request.counter, EntryKind.COUNTER_RESUMED if paused else None, request.reason)


def _turned(case: Case, counter: str, kind: EntryKind | None, reason: str | None) -> Decision:
    data = {"reason": reason} if reason else {}
    drafts = () if kind is None else (Draft(kind, counter, data=data),)
    return Decision(drafts, lambda after: CounterData(counter=counter_state(case.site, after, counter, case.now)))
