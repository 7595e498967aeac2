"""Answers `dossier/find`: from the backend, else from what was seen lately, else plainly that it cannot be known."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from contextlib import suppress

from backend_bridge.adapters.backend import Backend, Looked, Unreachable
from backend_bridge.guesses import Guesses
from backend_bridge.reach import Reach
from backend_bridge.store.lookups import Cache, Replies
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Reply, accept, refuse
from lobby.contract.requests import DossierFind, Request

log = logging.getLogger(__name__)

BLINK_S = 0.05
"""Seconds that a citizen waits for a backend that was away, where an older answer is known."""

WRONG_CODE = "Mã hồ sơ chưa đúng. Mã in trên giấy biên nhận có dạng H15.12-250701-0001. Vui lòng kiểm tra lại."


class Finder:
    """Finds dossiers; may be asked from several threads. Nothing here logs or keeps a check code."""

    def __init__(
        self,
        backend: Backend,
        reach: Reach,
        replies: Replies,
        cache: Cache,
        clock: Clock,
        code_pattern: str,
        guesses: Guesses,
    ) -> None:
        self._backend = backend
        self._reach = reach
        self._replies = replies
        self._cache = cache
        self._clock = clock
        self._code_pattern = re.compile(code_pattern, re.ASCII | re.IGNORECASE)
        self._guesses = guesses

    def answer(self, device: str, request: Request) -> Reply:
        """Return the reply to `request`, the same for the same id; raises Refused where it is no lookup."""
        if not isinstance(request, DossierFind):
            raise Refused(ErrorCode.BAD_REQUEST, detail=f"{request.verb} is not answered here")
        known = self._known(device, request.id)
        if known is not None:
            return known
        try:
            reply = accept(request.id, self._find(device, request.code.upper(), request.check))
        except Refused as refused:
            log.info("%s: %s", device, refused.code)
            reply = refuse(request.id, refused)
        self.remember(device, reply)
        return reply

    def remember(self, device: str, reply: Reply, durable: bool = True) -> None:
        """Give the same reply to the same id from now on; a full disk costs only that."""
        try:
            self._replies.remember(device, reply, self._clock.now(), durable)
        except sqlite3.Error as fault:
            log.error("reply not remembered: %s", fault)

    def _known(self, device: str, request_id: str) -> Reply | None:
        try:
            return self._replies.known(device, request_id)
        except sqlite3.Error as fault:
            log.error("replies cannot be read: %s", fault)
            return None

    def _find(self, device: str, code: str, check: str | None) -> Found:
        if not self._code_pattern.fullmatch(code):
            raise Refused(ErrorCode.BAD_REQUEST, WRONG_CODE, "code of another form")
        self._guesses.refuse(device, self._clock.monotonic())
        if self._reach.away is not None and (known := self._recalled(device, code)) is not None:
            return self._look_again(device, code, check) or known
        try:
            looked = self._ask(device, code, check)
        except Unreachable:
            return self._from_cache(device, code)
        if looked is None:
            self._guesses.missed(device, self._clock.monotonic())
            self._keep(None, code)
            raise Refused(ErrorCode.NOT_FOUND)
        self._keep(looked, code)
        return Found(dossier=looked.dossier, as_of=looked.as_of, fresh=True)

    def _ask(self, device: str, code: str, check: str | None) -> Looked | None:
        if not self._reach.may_try():
            raise Unreachable("away a moment ago")
        return self._fetch(device, code, check)

    def _fetch(self, device: str, code: str, check: str | None) -> Looked | None:
        opened = check if check and self._guesses.lets_check(device, code, self._clock.monotonic()) else None
        looked = self._reach.call(lambda: self._backend.find(code, opened))
        if looked is None:
            return None
        if looked.dossier.code.upper() != code:
            log.error("the backend answered with another dossier")
            raise Unreachable("another dossier")
        if opened and looked.dossier.steps is None:
            self._guesses.wrong_check(device, self._clock.monotonic())
        return looked if opened else _without_details(looked)

    def _look_again(self, device: str, code: str, check: str | None) -> Found | None:
        """Ask a backend that was away, where that is due; None where it is not back within a blink."""
        if not self._reach.may_try():
            return None
        found: list[Found] = []

        def ask() -> None:
            with suppress(Unreachable):
                looked = self._fetch(device, code, check)
                self._keep(looked, code)
                if looked is not None:
                    found.append(Found(dossier=looked.dossier, as_of=looked.as_of, fresh=True))

        asking = threading.Thread(target=ask, name="look-again", daemon=True)
        asking.start()
        asking.join(BLINK_S)
        return found[0] if found else None

    def _from_cache(self, device: str, code: str) -> Found:
        found = self._recalled(device, code)
        if found is None:
            self._guesses.unknown(device, self._clock.monotonic())
            raise Refused(ErrorCode.BACKEND_UNREACHABLE)
        return found

    def _recalled(self, device: str, code: str) -> Found | None:
        return self._cached(code) if self._guesses.lets_recall(device, self._clock.monotonic()) else None

    def _cached(self, code: str) -> Found | None:
        try:
            looked = self._cache.get(code, self._clock.now())
        except sqlite3.Error as fault:
            log.error("cache cannot be read: %s", fault)
            return None
        return Found(dossier=looked.dossier, as_of=looked.as_of, fresh=False) if looked is not None else None

    def _keep(self, looked: Looked | None, code: str) -> None:
        try:
            if looked is None:
                self._cache.forget(code)
            else:
                self._cache.put(looked)
        except sqlite3.Error as fault:
            log.error("cache cannot be written: %s", fault)


def _without_details(looked: Looked) -> Looked:
    public = looked.dossier.model_copy(update={"holder_masked": None, "steps": None})
    return looked.model_copy(update={"dossier": public})
