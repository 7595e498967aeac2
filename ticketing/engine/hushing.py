"""In an emergency an officer lets the loudspeakers fall silent; whoever of the officers lets them speak again."""

from __future__ import annotations

from lobby.contract.journal import EntryKind
from lobby.contract.replies import Nothing
from lobby.contract.requests import CounterHush
from ticketing.engine.cases import Case, Decision, known_counter
from ticketing.engine.facts import Draft


def hush(case: Case, request: CounterHush) -> Decision:
    """Hush the loudspeakers, or let them speak; asking for what already is changes nothing."""
    known_counter(case, request.counter)
    stands = case.lobby.hush is not None
    kind = EntryKind.VOICE_HUSHED if request.active else EntryKind.VOICE_RESUMED
    drafts = () if stands == request.active else (Draft(kind, request.counter),)
    return Decision(drafts, lambda _after: Nothing())
