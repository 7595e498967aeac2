"""Which numbers may be called soon: those that wait in a field, and the next to be given out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lobby.contract.states import QueueState

AT_MOST = 400
NEXT = 3
_NUMBER = re.compile(r"^(.*?)([0-9]+)$")


def numbers_ahead(state: QueueState) -> Sequence[str]:
    """Return the numbers that a field may call, those nearest to their turn first.

    Who waits holds one of the numbers from just behind the last called to the last given; where more wait than that
    span holds, some came back, and the span begins earlier.
    """
    issued = _split(state.last_issued)
    if issued is None:
        return ()
    prefix, last, digits = issued
    called = _split(state.last_called)
    begins = called[1] + 1 if called is not None and called[0] == prefix and called[1] <= last else 1
    begins = max(1, min(begins, last - state.waiting + 1))
    ends = min(last + NEXT, begins + AT_MOST - 1)
    return [f"{prefix}{number:0{digits}d}" for number in range(begins, ends + 1)]


def _split(number: str | None) -> tuple[str, int, int] | None:
    found = _NUMBER.match(number or "")
    if found is None:
        return None
    return found[1], int(found[2]), len(found[2])
