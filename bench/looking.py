"""A citizen's device that looks dossiers up one after another at a steady pace, and times each answer."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Sequence
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


class Looker:
    """One device on the bus; `look` is one caller's at a time."""

    def __init__(self, access: Access, verb: str = VERB) -> None:
        self._device = access.username
        self._verb = verb
        self._lean = Lean(access, TOPICS.reply(access.username))

    def look(self, dossier: str, within_s: float = WITHIN_S) -> Look:
        """Ask for a dossier and wait for the answer."""
        asked = str(uuid.uuid4())
        payload = json.dumps({"v": 1, "id": asked, "code": dossier}).encode()
        begun = time.perf_counter()
        asked_at = time.monotonic()
        self._lean.publish(TOPICS.do(self._device, self._verb), payload)
        while time.perf_counter() - begun < within_s:
            for answer in self._lean.read(0.5):
                reply = json.loads(answer)
                if reply["id"] == asked:
                    return _told(asked_at, (time.perf_counter() - begun) * 1000, reply)
        return Look(asked_at, within_s * 1000, False, False, NO_ANSWER)


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


def _told(asked_at: float, took_ms: float, reply: dict[str, Any]) -> Look:
    if "ok" not in reply:
        return Look(asked_at, took_ms, False, False, ECHOED)
    if not reply["ok"]:
        return Look(asked_at, took_ms, False, False, reply["error"]["code"])
    return Look(asked_at, took_ms, True, reply["data"]["fresh"], "")
