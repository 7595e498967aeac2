"""A scanned receipt at the dispenser: its dossier is looked up, and leads to the right field by itself."""

from __future__ import annotations

from kiosk.presenters.codes import CITIZEN_CARD, NotACode, read_code
from kiosk.presenters.dispenser_visit import BEFORE_ASKING, At, Visit
from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.lookup_visit import found_in
from kiosk.presenters.receipt_ways import way_of
from kiosk.presenters.scene import Scene
from kiosk.presenters.wording import mark
from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Found, Reply
from lobby.contract.requests import DossierFind, PrintOutcome

FOUND_S = 3.0
"""Seconds a citizen is let wait for the backend; then the purpose is asked instead."""

_CARD = mark(
    "Đây là thẻ căn cước. Máy này không đọc và không lưu thông tin trên thẻ. "
    "Quý khách đưa giấy biên nhận hồ sơ vào máy quét, hoặc chạm chọn lĩnh vực."
)


class Receipts:
    """Pure. Nothing of a dossier is kept but its code and where it leads; nothing personal is shown."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def scanned(self, text: str, now: float) -> list[Effect]:
        """The scanner read `text`: it begins a visit, unless a number is just being taken or must be remembered."""
        scene, read = self._scene, read_code(text, self._scene.rules.site_hosts, self._scene.rules.code_pattern)
        if not self._welcome(None if isinstance(read, NotACode) else read.code):
            return []
        scene.visit = Visit(since=now)
        if isinstance(read, NotACode):
            scene.visit.sentence = scene.tongue.say(_CARD if read.sentence == CITIZEN_CARD else read.sentence)
            scene.visit.go(At.UNREAD, now)
            return []
        scene.visit.dossier = read.code
        # Whoever answers for dossiers may be there without the hub.
        if not (scene.rules.finds and scene.linked):
            self._ask_purpose(now)
            return []
        scene.visit.find = DossierFind(id=scene.new_id(), code=read.code, check=None)
        scene.visit.go(At.LOOKING, now)
        return [Ask(scene.visit.find)]

    def replied(self, request: DossierFind, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to a look-up came, or None: no answer in time. A late one is dropped."""
        visit = self._scene.visit
        if visit.at is not At.LOOKING or visit.find is None or visit.find.id != request.id:
            return []
        found = found_in(reply, request.code)
        if found is not None:
            self._lead(found, now)
        else:
            unknown = reply is not None and reply.error is not None and reply.error.code is ErrorCode.NOT_FOUND
            self._ask_purpose(now, unknown)
        return []

    def tick(self, now: float) -> None:
        """Let time pass: a backend that does not answer is not waited for."""
        visit = self._scene.visit
        if visit.at is At.LOOKING and now - visit.since >= FOUND_S:
            self._ask_purpose(now)

    def touch(self, name: str, now: float) -> None:
        """A citizen touched the target `name` of a page about the receipt."""
        visit = self._scene.visit
        if visit.at is At.PURPOSE and name.startswith("purpose:"):
            collects = self._scene.leads.collect_service if name == "purpose:collect" else None
            self._to_field(collects, now)
        elif visit.at is At.RECEIPT and name == "number" and visit.way is not None:
            self._to_field(visit.way.service, now)

    def _welcome(self, code: str | None) -> bool:
        visit = self._scene.visit
        if visit.at is At.TAKEN:
            # A number without a slip is to be remembered; the receipt still in the hand is not scanned again.
            return visit.slip is PrintOutcome.PRINTED and code is not None and code != visit.dossier
        return visit.at in BEFORE_ASKING

    def _lead(self, found: Found, now: float) -> None:
        scene = self._scene
        today, leads = scene.day_beside(found.fresh), scene.leads
        way = way_of(found.dossier, leads.collect_service, leads.fields, found.as_of, today)
        scene.visit.way = way
        if way.at_once:
            self._to_field(way.service, now)
        else:
            scene.visit.go(At.RECEIPT, now)

    def _to_field(self, service: str | None, now: float) -> None:
        if service is not None and service in self._scene.fields.queues:
            self._scene.choose(service, now)
        else:
            self._scene.visit.go(At.FIELDS, now)

    def _ask_purpose(self, now: float, unknown: bool = False) -> None:
        visit, say = self._scene.visit, self._scene.tongue.say
        visit.sentence = say("Chưa tìm thấy hồ sơ với mã này.") if unknown else ""
        visit.go(At.PURPOSE, now)
