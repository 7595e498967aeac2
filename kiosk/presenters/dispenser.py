"""Decides what the dispenser shows and asks: one touch gives at most one ticket, whatever the network does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kiosk.presenters.dispenser_views import DispenserView
from kiosk.presenters.dispenser_visit import At, Visit, issued_in
from kiosk.presenters.dispenser_words import page_of, slip_of
from kiosk.presenters.effects import Ask, Effect, Print
from kiosk.presenters.errands import Errands
from kiosk.presenters.fields import Fields
from kiosk.presenters.settling import Settling
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue
from lobby.contract.replies import Reply
from lobby.contract.requests import PrintOutcome, Request, TicketCancel, TicketIssue, TicketPrinted
from lobby.contract.slips import PrintDone
from lobby.contract.states import CounterState, QueueState

CONFIRM_S = 30.0
TAKEN_S = 8.0
SHOWN_S = 20.0
SORRY_S = 12.0
LATE_S = 25.0
PRINTING_S = 12.0
IDLE_S = 30.0
UNREACHED_S = 3.0


@dataclass(frozen=True)
class DispenserRules:
    """What a site settles: where tickets are followed, the fields' order, and their English names."""

    track_url_base: str | None = None
    order: tuple[str, ...] = ()
    names_en: Mapping[str, str] = field(default_factory=dict)


class DispenserPresenter:
    """Pure: events and the monotonic time in seconds go in, effects and views come out."""

    def __init__(self, rules: DispenserRules, languages: Mapping[str, Say], new_id: Callable[[], str]) -> None:
        self._rules = rules
        self._tongue = Tongue(languages)
        self._new_id = new_id
        self._fields = Fields(rules.order, rules.names_en)
        self._errands = Errands()
        self._left: set[str] = set()
        self._visit = Visit()
        self._settling = Settling()
        self._reached = False
        self._lost_at: float | None = None

    def queue_changed(self, state: QueueState) -> None:
        """Take the newest picture of a field."""
        self._fields.queues[state.service] = state

    def counter_changed(self, state: CounterState) -> None:
        """Take the newest picture of a counter."""
        self._fields.counters[state.counter] = state

    def hub_reached(self, reached: bool, now: float) -> None:
        """Learn whether the hub can be reached; a short loss is not shown."""
        if reached:
            self._reached, self._lost_at = True, None
        elif self._lost_at is None:
            self._lost_at = now

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`."""
        self._settling.drawn(page, now)

    def touch(self, name: str, now: float) -> list[Effect]:
        """A citizen touched the target `name`; `now` is when the finger came down."""
        if not self._settling.counts(self.view(now).page, now):
            return []
        visit = self._visit
        self._settling.touched(now)
        if name == "language":
            self._tongue.switch()
            visit.since = now
        elif name == "back" and visit.at in (At.CONFIRM, At.REFUSED, At.ASKING):
            self._leave(now)
        elif name == "done" and visit.at is At.TAKEN:
            self._go_home(now)
        elif name == "take" and visit.at is At.CONFIRM:
            return self._take(now)
        elif name.startswith("service:") and visit.at is At.WELCOME and not self._unreached(now):
            self._choose(name.removeprefix("service:"), now)
        return []

    def replied(self, request: Request, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to `request` came, or None: no answer in time."""
        if self._errands.holds(request):
            again = self._errands.replied(request, reply)
            return [Ask(again)] if again is not None else []
        if reply is None:
            self._visit.late = self._visit.late or self._visit.asks(request)
            return [Ask(request)]
        if request.id in self._left:
            return self._give_back(request, reply)
        return self._issued(reply, now) if self._visit.asks(request) else []

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        if self._visit.at is not At.PRINTING or done.job != self._visit.job:
            return []
        came_out = done.outcome is PrintOutcome.PRINTED
        return self._slip_over(PrintOutcome.PRINTED if came_out else PrintOutcome.SHOWN, done.fault, now)

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: pages end, a silent printer is given up."""
        visit, stayed = self._visit, now - self._visit.since
        if visit.at is At.PRINTING and stayed >= PRINTING_S:
            return self._slip_over(PrintOutcome.SHOWN, "no_answer", now)
        if visit.at is At.ASKING and stayed >= LATE_S:
            self._leave(now)
        elif stayed >= self._stay():
            self._go_home(now)
        return []

    def view(self, now: float) -> DispenserView:
        """Return the page to show now."""
        return page_of(self._visit, self._fields, self._tongue, self._unreached(now))

    def _stay(self) -> float:
        taken = TAKEN_S if self._visit.slip is PrintOutcome.PRINTED else SHOWN_S
        stays = {At.CONFIRM: CONFIRM_S, At.TAKEN: taken, At.REFUSED: SORRY_S}
        idle = IDLE_S if self._tongue.code != VIETNAMESE else float("inf")
        return stays.get(self._visit.at, idle if self._visit.at is At.WELCOME else float("inf"))

    def _unreached(self, now: float) -> bool:
        return not self._reached or (self._lost_at is not None and now - self._lost_at >= UNREACHED_S)

    def _go_home(self, now: float) -> None:
        self._visit = Visit(since=now)
        self._tongue.home()

    def _leave(self, now: float) -> None:
        """Go home; a number that is still being asked for will be given back."""
        if self._visit.at is At.ASKING and self._visit.issue is not None:
            self._left.add(self._visit.issue.id)
        self._go_home(now)

    def _choose(self, service: str, now: float) -> None:
        if self._fields.is_open(service):
            self._visit.service = service
            self._visit.go(At.CONFIRM, now)

    def _take(self, now: float) -> list[Effect]:
        if not self._fields.is_open(self._visit.service) or self._unreached(now):
            return []
        issue = TicketIssue(id=self._new_id(), service=self._visit.service, lang=self._tongue.code)
        self._visit.issue = issue
        self._visit.go(At.ASKING, now)
        return [Ask(issue)]

    def _give_back(self, request: Request, reply: Reply) -> list[Effect]:
        self._left.discard(request.id)
        issued = issued_in(reply)
        if issued is None:
            return []
        return [Ask(self._errands.add(TicketCancel(id=self._new_id(), track=issued.track)))]

    def _issued(self, reply: Reply, now: float) -> list[Effect]:
        visit = self._visit
        issued = issued_in(reply)
        if visit.at is not At.ASKING:
            return []
        if issued is None:
            sentence = self._tongue.say(reply.error.message) if reply.error is not None else ""
            visit.sentence = sentence or self._tongue.say("Vui lòng thử lại hoặc hỏi cán bộ hướng dẫn.")
            self._visit.go(At.REFUSED, now)
            return []
        visit.issued, visit.job = issued, self._new_id()
        visit.go(At.PRINTING, now)
        return [Print(slip_of(visit.job, issued, self._fields, self._rules.track_url_base))]

    def _slip_over(self, outcome: PrintOutcome, fault: str | None, now: float) -> list[Effect]:
        issued = self._visit.issued
        self._visit.slip = outcome
        self._visit.go(At.TAKEN, now)
        if issued is None:
            return []
        ticket = issued.ticket.ticket
        told = TicketPrinted(id=self._new_id(), ticket=ticket, outcome=outcome, detail=fault)
        return [Ask(self._errands.add(told))]
