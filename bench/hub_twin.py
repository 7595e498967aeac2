"""A hub that has nothing but a journal to tell: it tells entries in order until the bridge says that it holds them."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Sequence

from bench.lean import Lean
from demo.site import BRIDGE
from lobby.contract.topics import Topics
from lobby.link.paho import Access

TOPICS = Topics("demo")
STALLED_S, GIVE_UP_S = 1.0, 60.0
# One as a busy morning has them; `seq` and `call_id` make each its own.
DATA = {"nth": 1, "turn": "normal", "why": "Chờ lâu nhất trong các lĩnh vực của quầy."}
ENTRY = {
    "v": 1,
    "at": "2026-11-23T09:05:59.401+07:00",
    "kind": "ticket.called",
    "counter": "quay-1",
    "officer": "lan.nt",
    "ticket": {
        "ticket": "7777700a-514d-4f5d-b4c1-4606844536ff",
        "number": "C001",
        "service": "lao-dong",
        "priority": None,
        "state": "called",
        "issued_at": "2026-11-23T09:05:11.480+07:00",
        "called_at": "2026-11-23T09:05:59.401+07:00",
        "counter": "quay-1",
        "calls": 1,
    },
}


class HubTwin:
    """Tells entries as the hub does: in order, `ahead` of what the bridge has taken; `batches` is how it took them."""

    def __init__(self, access: Access, ahead: int) -> None:
        self.batches: list[int] = []
        self.taken = 0
        self._ahead = ahead
        self._lean = Lean(access, TOPICS.do(BRIDGE.id, "bridge/taken"))
        self._sent = 0

    def tell(self, bodies: Sequence[bytes]) -> float:
        """Tell more entries; return after how many seconds the bridge answers for all of them."""
        first, last = self.taken, self.taken + len(bodies)
        self.batches = []
        begun = heard = time.perf_counter()
        while self.taken < last:
            while self._sent < min(last, self.taken + self._ahead):
                self._lean.publish(TOPICS.journal(), bodies[self._sent - first])
                self._sent += 1
            for asked in self._lean.read(STALLED_S):
                self._take(json.loads(asked))
                heard = time.perf_counter()
            if time.perf_counter() > heard + STALLED_S:
                self._sent = self.taken
            if time.perf_counter() > heard + GIVE_UP_S:
                sys.exit(f"the bridge took nothing for {GIVE_UP_S:.0f} s")
        return time.perf_counter() - begun

    def _take(self, asked: dict[str, int]) -> None:
        reply = {"v": 1, "id": asked["id"], "ok": True, "data": {}}
        self._lean.publish(TOPICS.reply(BRIDGE.id), json.dumps(reply).encode())
        if asked["through"] > self.taken:
            self.batches.append(asked["through"] - self.taken)
            self.taken = asked["through"]


def bodies_from(first: int, count: int) -> list[bytes]:
    """Return `count` entries as they go over the bus, numbered from `first`."""
    return [
        json.dumps({**ENTRY, "seq": seq, "data": {**DATA, "call_id": str(uuid.uuid4())}}).encode()
        for seq in range(first, first + count)
    ]
