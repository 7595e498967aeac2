"""Answers `dossier/find`: from the backend, else from what was seen lately, else plainly that it cannot be known."""

from __future__ import annotations

import logging
import re
from concurrent.futures import Future

from backend_bridge.adapters.backend import Backend, Looked, Unreachable
from backend_bridge.agency_book import AgencyBook
from backend_bridge.guesses import Guesses
from backend_bridge.questions import Asked, Key, Questions
from backend_bridge.reach import Reach
from backend_bridge.remembering import Remembering
from backend_bridge.seen import Seen, called
from lobby.clock import Clock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Reply, accept, refuse
from lobby.contract.requests import DossierFind, Request

log = logging.getLogger(__name__)

WRONG_CODE = "Mã hồ sơ chưa đúng. Mã in trên giấy biên nhận có dạng H15.12-250701-0001. Vui lòng kiểm tra lại."


class Finder:
    """Finds dossiers; may be asked from several threads. Nothing here logs or keeps a check code."""

    def __init__(
        self,
        backend: Backend,
        reach: Reach,
        replies: Remembering,
        seen: Seen,
        book: AgencyBook,
        clock: Clock,
        code_pattern: str,
        guesses: Guesses,
        questions: Questions,
    ) -> None:
        self._backend = backend
        self._reach = reach
        self._replies = replies
        self._seen = seen
        self._book = book
        self._clock = clock
        self._code_pattern = re.compile(code_pattern, re.ASCII | re.IGNORECASE)
        self._guesses = guesses
        self._questions = questions

    def start(self) -> None:
        self._questions.start()

    def step(self) -> None:
        self._questions.step()

    def stop(self) -> None:
        self._questions.stop()

    def answer(self, device: str, request: Request) -> Reply | Future[Reply]:
        """Return the reply to `request`, the same for the same id, now or once the backend answered.

        Nobody is held up here for longer than a citizen notices. Raises Refused where it is no lookup.
        """
        if not isinstance(request, DossierFind):
            raise Refused(ErrorCode.BAD_REQUEST, detail=f"{request.verb} is not answered here")
        known = self._replies.known(device, request.id)
        if known is not None:
            return known
        try:
            found = self._find(device, request)
        except Refused as refused:
            return self._refused(device, request, refused)
        if isinstance(found, Found):
            return self._replies.remember(device, accept(request.id, found))
        later: Future[Reply] = Future()
        found.add_done_callback(lambda asked: later.set_result(self._at_last(device, request, asked)))
        return later

    def _refused(self, device: str, request: DossierFind, refused: Refused) -> Reply:
        log.info("%s: %s", device, refused.code)
        return self._replies.remember(device, refuse(request.id, refused))

    def _find(self, device: str, request: DossierFind) -> Found | Asked:
        code = request.code.upper()
        if not self._code_pattern.fullmatch(code):
            raise Refused(ErrorCode.BAD_REQUEST, WRONG_CODE, "code of another form")
        self._guesses.refuse(device, self._clock.monotonic())
        known = self._recalled(device, code)
        waits = known is None or bool(request.fresh)
        try:
            key, asked = self._ask(device, code, request.check, waits)
        except Unreachable:
            return self._from_cache(device, code)
        if asked is None:
            return _known_or_refused(known)
        if waits or known is None:
            return asked
        if self._reach.away is None and self._questions.in_short(asked):
            return self._told(device, code, asked)
        self._questions.promise(key, asked)
        return known.model_copy(update={"coming": True})

    def _at_last(self, device: str, request: DossierFind, asked: Asked) -> Reply:
        try:
            return self._replies.remember(device, accept(request.id, self._told(device, request.code.upper(), asked)))
        except Refused as refused:
            return self._refused(device, request, refused)

    def _told(self, device: str, code: str, asked: Asked) -> Found:
        """Return what the backend answered, or what is known where it did not; raises Refused."""
        try:
            looked = asked.result()
        except Unreachable:
            return self._from_cache(device, code)
        except Exception as fault:
            # A reply is owed whatever an adapter raises.
            log.exception("lookup failed")
            raise Refused(ErrorCode.INTERNAL) from fault
        if looked is None:
            raise Refused(ErrorCode.NOT_FOUND)
        return self._found(looked, fresh=True)

    def _ask(self, device: str, code: str, check: str | None, urgent: bool) -> tuple[Key, Asked | None]:
        """Return the question that is under way for this code and check code, a new one where there is none.

        None where too many are under way; raises Unreachable.
        """
        key = code, check or ""
        under_way = self._questions.joined(key)
        if under_way is not None:
            return key, under_way
        away = self._reach.away is not None
        if not self._reach.may_try():
            raise Unreachable("away a moment ago")
        counted_as = self._book.now.successor(code) or code
        opened = check if check and self._guesses.lets_check(device, counted_as, self._clock.monotonic()) else None
        key = code, opened or ""
        asked = self._questions.joined(key) or self._questions.ask(
            key, lambda: self._fetch(device, code, opened, away), urgent
        )
        return key, asked

    def _fetch(self, device: str, code: str, opened: str | None, away: bool) -> Looked | None:
        """Ask the backend; one that went away while the question waited is spared it."""
        if not away and self._reach.away is not None:
            raise Unreachable("went away a moment ago")
        looked = self._asked_for(code, opened)
        today = self._book.now.successor(code) if looked is None else None
        if today is not None:
            # Never the other way round: only what stands on a receipt may be old.
            looked = self._asked_for(today, opened)
        if looked is None:
            self._guesses.missed(device, self._clock.monotonic())
            return None
        if opened and looked.dossier.steps is None:
            self._guesses.wrong_check(device, self._clock.monotonic())
        return called(looked if opened else _without_details(looked), code)

    def _asked_for(self, code: str, opened: str | None) -> Looked | None:
        looked = self._reach.call(lambda: self._backend.find(code, opened))
        if looked is not None and looked.dossier.code.upper() != code:
            log.error("the backend answered with another dossier")
            raise Unreachable("another dossier")
        if looked is not None:
            # A backend's own clock may be fast: nothing is told as of a time that is still to come.
            looked = looked.model_copy(update={"as_of": min(looked.as_of, self._clock.now())})
        self._seen.keep(looked, code)
        return looked

    def _from_cache(self, device: str, code: str) -> Found:
        found = self._recalled(device, code)
        if found is None:
            self._guesses.unknown(device, self._clock.monotonic())
            raise Refused(ErrorCode.BACKEND_UNREACHABLE)
        return found

    def _recalled(self, device: str, code: str) -> Found | None:
        looked = self._seen.get(code) if self._guesses.lets_recall(device, self._clock.monotonic()) else None
        return self._found(looked, fresh=False) if looked is not None else None

    def _found(self, looked: Looked, fresh: bool) -> Found:
        called_now = self._book.now.name_today(looked.dossier.agency)
        return Found(dossier=looked.dossier, as_of=looked.as_of, fresh=fresh, agency_now=called_now)


def _known_or_refused(known: Found | None) -> Found:
    if known is None:
        raise Refused(ErrorCode.TOO_MANY_REQUESTS, detail="too many questions under way")
    return known


def _without_details(looked: Looked) -> Looked:
    public = looked.dossier.model_copy(update={"holder_masked": None, "steps": None})
    return looked.model_copy(update={"dossier": public})
