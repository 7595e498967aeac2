"""Tells what changed from one export to the next, for an office whose export is its only way to tell."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import islice

from backend_bridge.adapters.backend import MOST_CHANGES, Changes, Rejected
from backend_bridge.adapters.drops import Held
from backend_bridge.adapters.flat import Row, told
from lobby.contract.base import wire_time

Digests = dict[str, int]


class Differing:
    """Remembers the export before; a mark of an older one, or of before a restart, is refused."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mark: str | None = None
        self._seen: Digests = {}
        self._more = False

    def since(self, cursor: str | None, held: Held[Mapping[str, Row]]) -> Changes:
        """Return how `held` differs from the export of the mark `cursor`, a share of it where it is much; raises
        Rejected."""
        with self._lock:
            mark = wire_time(held.as_of)
            if cursor is not None and cursor == self._mark == mark and not self._more:
                return Changes(as_of=held.as_of, next=mark)
            now = {code: _digest(row, held) for code, row in held.value.items()}
            if cursor is None:
                self._mark, self._seen, self._more = mark, now, False
                return Changes(as_of=held.as_of, next=mark)
            if cursor != self._mark:
                raise Rejected("no such mark")
            return self._difference(held, now, mark)

    def _difference(self, held: Held[Mapping[str, Row]], now: Digests, mark: str) -> Changes:
        changed = list(islice((code for code in now if self._seen.get(code) != now[code]), MOST_CHANGES))
        gone = list(islice((code for code in self._seen if code not in now), MOST_CHANGES))
        self._seen.update({code: now[code] for code in changed})
        for code in gone:
            del self._seen[code]
        self._mark, self._more = mark, MOST_CHANGES in (len(changed), len(gone))
        public = [told(held.value[code], None, held.as_of).dossier.model_dump(mode="json") for code in changed]
        return Changes(as_of=held.as_of, changes=public, gone=tuple(gone), next=mark)


def _digest(row: Row, held: Held[Mapping[str, Row]]) -> int:
    return hash(told(row, None, held.as_of).dossier.model_dump_json())
