"""Decides what the lookup kiosk shows and asks; nothing of one citizen is left for the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.presenters.codes import NOTHING, DossierCode, NotACode, read_code
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup_views import LookupView
from kiosk.presenters.lookup_visit import At, Visit, found_in
from kiosk.presenters.lookup_words import page_of, seconds_told
from kiosk.presenters.settling import Settling
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue, mark
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind, Request

KEYS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ.-"
PROBLEM_S = 15.0
LONGEST_CODE = 40
LONGEST_CHECK = 16
_NO_ANSWER = mark("Chưa tra cứu được. Vui lòng thử lại sau ít phút hoặc hỏi cán bộ tại quầy.")


@dataclass(frozen=True)
class LookupRules:
    """What a site settles: whose QR codes are read, when a citizen's page is forgotten, how long before is warned.

    Twenty seconds to ask for more time is what WCAG 2.2.1 gives people who read slowly.
    """

    site_hosts: tuple[str, ...] = ()
    forget_after_s: float = 30.0
    warn_before_s: float = 20.0


class LookupPresenter:
    """Pure: events and the monotonic time in seconds go in, effects and views come out."""

    def __init__(self, rules: LookupRules, languages: Mapping[str, Say], new_id: Callable[[], str]) -> None:
        self._rules = rules
        self._tongue = Tongue(languages)
        self._new_id = new_id
        self._visit = Visit()
        self._settling = Settling()
        self._linked = False

    def linked(self, linked: bool) -> None:
        """Learn whether the site's network is reached."""
        self._linked = linked

    def scanned(self, text: str, now: float) -> list[Effect]:
        """The scanner read `text`; it replaces whatever was shown, at once."""
        self._visit = Visit(since=now, acted=now)
        return self._find(read_code(text, self._rules.site_hosts), now)

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`."""
        self._settling.drawn(page, now)

    def touch(self, name: str, now: float) -> list[Effect]:
        """A citizen touched the target `name`; `now` is when the finger came down. Keys are as quick as fingers."""
        key = name.startswith("key:")
        typing = self._visit.at in (At.WELCOME, At.CHECK)
        if not (typing and key) and not self._settling.counts(self.view(now).page, now):
            return []
        self._visit.acted = now
        if not key:
            self._settling.touched(now)
        if typing and (key or name == "find"):
            return self._typed(name, now)
        self._turn(name, now)
        return []

    def replied(self, request: Request, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to `request` came, or None: no answer in time. Answers to older questions are dropped."""
        if not self._visit.awaits(request):
            return []
        found = found_in(reply)
        if found is not None:
            self._visit.found, self._visit.typed = found, ""
            self._visit.go(At.RESULT, now)
        else:
            self._fail(self._tongue.say(_sentence(reply)), now)
        return []

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: pages end and what was on them is forgotten."""
        visit = self._visit
        stays = {At.LOOKING: float("inf"), At.PROBLEM: PROBLEM_S}
        anything = visit.at is not At.WELCOME or visit.typed or self._tongue.code != VIETNAMESE
        if anything and now - visit.acted >= stays.get(visit.at, self._rules.forget_after_s):
            self._forget(now)
        return []

    def view(self, now: float) -> LookupView:
        """Return the page to show now."""
        left = self._rules.forget_after_s - (now - self._visit.acted)
        return page_of(self._visit, self._tongue, self._linked, seconds_told(left, self._rules.warn_before_s))

    def _forget(self, now: float) -> None:
        self._visit = Visit(since=now, acted=now)
        self._tongue.home()

    def _turn(self, name: str, now: float) -> None:
        visit = self._visit
        if name == "back":
            self._back(now)
        elif name == "language" and visit.at is At.WELCOME:
            self._tongue.switch()
        elif visit.at is At.RESULT:
            self._turn_result(name, now)

    def _turn_result(self, name: str, now: float) -> None:
        if name == "check":
            self._visit.typed = ""
            self._visit.go(At.CHECK, now)
        elif name in ("steps", "facts"):
            self._visit.on_steps = name == "steps"
        elif name == "done":
            self._forget(now)

    def _back(self, now: float) -> None:
        if self._visit.at is At.CHECK:
            self._visit.go(At.RESULT, now)
        elif self._visit.at is At.PROBLEM:
            self._visit = Visit(since=now, acted=now, typed=self._visit.typed)

    def _fail(self, sentence: str, now: float) -> None:
        self._visit.sentence = sentence
        self._visit.asked = self._visit.found = None
        self._visit.go(At.PROBLEM, now)

    def _typed(self, name: str, now: float) -> list[Effect]:
        visit, key = self._visit, name.removeprefix("key:")
        if name == "find":
            return self._find_typed(now)
        if key == "delete":
            visit.typed = visit.typed[:-1]
        elif key == "clear":
            visit.typed = ""
        elif key in KEYS and len(visit.typed) < (LONGEST_CHECK if visit.at is At.CHECK else LONGEST_CODE):
            visit.typed += key
        return []

    def _find_typed(self, now: float) -> list[Effect]:
        visit = self._visit
        if visit.at is At.WELCOME:
            return self._find(read_code(visit.typed, self._rules.site_hosts) if visit.typed else NotACode(NOTHING), now)
        check = "".join(letter for letter in visit.typed if letter.isalnum())
        if not check or visit.found is None:
            return []
        return self._find(DossierCode(visit.found.dossier.code, check), now)

    def _find(self, read: DossierCode | NotACode, now: float) -> list[Effect]:
        if isinstance(read, NotACode):
            self._fail(self._tongue.say(read.sentence), now)
            return []
        self._visit.found = None
        self._visit.asked = DossierFind(id=self._new_id(), code=read.code, check=read.check)
        self._visit.go(At.LOOKING, now)
        return [Ask(self._visit.asked)]


def _sentence(reply: Reply | None) -> str:
    return reply.error.message if reply is not None and reply.error is not None else _NO_ANSWER
