"""Decides what the lookup kiosk shows and asks; nothing of one citizen is left for the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from kiosk.presenters import dossier_words as words
from kiosk.presenters.codes import NOTHING, DossierCode, NotACode, read_code
from kiosk.presenters.effects import SETTLES_S, Ask, Effect
from kiosk.presenters.lookup_views import CheckEntry, Keypad, Looking, LookupView, Problem, Result, Welcome
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue, hour_and_day
from lobby.contract.replies import Found, Reply
from lobby.contract.requests import DossierFind, Request

KEYS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ.-"
RESULT_S = 30.0
WARNS_S = 15.0
IDLE_S = 30.0
PROBLEM_S = 15.0
LONGEST_CODE = 40
LONGEST_CHECK = 16


class _At(StrEnum):
    WELCOME = "welcome"
    LOOKING = "looking"
    RESULT = "result"
    CHECK = "check"
    PROBLEM = "problem"


@dataclass
class _Visit:
    """All that is known of the citizen in front of the screen; replaced whole when the visit ends."""

    at: _At = _At.WELCOME
    since: float = 0.0
    acted: float = 0.0
    typed: str = ""
    asked: DossierFind | None = None
    found: Found | None = None
    on_steps: bool = False
    sentence: str = ""


class LookupPresenter:
    """Pure: events and the monotonic time in seconds go in, effects and views come out."""

    def __init__(self, site_hosts: tuple[str, ...], languages: Mapping[str, Say], new_id: Callable[[], str]) -> None:
        self._site_hosts = site_hosts
        self._tongue = Tongue(languages)
        self._new_id = new_id
        self._visit = _Visit()
        self._touched = float("-inf")
        self._linked = False

    def linked(self, linked: bool) -> None:
        """Learn whether the site's network is reached."""
        self._linked = linked

    def scanned(self, text: str, now: float) -> list[Effect]:
        """The scanner read `text`; it replaces whatever was shown, at once."""
        self._visit = _Visit(since=now, acted=now)
        return self._find(read_code(text, self._site_hosts), now)

    def touch(self, name: str, now: float) -> list[Effect]:
        """A citizen touched the target `name`."""
        visit = self._visit
        typing = visit.at in (_At.WELCOME, _At.CHECK)
        if now - self._touched < SETTLES_S and not (typing and name.startswith("key:")):
            return []
        visit.acted = now
        if not name.startswith("key:"):
            self._touched = now
        if typing and (name.startswith("key:") or name == "find"):
            return self._typed(name, now)
        if name == "language" and visit.at is _At.WELCOME:
            self._tongue.switch()
        elif name == "check" and visit.at is _At.RESULT:
            visit.typed = ""
            self._go(_At.CHECK, now)
        elif name in ("steps", "facts") and visit.at is _At.RESULT:
            visit.on_steps = name == "steps"
        elif name == "back":
            self._back(now)
        elif name == "done" and visit.at is _At.RESULT:
            self._forget(now)
        return []

    def replied(self, request: Request, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to `request` came, or None: no answer in time. Answers to older questions are dropped."""
        visit = self._visit
        if visit.at is not _At.LOOKING or visit.asked is None or visit.asked.id != request.id:
            return []
        found = _found_in(reply)
        if found is not None:
            visit.found, visit.typed = found, ""
            self._go(_At.RESULT, now)
        elif reply is not None and reply.error is not None:
            self._fail(self._tongue.say(reply.error.message), now)
        else:
            self._fail(
                self._tongue.say("Chưa tra cứu được. Vui lòng thử lại sau ít phút hoặc hỏi cán bộ tại quầy."), now
            )
        return []

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: pages end and what was on them is forgotten."""
        visit = self._visit
        stays = {_At.RESULT: RESULT_S, _At.CHECK: IDLE_S, _At.PROBLEM: PROBLEM_S, _At.WELCOME: IDLE_S}
        anything = visit.at is not _At.WELCOME or visit.typed or self._tongue.code != VIETNAMESE
        if anything and now - visit.acted >= stays.get(visit.at, float("inf")):
            self._forget(now)
        return []

    def view(self, now: float) -> LookupView:
        """Return the page to show now."""
        visit, say = self._visit, self._tongue.say
        if visit.at is _At.LOOKING and visit.asked is not None:
            return Looking(say("Đang tra cứu hồ sơ…"), visit.asked.code)
        if visit.at is _At.PROBLEM:
            return Problem(say("Chưa có kết quả tra cứu"), visit.sentence, say("Thử lại"))
        if visit.at is _At.RESULT and visit.found is not None:
            return self._result(visit.found, now)
        return self._check_entry() if visit.at is _At.CHECK else self._welcome()

    def _go(self, at: _At, now: float) -> None:
        self._visit.at, self._visit.since, self._visit.acted = at, now, now

    def _forget(self, now: float) -> None:
        self._visit = _Visit(since=now, acted=now)
        self._tongue.home()

    def _back(self, now: float) -> None:
        if self._visit.at is _At.CHECK:
            self._go(_At.RESULT, now)
        elif self._visit.at is _At.PROBLEM:
            self._visit = _Visit(since=now, acted=now, typed=self._visit.typed)

    def _fail(self, sentence: str, now: float) -> None:
        self._visit.sentence = sentence
        self._visit.asked = self._visit.found = None
        self._go(_At.PROBLEM, now)

    def _typed(self, name: str, now: float) -> list[Effect]:
        visit, key = self._visit, name.removeprefix("key:")
        if name == "find":
            return self._find_typed(now)
        if key == "delete":
            visit.typed = visit.typed[:-1]
        elif key == "clear":
            visit.typed = ""
        elif key in KEYS and len(visit.typed) < (LONGEST_CHECK if visit.at is _At.CHECK else LONGEST_CODE):
            visit.typed += key
        return []

    def _find_typed(self, now: float) -> list[Effect]:
        visit = self._visit
        if visit.at is _At.WELCOME:
            return self._find(read_code(visit.typed, self._site_hosts) if visit.typed else NotACode(NOTHING), now)
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
        self._go(_At.LOOKING, now)
        return [Ask(self._visit.asked)]

    def _keypad(self, empty: str) -> Keypad:
        say = self._tongue.say
        return Keypad(self._visit.typed, empty, say("Xóa"), say("Xóa hết"), say("Tra cứu"))

    def _welcome(self) -> Welcome:
        say = self._tongue.say
        notice = say("Máy đang kết nối lại. Nếu cần gấp, Quý khách vui lòng hỏi cán bộ tại quầy.")
        return Welcome(
            title=say("Đưa giấy biên nhận vào máy quét hoặc nhập mã hồ sơ"),
            hint=say("Mã hồ sơ in cạnh mã vạch trên giấy biên nhận, ví dụ H15.12-250109-0042"),
            notice=None if self._linked else notice,
            keypad=self._keypad(say("Mã hồ sơ")),
            language=self._tongue.offer,
        )

    def _check_entry(self) -> CheckEntry:
        say = self._tongue.say
        return CheckEntry(
            title=say("Nhập mã tra cứu in trên giấy biên nhận"),
            hint=say("Mã này mở các bước xử lý của hồ sơ."),
            keypad=self._keypad(say("Mã tra cứu")),
            back=say("Quay lại"),
        )

    def _result(self, found: Found, now: float) -> Result:
        say, dossier = self._tongue.say, found.dossier
        left = RESULT_S - (now - self._visit.acted)
        warning = say("Trang này sẽ đóng sau {n} giây").format(n=max(1, int(left + 0.999)))
        leaving = left <= WARNS_S
        return Result(
            code=dossier.code,
            tone=words.tone_of(dossier),
            state=words.state_of(dossier, self._tongue.code, say),
            todo_title=say("Việc cần làm tiếp"),
            todo=words.todo_of(dossier, say),
            rows=words.rows_of(dossier, say),
            steps_title=say("Quá trình giải quyết"),
            steps=words.steps_of(dossier),
            on_steps=self._visit.on_steps,
            turn=say("Xem thông tin hồ sơ") if self._visit.on_steps else say("Xem các bước xử lý"),
            as_of=say("Số liệu lúc {time}").format(time=hour_and_day(found.as_of)),
            stale=None if found.fresh else say("Số liệu cũ: chưa cập nhật được từ hệ thống một cửa"),
            check=say("Xem các bước xử lý") if dossier.steps is None else None,
            done=say("Xong"),
            leaving=warning if leaving else None,
            more_time=say("Tôi cần thêm thời gian") if leaving else None,
        )


def _found_in(reply: Reply | None) -> Found | None:
    if reply is None or not reply.ok:
        return None
    try:
        return Found.model_validate(reply.data)
    except ValidationError:
        return None
