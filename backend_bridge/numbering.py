"""Numbers entries as the backend counts them: the hub's own numbers, but after a restore past all it has seen."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from backend_bridge.adapters.backend import Backend
from backend_bridge.store.lines import Line, Lines
from backend_bridge.store.outbox import Kept, Outbox

log = logging.getLogger(__name__)


class Numbering:
    """Stands before a backend; entries and answers have the hub's numbers on this side of it."""

    def __init__(self, backend: Backend, outbox: Outbox, lines: Lines) -> None:
        self._backend = backend
        self._outbox = outbox
        self._lines = lines

    def send(self, batch: Sequence[Kept]) -> int:
        """Send those of `batch` that are of one line, none to ask only; return the last `seq` the backend holds.

        Raises what `Backend.send` does, and sqlite3.Error.
        """
        head = self._outbox.head()
        line = self._lines.of(batch[0].seq if batch else head + 1)
        shift = line.shift if line.shift is not None else self._learn(line)
        sent = [kept for kept in batch if line.until is None or kept.seq <= line.until]
        through = self._backend.send([_numbered(kept, shift) for kept in sent]) - shift
        # What the backend holds beyond a line that has ended is what followed before the hub was restored, and what the
        # hub has yet to send again.
        return through if line.until is None else min(through, line.until, head)

    def _learn(self, line: Line) -> int:
        through = self._backend.send(())
        shift = self._lines.learn(line, through).shift or 0
        log.warning(
            "restored after entry %d, the backend holds %d: numbers go on %d higher", line.after, through, shift
        )
        return shift


def _numbered(kept: Kept, shift: int) -> dict[str, Any]:
    fields = kept.fields()
    return {**fields, "seq": kept.seq + shift}
