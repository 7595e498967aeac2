"""Taking a number: from the hub, or from this dispenser's lease while the hub is away, and its slip."""

from __future__ import annotations

from kiosk.presenters.dispenser_visit import At, issued_in
from kiosk.presenters.effects import Ask, Draft, Drop, Effect, Print, Tell
from kiosk.presenters.hub_words import HELD, HubSays, refused
from kiosk.presenters.numbers import Number, from_hub, from_lease, from_slip, slip_of
from kiosk.presenters.scene import Scene
from kiosk.presenters.wording import mark
from lobby.contract.errors import ErrorCode
from lobby.contract.replies import Reply, ReplyError
from lobby.contract.requests import (
    NumbersUsed,
    PrintOutcome,
    Request,
    TicketCancel,
    TicketIssue,
    TicketPrinted,
)
from lobby.contract.slips import PrintDone, PrintTicket

SILENT_S = 2.5
"""Seconds a citizen is let wait for a hub that is there but says nothing, longer than it takes to be asked twice: then
the number comes from the lease, where it has one."""
LATE_S = 25.0
PRINTING_S = 12.0
_NO_ANSWER = mark(
    "Máy chưa lấy được số lúc này. Quý khách vui lòng thử lại sau ít phút, hoặc gặp cán bộ hướng dẫn để được cấp số."
)
_NONE_LEFT = mark("Máy đã hết số để cấp khi mất kết nối. Mời Quý khách đến quầy hướng dẫn để được cấp số.")


class Taking:
    """Pure. What was asked and is not waited for any more is asked on, and given back if it is granted after all."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._left: set[str] = set()

    def take(self, now: float, priority: str | None = None) -> list[Effect]:
        """Take a number of the visit's field, in a class of priority or in none."""
        scene, visit = self._scene, self._scene.visit
        if not scene.gives(visit.service, now):
            return []
        visit.priority = priority
        if scene.outage.lasts(now):
            return self._from_lease(now)
        issue = TicketIssue(
            id=scene.new_id(),
            service=visit.service,
            priority=priority,
            dossier=visit.dossier,
            lang=scene.tongue.code,
        )
        visit.issue = issue
        visit.go(At.ASKING, now)
        return [Ask(issue)]

    def given(self, used: NumbersUsed | None, now: float) -> list[Effect]:
        """The lease gave a number, or None: no more are left, or the disk does not keep them."""
        if used is None:
            self._scene.refuse(HubSays(self._scene.tongue.say(_NONE_LEFT)), now)
            return []
        return self._print(from_lease(used), used.id, now)

    def held(self, number: str, now: float) -> None:
        """The lease gave the visit's receipt a number before: there is no second one."""
        held = self._scene.tongue.say(HELD)
        self._scene.visit.sentence = held.format(number=number)
        self._scene.visit.go(At.HELD, now)

    def leave(self, now: float) -> None:
        """Go home; a number that is still being asked for will be given back."""
        self.let_go()
        self._scene.go_home(now)

    def let_go(self) -> None:
        """Wait no more for a number that is being asked for: it will be given back."""
        visit = self._scene.visit
        if visit.at is At.ASKING and visit.issue is not None:
            self._left.add(visit.issue.id)
            visit.issue, visit.late = None, False

    def resume(self, issues: list[TicketIssue]) -> list[Effect]:
        """Go on asking what an earlier run asked, to give it back: its citizen saw no number."""
        self._left |= {issue.id for issue in issues}
        return [Ask(issue) for issue in issues]

    def resume_slip(self, slip: PrintTicket, ticket: str, service: str, now: float) -> list[Effect]:
        """Show the number of a slip that was begun a moment before a restart, and ask for its end: the print service
        prints no job twice."""
        visit = self._scene.visit
        visit.number, visit.job = from_slip(slip, ticket, service), slip.job
        visit.go(At.PRINTING, now)
        return [Print(slip, ticket, service)]

    def replied(self, request: TicketIssue, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to a question came, or None: no answer in time."""
        visit = self._scene.visit
        if reply is None:
            visit.late = visit.late or visit.asks(request)
            return [Ask(request)]
        if request.id in self._left:
            return self._give_back(request, reply)
        if not visit.asks(request) or visit.at is not At.ASKING:
            return []
        issued = issued_in(reply)
        if issued is not None:
            return self._print(from_hub(issued), request.id, now)
        self._refused(request, reply.error, now)
        return [Drop(request.id)]

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        visit = self._scene.visit
        if visit.at is not At.PRINTING or done.job != visit.job:
            return []
        came_out = done.outcome is PrintOutcome.PRINTED
        return self._slip_over(PrintOutcome.PRINTED if came_out else PrintOutcome.SHOWN, done.fault, now)

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: a silent printer is given up, a hub that is lost or silent gives way to the lease,
        and where there is none to a sentence that says so."""
        visit, stayed = self._scene.visit, now - self._scene.visit.since
        if visit.at is At.PRINTING and stayed >= PRINTING_S:
            return self._slip_over(PrintOutcome.SHOWN, "no_answer", now)
        if visit.at is not At.ASKING:
            return []
        lost = self._scene.outage.lasts(now) or stayed >= SILENT_S
        if lost and self._scene.fields.left.get(visit.service, 0):
            self.let_go()
            return self._from_lease(now)
        if stayed >= LATE_S:
            self.let_go()
            self._scene.refuse(HubSays(self._scene.tongue.say(_NO_ANSWER)), now)
        return []

    def _from_lease(self, now: float) -> list[Effect]:
        visit = self._scene.visit
        visit.go(At.ASKING, now)
        return [Draft(visit.service, visit.priority, visit.dossier, self._scene.tongue.code)]

    def _give_back(self, request: Request, reply: Reply) -> list[Effect]:
        self._left.discard(request.id)
        issued = issued_in(reply)
        if issued is None:
            return [Drop(request.id)]
        return [Tell(TicketCancel(id=self._scene.new_id(), track=issued.track), closes=request.id)]

    def _refused(self, request: TicketIssue, error: ReplyError | None, now: float) -> None:
        self._scene.refuse(refused(self._scene.tongue, error), now)
        if error is not None and error.code is ErrorCode.WRONG_STATE and request.dossier is not None:
            self._scene.visit.at = At.HELD

    def _print(self, number: Number, closes: str, now: float) -> list[Effect]:
        scene, visit = self._scene, self._scene.visit
        visit.number, visit.job = number, scene.new_id()
        visit.go(At.PRINTING, now)
        slip = slip_of(visit.job, number, scene.fields, scene.rules.track_url_base)
        return [Print(slip, number.ticket, number.service, closes)]

    def _slip_over(self, outcome: PrintOutcome, fault: str | None, now: float) -> list[Effect]:
        visit = self._scene.visit
        visit.slip = outcome
        visit.go(At.TAKEN, now)
        if visit.number is None:
            return []
        told = TicketPrinted(id=self._scene.new_id(), ticket=visit.number.ticket, outcome=outcome, detail=fault)
        return [Tell(told, closes=visit.job)]
