"""An officer calls the colleagues for help, quietly; the caller or whoever comes ends it."""

from __future__ import annotations

from lobby.contract.journal import EntryKind
from lobby.contract.replies import Nothing
from lobby.contract.requests import CounterHelp
from ticketing.engine.cases import Case, Decision, known_counter
from ticketing.engine.facts import Draft


def help_(case: Case, request: CounterHelp) -> Decision:
    """Call for help at a counter, or end that call; asking for what already is changes nothing."""
    known_counter(case, request.counter)
    stands = request.counter in case.lobby.helps
    kind = EntryKind.HELP_CALLED if request.active else EntryKind.HELP_ENDED
    drafts = () if stands == request.active else (Draft(kind, request.counter),)
    return Decision(drafts, lambda _after: Nothing())
