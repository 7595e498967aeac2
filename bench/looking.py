"""A device that asks one request after another and times each, and one that looks dossiers up at a steady pace."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.lean import Lean
from bench.site import wait
from lobby.contract.topics import Topics
from lobby.link.paho import Access

TOPICS = Topics("demo")
VERB = "dossier/find"
WITHIN_S = 10.0
SOON_S = 1.0
NO_ANSWER, ECHOED = "no answer", "echoed"


@dataclass(frozen=True)
class Look:
    """One lookup: when it was asked (monotonic), how long the answer took, and what it was."""

    asked_at: float
    took_ms: float
    ok: bool
    fresh: bool
    code: str


class Asker:
    """One device on the bus that asks one request at a time."""

    def __init__(self, access: Access) -> None:
        self._device = access.username
        self._lean = Lean(access, TOPICS.reply(access.username))

    def ask(
        self, verb: str, fields: Mapping[str, str], within_s: float = WITHIN_S
    ) -> tuple[dict[str, Any] | None, float]:
        """Return the reply, None where none came within `within_s`, and the milliseconds that it took."""
        asked = str(uuid.uuid4())
        payload = json.dumps({"v": 1, "id": asked, **fields}).encode()
        begun = time.perf_counter()
        self._lean.publish(TOPICS.do(self._device, verb), payload)
        while (left := begun + within_s - time.perf_counter()) > 0:
            for answer in self._lean.read(left):
                reply = json.loads(answer)
                if reply["id"] == asked:
                    return reply, (time.perf_counter() - begun) * 1000
        return None, within_s * 1000


class Looker:
    """One device that looks dossiers up; `look` is one caller's at a time."""

    def __init__(self, access: Access) -> None:
        self._asker = Asker(access)

    def look(self, dossier: str, within_s: float = WITHIN_S) -> Look:
        """Ask for a dossier and wait for the answer."""
        asked_at = time.monotonic()
        reply, took_ms = self._asker.ask(VERB, {"code": dossier}, within_s)
        return _told(asked_at, took_ms, reply)


class Looking:
    """Looks all round through `codes` on a thread of its own, once in `every_s`, after each has been found once."""

    def __init__(self, access: Access, codes: Sequence[str], every_s: float) -> None:
        self.looks: list[Look] = []
        self._looker = Looker(access)
        self._codes = codes
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="lookups", daemon=True)

    def start(self) -> None:
        wait(lambda: self._looker.look(self._codes[0], SOON_S).fresh, "lookups are answered")
        for code in self._codes:
            self._looker.look(code)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join(WITHIN_S + 5)

    def between(self, begin: float, end: float) -> list[Look]:
        """Return the lookups that were asked in that time (monotonic)."""
        return [look for look in self.looks if begin <= look.asked_at < end]

    def _look(self) -> None:
        number = 0
        while not self._over.wait(self._every_s):
            self.looks.append(self._looker.look(self._codes[number % len(self._codes)]))
            number += 1


def _told(asked_at: float, took_ms: float, reply: dict[str, Any] | None) -> Look:
    if reply is None:
        return Look(asked_at, took_ms, False, False, NO_ANSWER)
    if "ok" not in reply:
        return Look(asked_at, took_ms, False, False, ECHOED)
    if not reply["ok"]:
        return Look(asked_at, took_ms, False, False, reply["error"]["code"])
    return Look(asked_at, took_ms, True, reply["data"]["fresh"], "")
